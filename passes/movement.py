"""
What data-movement kernels do with a block: a page for each tile, guarded at the tensor's edges.

    metal.cb_reserve_back %cb 8
    %l1 = metal.get_write_ptr %cb
    scf.for %r = ... { scf.for %c = ... {
      metal.noc_async_read_page %page of %A, %address        // page = row * columns + column
    } }
    metal.noc_async_read_barrier
    metal.cb_push_back %cb 8
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xdsl.dialects import arith, scf
from xdsl.ir import Block, Region, SSAValue
from xdsl.rewriter import InsertPoint

from ttc.dialects import metal, tile
from ttc.passes.affine import range_of
from ttc.passes.build import Emitter

POOLS = {"sum": "SUM", "max": "MAX"}
REDUCE_DIMS = ("REDUCE_COL", "REDUCE_ROW")
"""By axis (metalium ReduceDim): a sum over the columns is one of each row."""


def read_block(
    e: Emitter, op: tile.LoadOp, tensor: SSAValue, cb: SSAValue, offsets: Sequence[SSAValue]
) -> None:
    """Starts reading a block into the reserved pages; tiles outside the tensor become zeros."""
    assert isinstance(cb.type, metal.CBType)
    rows, cols = cb.type.dims
    page_bytes = cb.type.page_bytes
    name = cb.name_hint or "block"
    l1 = e.emit(metal.GetWritePtrOp(cb), f"{name}_l1").address

    def read(e: Emitter, page: SSAValue, slot: SSAValue) -> None:
        e.emit(metal.NocAsyncReadPageOp(page, tensor, e.add(l1, e.mul(slot, page_bytes))))

    def skip(e: Emitter, slot: SSAValue) -> None:
        e.emit(metal.ReadZerosOp(e.add(l1, e.mul(slot, page_bytes)), page_bytes))

    if op.transposed is None:
        region, slot_of = (rows, cols), row_major(cols)
    else:
        # The region has cols x rows tiles; its tile (r, c) goes where tile (c, r) belongs.
        region, slot_of = (cols, rows), column_major(cols)
    walk(e, op, tensor, offsets, region, slot_of, read, skip)


def write_block(
    e: Emitter, op: tile.StoreOp, tensor: SSAValue, cb: SSAValue, offsets: Sequence[SSAValue]
) -> None:
    """Starts writing the front block to the tensor; tiles outside of it are skipped."""
    assert isinstance(cb.type, metal.CBType)
    rows, cols = cb.type.dims
    page_bytes = cb.type.page_bytes
    l1 = e.emit(metal.GetReadPtrOp(cb), f"{cb.name_hint or 'block'}_l1").address

    def write(e: Emitter, page: SSAValue, slot: SSAValue) -> None:
        e.emit(metal.NocAsyncWritePageOp(page, tensor, e.add(l1, e.mul(slot, page_bytes))))

    walk(e, op, tensor, offsets, (rows, cols), row_major(cols), write, None)


def constant_tile(e: Emitter, op: tile.ScalerOp | tile.NumbersOp, cb: SSAValue) -> None:
    """Makes a tile that the kernel needs as it is; one of ones is reserved and pushed at once."""
    match op:
        case tile.ScalerOp():
            dim = REDUCE_DIMS[op.axis.value.data]
            e.emit(metal.PrepareReduceScalerOp(cb, POOLS[op.kind.data], dim))
        case tile.NumbersOp():
            l1 = e.emit(metal.GetWritePtrOp(cb), f"{cb.name_hint or 'block'}_l1").address
            e.emit(metal.WriteNumbersOp(l1, *op.factors))


Slot = Callable[[Emitter, SSAValue, SSAValue], SSAValue]
Transfer = Callable[[Emitter, SSAValue, SSAValue], None]
Skip = Callable[[Emitter, SSAValue], None]


def row_major(cols: int) -> Slot:
    return lambda e, r, c: e.add(e.mul(r, cols), c)


def column_major(cols: int) -> Slot:
    return lambda e, r, c: e.add(e.mul(c, cols), r)


def walk(
    e: Emitter,
    op: tile.LoadOp | tile.StoreOp,
    tensor: SSAValue,
    offsets: Sequence[SSAValue],
    region: tuple[int, int],
    slot_of: Slot,
    transfer: Transfer,
    skip: Skip | None,
) -> None:
    """Calls `transfer` for each tile (r, c) of a region, and `skip` for those out of range."""
    assert isinstance(op.tensor.type, tile.TensorType)
    rows, cols = op.tensor.type.tile_grid
    *outer, row0, col0 = offsets if len(offsets) > 1 else (e.index(0), *offsets)
    # Matrices follow one another: outer indices count in rows of tiles.
    matrix = e.index(0)
    bounds: list[tuple[SSAValue, int]] = []
    for known, index, extent in zip(op.offsets, outer, op.tensor.type.dims, strict=False):
        low, high = range_of(known)
        if op.guard_outer is not None and not 0 <= low <= high < extent:
            bounds.append((index, extent))
        matrix = e.add(e.mul(matrix, extent), index)
    first_row = e.mul(matrix, rows)
    r, e = _loop(e, region[0], "r")
    row = e.add(row0, r)
    first_page = e.mul(e.add(first_row, row), cols)
    c, e = _loop(e, region[1], "c")
    col = e.add(col0, c)
    if op.guard_rows is not None:
        bounds.append((row, rows))
    if op.guard_cols is not None:
        bounds.append((col, cols))
    inside = in_range(e, bounds)
    if inside is None:
        transfer(e, e.add(first_page, col), slot_of(e, r, c))
        return
    then, otherwise = Block(), Block()
    branch = scf.IfOp(inside, [], Region(then), Region(otherwise) if skip else Region())
    e.emit(branch)
    inner = e.at(InsertPoint.at_end(then))
    transfer(inner, inner.add(first_page, col), slot_of(inner, r, c))
    _end(inner)
    if skip is not None:
        inner = e.at(InsertPoint.at_end(otherwise))
        skip(inner, slot_of(inner, r, c))
        _end(inner)


def _end(e: Emitter) -> None:
    e.emit(scf.YieldOp())


def _loop(e: Emitter, count: int, hint: str) -> tuple[SSAValue, Emitter]:
    """Makes a loop of `count` turns; one turn needs none."""
    if count == 1:
        return e.index(0), e
    loop, body = e.loop(count, hint)
    return loop.body.block.args[0], body


def in_range(e: Emitter, bounds: Sequence[tuple[SSAValue, int]]) -> SSAValue | None:
    """Makes `a < m && b < n`; None for no bounds."""
    inside: SSAValue | None = None
    for value, bound in bounds:
        below = e.emit(arith.CmpiOp(value, e.index(bound), "ult")).result
        inside = below if inside is None else e.emit(arith.AndIOp(inside, below)).result
    return inside
