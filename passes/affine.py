"""What is known of index values: linear forms, ranges and divisors."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd

from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IntegerAttr
from xdsl.ir import BlockArgument, OpResult, SSAValue

from ttc.passes.build import BELOW, Emitter, constant_of

UNBOUNDED = 1 << 40
"""Larger than any index: extents of tensors are below 2**32."""


@dataclass(frozen=True)
class Linear:
    """`constant + sum of coefficient * value`; values are not linear in other values."""

    terms: dict[SSAValue, int] = field(default_factory=dict[SSAValue, int])
    constant: int = 0

    def plus(self, other: Linear, factor: int = 1) -> Linear:
        terms = dict(self.terms)
        for value, coefficient in other.terms.items():
            total = terms.pop(value, 0) + factor * coefficient
            if total:
                terms[value] = total
        return Linear(terms, self.constant + factor * other.constant)

    def times(self, factor: int) -> Linear:
        return Linear().plus(self, factor) if factor else Linear()

    def without(self, value: SSAValue) -> Linear:
        return Linear({v: c for v, c in self.terms.items() if v is not value}, self.constant)

    def divided(self, divisor: int) -> Linear | None:
        """Returns the form divided, if every coefficient can be."""
        if self.constant % divisor or any(c % divisor for c in self.terms.values()):
            return None
        return Linear({v: c // divisor for v, c in self.terms.items()}, self.constant // divisor)


def linear(value: SSAValue) -> Linear:
    """
    Returns an index value as a linear form.

    A value known to be in a range stands for itself: its parts are known to be in none.
    """
    number = constant_of(value)
    if number is None:
        number = _only_value(value)
    if number is not None:
        return Linear({}, number)
    if isinstance(value, OpResult) and _below(value) is None:
        match value.op:
            case arith.AddiOp(lhs=lhs, rhs=rhs):
                return linear(lhs).plus(linear(rhs))
            case arith.SubiOp(lhs=lhs, rhs=rhs):
                return linear(lhs).plus(linear(rhs), -1)
            case arith.MuliOp(lhs=lhs, rhs=rhs):
                left, right = linear(lhs), linear(rhs)
                if not right.terms:
                    return left.times(right.constant)
                if not left.terms:
                    return right.times(left.constant)
            case _:
                pass
    return Linear({value: 1}, 0)


def _only_value(value: SSAValue) -> int | None:
    """Returns the value of an id of a grid one block wide, or of a loop that runs once."""
    if isinstance(value, OpResult):
        return 0 if _below(value) == 1 else None
    assert isinstance(value, BlockArgument)
    loop = value.block.parent_op()
    if not isinstance(loop, scf.ForOp) or value.index != 0:
        return None
    first, end, step = (constant_of(bound) for bound in (loop.lb, loop.ub, loop.step))
    runs_once = first is not None and end is not None and step is not None and end <= first + step
    return first if runs_once else None


def build(e: Emitter, form: Linear, hint: str | None = None) -> SSAValue:
    """Makes the ops of a linear form: positive terms first, so that no step is negative."""
    total: SSAValue | None = None
    for value, coefficient in sorted(form.terms.items(), key=lambda item: item[1] < 0):
        term = e.mul(value, abs(coefficient))
        if total is None:
            total = term if coefficient > 0 else e.sub(e.index(form.constant), term)
        else:
            total = e.add(total, term) if coefficient > 0 else e.sub(total, term)
    if total is None:
        return e.index(form.constant)
    if any(c > 0 for c in form.terms.values()):
        total = e.add(total, form.constant) if form.constant >= 0 else e.sub(total, -form.constant)
    if hint is not None and total.name_hint is None:
        total.name_hint = hint
    return total


def range_of(value: SSAValue) -> tuple[int, int]:
    """Returns bounds (lowest, highest) of an index value."""
    form = linear(value)
    low, high = form_range(form)
    for term in form.terms:
        # A loop that ends where another variable says: `h + r` for r below `size - h`.
        for end in _ends(term, form.terms[term] > 0):
            high = min(high, form_range(_at_end(form, term, end))[1])
        for end in _ends(term, form.terms[term] < 0):
            low = max(low, form_range(_at_end(form, term, end))[0])
    if isinstance(value, OpResult) and (bound := _below(value)) is not None:
        low, high = max(low, 0), min(high, bound - 1)
    return low, high


def form_range(form: Linear) -> tuple[int, int]:
    """Returns bounds of a linear form, from those of its terms."""
    low = high = form.constant
    for term, coefficient in form.terms.items():
        bounds = [coefficient * bound for bound in _term_range(term)]
        low, high = low + min(bounds), high + max(bounds)
    return low, high


def _at_end(form: Linear, term: SSAValue, end: Linear) -> Linear:
    return form.without(term).plus(end, form.terms[term])


def _ends(value: SSAValue, upper: bool) -> list[Linear]:
    """Returns what a loop variable is at most, or at least, where variables say that."""
    if not isinstance(value, BlockArgument) or value.index != 0:
        return []
    loop = value.block.parent_op()
    if not isinstance(loop, scf.ForOp):
        return []
    pending, ends = [loop.ub if upper else loop.lb], list[Linear]()
    while pending:
        match (bound := pending.pop()).owner:
            case arith.MinSIOp(lhs=lhs, rhs=rhs) | arith.MinUIOp(lhs=lhs, rhs=rhs) if upper:
                pending += (lhs, rhs)
            case arith.MaxSIOp(lhs=lhs, rhs=rhs) | arith.MaxUIOp(lhs=lhs, rhs=rhs) if not upper:
                pending += (lhs, rhs)
            case _:
                ends.append(linear(bound).plus(Linear({}, -1 if upper else 0)))
    return [end for end in ends if end.terms]


def _below(value: OpResult) -> int | None:
    bound = value.op.attributes.get(BELOW)
    return bound.value.data if isinstance(bound, IntegerAttr) else None


def _term_range(value: SSAValue) -> tuple[int, int]:
    if isinstance(value, BlockArgument):
        return _argument_range(value)
    assert isinstance(value, OpResult)
    if (bound := _below(value)) is not None:
        return 0, bound - 1
    match value.op:
        case arith.DivUIOp(lhs=lhs, rhs=rhs) | arith.FloorDivSIOp(lhs=lhs, rhs=rhs):
            low, high = range_of(lhs)
            least, most = range_of(rhs)
            return (low // max(most, 1), high // max(least, 1)) if low >= 0 else (low, high)
        case arith.RemUIOp(lhs=lhs, rhs=rhs) | arith.RemSIOp(lhs=lhs, rhs=rhs):
            return 0, min(range_of(lhs)[1], range_of(rhs)[1] - 1)
        case arith.MinUIOp(lhs=lhs, rhs=rhs) | arith.MinSIOp(lhs=lhs, rhs=rhs):
            (a, b), (c, d) = range_of(lhs), range_of(rhs)
            return min(a, c), min(b, d)
        case arith.MaxUIOp(lhs=lhs, rhs=rhs) | arith.MaxSIOp(lhs=lhs, rhs=rhs):
            (a, b), (c, d) = range_of(lhs), range_of(rhs)
            return max(a, c), max(b, d)
        case arith.SelectOp(lhs=lhs, rhs=rhs):
            (a, b), (c, d) = range_of(lhs), range_of(rhs)
            return min(a, c), max(b, d)
        case arith.MuliOp(lhs=lhs, rhs=rhs):
            bounds = [x * y for x in range_of(lhs) for y in range_of(rhs)]
            return min(bounds), max(bounds)
        case arith.IndexCastOp():  # a number of the author's, of either sign
            return -UNBOUNDED, UNBOUNDED
        case _:
            return 0, UNBOUNDED


def _argument_range(value: BlockArgument) -> tuple[int, int]:
    loop = value.block.parent_op()
    if isinstance(loop, scf.ForOp) and value.index == 0:
        low, high = range_of(loop.lb)[0], range_of(loop.ub)[1] - 1
        first, step = constant_of(loop.lb), constant_of(loop.step)
        if first is not None and step is not None and high >= first:
            high = first + (high - first) // step * step
        return low, max(low, high)
    return 0, UNBOUNDED


def divisor_of(value: SSAValue) -> int:
    """Returns a number that surely divides an index value; 0 for the value 0."""
    form = linear(value)
    total = form.constant
    for term, coefficient in form.terms.items():
        total = gcd(total, coefficient * _term_divisor(term))
    return abs(total)


def _term_divisor(value: SSAValue) -> int:
    if isinstance(value, BlockArgument):
        loop = value.block.parent_op()
        if isinstance(loop, scf.ForOp) and value.index == 0:
            return gcd(divisor_of(loop.lb), divisor_of(loop.step)) or 1
        return 1
    assert isinstance(value, OpResult)
    match value.op:
        case arith.MuliOp(lhs=lhs, rhs=rhs):
            return divisor_of(lhs) * divisor_of(rhs)
        case (
            arith.MinUIOp(lhs=lhs, rhs=rhs)
            | arith.MinSIOp(lhs=lhs, rhs=rhs)
            | arith.MaxUIOp(lhs=lhs, rhs=rhs)
            | arith.MaxSIOp(lhs=lhs, rhs=rhs)
            | arith.SelectOp(lhs=lhs, rhs=rhs)
        ):
            return gcd(divisor_of(lhs), divisor_of(rhs))
        case arith.RemUIOp(lhs=lhs, rhs=rhs) | arith.RemSIOp(lhs=lhs, rhs=rhs):
            return gcd(divisor_of(lhs), divisor_of(rhs)) or 1
        case arith.DivUIOp(lhs=lhs, rhs=rhs) | arith.FloorDivSIOp(lhs=lhs, rhs=rhs):
            by, top = constant_of(rhs), divisor_of(lhs)
            return top // by if by and top % by == 0 and top else 1
        case _:
            return 1


def divided_exactly(e: Emitter, value: SSAValue, divisor: int) -> SSAValue | None:
    """Makes value / divisor if the division is surely exact, else returns None."""
    form = linear(value).divided(divisor)
    if form is not None:
        return build(e, form)
    return e.div(value, divisor) if divisor_of(value) % divisor == 0 else None


def may_not_run(loop: scf.ForOp) -> bool:
    """Tells whether a loop may have no turn; the loop over a core's work items always has one."""
    if isinstance(loop.ub, BlockArgument) and not isinstance(loop.ub.block.parent_op(), scf.ForOp):
        return False
    return range_of(loop.ub)[0] <= range_of(loop.lb)[1]
