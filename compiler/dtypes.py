"""
The closed table of element types: what each is called on every level.

A type that is not here is refused with the author's line; nothing is mapped silently but
`float16`, which the SDK's tensors lack and which is stored as bfloat16 with one note.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.dialects.builtin import (
    BFloat16Type,
    Float32Type,
    IntegerType,
    Signedness,
    bf16,
    f32,
    i8,
    i32,
)
from xdsl.ir import Attribute

from ttc.dialects.elements import BFloat8BType, bfloat8_b

TILE_DIM = 32
"""Rows and columns of a tile (metalium constants.hpp: TILE_HEIGHT, TILE_WIDTH)."""


@dataclass(frozen=True)
class DType:
    """
    One element type.

    `name` is TileLang's, numpy's and ttnn's name alike; `data_format` the SDK's DataFormat;
    `tile_bytes` the bytes of a 32x32 tile (metalium tt_backend_api_types.hpp).
    """

    name: str
    data_format: str
    tile_bytes: int
    ir: Attribute

    @property
    def is_float(self) -> bool:
        return isinstance(self.ir, BFloat16Type | Float32Type | BFloat8BType)

    @property
    def is_narrow(self) -> bool:
        """Tells an integer type that is computed with as int32: the SFPU's words have 32 bits."""
        return not self.is_float and 0 < self.bits < 32

    @property
    def is_signed(self) -> bool:
        """Tells an integer type whose values may be negative."""
        return self.ir in (i8, i32)

    @property
    def alone(self) -> DType:
        """The type of one element by itself: float32 where it is stored with a shared exponent."""
        return FLOAT32 if isinstance(self.ir, BFloat8BType) else self

    @property
    def paged(self) -> DType:
        """
        The type of pages in circular buffers.

        Bytes of int8 are declared uint8, or the unpacker takes them for sign and magnitude
        (metalium eltwise_unary/typecast.h).
        """
        return UINT8 if self.ir == i8 else self

    @property
    def bits(self) -> int:
        """Bits of an element."""
        return 8 * self.tile_bytes // (TILE_DIM * TILE_DIM)


BFLOAT16 = DType("bfloat16", "Float16_b", 2048, bf16)
FLOAT32 = DType("float32", "Float32", 4096, f32)
INT32 = DType("int32", "Int32", 4096, i32)
UINT32 = DType("uint32", "UInt32", 4096, IntegerType(32, Signedness.UNSIGNED))
UINT16 = DType("uint16", "UInt16", 2048, IntegerType(16, Signedness.UNSIGNED))
UINT8 = DType("uint8", "UInt8", 1024, IntegerType(8, Signedness.UNSIGNED))
INT8 = DType("int8", "Int8", 1024, i8)
BFLOAT8_B = DType("bfloat8_b", "Bfp8_b", 1088, bfloat8_b)

DTYPES: dict[str, DType] = {
    dtype.name: dtype
    for dtype in (BFLOAT16, FLOAT32, BFLOAT8_B, INT32, UINT32, UINT16, UINT8, INT8)
}
STORED_AS: dict[str, str] = {"float16": "bfloat16", "half": "bfloat16", "float": "float32"}
"""Spellings a kernel may use for a type that is stored as another one."""

_BY_IR: dict[Attribute, DType] = {dtype.ir: dtype for dtype in DTYPES.values()}


def dtype_of(ir: Attribute) -> DType:
    """Returns the row of an IR element type; KeyError for a type no buffer may have."""
    return _BY_IR[ir]


def tiles(elements: int) -> int:
    """Returns how many tiles cover `elements` rows or columns."""
    return -(-elements // TILE_DIM)
