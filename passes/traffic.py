"""How many bytes of DRAM a kernel moves in one run: counted, not estimated."""

from __future__ import annotations

from math import prod

from xdsl.dialects import scf
from xdsl.ir import Operation

from ttc.dialects import tile
from ttc.dialects.host import WorkAttr
from ttc.passes.affine import range_of
from ttc.passes.build import constant_of


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
    is_regular = all(
        constant_of(bound) is not None for loop in loops[1:] for bound in (loop.lb, loop.ub)
    )
    if op.guard_rows is None and op.guard_cols is None and is_regular:
        return prod(extents) * prod(spaces)

    from ttc.passes.index_values import IndexValues  # numpy, which most kernels need not

    values = IndexValues(loops, spaces)
    *_, row, col = (None, *op.offsets)
    rows = values.inside(row if op.guard_rows is not None else None, extents[0], grid[0])
    cols = values.inside(col if op.guard_cols is not None else None, extents[1], grid[1])
    return values.total(rows * cols)


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
    """Returns how often a loop turns, at most."""
    step = constant_of(loop.step)
    assert step is not None
    return len(range(range_of(loop.lb)[0], range_of(loop.ub)[1], step))
