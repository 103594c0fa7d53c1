"""How many bytes of DRAM a kernel moves in one run: counted, not estimated."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, BlockArgument, Operation, OpResult, SSAValue

from ttc.dialects import tile
from ttc.dialects.host import WorkAttr
from ttc.passes.build import constant_of

Numbers: TypeAlias = npt.NDArray[np.int64]


def dram_bytes(kernel: tile.KernelOp) -> tuple[int, int]:
    """Returns the bytes that all cores together read and write; zeros that are made count not."""
    work = kernel.attributes["work"]
    assert isinstance(work, WorkAttr)
    items = sum(count for _, _, count in work.data)
    read = written = 0
    for op in kernel.walk():
        if isinstance(op, tile.LoadOp | tile.StoreOp):
            assert isinstance(op.tensor.type, tile.TensorType)
            moved = tiles_moved(op, items) * op.tensor.type.page_bytes
            read += moved if isinstance(op, tile.LoadOp) else 0
            written += moved if isinstance(op, tile.StoreOp) else 0
    return read, written


def tiles_moved(op: tile.LoadOp | tile.StoreOp, items: int) -> int:
    """Returns the tiles inside the tensor, over all work items and loop iterations."""
    assert isinstance(op.tensor.type, tile.TensorType)
    grid = op.tensor.type.tile_grid
    extents = tile.dims_of(op.block)
    if isinstance(op, tile.LoadOp) and op.transposed is not None:
        extents = extents[::-1]
    loops = enclosing_loops(op)
    spaces = [items if n == 0 else trip_count(loop) for n, loop in enumerate(loops)]
    offsets = [None] * (2 - min(2, len(op.offsets))) + list(op.offsets[-2:])
    guards = (op.guard_rows is not None, op.guard_cols is not None)
    counts: list[Numbers | int] = []
    for offset, guarded, extent, size in zip(offsets, guards, extents, grid, strict=True):
        if not guarded or offset is None:
            counts.append(extent)
        else:
            first = Evaluation(loops, spaces).value(offset)
            counts.append(np.clip(size - first, 0, extent))
    rows, cols = counts
    inside = np.broadcast_to(np.asarray(rows * cols), spaces) if spaces else np.asarray(rows * cols)
    return int(inside.sum())


def enclosing_loops(op: Operation) -> list[scf.ForOp]:
    """Returns the loops around an op, outermost first: that one runs over the work items."""
    loops: list[scf.ForOp] = []
    parent = op.parent_op()
    while parent is not None:
        if isinstance(parent, scf.ForOp):
            loops.insert(0, parent)
        parent = parent.parent_op()
    return loops


def trip_count(loop: scf.ForOp) -> int:
    first, last, step = (constant_of(value) for value in (loop.lb, loop.ub, loop.step))
    assert first is not None
    assert last is not None
    assert step is not None
    return len(range(first, last, step))


class Evaluation:
    """Index values over all iterations at once: one array axis for each loop."""

    def __init__(self, loops: list[scf.ForOp], spaces: list[int]):
        self.loops = loops
        self.spaces = spaces
        self.known: dict[SSAValue, Numbers] = {}

    def value(self, value: SSAValue) -> Numbers:
        if value not in self.known:
            self.known[value] = self.compute(value)
        return self.known[value]

    def axis(self, n: int, numbers: Numbers) -> Numbers:
        shape = [1] * len(self.spaces)
        shape[n] = -1
        return numbers.reshape(shape)

    def compute(self, value: SSAValue) -> Numbers:
        if isinstance(value, BlockArgument):
            return self.argument(value)
        assert isinstance(value, OpResult)
        number = constant_of(value)
        if number is not None:
            return np.asarray(number)
        if is_work_item(value.op):
            return self.axis(0, np.arange(self.spaces[0]))
        lhs, rhs = (self.value(operand) for operand in value.op.operands)
        match value.op:
            case arith.AddiOp():
                return lhs + rhs
            case arith.SubiOp():
                return lhs - rhs
            case arith.MuliOp():
                return lhs * rhs
            case arith.DivUIOp() | arith.FloorDivSIOp():
                return lhs // rhs
            case arith.RemUIOp() | arith.RemSIOp():
                return lhs % rhs
            case arith.MinUIOp() | arith.MinSIOp():
                return np.minimum(lhs, rhs)
            case arith.MaxUIOp() | arith.MaxSIOp():
                return np.maximum(lhs, rhs)
            case _:
                raise AssertionError(f"'{value.op.name}' is no index arithmetic")

    def argument(self, value: BlockArgument) -> Numbers:
        """The index of a loop in all its turns; the outermost one's is used in work items only."""
        block: Block = value.block
        for n, loop in enumerate(self.loops):
            if loop.body.block is block and value.index == 0:
                first, step = constant_of(loop.lb) or 0, constant_of(loop.step) or 1
                return self.axis(n, first + step * np.arange(self.spaces[n]))
        return np.asarray(0)


def is_work_item(op: Operation) -> bool:
    """
    Tells whether an op adds a kernel's `start` to a distance, however the items are dealt.

    Over all cores and turns such a sum is every work item once.
    """
    return isinstance(op, arith.AddiOp) and any(
        isinstance(operand, BlockArgument)
        and isinstance(operand.block.parent_op(), tile.KernelOp)
        and isinstance(operand.type, IndexType)
        for operand in op.operands
    )
