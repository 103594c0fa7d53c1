"""Bounds of an index under conditions hold wherever the op runs."""

import operator
from collections.abc import Callable
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType, IntegerAttr
from xdsl.ir import Block, Operation, Region, SSAValue

from ttc.passes.build import Emitter, below
from ttc.passes.conditions import range_at

PREDICATES: dict[str, Callable[[int, int], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "slt": operator.lt,
    "sle": operator.le,
    "sgt": operator.gt,
    "sge": operator.ge,
}
EXTENTS = (5, 4)
FACTORS = st.integers(-3, 3)
SUM = st.tuples(FACTORS, FACTORS, st.integers(-6, 6))
CONDITION = st.tuples(SUM, st.sampled_from(sorted(PREDICATES)), st.booleans())
Sum = tuple[int, int, int]
Condition = tuple[Sum, str, bool]


def value_of(total: Sum, point: tuple[int, ...]) -> int:
    return total[0] * point[0] + total[1] * point[1] + total[2]


@settings(max_examples=200, deadline=None)
@given(SUM, st.lists(CONDITION, min_size=1, max_size=2))
def test_bounds_hold_where_the_conditions_do(index: Sum, conditions: list[Condition]):
    top = Block(arg_types=[IndexType(), IndexType()])
    e = Emitter(top)

    def made(op: Operation) -> SSAValue:
        top.add_op(op)
        return op.results[0]

    def constant(number: int) -> SSAValue:
        return made(arith.ConstantOp(IntegerAttr(number, IndexType())))

    ids = [
        below(made(arith.AddiOp(arg, constant(0))), extent)
        for arg, extent in zip(top.args, EXTENTS, strict=True)
    ]

    def sum_of(total: Sum) -> SSAValue:
        value = constant(total[2])
        for variable, factor in zip(ids, total, strict=False):
            term = made(arith.MuliOp(variable, constant(factor)))
            value = made(arith.AddiOp(value, term))
        return value

    value = sum_of(index)
    inner: Operation = scf.YieldOp()
    for total, predicate, wanted in conditions:
        holds = made(arith.CmpiOp(sum_of(total), constant(0), predicate))
        sides = [Block(), Block()]
        sides[0 if wanted else 1].add_op(inner)
        inner = scf.IfOp(holds, [], Region(sides[0]), Region(sides[1]))
    e.emit(inner)
    while isinstance(inner, scf.IfOp):
        inside = [region.block.first_op for region in inner.regions if region.block.first_op]
        inner = inside[0]
    low, high = range_at(inner, value)
    for point in product(*map(range, EXTENTS)):
        if all(PREDICATES[p](value_of(total, point), 0) == w for total, p, w in conditions):
            assert low <= value_of(index, point) <= high


def test_a_condition_bounds_an_index():
    top = Block(arg_types=[IndexType()])
    e = Emitter(top)
    index = below(e.emit(arith.AddiOp(top.args[0], e.index(7))).result, 8)
    less = e.emit(arith.CmpiOp(index, e.index(3), "slt")).result
    last = e.emit(arith.CmpiOp(index, e.index(5), "eq")).result
    either = e.emit(arith.OrIOp(less, last)).result
    then, otherwise = e.branch(either, otherwise=True)
    (inner,) = then.branch(less)
    following = e.add(index, 1)
    assert range_at(inner.emit(scf.YieldOp()), following) == (1, 3)
    assert range_at(then.emit(scf.YieldOp()), following) == (1, 8)
    assert range_at(otherwise.emit(scf.YieldOp()), following) == (4, 8)
