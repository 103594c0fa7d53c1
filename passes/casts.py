"""Widening conversions between floats: exact, and free wherever a block is brought into DST."""

from __future__ import annotations

from xdsl.ir import Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint

from ttc.dialects import tile
from ttc.dtypes import BFLOAT8_B, dtype_of
from ttc.passes.build import Emitter

UNPACKED = (tile.MatmulOp, tile.ReduceOp)
"""What reads its operands from circular buffers, in the format that they have there."""
ELEMENTWISE = (
    tile.BinaryOp,
    tile.CompareOp,
    tile.MaskOp,
    tile.ScalarOp,
    tile.SelectOp,
    tile.UnaryOp,
)


def spread_casts(body: Block) -> None:
    """
    Lets matmuls and reductions read what a widening cast reads; others get casts of their own.

    One cast for several users would be a block of its own in L1, twice as large as its source.
    """
    e = Emitter(body)
    for cast in list(body.walk()):
        if not isinstance(cast, tile.CastOp) or not is_widening(cast):
            continue
        users = [use for use in cast.result.uses if isinstance(use.operation, ELEMENTWISE)]
        for use in list(cast.result.uses):
            op = use.operation
            if isinstance(op, UNPACKED) and _reads(op, use.index, cast.block):
                op.operands[use.index] = cast.block
        for use in users[1:]:
            other = e.at(InsertPoint.before(use.operation), cast.location)
            made = other.emit(tile.CastOp(cast.block, tile.element_type_of(cast.result)))
            made.result.name_hint = cast.result.name_hint
            use.operation.operands[use.index] = made.result


def is_widening(cast: tile.CastOp) -> bool:
    source, result = (dtype_of(tile.element_type_of(v)) for v in (cast.block, cast.result))
    return source.is_float and result.is_float and source.bits < result.bits


def _reads(op: Operation, index: int, block: SSAValue) -> bool:
    """Tells whether the op reads this format; tiles of scalers have no shared exponents."""
    if isinstance(op, tile.MatmulOp):
        return index != 2
    return dtype_of(tile.element_type_of(block)) != BFLOAT8_B
