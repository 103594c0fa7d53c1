"""Common subexpressions: ops on blocks that compute the same are computed once."""

from __future__ import annotations

from xdsl.ir import Attribute, Block, Operation, SSAValue

from ttc.dialects import tile

SHARED = (
    tile.BinaryOp,
    tile.BroadcastOp,
    tile.CastOp,
    tile.CompareOp,
    tile.IotaOp,
    tile.MaskOp,
    tile.ReduceOp,
    tile.ScalarOp,
    tile.SelectOp,
    tile.SplatOp,
    tile.TransposeOp,
    tile.UnaryOp,
)
"""What is worth keeping. A load is not: it would hold its block in L1 for longer."""

Key = tuple[str, tuple[SSAValue, ...], tuple[tuple[str, Attribute], ...], Attribute]


def share_common(body: Block) -> None:
    """Replaces each op by an earlier one of the same block that computes the same."""
    known: dict[Key, Operation] = {}
    for op in list(body.ops):
        for region in op.regions:
            for block in region.blocks:
                share_common(block)
        if not isinstance(op, SHARED):
            continue
        key = (
            op.name,
            tuple(op.operands),
            tuple(sorted(op.properties.items())),
            op.results[0].type,
        )
        earlier = known.setdefault(key, op)
        if earlier is not op:
            op.results[0].replace_all_uses_with(earlier.results[0])
            op.detach()
            op.erase()
