"""
Parts of blocks: what was inserted is taken out again without the block around it.

    %y1 = tile.insert %a, %y0[%c0, %c0]
    %y2 = tile.insert %b, %y1[%c0, %c32]
    %x = tile.extract %y2[%c0, %c0]          // is %a
    tile.store %y2, %Y[%r, %c]               // becomes stores of %a and of %b

So a block that is written in parts needs no copy for each of them.
"""

from __future__ import annotations

from math import prod

from xdsl.ir import Block, SSAValue
from xdsl.rewriter import InsertPoint

from ttc.dialects import tile
from ttc.passes.affine import linear
from ttc.passes.build import Emitter


def forward_parts(body: Block) -> None:
    """Takes blocks apart again that are written in parts and used in parts, or stored."""
    for op in list(body.walk()):
        if isinstance(op, tile.CastOp):
            cast_parts(Emitter(body), op)
    for op in list(body.walk()):
        if isinstance(op, tile.StoreOp):
            store_parts(Emitter(body), op)
    read_parts(body)


def cast_parts(e: Emitter, op: tile.CastOp) -> None:
    """Converts parts before they are put together."""
    insert = op.block.owner
    if not isinstance(insert, tile.InsertOp) or not op.block.has_one_use():
        return
    type_ = tile.element_type_of(op.result)
    e = e.at(InsertPoint.before(op), op.location)
    into = e.emit(tile.CastOp(insert.into, type_), insert.into.name_hint)
    part = e.emit(tile.CastOp(insert.block, type_), insert.block.name_hint).result
    again = tile.InsertOp(part, into.result, insert.row, insert.col, alone=insert.alone is not None)
    made = e.emit(again, op.result.name_hint)
    op.result.replace_all_uses_with(made.result)
    for done in (op, insert):
        done.detach()
        done.erase()
    cast_parts(e, into)


def store_parts(e: Emitter, op: tile.StoreOp) -> None:
    """Stores the parts of a block one by one, if they are all of it and each is there once."""
    parts: list[tile.InsertOp] = []
    value = op.block
    while isinstance(value.owner, tile.InsertOp):
        parts.append(value.owner)
        value = value.owner.into
    area = sum(prod(tile.dims_of(part.block)) for part in parts)
    if area != prod(tile.dims_of(op.block)) or not _all_apart(parts):
        return
    e = e.at(InsertPoint.before(op), op.location)
    for part in reversed(parts):
        offsets = list(op.offsets)
        for axis, by in ((-1, part.col), (-2, part.row)):
            if len(offsets) >= -axis:  # a vector has no rows to move by
                offsets[axis] = e.add(offsets[axis], by)
        e.emit(tile.StoreOp(part.block, op.tensor, offsets))
    op.detach()
    op.erase()


def _all_apart(parts: list[tile.InsertOp]) -> bool:
    return all(_are_apart(a, a.block, b) for n, a in enumerate(parts) for b in parts[n + 1 :])


def read_parts(body: Block) -> None:
    """Lets each extract read what was inserted at its place, or what is older than other places."""
    for op in list(body.walk()):
        if not isinstance(op, tile.ExtractOp):
            continue
        source = op.block
        while isinstance(source.owner, tile.InsertOp):
            insert = source.owner
            if insert.block.type == op.result.type and _same_place(op, insert):
                op.result.replace_all_uses_with(insert.block)
                op.detach()
                op.erase()
                break
            if not _are_apart(op, op.result, insert):
                break
            source = insert.into
        else:
            op.operands[0] = source


def _same_place(extract: tile.ExtractOp, insert: tile.InsertOp) -> bool:
    pairs = ((extract.row, insert.row), (extract.col, insert.col))
    return all(_distance(a, b) == 0 for a, b in pairs)


def _are_apart(one: tile.ExtractOp | tile.InsertOp, part: SSAValue, insert: tile.InsertOp) -> bool:
    """Proves that the part of one op and what the other inserts have no element in common."""
    starts = ((one.row, insert.row), (one.col, insert.col))
    for axis, (a, b) in enumerate(starts):
        distance = _distance(a, b)
        size = tile.dims_of(part)[axis]
        other = tile.dims_of(insert.block)[axis]
        if distance is not None and (distance >= other or -distance >= size):
            return True
    return False


def _distance(a: SSAValue, b: SSAValue) -> int | None:
    """Returns a - b where it is known."""
    form = linear(a).plus(linear(b), -1)
    return None if form.terms else form.constant
