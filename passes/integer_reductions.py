"""
Reductions of integers of 16 and 32 bits, byte by byte.

The FPU reduces floats, and bfloat16 holds a byte. A sum is that of each byte, put together again;
it wraps around as int32 does. A maximum is found from the highest byte down: an element is out once
one of its bytes is less than the largest of those that are in.
"""

from __future__ import annotations

from xdsl.dialects.builtin import bf16, f32, i32
from xdsl.ir import SSAValue

from ttc.dialects import tile
from ttc.dtypes import DType
from ttc.passes.build import Emitter

OUT = -256.0
"""Less than any byte, with a sign or without."""


def byte_of(e: Emitter, words: SSAValue, place: int, *, signed: bool) -> SSAValue:
    """Returns a byte of every word, as bfloat16; the highest one may have a sign."""
    if place:
        words = e.emit(tile.ScalarOp("shr", words, 8 * place)).result
    if not signed:
        words = e.emit(tile.ScalarOp("and", words, 0xFF)).result
    return e.emit(tile.CastOp(words, bf16)).result


def shifted(e: Emitter, folded: SSAValue, place: int) -> SSAValue:
    words = e.emit(tile.CastOp(folded, i32)).result
    return e.emit(tile.ScalarOp("shl", words, 8 * place)).result if place else words


def sum_of(e: Emitter, words: SSAValue, axis: int, dtype: DType) -> SSAValue:
    """Adds words up along an axis; the result is int32."""
    total: SSAValue | None = None
    for place in range(dtype.bits // 8):
        part = byte_of(e, words, place, signed=False)
        folded = e.emit(tile.ReduceOp("sum", axis, part, f32)).result
        here = shifted(e, folded, place)
        total = here if total is None else e.emit(tile.BinaryOp("add", total, here)).result
    assert total is not None
    return total


def max_of(e: Emitter, words: SSAValue, axis: int, dtype: DType) -> SSAValue:
    """Finds the largest word along an axis; the result is int32."""
    rows, cols = tile.dims_of(words)
    spread = "cols" if axis == 1 else "rows"
    total: SSAValue | None = None
    is_in: SSAValue | None = None
    highest = dtype.bits // 8 - 1
    for place in reversed(range(highest + 1)):
        part = byte_of(e, words, place, signed=dtype.is_signed and place == highest)
        if is_in is not None:
            out = e.emit(tile.FillOp(OUT, part.type)).block
            part = e.emit(tile.SelectOp(is_in, part, out)).result
        folded = e.emit(tile.ReduceOp("max", axis, part, bf16)).result
        here = shifted(e, folded, place)
        total = here if total is None else e.emit(tile.BinaryOp("add", total, here)).result
        if place:
            largest = e.emit(tile.BroadcastOp(spread, folded, (rows, cols))).result
            is_in = e.emit(tile.CompareOp("eq", part, largest)).result
    assert total is not None
    return total
