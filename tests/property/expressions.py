"""
Random expressions of the kernel language, each with a bound on its magnitude.

Operands are squashed before a function that does not take them, so no value leaves the domain of
what is applied to it, and errors grow no faster than the expression is long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, log2
from typing import TypeVar

from hypothesis import strategies as st

X = TypeVar("X")

LARGEST = 8.0
"""What a float stored to a block never exceeds."""
LARGEST_INT = 1000


@dataclass(frozen=True)
class Term:
    """A piece of kernel text: at most `limit` in magnitude, and an integer or not."""

    text: str
    limit: float
    is_int: bool = False


def squashed(x: Term, limit: float) -> Term:
    """Scales by a power of two, which is exact, to at most `limit`."""
    if x.limit <= limit:
        return x
    scale = 2.0 ** -ceil(log2(x.limit / limit))
    return Term(f"({x.text} * {scale!r})", limit)


def clamped(x: Term, limit: float) -> Term:
    if x.limit <= limit:
        return x
    return Term(f"T.clamp({x.text}, {-limit!r}, {limit!r})", limit, x.is_int)


# (text, largest operand, what the limit becomes)
UNARY: tuple[tuple[str, float, Callable[[float], float]], ...] = (
    ("(-{0})", 1e9, lambda x: x),
    ("T.abs({0})", 1e9, lambda x: x),
    ("T.max({0}, 0.0)", 1e9, lambda x: x),
    ("T.min({0}, 1.5)", 1e9, lambda x: max(x, 1.5)),
    ("({0} * 0.75 + 0.25)", 1e9, lambda x: 0.75 * x + 0.25),
    ("(1.0 - {0})", 1e9, lambda x: x + 1),
    ("({0} / 3.0)", 1e9, lambda x: x / 3),
    ("(2.5 / (T.abs({0}) + 1.0))", 1e9, lambda x: 2.5),
    ("T.clamp({0}, -1.0, 2.5)", 1e9, lambda x: 2.5),
    ("({0} ** 2)", 4, lambda x: x * x),
    ("({0} ** 3)", 2, lambda x: x**3),
    ("({0} ** 4)", 2, lambda x: x**4),
    ("T.pow(T.abs({0}) + 0.25, 1.5)", 4, lambda x: (x + 0.25) ** 1.5),
    ("T.pow(T.abs({0}) + 0.5, -0.5)", 8, lambda x: 2.0),
    ("T.exp({0})", 2, lambda x: 7.4),
    ("T.exp2({0})", 3, lambda x: 8.0),
    ("T.log(T.abs({0}) + 0.5)", 100, lambda x: max(0.7, x)),
    ("T.log2(T.abs({0}) + 0.5)", 100, lambda x: max(1.0, 1.5 * x)),
    ("T.sqrt(T.abs({0}) + 0.25)", 100, lambda x: max(0.5, x + 0.25)),
    ("T.rsqrt(T.abs({0}) + 0.25)", 100, lambda x: 2.0),
    ("T.fast_rcp(T.abs({0}) + 0.5)", 100, lambda x: 2.0),
    ("T.sin({0})", 3, lambda x: 1.0),
    ("T.cos({0})", 3, lambda x: 1.0),
    ("T.tanh({0})", 100, lambda x: 1.0),
    ("T.sigmoid({0})", 60, lambda x: 1.0),
    ("T.erf({0})", 100, lambda x: 1.0),
    ("({0} * 0.5 * (1.0 + T.erf({0} * 0.7071)))", 8, lambda x: x),
    ("({0} * T.sigmoid({0}))", 8, lambda x: x),
    ("T.floor({0})", 100, lambda x: x + 1),
    ("T.ceil({0})", 100, lambda x: x + 1),
    ("T.round({0})", 100, lambda x: x + 1),
    ("T.trunc({0})", 100, lambda x: x),
    ("T.cast({0}, 'float32')", 1e9, lambda x: x),
    ("T.cast({0}, 'bfloat16')", 1e9, lambda x: x),
)
BINARY: tuple[tuple[str, float, Callable[[float, float], float]], ...] = (
    ("({0} + {1})", 1e9, lambda x, y: x + y),
    ("({0} - {1})", 1e9, lambda x, y: x + y),
    ("({0} * {1})", 4, lambda x, y: x * y),
    ("({0} / (T.abs({1}) + 0.5))", 1e9, lambda x, y: 2 * x),
    ("T.max({0}, {1})", 1e9, max),
    ("T.min({0}, {1})", 1e9, max),
    ("T.pow(T.abs({0}) + 0.5, {1})", 2, lambda x, y: 6.3),
)
INT_UNARY: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("(-{0})", lambda x: x),
    ("T.abs({0})", lambda x: x),
    ("({0} + 7)", lambda x: x + 7),
    ("({0} * 3)", lambda x: 3 * x),
    ("(5 - {0})", lambda x: x + 5),
    ("T.max({0}, 0)", lambda x: x),
    ("T.min({0}, 9)", lambda x: max(x, 9)),
)
INT_BINARY: tuple[tuple[str, Callable[[float, float], float]], ...] = (
    ("({0} + {1})", lambda x, y: x + y),
    ("({0} - {1})", lambda x, y: x + y),
    ("T.max({0}, {1})", max),
    ("T.min({0}, {1})", max),
)
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Place:
    """
    Where an expression stands: what it may read, and the places it may count.

    `places` are texts of linear expressions of indices and block ids, with their largest value.
    """

    floats: Sequence[Term]
    ints: Sequence[Term]
    places: Sequence[Term]
    decided: Sequence[Term]
    casts: bool = True


class Expressions:
    """Draws expressions of what a place offers."""

    def __init__(self, draw: st.DrawFn, place: Place, masks: int) -> None:
        self.draw = draw
        self.place = place
        self.masks = masks

    def pick(self, options: Sequence[X]) -> X:
        return self.draw(st.sampled_from(options))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def of_float(self, depth: int) -> Term:
        kind = self.number(0, 9) if depth else 0
        if kind < 2:
            return self.leaf()
        if kind < 5:
            text, most, limit = self.pick(UNARY)
            x = squashed(self.of_float(depth - 1), most)
            return Term(text.format(x.text), limit(x.limit))
        if kind < 9 - self.masks:
            text, most, grown = self.pick(BINARY)
            x = squashed(self.of_float(depth - 1), most)
            y = squashed(self.of_float(depth - 1), most)
            return Term(text.format(x.text, y.text), grown(x.limit, y.limit))
        if kind == 8 and self.place.ints and self.place.casts:
            x = self.of_int(depth - 1)
            return Term(f"T.cast({x.text}, 'float32')", x.limit)
        x = self.of_float(depth - 1)
        y = self.constant() if self.number(0, 1) else self.of_float(depth - 1)
        if self.number(0, 1):
            x, y = y, x
        return self.select(self.condition(2), x, y)

    def select(self, condition: str, x: Term, y: Term) -> Term:
        text = "T.if_then_else({0}, {1}, {2})" if self.number(0, 2) else "({1} if {0} else {2})"
        made = text.format(condition, x.text, y.text)
        return Term(made, max(x.limit, y.limit), x.is_int and y.is_int)

    def constant(self) -> Term:
        text = self.pick(("0.0", "1.0", "-0.5", "0.375", "3.0", "-2.0"))
        return Term(text, abs(float(text)))

    def leaf(self) -> Term:
        kind = self.number(0, 11)
        if kind == 0 and self.place.places:
            x = self.pick(self.place.places)
            return squashed(Term(f"({x.text}) * 0.0625", x.limit * 0.0625), LARGEST)
        if kind == 1 and self.place.ints and self.place.casts:
            x = self.pick(self.place.ints)
            return Term(f"T.cast({x.text}, '{self.pick(('float32', 'bfloat16'))}')", x.limit)
        return self.pick(self.place.floats)

    def of_int(self, depth: int) -> Term:
        kind = self.number(0, 5) if depth else 0
        if kind < 2:
            return self.pick(self.place.ints)
        if kind < 4:
            text, limit = self.pick(INT_UNARY)
            x = self.of_int(depth - 1)
            return Term(text.format(x.text), limit(x.limit), is_int=True)
        x, y = self.of_int(depth - 1), self.of_int(depth - 1)
        if kind == 5 and self.masks:
            return self.select(self.condition(1), x, y)
        text, grown = self.pick(INT_BINARY)
        return Term(text.format(x.text, y.text), grown(x.limit, y.limit), is_int=True)

    def condition(self, depth: int) -> str:
        kind = self.number(0, 9)
        if depth and kind < 2:
            both = self.condition(depth - 1), self.condition(depth - 1)
            return f"({both[0]} {self.pick(('and', 'or'))} {both[1]})"
        if depth and kind == 2:
            return f"(not {self.condition(depth - 1)})"
        if kind < 7 and self.place.places:
            return self.half_plane()
        if kind == 7 and self.place.ints:
            text = f"({self.of_int(1).text} {self.pick(COMPARISONS)} {self.number(-9, 9)})"
            return text
        x = self.leaf()
        y = self.constant() if self.number(0, 1) else self.leaf()
        return f"({x.text} {self.pick(COMPARISONS)} {y.text})"

    def half_plane(self) -> str:
        """A line through the block: tails, diagonals, windows, or block ids alone."""
        places = self.place.decided if self.number(0, 5) == 0 else self.place.places
        x = self.pick(places or self.place.places)
        if self.number(0, 3) == 0:
            y = self.pick(self.place.places).text
        else:
            y = str(self.number(-2, int(x.limit) + 2))
        if self.number(0, 3) == 0:
            return f"({y} {self.pick(('<', '<='))} {x.text} < {int(x.limit) - self.number(0, 20)})"
        return f"({x.text} {self.pick(COMPARISONS)} {y})"
