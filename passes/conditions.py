"""What the conditions around an op say of index values."""

from __future__ import annotations

from collections.abc import Iterator

from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Operation, SSAValue

from ttc.passes.affine import Linear, form_range, linear, range_of
from ttc.passes.build import constant_of

EQ, NE, SLT, SLE, SGT, SGE = range(6)
"""Predicates of arith.cmpi."""
OPPOSITE = {EQ: NE, NE: EQ, SLT: SGE, SGE: SLT, SGT: SLE, SLE: SGT}


def range_at(op: Operation, value: SSAValue) -> tuple[int, int]:
    """Returns bounds (lowest, highest) of an index value where `op` runs."""
    low, high = range_of(value)
    form = linear(value)
    for known in _not_negative(op):
        for term, factor in known.terms.items():
            times, rest = divmod(form.terms.get(term, 0), factor)
            if times == 0 or rest:
                continue
            # The value is `times` what is not negative, and something that has bounds.
            bounds = form_range(form.plus(known, -times))
            low, high = (max(low, bounds[0]), high) if times > 0 else (low, min(high, bounds[1]))
    return low, high


def _not_negative(op: Operation) -> Iterator[Linear]:
    """Yields what is not negative where an op runs."""
    block = op.parent_block()
    while block is not None:
        around = block.parent_op()
        if isinstance(around, scf.IfOp):
            yield from _implied(around.cond, block.parent is around.true_region)
        block = block.parent_block()


def _implied(condition: SSAValue, holds: bool) -> Iterator[Linear]:
    match condition.owner:
        case arith.AndIOp(lhs=lhs, rhs=rhs) if holds:
            yield from _implied(lhs, holds)
            yield from _implied(rhs, holds)
        case arith.OrIOp(lhs=lhs, rhs=rhs) if not holds:
            yield from _implied(lhs, holds)
            yield from _implied(rhs, holds)
        case arith.XOrIOp(lhs=lhs, rhs=rhs) if constant_of(rhs):  # `not`
            yield from _implied(lhs, not holds)
        case arith.CmpiOp(lhs=lhs, rhs=rhs) as op if isinstance(lhs.type, IndexType):
            predicate = op.predicate.value.data
            if predicate not in OPPOSITE:
                return
            if not holds:
                predicate = OPPOSITE[predicate]
            more = linear(lhs).plus(linear(rhs), -1)
            if predicate in (EQ, SGE, SGT):
                yield more.plus(Linear({}, -1)) if predicate == SGT else more
            if predicate in (EQ, SLE, SLT):
                less = more.times(-1)
                yield less.plus(Linear({}, -1)) if predicate == SLT else less
        case _:
            return
