"""check-writes accepts a launch exactly if no two blocks meet in an element."""

import operator
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xdsl.context import Context
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType, IntegerAttr, ModuleOp, f32
from xdsl.ir import Block, Region, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.passes.check_writes import CheckWritesPass

SHAPE = (12, 12)
PREDICATES: dict[str, Callable[[int, int], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "slt": operator.lt,
    "sle": operator.le,
    "sgt": operator.gt,
    "sge": operator.ge,
}
Offset = tuple[int, ...]
Access = tuple[Offset, Offset, tuple[int, int], tuple[Offset, str, bool] | None]
FACTORS = st.integers(-3, 4)
OFFSET = st.tuples(FACTORS, FACTORS, st.integers(-2, 6))
SIZES = st.tuples(st.integers(1, 4), st.integers(1, 4))
CONDITION = st.none() | st.tuples(OFFSET, st.sampled_from(sorted(PREDICATES)), st.booleans())
ACCESS = st.tuples(OFFSET, OFFSET, SIZES, CONDITION)
EXTENTS = st.tuples(st.integers(1, 3), st.integers(1, 3))


def at(offset: Offset, point: Offset) -> int:
    return offset[0] * point[0] + offset[1] * point[1] + offset[2]


def takes_place(access: Access, point: Offset) -> bool:
    """Tells whether the condition of an access has the value that it is under."""
    if access[3] is None:
        return True
    offset, predicate, wanted = access[3]
    return PREDICATES[predicate](at(offset, point), 0) == wanted


def places(access: Access, point: Offset) -> set[tuple[int, int]]:
    """Returns the elements inside the tensor that a block touches."""
    if not takes_place(access, point):
        return set()
    rows, cols = (
        range(at(offset, point), at(offset, point) + n)
        for offset, n in zip(access[:2], access[2], strict=True)
    )
    return {(r, c) for r in rows for c in cols if 0 <= r < SHAPE[0] and 0 <= c < SHAPE[1]}


def module_of(extents: tuple[int, int], accesses: list[tuple[Access, bool]]) -> ModuleOp:
    """
    Makes a launch whose blocks (x, y) write at (a x + b y + c, d x + e y + f), or read there.

    A condition asks on which side of 0 such a sum is.
    """
    body = grid.new_body(2)
    block = body.block

    def scalar(number: int) -> SSAValue:
        op = arith.ConstantOp(IntegerAttr(number, IndexType()))
        block.add_op(op)
        return op.result

    def total(offset: Offset) -> SSAValue:
        value = scalar(offset[2])
        for argument, factor in zip(block.args, offset, strict=False):
            term = arith.MuliOp(argument, scalar(factor))
            add = arith.AddiOp(value, term)
            block.add_ops((term, add))
            value = add.result
        return value

    entry = Block(arg_types=[grid.BufferType.of(SHAPE, f32, "global")])
    for (rows, cols, sizes, condition), is_write in accesses:
        local = grid.AllocOp(grid.BufferType.of(sizes, f32, "shared"))
        block.add_op(local)
        here = (local.buffer, [scalar(0), scalar(0)], sizes)
        there = (entry.args[0], [total(rows), total(cols)], sizes)
        copy = grid.CopyOp(*here, *there) if is_write else grid.CopyOp(*there, *here)
        if condition is None:
            block.add_op(copy)
            continue
        offset, predicate, wanted = condition
        holds = arith.CmpiOp(total(offset), scalar(0), predicate)
        sides = [Block([scf.YieldOp()]), Block([scf.YieldOp()])]
        side = sides[0 if wanted else 1]
        assert side.first_op is not None
        side.insert_op_before(copy, side.first_op)
        branch = scf.IfOp(holds.result, [], Region(sides[0]), Region(sides[1]))
        block.add_ops((holds, branch))
    entry.add_op(grid.LaunchOp(extents, body))
    return ModuleOp([grid.KernelOp("k", Region(entry))])


@settings(max_examples=300, deadline=None)
@given(EXTENTS, st.lists(ACCESS, min_size=1, max_size=2))
def test_accepted_exactly_if_apart(extents: tuple[int, int], writes: list[Access]):
    owner: dict[tuple[int, int], tuple[int, ...]] = {}
    meets = False
    for point in product(*map(range, extents)):
        for write in writes:
            for place in places(write, point):
                meets |= owner.setdefault(place, point) != point
    module = module_of(extents, [(write, True) for write in writes])
    module.verify()
    if meets:
        with pytest.raises(CompileError, match="both write element"):
            CheckWritesPass().apply(Context(), module)
    else:
        CheckWritesPass().apply(Context(), module)


@settings(max_examples=300, deadline=None)
@given(EXTENTS, ACCESS, ACCESS, st.booleans())
def test_accepted_exactly_if_old_values_are_read(
    extents: tuple[int, int], read: Access, write: Access, reads_first: bool
):
    points = list(product(*map(range, extents)))
    written = {point: places(write, point) for point in points}
    clash = any(a != b and written[a] & written[b] for a in points for b in points)
    is_new = any(
        places(read, a) & written[b] and not (a == b and reads_first)
        for a in points
        for b in points
    )
    order = [(read, False), (write, True)]
    module = module_of(extents, order if reads_first else order[::-1])
    module.verify()
    if clash or is_new:
        with pytest.raises(CompileError, match=r"both write element|is read here"):
            CheckWritesPass().apply(Context(), module)
    else:
        CheckWritesPass().apply(Context(), module)
