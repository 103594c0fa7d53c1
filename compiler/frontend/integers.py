"""
Integers of fewer than 32 bits: computed as int32, and wrapped around to their own type.

So there is no arithmetic on short integers in IR: they are widened by their sign, and what is
computed is truncated again, as TileLang's types demand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, IntegerType, i32
from xdsl.ir import OpResult, SSAValue

from ttc.dtypes import INT32, DType
from ttc.frontend.convert import conversion, rounded

if TYPE_CHECKING:
    from ttc.frontend.kernel import KernelLowering


def converted(k: KernelLowering, value: SSAValue, source: DType, target: DType) -> SSAValue:
    """Converts a value of one element type to another, by way of int32 where one is short."""
    source, target = source.alone, target.alone
    if source == target:
        return value
    if source.is_narrow:
        return converted(k, widened(k, value, source), INT32, target)
    if target.is_narrow:
        return narrowed(k, converted(k, value, source, INT32), source, target)
    op = conversion(value, source, target)
    return value if op is None else k.emit(op)


def widened(k: KernelLowering, value: SSAValue, dtype: DType) -> SSAValue:
    """Makes an int32 of a short integer; of a constant a constant."""
    if isinstance(value, OpResult) and isinstance(value.op, arith.ConstantOp):
        number = value.op.value
        assert isinstance(number, IntegerAttr)
        return k.builder.number(rounded(number.value.data, dtype), INT32)
    op = arith.ExtSIOp if dtype.is_signed else arith.ExtUIOp
    return k.emit(op(value, i32))


def narrowed(k: KernelLowering, value: SSAValue, source: DType, target: DType) -> SSAValue:
    """Makes a short integer of an int32: what was a float saturates, an integer wraps around."""
    if source.is_float:
        bits = target.bits - target.is_signed
        low = k.builder.number(-(1 << bits) if target.is_signed else 0, INT32)
        high = k.builder.number((1 << bits) - 1, INT32)
        value = k.emit(arith.MinSIOp(k.emit(arith.MaxSIOp(value, low)), high))
    return k.emit(arith.TruncIOp(value, IntegerType(target.bits)))
