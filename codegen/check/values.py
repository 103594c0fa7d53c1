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


@dataclass
class Symbols:
    """What is known of one kernel's symbols; `tag` keeps its unknowns apart from other kernels'."""

    tag: str
    ranges: dict[str, Bounds] = field(default_factory=dict[str, Bounds])
    equalities: dict[str, Poly] = field(default_factory=dict[str, Poly])
    assumed: dict[str, int] = field(default_factory=dict[str, int])
    """Indicators whose value the walked path implies."""

    def bounds(self, poly: Poly) -> Bounds:
        return poly.bounds(self._range)

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
        return Poly.symbol(f"[{left - right} < 0]")

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
