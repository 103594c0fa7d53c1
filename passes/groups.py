"""Ops that share a section: what they use tile by tile, and what they need of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.dialects import scf
from xdsl.ir import BlockArgument, Operation, SSAValue

from ttc.dialects import tile
from ttc.passes.casts import is_widening
from ttc.passes.leaves import LEAVES


@dataclass
class Group:
    """Ops that share a section; `sealed` ones take no more."""

    ops: list[Operation] = field(default_factory=list[Operation])
    sealed: bool = False

    @property
    def dims(self) -> tuple[int, int]:
        rows, cols = tile.dims_of(self.ops[-1].results[0])
        return rows, cols


def tile_operands(op: Operation) -> Sequence[SSAValue]:
    """Returns the operands an op uses tile by tile, as its own result."""
    match op:
        case tile.MatmulOp():
            return (op.acc,)
        case tile.MaskOp():
            return (op.block,)
        case tile.TransposeOp() | tile.ReduceOp() | tile.InsertOp() | tile.TilizeOp():
            return ()
        case _ if isinstance(op, LEAVES):
            return ()
        case scf.ForOp():
            return tuple(op.iter_args)
        case _:
            return op.operands


def other_operands(op: Operation) -> list[SSAValue]:
    """Returns the blocks an op combines tiles of: they are in L1, whole or in part."""
    known = tile_operands(op)
    if isinstance(op, scf.ForOp):
        return [value for inner in op.body.block.ops for value in other_operands(inner)]
    return [
        value
        for value in op.operands
        if isinstance(value.type, tile.BlockType) and value not in known
    ]


def position(op: Operation) -> int:
    block = op.parent_block()
    assert block is not None
    return block.get_operation_index(op)


def carries(product: tile.MatmulOp) -> bool:
    """Tells whether a product is added to what its loop carries, and to nothing else."""
    acc, block = product.acc, product.parent_block()
    assert block is not None
    if not isinstance(acc, BlockArgument) or acc.block is not block or len(list(acc.uses)) != 1:
        return False
    uses = list(product.result.uses)
    end = block.last_op
    return (
        len(uses) == 1
        and isinstance(end, scf.YieldOp)
        and end.arguments[acc.index - 1] is product.result
    )


def depends(group: Group, members: set[Operation]) -> bool:
    """Tells whether an op of a group needs, by way of an outsider, another op of the group."""
    block = group.ops[0].parent_block()
    assert block is not None
    first = group.ops[0]
    pending = [value for op in group.ops for inner in op.walk() for value in inner.operands]
    seen: set[Operation] = set()
    while pending:
        owner = pending.pop().owner
        op = block.find_ancestor_op_in_block(owner) if isinstance(owner, Operation) else None
        if op is None or op in seen or op in members or op.is_before_in_block(first):
            continue
        seen.add(op)
        for inner in op.walk():
            for value in inner.operands:
                made_by = value.owner
                if isinstance(made_by, Operation) and made_by in members:
                    return True
                pending.append(value)
    return False


def outputs_of(group: Group) -> list[SSAValue]:
    """Returns the values of a group that are used outside of it."""
    members = set(group.ops)
    return [
        op.results[0]
        for op in group.ops
        if any(use.operation not in members for use in op.results[0].uses)
    ]


def convert_again(group: Group, groups: dict[Operation, Group]) -> None:
    """
    Gives other groups conversions of their own of what lies in L1, which cost nothing there.

    Kept for them, one would be a copy of its block in L1, twice as large.
    """
    for cast in [op for op in group.ops if isinstance(op, tile.CastOp) and is_widening(op)]:
        maker = cast.block.owner
        part = maker if isinstance(maker, tile.ExtractOp) else None
        if part is None and maker in group.ops:
            continue  # it is in DST here, and may be nowhere else
        own: dict[int, tile.CastOp] = {}
        others = [use for use in cast.result.uses if groups.get(use.operation, group) is not group]
        for use in sorted(others, key=lambda use: position(use.operation)):
            user, other = use.operation, groups[use.operation]
            if cast.result not in tile_operands(user):
                continue
            if id(other) not in own:
                own[id(other)] = _copied(cast, part, user, other)
            user.operands[use.index] = own[id(other)].result
        for op in (cast, part):
            if own and op is not None and not op.results[0].first_use:
                groups[op].ops.remove(op)
                op.detach()
                op.erase()


def _copied(
    cast: tile.CastOp, part: tile.ExtractOp | None, user: Operation, group: Group
) -> tile.CastOp:
    """Puts copies of a conversion, and of the part it converts, in front of a user in a group."""
    block = user.parent_block()
    assert block is not None
    made = cast.clone()
    copies: list[Operation] = [made]
    if part is not None:
        copies.insert(0, part.clone())
        made.operands[0] = copies[0].results[0]
    for old, new in zip((part, cast) if part is not None else (cast,), copies, strict=True):
        new.location = old.location
        new.results[0].name_hint = old.results[0].name_hint
        block.insert_op_before(new, user)
    group.ops = sorted([*group.ops, *copies], key=position)
    return made
