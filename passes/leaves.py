"""Which ops a section may hold, which of them cost little, and what they ask of DST."""

from __future__ import annotations

from xdsl.dialects.builtin import BFloat16Type
from xdsl.ir import SSAValue

from ttc.dialects import tile
from ttc.passes.dst_scan import fpu_takes

COMPUTE = (
    tile.FillOp,
    tile.MatmulOp,
    tile.TransposeOp,
    tile.CastOp,
    tile.UnaryOp,
    tile.BinaryOp,
    tile.ScalarOp,
    tile.BroadcastOp,
    tile.ReduceOp,
    tile.CompareOp,
    tile.SelectOp,
    tile.SplatOp,
    tile.IotaOp,
    tile.MaskOp,
    tile.ExtractOp,
    tile.InsertOp,
    tile.TilizeOp,
    tile.UntilizeOp,
)
LEAVES = (tile.FillOp, tile.BroadcastOp, tile.SplatOp, tile.IotaOp, tile.ExtractOp)
"""Ops that are part of what uses them: nothing is kept in L1 for them."""

MOVES = (*LEAVES, tile.TransposeOp, tile.InsertOp, tile.TilizeOp, tile.UntilizeOp)
"""Ops that lose nothing of bfloat16 in 16 bits; not so numbers of places, which are float32."""


def needs_fp32(kernel: tile.KernelOp) -> bool:
    """Tells whether DST must be 32 bits wide to lose nothing the author would miss."""
    for op in kernel.walk():
        blocks = [value for value in op.results if isinstance(value.type, tile.BlockType)]
        if any(not isinstance(tile.element_type_of(v), BFloat16Type) for v in blocks):
            return True
        match op:
            case tile.BinaryOp() if fpu_takes(op.kind.data, op.lhs, op.rhs):
                # A chain rounds after every op in 16 bits, and a product in each of its phases.
                if op.kind.data == "mul" or any(is_computed(value) for value in op.operands):
                    return True
            case tile.CastOp():
                pass  # what only moves bfloat16 loses nothing in 16 bits
            case _ if isinstance(op, COMPUTE) and not isinstance(op, MOVES):
                return True
            case _:
                pass
    return False


def is_computed(value: SSAValue) -> bool:
    owner = value.owner
    if isinstance(owner, tile.BroadcastOp):
        return is_computed(owner.block)
    return isinstance(owner, COMPUTE)


def separate_leaves(kernel: tile.KernelOp) -> None:
    """Gives every use of what costs little its own op, right where it is used."""
    for op in list(kernel.walk()):
        if not isinstance(op, LEAVES):
            continue
        (made,) = op.results
        for use in list(made.uses):
            clone = op.clone()
            clone.location = op.location
            clone.results[0].name_hint = made.name_hint
            block, before = op.parent_block(), use.operation
            assert block is not None
            if isinstance(op, tile.ExtractOp):  # a part of a block is not taken again and again
                ancestor = block.find_ancestor_op_in_block(before)
                assert ancestor is not None
                before = ancestor
            user_block = before.parent_block()
            assert user_block is not None
            user_block.insert_op_before(clone, before)
            use.operation.operands[use.index] = clone.results[0]
        op.detach()
        op.erase()
