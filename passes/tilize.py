"""
How blocks of rows become blocks of tiles: `tile.tilize` of pad-tiles, its section, its calls.

    tile.section <2x3> ins(%rows) ["whole"] outs(%x) { tile.yield (tile.tilize %p) }

    scf.for %row = %c0 to %c2 step %c1 { metal.tilize_block %rows[%row * 3] 3 to %x }
    metal.tilize_uninit %rows to %x

`tilize_block` has sections of DST of its own, so it shares none with anything else. What makes rows
of tiles is in `untilize.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.ir import SSAValue
from xdsl.rewriter import InsertPoint

from ttc.dialects import metal, tile
from ttc.passes.build import Emitter


def pad_rows(e: Emitter, op: tile.LoadOp) -> None:
    """Makes a load of rows one of whole tiles, which compute tilizes."""
    hint = op.block.name_hint
    made = tile.LoadOp(
        op.tensor,
        op.offsets,
        op.block.type,
        elements=tile.dims_of(op.block),
        window=op.window,
    )
    e.emit(made, None if hint is None else f"{hint}_rows")
    # Where it is first used: loads that stand side by side share a barrier.
    block = op.parent_block()
    assert block is not None
    users = [block.find_ancestor_op_in_block(use.operation) for use in op.block.uses]
    known = [user for user in users if user is not None]
    after = e.at(InsertPoint.before(min(known, key=block.get_operation_index))) if known else e
    tiles = after.emit(tile.TilizeOp(made.block, made.block.type), hint).result
    op.block.replace_all_uses_with(tiles)
    op.detach()
    op.erase()


def tilize(e: Emitter, cb: SSAValue, outs: Sequence[SSAValue]) -> None:
    """Makes the calls that bring the rows at the front of a buffer into tiles of others."""
    for out in outs:
        rows, cols = tile.dims_of(out)
        row, inner = e.over(rows, "row")
        inner.emit(metal.TilizeBlockOp(cb, cols, out, inner.mul(row, cols)))
        e.emit(metal.TilizeUninitOp(cb, out))
