"""check-writes accepts a launch exactly if no two blocks meet in an element."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xdsl.context import Context
from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, IntegerAttr, ModuleOp, f32
from xdsl.ir import Block, Region, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.passes.check_writes import CheckWritesPass

SHAPE = (12, 12)
FACTORS = st.integers(-3, 4)
OFFSET = st.tuples(FACTORS, FACTORS, st.integers(-2, 6))
WRITE = st.tuples(OFFSET, OFFSET, st.tuples(st.integers(1, 4), st.integers(1, 4)))
EXTENTS = st.tuples(st.integers(1, 3), st.integers(1, 3))


def module_of(
    extents: tuple[int, int], writes: list[tuple[tuple[int, ...], tuple[int, ...], tuple[int, int]]]
) -> ModuleOp:
    """Makes a launch whose blocks (x, y) write at (a x + b y + c, d x + e y + f)."""
    body = grid.new_body(2)
    block = body.block

    def scalar(number: int) -> SSAValue:
        op = arith.ConstantOp(IntegerAttr(number, IndexType()))
        block.add_op(op)
        return op.result

    def total(offset: tuple[int, ...]) -> SSAValue:
        value = scalar(offset[2])
        for argument, factor in zip(block.args, offset, strict=False):
            term = arith.MuliOp(argument, scalar(factor))
            add = arith.AddiOp(value, term)
            block.add_ops((term, add))
            value = add.result
        return value

    entry = Block(arg_types=[grid.BufferType.of(SHAPE, f32, "global")])
    for rows, cols, sizes in writes:
        source = grid.AllocOp(grid.BufferType.of(sizes, f32, "shared"))
        block.add_op(source)
        zeros = [scalar(0), scalar(0)]
        place = [total(rows), total(cols)]
        block.add_op(grid.CopyOp(source.buffer, zeros, sizes, entry.args[0], place, sizes))
    entry.add_op(grid.LaunchOp(extents, body))
    return ModuleOp([grid.KernelOp("k", Region(entry))])


@settings(max_examples=300, deadline=None)
@given(EXTENTS, st.lists(WRITE, min_size=1, max_size=2))
def test_accepted_exactly_if_apart(
    extents: tuple[int, int], writes: list[tuple[tuple[int, ...], tuple[int, ...], tuple[int, int]]]
):
    owner: dict[tuple[int, int], tuple[int, ...]] = {}
    meets = False
    for point in product(*map(range, extents)):
        for rows, cols, sizes in writes:
            row, col = (o[0] * point[0] + o[1] * point[1] + o[2] for o in (rows, cols))
            for place in product(range(row, row + sizes[0]), range(col, col + sizes[1])):
                if 0 <= place[0] < SHAPE[0] and 0 <= place[1] < SHAPE[1]:
                    meets |= owner.setdefault(place, point) != point
    module = module_of(extents, writes)
    module.verify()
    if meets:
        with pytest.raises(CompileError, match="both write element"):
            CheckWritesPass().apply(Context(), module)
    else:
        CheckWritesPass().apply(Context(), module)
