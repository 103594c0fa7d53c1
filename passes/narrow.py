"""
Before sections are chosen: work on a vector is done before it is broadcast, not on each copy.

    %b = tile.broadcast "cols" %v                       %w = tile.scalar "mul" %v, (0.5)
    %s = tile.scalar "mul" %b, (0.5)              ->    %b = tile.broadcast "cols" %w
    %y = tile.binary "div" %x, %s                       %r = tile.unary "recip" %w, broadcast
                                                        %y = tile.binary "mul" %x, %r

Ops that compute the same are one, stores come last, and the constant tiles that the reader makes
appear.
"""

from __future__ import annotations

from collections.abc import Hashable

from xdsl.dialects import scf
from xdsl.dialects.builtin import BFloat16Type, Float32Type, LocationAttr, UnitAttr
from xdsl.ir import Block, Operation, SSAValue

from ttc.dialects import tile
from ttc.passes.affine import range_of
from ttc.passes.dst_masks import SIDE, extremes
from ttc.passes.loops import remove_dead

Known = dict[Hashable, Operation]

EVERYWHERE = (tile.FillOp, tile.SplatOp)
"""Blocks whose elements are all the same."""


def narrow(kernel: tile.KernelOp) -> None:
    """Rewrites a kernel's blocks as above."""
    for op in list(kernel.walk()):
        before_broadcast(op)
        if isinstance(op, tile.MaskOp):
            decide(op)
    for op in list(kernel.walk()):
        if isinstance(op, tile.BroadcastOp):
            as_it_is(op)
    for op in list(kernel.walk()):
        if isinstance(op, tile.CastOp):
            at_once(op)
    share(kernel.entry, {})
    for op in list(kernel.walk()):
        if isinstance(op, tile.StoreOp):
            at_last(op)
    remove_dead(kernel.entry)
    add_constants(kernel)


def before_broadcast(op: Operation) -> None:
    """Moves an element-wise op in front of the broadcast of its operands."""
    match op:
        case tile.UnaryOp() | tile.ScalarOp():
            spread = broadcast_of(op.operand)
            if spread is not None:
                replace(op, spread, [spread.block])
        case tile.BinaryOp() | tile.CompareOp():
            lhs, rhs = broadcast_of(op.lhs), broadcast_of(op.rhs)
            spread = lhs or rhs
            vectors = [narrowed(value, spread) for value in (op.lhs, op.rhs)] if spread else []
            if spread is not None and None not in vectors:
                replace(op, spread, [value for value in vectors if value is not None])
            elif isinstance(op, tile.BinaryOp) and rhs is not None:
                reciprocal(op, rhs)
        case _:
            pass


def as_it_is(op: tile.BroadcastOp) -> None:
    """A vector is read in its own format: DST makes float32 of it for nothing."""
    cast = op.block.owner
    if not isinstance(cast, tile.CastOp):
        return
    source, result = (tile.element_type_of(value) for value in (cast.block, cast.result))
    if isinstance(source, BFloat16Type) and isinstance(result, Float32Type):
        spread = tile.BroadcastOp(op.kind.data, cast.block, block_dims(op.result))
        insert_beside(spread, op)
        again = tile.CastOp(spread.result, result)
        insert_beside(again, op)
        op.result.replace_all_uses_with(again.result)


def at_once(op: tile.CastOp) -> None:
    """A conversion stands right after what it converts, so that one section packs both."""
    maker = op.block.owner
    if isinstance(maker, Operation) and maker.parent_block() is op.parent_block():
        op.detach()
        insert_beside(op, maker, after=True, location=op.location)


def at_last(op: tile.StoreOp) -> None:
    """A store stands after what else is computed beside it, so that it parts no section."""
    here = op.next_op
    while here is not None and not here.regions and here.next_op is not None:
        if isinstance(here, tile.LoadOp | tile.StoreOp) and same_memory(here, op):
            break
        here = here.next_op
    if here is not None and here is not op.next_op:
        block = op.parent_block()
        assert block is not None
        op.detach()
        block.insert_op_before(op, here)


def same_memory(one: tile.LoadOp | tile.StoreOp, other: tile.StoreOp) -> bool:
    return tile.memory_of(one.tensor) is tile.memory_of(other.tensor)


def decide(op: tile.MaskOp) -> None:
    """A mask that is known to leave all or nothing of its block is none."""
    ways = ways_of(op)
    if ways == {"inside"}:
        op.result.replace_all_uses_with(op.block)
    elif ways == {"outside"}:
        fill = tile.FillOp(op.number, op.result.type)
        insert_beside(fill, op)
        op.result.replace_all_uses_with(fill.block)


def is_across(op: tile.MaskOp) -> bool:
    """Tells whether the edge of a mask may go through a tile."""
    if op.factors == (0, 0):  # the same for all places
        return False
    ways = ways_of(op)
    return ways is None or "across" in ways


def ways_of(op: tile.MaskOp) -> set[str] | None:
    """Returns how the tiles of a block may lie to a mask's edge; None if only run time knows."""
    low, high = range_of(op.start)
    least, most = extremes(op.factors)
    a, b = op.factors
    rows, cols = tile.dims_of(op.result)
    first = [SIDE * (a * r + b * c) for r in range(rows) for c in range(cols)]
    if all(low + d + least >= 0 for d in first):
        return {"inside"}
    if all(high + d + most < 0 for d in first):
        return {"outside"}
    if low != high:
        return None
    return {
        "inside" if low + d + least >= 0 else "outside" if low + d + most < 0 else "across"
        for d in first
    }


def broadcast_of(value: SSAValue) -> tile.BroadcastOp | None:
    """Returns the broadcast that a value is; if it is the cast of one, that of the cast."""
    op = value.owner
    if isinstance(op, tile.CastOp) and isinstance(op.block.owner, tile.BroadcastOp):
        spread = op.block.owner
        cast = tile.CastOp(spread.block, tile.element_type_of(value))
        insert_beside(cast, op)
        op = tile.BroadcastOp(spread.kind.data, cast.result, block_dims(value))
        insert_beside(op, cast, after=True)
    return op if isinstance(op, tile.BroadcastOp) else None


def narrowed(value: SSAValue, spread: tile.BroadcastOp) -> SSAValue | None:
    """Returns the vector that a block repeats as `spread` does; None for other blocks."""
    owner = value.owner
    if isinstance(owner, tile.BroadcastOp):
        return owner.block if owner.kind == spread.kind else None
    if not isinstance(owner, EVERYWHERE):
        return None
    type_ = tile.like(spread.block, tile.dims_of(spread.block), tile.element_type_of(value))
    made = owner.create(operands=owner.operands, result_types=[type_], properties=owner.properties)
    insert_beside(made, owner)
    return made.results[0]


def replace(op: Operation, spread: tile.BroadcastOp, operands: list[SSAValue]) -> None:
    """Makes an op on vectors of an op on their broadcasts."""
    element_type = tile.element_type_of(op.results[0])
    type_ = tile.like(operands[0], tile.dims_of(operands[0]), element_type)
    made = op.create(operands=operands, result_types=[type_], properties=op.properties)
    insert_beside(made, op)
    again = tile.BroadcastOp(spread.kind.data, made.results[0], block_dims(op.results[0]))
    insert_beside(again, op)
    again.result.name_hint = op.results[0].name_hint
    op.results[0].replace_all_uses_with(again.result)
    op.detach()
    op.erase()


def reciprocal(op: tile.BinaryOp, spread: tile.BroadcastOp) -> None:
    """A float32 block divided by a vector is multiplied by the vector's reciprocal."""
    if op.kind.data != "div" or not isinstance(tile.element_type_of(op.result), Float32Type):
        return
    inverse = tile.UnaryOp("recip", spread.block)
    insert_beside(inverse, op)
    again = tile.BroadcastOp(spread.kind.data, inverse.result, block_dims(spread.result))
    insert_beside(again, op)
    made = tile.BinaryOp("mul", op.lhs, again.result)
    insert_beside(made, op)
    made.result.name_hint = op.result.name_hint
    op.result.replace_all_uses_with(made.result)
    op.detach()
    op.erase()


def block_dims(value: SSAValue) -> tuple[int, int]:
    rows, cols = tile.dims_of(value)
    return rows, cols


def insert_beside(
    made: Operation, op: Operation, *, after: bool = False, location: LocationAttr | None = None
) -> None:
    made.location = location or op.location
    block = op.parent_block()
    assert block is not None
    (block.insert_op_after if after else block.insert_op_before)(made, op)


def share(block: Block, known: Known) -> None:
    """Uses what an op before, here or around, has computed already."""
    here = dict(known)
    for op in list(block.ops):
        if isinstance(op, scf.ForOp | scf.IfOp):
            for region in op.regions:
                for inner in region.blocks:
                    share(inner, here)
            continue
        key = key_of(op)
        if key is None:
            continue
        same = here.setdefault(key, op)
        if same is not op:
            op.results[0].replace_all_uses_with(same.results[0])
            op.detach()
            op.erase()


def key_of(op: Operation) -> Hashable | None:
    """
    Returns what an op computes; None if it must stay.

    A load is a transfer that the author asked for. A block with one number everywhere costs less
    to make again than to keep.
    """
    shared = op.name.startswith("tile.") and not isinstance(op, (tile.LoadOp, *EVERYWHERE))
    if not shared or len(op.results) != 1 or op.regions:
        return None
    properties = tuple(sorted(op.properties.items(), key=lambda item: item[0]))
    return (op.name, tuple(op.operands), properties, op.results[0].type)


def add_constants(kernel: tile.KernelOp) -> None:
    """Gives reductions and numbers of places the tiles they need, made once."""
    made: dict[Hashable, tile.ScalerOp | tile.NumbersOp] = {}
    for op in list(kernel.walk()):
        match op:
            case tile.ReduceOp() if op.scaler is None:
                scaler = tile.ScalerOp(
                    op.kind.data, op.axis.value.data, tile.element_type_of(op.block)
                )
                hint = f"{op.kind.data}_{'rows' if op.axis.value.data else 'cols'}_ones"
                op.operands = [op.block, first(kernel, made, scaler, hint, op)]
            case tile.IotaOp() if op.numbers is None and op.factors != (0, 0):
                numbers = tile.NumbersOp(op.factors)
                op.operands = [op.start, first(kernel, made, numbers, "places", op)]
            case tile.MaskOp() if op.numbers is None and is_across(op):
                a, b = op.factors
                numbers, mirrored = tile.NumbersOp((a, b)), tile.NumbersOp((-a, -b))
                if key_of(numbers) not in made and key_of(mirrored) in made:
                    numbers, op.negated = mirrored, UnitAttr()
                op.operands = [op.start, op.block, first(kernel, made, numbers, "places", op)]
            case _:
                pass


def first(
    kernel: tile.KernelOp,
    made: dict[Hashable, tile.ScalerOp | tile.NumbersOp],
    wanted: tile.ScalerOp | tile.NumbersOp,
    hint: str,
    user: Operation,
) -> SSAValue:
    """Returns the constant tile `wanted`, at the top of the kernel."""
    key = key_of(wanted)
    known = made.get(key)
    if known is None:
        known = made[key] = wanted
        wanted.location = user.location
        wanted.block.name_hint = hint
        top = kernel.entry.first_op
        while top is not None and top.name == "arith.constant":
            top = top.next_op
        assert top is not None
        kernel.entry.insert_op_before(wanted, top)
    return known.block
