"""
Integers of an element-wise body as blocks, whose types say whether they have a sign.

Scalars of IR carry none: an i8 is a block of int8 until an op takes it for unsigned. Blocks of
uint32 become blocks of int32, which is the same word, and uint32 again where the sign matters.
"""

from __future__ import annotations

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerType, i8, i32
from xdsl.ir import Attribute, Operation, SSAValue

from ttc.dialects import tile
from ttc.dtypes import UINT8, UINT16, UINT32, dtype_of
from ttc.passes.elements import Blocks

SCALAR = ("add", "sub", "max", "min", "and", "or", "xor", "shl", "shr")
"""Kinds whose right operand may be a constant (metalium binop_with_scalar.h and others)."""


def held(element_type: Attribute) -> Attribute:
    """Returns the type of a block that holds scalars of a signless type."""
    return UINT16.ir if element_type == IntegerType(16) else element_type


def plain(blocks: Blocks, block: SSAValue) -> SSAValue:
    """Takes a block of uint32 for one of words, and shared exponents apart."""
    dtype = dtype_of(tile.element_type_of(block))
    return blocks.cast(block, i32 if dtype == UINT32 else dtype.alone.ir)


def cast(blocks: Blocks, op: Operation, block: SSAValue) -> SSAValue:
    """Makes a conversion to or from an integer; the op says whether a number has a sign."""
    target = op.results[0].type
    source = tile.element_type_of(block)
    match op:
        case arith.ExtUIOp() if source == i8:
            block = blocks.cast(block, UINT8.ir)
        case arith.ExtSIOp() if source == UINT8.ir:
            block = blocks.cast(block, i8)
        case arith.UIToFPOp() if source == i32 and op.input.type == i32:
            block = blocks.cast(block, UINT32.ir)
        case arith.FPToUIOp():
            return plain(blocks, blocks.cast(block, UINT32.ir))
        case _:
            pass
    return blocks.cast(block, held(target))
