"""Abstract values of a kernel's expressions, and the integer arithmetic that keeps them exact."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ttc.codegen.check.poly import ONE, ZERO, Bounds, Monomial, Poly, mentions, renamed
from ttc.runtime_sim.cpp import nodes as n

Kind = Literal["int", "bool", "float", "cb", "noc"]


@dataclass(frozen=True)
class Number:
    """A number; `cb` for the id of a circular buffer, `noc` for a 64-bit NoC address."""

    poly: Poly
    kind: Kind = "int"


@dataclass(frozen=True)
class Args:
    """TensorAccessorArgs of a tensor; `end` is the word after them, None if not known."""

    tensor: str
    end: int | None


@dataclass(frozen=True)
class Accessor:
    """A TensorAccessor."""

    tensor: str


@dataclass(frozen=True)
class Enum:
    """A member of one of the SDK's enums."""

    type: str
    member: str


@dataclass(frozen=True)
class Pointer:
    """A pointer into L1."""

    address: Poly


@dataclass(frozen=True)
class Object:
    """An object of one of the SDK's classes, with the circular buffer it stands for."""

    type: str
    cb: Number | None = None


@dataclass(frozen=True)
class Other:
    """A value of which only its description is known (a type, a string, a list of fields)."""

    text: str


@dataclass(frozen=True, eq=False)
class Closure:
    """A lambda, with the scopes in which it was written."""

    node: n.Lambda
    scopes: list[dict[str, Value]] = field(repr=False)


Value: TypeAlias = Number | Args | Accessor | Enum | Pointer | Object | Other | Closure


def number(value: int, kind: Kind = "int") -> Number:
    return Number(Poly.of(value), kind)


def template_text(value: Value) -> str:
    """The value as a template argument, so that equal arguments have equal texts."""
    match value:
        case Number(poly):
            return str(poly)
        case Enum(member=member):
            return member
        case Other(text):
            return text
        case _:
            return type(value).__name__


CASES = 3
"""So many indicators are looked at one by one: each doubles the work."""


@dataclass
class Symbols:
    """What is known of one kernel's symbols; `tag` keeps its unknowns apart from other kernels'."""

    tag: str
    ranges: dict[str, Bounds] = field(default_factory=dict[str, Bounds])
    equalities: dict[str, Poly] = field(default_factory=dict[str, Poly])
    negatives: dict[str, Poly] = field(default_factory=dict[str, Poly])
    """By indicator: what is negative where it is 1, and nowhere else."""
    last: dict[str, Poly] = field(default_factory=dict[str, Poly])
    """By index of a loop: what it is at most."""
    assumed: dict[str, int] = field(default_factory=dict[str, int])
    """Indicators whose value the walked path implies."""

    def bounds(self, poly: Poly) -> Bounds:
        low, high = self._bounds(poly, CASES)
        for (name, *others), factor in (term for term in poly.terms if term[0]):
            last = self.last.get(name)
            if last is None or others or last.constant is not None:
                continue
            # The index goes up to where the loop ends: `most + i` for i below `2 - most`.
            ends = poly + Poly.of(factor) * (last - Poly.symbol(name))
            lowest, highest = self._bounds(ends, CASES)
            low, high = (low, _least(high, highest)) if factor > 0 else (_most(low, lowest), high)
        return low, high

    def _bounds(self, poly: Poly, cases: int) -> Bounds:
        """The hull of the bounds for each value of the indicators, as far as `cases` allows."""
        unknown = (s for s in poly.symbols if s[0] == "[" and s not in self.assumed)
        # One whose condition holds another one is longer, and decides more.
        indicator = max(unknown, key=lambda s: (len(s), s), default=None) if cases else None
        if indicator is None:
            return poly.bounds(self._range)
        found: list[Bounds] = []
        for holds in (False, True):
            case = poly.where(indicator, holds)
            low, high = self._bounds(case, cases - 1)
            negative = self.negatives.get(indicator)
            if negative is not None:
                # `a < b ? a : b` is a, and at most b - 1, where a - b is negative.
                slack = -negative - ONE if holds else negative
                low = _most(low, self._bounds(case - slack, cases - 1)[0])
                high = _least(high, self._bounds(case + slack, cases - 1)[1])
            found.append((low, high))
        (a, b), (c, d) = found
        low = None if a is None or c is None else min(a, c)
        return low, None if b is None or d is None else max(b, d)

    def _range(self, symbol: str) -> Bounds:
        if symbol[0] == "[":
            known = self.assumed.get(symbol)
            return (0, 1) if known is None else (known, known)
        return self.ranges.get(symbol, (0, None))

    def unknown(self, place: n.Place, hint: str = "") -> Poly:
        """The same symbol whenever this place is reached again, and no other kernel's."""
        return Poly.symbol(f"?{self.tag}:{place.line}:{place.column}{hint}")

    def at_least(self, value: Poly, least: int) -> bool:
        low, _ = self.bounds(value)
        return low is not None and low >= least

    def divide(self, value: Poly, by: Poly) -> Poly:
        """Of unsigned integers."""
        divisor = by.constant
        if divisor:
            whole, rest = _split(value, divisor)
            if self._below(rest, divisor):
                return whole
            low, high = self.bounds(rest)
            text = f"(({rest})/{divisor})"
            if low is not None:
                most = None if high is None else high // divisor
                self.ranges.setdefault(text, (low // divisor, most))
            return whole + Poly.symbol(text)
        return Poly.symbol(f"(({value})/({by}))")

    def modulo(self, value: Poly, by: Poly) -> Poly:
        divisor = by.constant
        if divisor:
            _, rest = _split(value, divisor)
            if self._below(rest, divisor):
                return rest
            text = f"(({rest})%{divisor})"
            self.ranges[text] = (0, divisor - 1)
            return Poly.symbol(text)
        return Poly.symbol(f"(({value})%({by}))")

    def _below(self, value: Poly, limit: int) -> bool:
        low, high = self.bounds(value)
        return low is not None and low >= 0 and high is not None and high < limit

    def equal(self, left: Poly, right: Poly) -> Poly:
        """1 where both are equal."""
        apart = left - right
        if apart.constant is not None:
            return ONE if apart.constant == 0 else ZERO
        low, high = self.bounds(apart)
        if (low is not None and low > 0) or (high is not None and high < 0):
            return ZERO
        if apart.terms[-1][1] < 0:
            apart = -apart
        text = f"[{apart} == 0]"
        self.equalities[text] = apart
        return Poly.symbol(text)

    def less(self, left: Poly, right: Poly) -> Poly:
        """1 where `left` is less."""
        low, high = self.bounds(left - right)
        if high is not None and high < 0:
            return ONE
        if low is not None and low >= 0:
            return ZERO
        text = f"[{left - right} < 0]"
        self.negatives[text] = left - right
        return Poly.symbol(text)

    def total(self, each: Poly, index: str, trips: Poly) -> Poly:
        """The sum of `each` over `index` from 0 below `trips`."""
        result = ZERO
        for monomial, factor in each.terms:
            inside = tuple(s for s in monomial if mentions(s, index))
            outside = tuple(s for s in monomial if not mentions(s, index))
            once = self._once(inside, index, trips)
            times = trips if not inside else ONE if once else _summed(inside, index, trips)
            result += Poly(((outside, factor),)) * times
        return result

    def _once(self, inside: Monomial, index: str, trips: Poly) -> bool:
        """Whether `inside` is `[index == c]` for a `c` that the index takes."""
        apart = self.equalities.get(inside[0]) if len(inside) == 1 else None
        if apart is None or (apart - Poly.symbol(index)).mentions(index):
            return False
        value = Poly.symbol(index) - apart
        return self.at_least(value, 0) and self.at_least(trips - value, 1)


def _least(one: int | None, other: int | None) -> int | None:
    """The smaller of two bounds from above."""
    return min((bound for bound in (one, other) if bound is not None), default=None)


def _most(one: int | None, other: int | None) -> int | None:
    """The larger of two bounds from below."""
    return max((bound for bound in (one, other) if bound is not None), default=None)


def implied(when: Poly) -> dict[str, int]:
    """The indicators that have one value wherever `when` is 1."""
    opposite = (ONE - when).name
    if opposite is not None:
        return {opposite: 0} if opposite[0] == "[" else {}
    match when.terms:
        case ((symbols, 1),):
            return {symbol: 1 for symbol in symbols if symbol[0] == "["}
        case _:
            return {}


def _split(value: Poly, divisor: int) -> tuple[Poly, Poly]:
    """`value = whole * divisor + rest`, with coefficients of the rest below the divisor."""
    whole = Poly.sum((m, c // divisor) for m, c in value.terms)
    rest = Poly.sum((m, c % divisor) for m, c in value.terms)
    return whole, rest


def _summed(inside: Monomial, index: str, trips: Poly) -> Poly:
    text = "*".join(inside)
    level = 1
    while f"${level}" in text:
        level += 1
    return Poly.symbol(f"sum(${level} < {trips}: {renamed(text, index, f'${level}')})")
