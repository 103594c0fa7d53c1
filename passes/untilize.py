"""
How a block gets other rows and columns: by way of rows in L1, which no tile divides.

    %y = tile.reshape %x : tensor<64x128xf32> -> tensor<256x32xf32>

    %x_rows = tile.untilize %x : !tile.block<2x4xf32> -> !tile.block<2x4xf32>
    %y = tile.tilize %x_rows : !tile.block<2x4xf32> -> !tile.block<8x1xf32>

    metal.pack_untilize_dest_init %x_rows {block = 4, full = 4}
    scf.for %row = %c0 to %c2 step %c1 {
      metal.tile_regs_acquire ... metal.copy_tile ... metal.tile_regs_wait
      metal.pack_untilize_dest %x_rows[%c0] 1 {block = 4, full = 4}
      metal.tile_regs_release
      metal.cb_push_back %x_rows 4
    }
    metal.pack_untilize_uninit %x_rows

The packer writes rows at the back of a circular buffer and nowhere else, so each row of tiles is
pushed as it is done. Elements of a view follow each other in L1 if both numbers of columns are
whole tiles; rows that fill up the last tiles come behind them.
"""

from __future__ import annotations

from math import gcd, prod

from ttc.diagnostics import CompileError
from ttc.dialects import metal, tile
from ttc.dtypes import TILE_DIM, tiles
from ttc.passes.build import Emitter
from ttc.passes.dst_calls import Calls
from ttc.passes.dst_steps import Plan
from ttc.passes.sections import run_subblock


def pad_reshape(e: Emitter, op: tile.ReshapeOp) -> None:
    """Makes a view rows of its content, and tiles of these."""
    old, new = tile.dims_of(op.block), tile.dims_of(op.result)
    if old[1] % TILE_DIM or new[1] % TILE_DIM:
        name = op.result.name_hint or op.block.name_hint or "a buffer"
        viewed, held = ("x".join(map(str, dims)) for dims in (new, old))
        raise (
            CompileError.at(
                op, f"'{name}' is a view of {viewed} elements, and lies in L1 as {held}"
            )
            .note(
                f"tiles are {TILE_DIM}x{TILE_DIM} elements: a view of other rows and columns has a "
                f"multiple of {TILE_DIM} columns, as what it views has"
            )
            .note("a tensor may be viewed under any shape before it is copied to L1")
        )
    rows, cols = (tiles(extent) for extent in old)
    height = max(rows, -(-prod(map(tiles, new)) // cols))
    made = tile.UntilizeOp(
        op.block, tile.BlockType.of((height, cols), tile.element_type_of(op.block))
    )
    hint = op.result.name_hint
    e.emit(made, None if hint is None else f"{hint}_rows")
    result = e.emit(tile.TilizeOp(made.result, op.result.type), hint).result
    op.result.replace_all_uses_with(result)
    op.detach()
    op.erase()


def untilize_subblock(op: tile.UntilizeOp, capacity: int) -> tuple[int, int]:
    """Returns the tiles that are packed as rows at a time: whole rows of them, or part of one."""
    (rows, cols), (height, _) = tile.dims_of(op.block), tile.dims_of(op.result)
    return run_subblock(gcd(rows, height), cols, min(capacity, metal.UNTILIZED))


def untilize(e: Emitter, section: tile.SectionOp, calls: Calls, plan: Plan) -> None:
    """Makes the calls that bring a block into DST, and rows of it to the back of a buffer."""
    (source,), (out,), (h, w) = section.ins, section.outs, section.subblock_dims
    (rows, cols), (height, _) = tile.dims_of(source), tile.dims_of(out)
    e.emit(metal.PackUntilizeDestInitOp(out, w, cols))
    row, inner = e.over(rows // h, "row")
    col, innermost = inner.over(cols // w, "col")
    calls.row, calls.col = innermost.mul(row, h), innermost.mul(col, w)
    calls.first = innermost.add(innermost.mul(calls.row, cols), calls.col)
    innermost.emit(metal.TileRegsAcquireOp())
    calls.steps(innermost, plan.final)
    innermost.emit(metal.TileRegsCommitOp())
    innermost.emit(metal.TileRegsWaitOp())
    innermost.emit(metal.PackUntilizeDestOp(out, w, cols, h, col))
    innermost.emit(metal.TileRegsReleaseOp())
    inner.emit(metal.CBPushBackOp(out, h * cols))
    if height > rows:
        _, rest = e.over(height - rows, "row")
        rest.emit(metal.CBPushBackOp(out, cols))
    e.emit(metal.PackUntilizeUninitOp(out))
