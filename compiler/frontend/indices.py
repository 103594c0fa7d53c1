"""Arithmetic on index values: kept as sums of variables, put into IR only where it is used."""

from __future__ import annotations

from collections.abc import Callable

from xdsl.dialects import arith
from xdsl.ir import Operation, SSAValue

from ttc.frontend.build import Builder
from ttc.frontend.values import Atom, Index
from ttc.language.place import error

IndexLike = Index | int


def made(terms: dict[Atom, int], constant: int) -> IndexLike:
    """Returns the sum, a Python int when no term is left."""
    terms = {atom: factor for atom, factor in terms.items() if factor}
    return Index(terms, constant) if terms else constant


def interval(value: IndexLike) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value.interval


def added(lhs: IndexLike, rhs: IndexLike, sign: int = 1) -> IndexLike:
    if isinstance(lhs, int) and isinstance(rhs, int):
        return lhs + sign * rhs
    terms = {} if isinstance(lhs, int) else dict(lhs.terms)
    constant = lhs if isinstance(lhs, int) else lhs.constant
    if isinstance(rhs, int):
        return made(terms, constant + sign * rhs)
    for atom, factor in rhs.terms.items():
        terms[atom] = terms.get(atom, 0) + sign * factor
    return made(terms, constant + sign * rhs.constant)


def scaled(value: IndexLike, factor: int) -> IndexLike:
    if isinstance(value, int):
        return value * factor
    return made({a: f * factor for a, f in value.terms.items()}, value.constant * factor)


def value_of(b: Builder, index: IndexLike) -> SSAValue:
    """Puts the sum into IR at the current place, using again what the block already has."""
    if isinstance(index, int):
        return b.index(index)
    total: SSAValue | None = None
    # Subtractions come last, so that a sum starts with something to subtract from.
    for atom, factor in sorted(index.terms.items(), key=lambda term: term[1] < 0):
        size = abs(factor) if total is not None else factor
        term = atom.ssa if size == 1 else _emit(b, arith.MuliOp, atom.ssa, b.index(size))
        if total is None:
            total = term
        else:
            total = _emit(b, arith.AddiOp if factor > 0 else arith.SubiOp, total, term)
    assert total is not None
    if index.constant:
        op = arith.AddiOp if index.constant > 0 else arith.SubiOp
        total = _emit(b, op, total, b.index(abs(index.constant)))
    return total


def _emit(
    b: Builder, op: Callable[[SSAValue, SSAValue], Operation], lhs: SSAValue, rhs: SSAValue
) -> SSAValue:
    return b.once((op, lhs, rhs), lambda: op(lhs, rhs))


def _atom(
    b: Builder,
    op: Callable[[SSAValue, SSAValue], Operation],
    lhs: IndexLike,
    rhs: IndexLike,
    low: int,
    high: int,
) -> Index:
    ssa = _emit(b, op, value_of(b, lhs), value_of(b, rhs))
    # The same value must be the same atom, or `x - x` would not fold.
    return opaque(b, ssa, low, high, lhs, rhs)


def product(b: Builder, lhs: IndexLike, rhs: IndexLike) -> IndexLike:
    if isinstance(lhs, int):
        return scaled(rhs, lhs)
    if isinstance(rhs, int):
        return scaled(lhs, rhs)
    ends = [x * y for x in interval(lhs) for y in interval(rhs)]
    return _atom(b, arith.MuliOp, lhs, rhs, min(ends), max(ends))


def _split(index: Index, divisor: int) -> tuple[IndexLike, IndexLike]:
    """Splits a sum into a multiple of the divisor, returned divided, and the rest."""
    whole = {a: f // divisor for a, f in index.terms.items() if f % divisor == 0}
    rest = {a: f for a, f in index.terms.items() if f % divisor}
    quotient, remainder = divmod(index.constant, divisor)
    return made(whole, quotient), made(rest, remainder)


def _check_divisor(rhs: IndexLike) -> None:
    if interval(rhs)[0] <= 0 <= interval(rhs)[1]:
        raise error("division by an index that may be 0")


def quotient(b: Builder, lhs: IndexLike, rhs: IndexLike) -> IndexLike:
    """Divides, rounding down."""
    _check_divisor(rhs)
    if isinstance(lhs, Index) and isinstance(rhs, int) and rhs > 0:
        whole, rest = _split(lhs, rhs)
        low, high = interval(rest)
        if low >= 0 and high < rhs:
            return whole
        low, high = lhs.interval
        return _atom(b, arith.FloorDivSIOp, lhs, rhs, low // rhs, high // rhs)
    ends = [x // y for x in interval(lhs) for y in interval(rhs)]
    # The quotient is monotonic in each operand while the divisor keeps its sign.
    return _atom(b, arith.FloorDivSIOp, lhs, rhs, min(ends), max(ends))


def remainder(b: Builder, lhs: IndexLike, rhs: IndexLike) -> IndexLike:
    """Takes the remainder of non-negative operands, where the hardware's and Python's agree."""
    _check_divisor(rhs)
    low, high = interval(lhs)
    if low < 0 or interval(rhs)[0] < 0:
        raise error("the remainder of an index that may be negative").note(
            f"the left side lies between {low} and {high}: add a multiple of the divisor to it"
        )
    if isinstance(lhs, Index) and isinstance(rhs, int):
        _, rest = _split(lhs, rhs)
        if interval(rest)[0] >= 0:
            lhs = rest
        low, high = interval(lhs)
        if high < rhs:
            return lhs
    largest = min(high, interval(rhs)[1] - 1)
    return _atom(b, arith.RemSIOp, lhs, rhs, 0, largest)


def minimum(b: Builder, lhs: IndexLike, rhs: IndexLike) -> IndexLike:
    (low, high), (low_r, high_r) = interval(lhs), interval(rhs)
    if high <= low_r:
        return lhs
    if high_r <= low:
        return rhs
    return _atom(b, arith.MinSIOp, lhs, rhs, min(low, low_r), min(high, high_r))


def maximum(b: Builder, lhs: IndexLike, rhs: IndexLike) -> IndexLike:
    (low, high), (low_r, high_r) = interval(lhs), interval(rhs)
    if low >= high_r:
        return lhs
    if low_r >= high:
        return rhs
    return _atom(b, arith.MaxSIOp, lhs, rhs, max(low, low_r), max(high, high_r))


def selected(b: Builder, condition: SSAValue, then: IndexLike, otherwise: IndexLike) -> Index:
    """Chooses between two indices by a condition of the kernel."""
    sides = (value_of(b, then), value_of(b, otherwise))
    ssa = b.once((arith.SelectOp, condition, sides), lambda: arith.SelectOp(condition, *sides))
    ends = (*interval(then), *interval(otherwise))
    return opaque(b, ssa, min(ends), max(ends), then, otherwise)


def opaque(b: Builder, ssa: SSAValue, low: int, high: int, *made_of: IndexLike) -> Index:
    """Makes the index of a value that need not take all of [low, high]."""
    used = [part.variables for part in made_of if isinstance(part, Index)]
    return Index({b.atom(Atom(ssa, low, high, frozenset[SSAValue]().union(*used))): 1}, 0)


def number_behind(value: Index) -> SSAValue | None:
    """Returns the 32-bit number that an index is, unconverted: a parameter or a variable."""
    (atom, factor), *more = value.terms.items()
    owner = atom.ssa.owner
    if more or factor != 1 or value.constant or not isinstance(owner, arith.IndexCastOp):
        return None
    return owner.input


def compared(operator: str, lhs: IndexLike, rhs: IndexLike) -> bool | None:
    """Decides a comparison from what is known of its sides; None if the kernel must."""
    low, high = interval(added(lhs, rhs, -1))
    match operator:
        case "<":
            return True if high < 0 else False if low >= 0 else None
        case "<=":
            return True if high <= 0 else False if low > 0 else None
        case ">":
            return True if low > 0 else False if high <= 0 else None
        case ">=":
            return True if low >= 0 else False if high < 0 else None
        case "==":
            return True if low == high == 0 else False if low > 0 or high < 0 else None
        case _:
            return False if low == high == 0 else True if low > 0 or high < 0 else None
