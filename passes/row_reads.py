"""
What the reader does with a block of rows: pieces of rows into L1, zeros for what is outside.

    scf.for %row = ... {
      scf.if (%h < 20 && %w < 20) {
        %pixel = metal.get_noc_addr %page, %offset of %X
        metal.noc_async_read %pixel, %l1 64
      } else { metal.read_zeros %l1 64 }
    }

In L1 a row of tiles is 32 rows of elements, one after the other, as `tilize_block` wants them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xdsl.ir import SSAValue

from ttc.dialects import metal, tile
from ttc.passes.affine import divided_exactly, range_of
from ttc.passes.build import Emitter
from ttc.passes.movement import in_range
from ttc.passes.rows import Rows, page_strides, rows_of, steps

Bounds = list[tuple[SSAValue, int]]
"""Index values, each with the number that it must be below; negative ones are none."""


@dataclass(frozen=True)
class Piece:
    """Where a piece lies: in page `page` from element `element` on, if all `bounds` hold."""

    page: SSAValue
    element: SSAValue
    bounds: Bounds


PieceOf = Callable[[Emitter, SSAValue], Piece]
"""Finds the piece in a row of the block."""


def read_rows(
    e: Emitter, op: tile.LoadOp, tensor: SSAValue, cb: SSAValue, offsets: Sequence[SSAValue]
) -> None:
    """Starts reading the rows of a block into the reserved pages."""
    rows = rows_of(op)
    size, pitch = rows.length * rows.element_bytes, rows.pitch * rows.element_bytes
    name = cb.name_hint or "block"
    l1 = e.emit(metal.GetWritePtrOp(cb), f"{name}_l1").address
    if rows.is_zeroed_first:
        whole = (rows.count + rows.padding_rows) * pitch
        e.emit(metal.ReadZerosOp(l1, whole))
        e.emit(metal.NocAsyncReadBarrierOp())
    piece, inner = e.over(rows.pieces, "piece")
    first = inner.add(offsets[-1], inner.mul(piece, rows.length))
    piece_of = (
        copied(inner, op, offsets, first)
        if op.window is None
        else seen(inner, op, offsets[0], first)
    )
    row, inner = inner.over(rows.count, "row")
    into = inner.add(inner.add(l1, inner.mul(row, pitch)), inner.mul(piece, size))
    found = piece_of(inner, row)

    def read(e: Emitter) -> None:
        start = e.mul(found.element, rows.element_bytes)
        source = f"{tensor.name_hint or name}_row"
        address = e.emit(metal.GetNocAddrOp(found.page, start, tensor), source).address
        e.emit(metal.NocAsyncReadOp(address, into, size))

    inside = in_range(inner, found.bounds)
    if inside is None:
        read(inner)
    elif rows.is_zeroed_first:
        read(*inner.branch(inside))
    else:
        then, otherwise = inner.branch(inside, otherwise=True)
        read(then)
        otherwise.emit(metal.ReadZerosOp(into, size))
    if not rows.is_zeroed_first:
        pad(e, l1, rows)


def named(value: SSAValue, hint: str) -> SSAValue:
    """Names a value that has no name: the kernel gets a constant for it."""
    if value.name_hint is None:
        value.name_hint = hint
    return value


def pad(e: Emitter, l1: SSAValue, rows: Rows) -> None:
    """Starts filling what is left of the tiles with zeros."""
    pitch, asked = rows.pitch * rows.element_bytes, rows.asked * rows.element_bytes
    if asked < pitch:
        row, inner = e.over(rows.count, "row")
        behind = inner.add(inner.add(l1, inner.mul(row, pitch)), asked)
        inner.emit(metal.ReadZerosOp(behind, pitch - asked))
    if rows.padding_rows:
        e.emit(metal.ReadZerosOp(e.add(l1, rows.count * pitch), rows.padding_rows * pitch))


def copied(e: Emitter, op: tile.LoadOp, offsets: Sequence[SSAValue], col: SSAValue) -> PieceOf:
    """The pieces of a rectangle: consecutive pages."""
    assert isinstance(op.tensor.type, tile.TensorType)
    bounds: Bounds = []
    rows = rows_of(op)
    check(bounds, op.offsets[-1], col, op.tensor.type.dims[-1], rows.asked)
    page_of = pages(e, op, offsets, rows.count)

    def of(e: Emitter, row: SSAValue) -> Piece:
        page, mine = page_of(e, row)
        return Piece(page, col, [*bounds, *mine])

    return of


def pages(
    e: Emitter, op: tile.LoadOp | tile.StoreOp, offsets: Sequence[SSAValue], count: int
) -> Callable[[Emitter, SSAValue], tuple[SSAValue, Bounds]]:
    """Returns what finds the page of each of `count` rows of a rectangle, and its bounds."""
    assert isinstance(op.tensor.type, tile.TensorType)
    *dims, _ = op.tensor.type.dims
    strides = page_strides(op.tensor)
    follow = strides == steps(op.tensor.type.dims)
    bounds: Bounds = []
    first = e.index(0)
    for n, index in enumerate(offsets[:-2]):
        check(bounds, op.offsets[n], index, dims[n], 1)
        if follow:
            first = e.add(e.mul(first, dims[n]), index)
        else:
            first = e.add(first, e.mul(index, strides[n]))
    if not dims:
        return lambda e, row: (e.index(0), bounds)

    def of(e: Emitter, row: SSAValue) -> tuple[SSAValue, Bounds]:
        at = e.add(offsets[-2], row)
        mine = list(bounds)
        check(mine, op.offsets[-2], at, dims[-1], count)
        matrix = e.mul(first, dims[-1]) if follow else first
        return e.add(matrix, e.mul(at, strides[-1])), mine

    return of


def check(bounds: Bounds, known: SSAValue, index: SSAValue, extent: int, count: int) -> None:
    """Adds a bound unless `count` indices from `known` on are surely inside."""
    low, high = range_of(known)
    if low < 0 or high + count > extent:
        bounds.append((index, extent))


def seen(e: Emitter, op: tile.LoadOp, place: SSAValue, element: SSAValue) -> PieceOf:
    """The pieces that a window sees: channels of a pixel for each of its places."""
    assert isinstance(op.tensor.type, tile.TensorType)
    assert op.window is not None
    window, (images, height, width, channels) = op.window.data, op.tensor.type.dims
    steps_down, steps_across = window.steps(height), window.steps(width)
    position = divided_exactly(e, element, channels)
    channel = e.index(0)
    if position is None:
        position, channel = e.div(element, channels), named(e.rem(element, channels), "channel")
    down = named(e.mul(e.div(position, window.kernel), window.dilation), "down")
    across = named(e.mul(e.rem(position, window.kernel), window.dilation), "across")
    fixed: Bounds = []
    rows = rows_of(op)
    if range_of(op.offsets[1])[1] + rows.asked > window.positions * channels:
        fixed.append((position, window.positions))

    def of(e: Emitter, row: SSAValue) -> Piece:
        at = named(e.add(place, row), "place")
        image = e.div(at, steps_down * steps_across)
        y = e.rem(e.div(at, steps_across), steps_down)
        x = e.rem(at, steps_across)
        h = named(e.sub(e.add(e.mul(y, window.stride), down), window.pad), "h")
        w = named(e.sub(e.add(e.mul(x, window.stride), across), window.pad), "w")
        bounds = list(fixed)
        if range_of(op.offsets[0])[1] + rows.count > images * steps_down * steps_across:
            bounds.append((at, images * steps_down * steps_across))
        if window.pad:
            bounds += [(h, height), (w, width)]
        page = e.add(e.mul(e.add(e.mul(image, height), h), width), w)
        return Piece(page, channel, bounds)

    return of
