"""
Polynomials over named symbols, with integer coefficients: how many pages, in terms of the loops.

A monomial is the sorted tuple of its symbols. A symbol is a name (`work.count`, `i0`) or the text
of an expression that no polynomial says (`(i0%8)`); an indicator `[...]` is 1 where its
condition holds and 0 elsewhere, so its square is itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

Monomial = tuple[str, ...]
Bounds = tuple[int | None, int | None]


@dataclass(frozen=True)
class Poly:
    """A sum of `coefficient * symbols`, sorted by symbols; `()` are the symbols of a constant."""

    terms: tuple[tuple[Monomial, int], ...] = ()

    @staticmethod
    def of(value: int) -> Poly:
        return Poly((((), value),)) if value else ZERO

    @staticmethod
    def symbol(name: str) -> Poly:
        return Poly((((name,), 1),))

    @staticmethod
    def sum(terms: Iterable[tuple[Monomial, int]]) -> Poly:
        """Collects equal monomials and drops those that cancel."""
        total: dict[Monomial, int] = {}
        for monomial, factor in terms:
            total[monomial] = total.get(monomial, 0) + factor
        kept = [term for term in total.items() if term[1]]
        if len(kept) > 1:
            kept.sort()
        return Poly(tuple(kept))

    @cached_property
    def constant(self) -> int | None:
        """The value if there are no symbols."""
        if not self.terms:
            return 0
        return self.terms[0][1] if len(self.terms) == 1 and not self.terms[0][0] else None

    @property
    def name(self) -> str | None:
        """The symbol if that is all there is."""
        match self.terms:
            case (((name,), 1),):
                return name
            case _:
                return None

    @cached_property
    def symbols(self) -> frozenset[str]:
        return frozenset(symbol for monomial, _ in self.terms for symbol in monomial)

    def __add__(self, other: Poly) -> Poly:
        if not self.terms or not other.terms:
            return self if self.terms else other
        return Poly.sum((*self.terms, *other.terms))

    def __neg__(self) -> Poly:
        return Poly(tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Poly) -> Poly:
        return self + -other

    def __mul__(self, other: Poly) -> Poly:
        if not self.terms or not other.terms:
            return ZERO
        if other.terms == ONE.terms:
            return self
        if self.terms == ONE.terms:
            return other
        products = ((_times(m, n), c * d) for m, c in self.terms for n, d in other.terms)
        return Poly.sum((m, c) for m, c in products if not _vanishes(m))

    def scaled(self, divisor: int) -> Poly | None:
        """The quotient if `divisor` divides every coefficient."""
        if any(c % divisor for _, c in self.terms):
            return None
        return Poly(tuple((m, c // divisor) for m, c in self.terms))

    def where(self, indicator: str, holds: bool) -> Poly:
        """The value where an indicator is 1, or 0."""
        kept = (term for term in self.terms if holds or indicator not in term[0])
        return Poly.sum((tuple(s for s in m if s != indicator), c) for m, c in kept)

    def mentions(self, symbol: str) -> bool:
        """Whether the value depends on `symbol`, also inside the text of other symbols."""
        return any(mentions(s, symbol) for s in self.symbols)

    def bounds(self, of: Callable[[str], Bounds]) -> Bounds:
        """The interval of the values, from the intervals of the symbols."""
        low: int | None = 0
        high: int | None = 0
        for monomial, factor in self.terms:
            least, most = _product([of(symbol) for symbol in monomial])
            if factor < 0:
                least, most = most, least
            low = None if low is None or least is None else low + factor * least
            high = None if high is None or most is None else high + factor * most
        return low, high

    def __str__(self) -> str:
        parts: list[str] = []
        for monomial, factor in self.terms:
            names = "*".join(monomial)
            if names and abs(factor) == 1:
                text = names
            else:
                text = f"{abs(factor)}*{names}" if names else str(abs(factor))
            sign = "-" if factor < 0 else "+"
            parts.append(f" {sign} {text}" if parts else text if factor > 0 else f"-{text}")
        return "".join(parts) or "0"


ZERO = Poly()
ONE = Poly.of(1)


def mentions(text: str, symbol: str) -> bool:
    """Whether `symbol` stands in the text of another symbol as a whole word."""
    return symbol in text and re.search(_word(symbol), text) is not None


def renamed(text: str, symbol: str, name: str) -> str:
    return re.sub(_word(symbol), name, text)


def _word(symbol: str) -> str:
    return rf"(?<![\w.$]){re.escape(symbol)}(?![\w.])"


def _times(left: Monomial, right: Monomial) -> Monomial:
    both = sorted((*left, *right))
    return tuple(s for i, s in enumerate(both) if not (s[0] == "[" and i and both[i - 1] == s))


def _vanishes(monomial: Monomial) -> bool:
    """`[x == 0] * x` is nothing."""
    indicators = [s for s in monomial if s[0] == "["]
    return any(f"[{s} == 0]" in indicators for s in monomial) if indicators else False


def _product(factors: list[Bounds]) -> Bounds:
    """Of non-negative factors; anything else is unknown."""
    low: int | None = 1
    high: int | None = 1
    for least, most in factors:
        if least is None or least < 0:
            return None, None
        low *= least
        high = None if high is None or most is None else high * most
    return low, high
