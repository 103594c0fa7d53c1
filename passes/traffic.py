"""How many bytes of DRAM a kernel moves in one run: counted, not estimated."""

from __future__ import annotations

from math import prod

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Operation, SSAValue

from ttc.dialects import tile
from ttc.dialects.host import WorkAttr
from ttc.passes.affine import range_of
from ttc.passes.build import constant_of


def dram_bytes(kernel: tile.KernelOp) -> tuple[int | None, int | None]:
    """
    Returns the bytes that all cores together read and write; zeros that are made count not.

    None where it depends on what only a run knows: a scalar parameter, or a value carried along.
    """
    items = work_items(kernel)
    read: int | None = 0
    written: int | None = 0
    for op in kernel.walk():
        if isinstance(op, tile.LoadOp | tile.StoreOp):
            moved = bytes_moved(op, items)
            if isinstance(op, tile.LoadOp):
                read = None if read is None or moved is None else read + moved
            else:
                written = None if written is None or moved is None else written + moved
    return read, written


def bytes_moved(op: tile.LoadOp | tile.StoreOp, items: int) -> int | None:
    assert isinstance(op.tensor.type, tile.TensorType)
    if op.is_rows:
        if not is_known(op):
            return None
        from ttc.passes.row_traffic import row_bytes  # numpy, which most kernels need not

        loops = enclosing_loops(op)
        spaces = [items if n == 0 else trip_count(loop) for n, loop in enumerate(loops)]
        return row_bytes(op, loops, spaces, enclosing_conditions(op))
    tiles = tiles_moved(op, items)
    return None if tiles is None else tiles * op.tensor.type.page_bytes


def work_items(kernel: tile.KernelOp) -> int:
    """Returns how many work items all cores have together."""
    work = kernel.attributes["work"]
    assert isinstance(work, WorkAttr)
    return sum(count for _, _, count in work.data)


def tiles_moved(op: tile.LoadOp | tile.StoreOp, items: int) -> int | None:
    """Returns the tiles inside the tensor, over all work items and loop iterations, if known."""
    assert isinstance(op.tensor.type, tile.TensorType)
    if not is_known(op):
        return None
    grid = op.tensor.type.tile_grid
    extents = tile.dims_of(op.block)
    if isinstance(op, tile.LoadOp) and op.transposed is not None:
        extents = extents[::-1]
    loops, conditions = enclosing_loops(op), enclosing_conditions(op)
    spaces = [items if n == 0 else trip_count(loop) for n, loop in enumerate(loops)]
    is_regular = not conditions and all(
        constant_of(bound) is not None for loop in loops[1:] for bound in (loop.lb, loop.ub)
    )
    guards = (op.guard_outer, op.guard_rows, op.guard_cols)
    if is_regular and all(guard is None for guard in guards):
        return prod(extents) * prod(spaces)

    from ttc.passes.index_values import IndexValues  # numpy, which most kernels need not

    values = IndexValues(loops, spaces, conditions)
    *_, row, col = (None, *op.offsets)
    rows = values.inside(row if op.guard_rows is not None else None, extents[0], grid[0])
    cols = values.inside(col if op.guard_cols is not None else None, extents[1], grid[1])
    inside = rows * cols
    if op.guard_outer is not None:
        for index, size in zip(op.offsets[:-2], op.tensor.type.dims, strict=False):
            inside = inside * values.inside(index, 1, size)
    return values.total(inside)


def is_known(op: tile.LoadOp | tile.StoreOp) -> bool:
    """Tells whether where and how often an op moves its block can be computed from indices."""
    pending: list[SSAValue] = list(op.offsets)
    pending += [bound for loop in enclosing_loops(op)[1:] for bound in (loop.lb, loop.ub)]
    pending += [condition for condition, _ in enclosing_conditions(op)]
    seen = set[SSAValue]()
    while pending:
        value = pending.pop()
        if value in seen:
            continue
        seen.add(value)
        if isinstance(value.owner, Operation):
            if isinstance(value.owner, scf.ForOp | scf.IfOp):
                return False
            pending += value.owner.operands
        elif not isinstance(value.type, IndexType) or (
            isinstance(value.owner.parent_op(), scf.ForOp) and value != value.owner.args[0]
        ):
            return False
    return True


def enclosing_conditions(op: Operation) -> list[tuple[SSAValue, bool]]:
    """Returns the conditions around an op, each with what it must be."""
    conditions: list[tuple[SSAValue, bool]] = []
    region = op.parent_region()
    while region is not None and (parent := region.parent) is not None:
        if isinstance(parent, scf.IfOp):
            conditions.append((parent.cond, region is parent.true_region))
        region = parent.parent_region()
    return conditions


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
