"""
What the writer does with a block for a tensor in rows: a write for each row of each face.

    scf.for %row = ... {
      scf.for %piece = ... {
        %x = metal.get_noc_addr %page, %offset of %X
        metal.noc_async_write %l1, %x 32
      }
    }

The block lies in L1 in tiles of four faces of 16x16, so 16 elements of a row stand together. What
is outside of the tensor is skipped, down to single elements: rows have no padding.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.ir import SSAValue

from ttc.dialects import metal, tile
from ttc.dtypes import TILE_DIM, dtype_of
from ttc.passes.build import Emitter
from ttc.passes.movement import in_range
from ttc.passes.row_reads import pages
from ttc.passes.rows import FACE, columns_written


def write_rows(
    e: Emitter, op: tile.StoreOp, tensor: SSAValue, cb: SSAValue, offsets: Sequence[SSAValue]
) -> None:
    """Starts writing the rows of the front block to the pages of a tensor."""
    assert isinstance(cb.type, metal.CBType)
    assert isinstance(op.tensor.type, tile.TensorType)
    assert op.elements is not None
    element_bytes = dtype_of(op.tensor.type.element_type).bits // 8
    line, width = FACE * element_bytes, op.tensor.type.dims[-1]
    face, page_bytes = FACE * line, cb.type.page_bytes
    count, _ = op.elements.data
    cols, is_inside = columns_written(op)
    l1 = e.emit(metal.GetReadPtrOp(cb), f"{cb.name_hint or 'block'}_l1").address
    page_of = pages(e, op, offsets, count)
    row, inner = e.over(count, "row")
    # The row in the leftmost tile: tiles of 32 rows, two faces of 16 rows below each other.
    start = inner.add(l1, inner.mul(inner.div(row, TILE_DIM), cb.type.dims[1] * page_bytes))
    start = inner.add(start, inner.mul(inner.div(inner.rem(row, TILE_DIM), FACE), 2 * face))
    start = inner.add(start, inner.mul(inner.rem(row, FACE), line), "line")
    page, bounds = page_of(inner, row)
    inside = in_range(inner, bounds)
    if inside is not None:
        (inner,) = inner.branch(inside)

    def send(e: Emitter, source: SSAValue, col: SSAValue, elements: int) -> None:
        name = f"{tensor.name_hint or 'block'}_row"
        there = e.emit(metal.GetNocAddrOp(page, e.mul(col, element_bytes), tensor), name).address
        e.emit(metal.NocAsyncWriteOp(source, there, elements * element_bytes))

    def write(e: Emitter, piece: SSAValue, elements: int) -> None:
        # Two faces beside each other in each tile.
        source = e.add(start, e.mul(e.div(piece, 2), page_bytes))
        source = e.add(source, e.mul(e.rem(piece, 2), face))
        col = e.add(offsets[-1], e.mul(piece, FACE))
        if is_inside:
            send(e, source, col, elements)
            return
        # A piece begins at a multiple of 16: only the tensor's last ones are cut, to one size.
        rest = width % FACE
        whole = in_range(e, [(col, max(0, width - elements + 1))])
        assert whole is not None
        if not 0 < rest < elements:
            send(e.branch(whole)[0], source, col, elements)
            return
        then, otherwise = e.branch(whole, otherwise=True)
        send(then, source, col, elements)
        cut = in_range(otherwise, [(col, width)])
        assert cut is not None
        send(otherwise.branch(cut)[0], source, col, rest)

    whole, rest = divmod(cols, FACE)
    if whole:
        piece, deeper = inner.over(whole, "piece")
        write(deeper, piece, FACE)
    if rest:
        write(inner, inner.index(whole), rest)
