"""Types of the `tile` dialect: tensors in device memory, blocks in L1."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import cast

from xdsl.dialects import builtin
from xdsl.dialects.builtin import ArrayAttr, BFloat16Type, Float32Type, IntAttr, StringAttr
from xdsl.ir import Attribute, ParametrizedAttribute, SSAValue, TypeAttribute
from xdsl.irdl import VarConstraint, base, irdl_attr_definition, param_def
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import Tiled, parse_shaped, print_shaped, shape_attr, verify_shape
from ttc.dtypes import TILE_DIM, dtype_of, tiles

MEMORIES = ("dram", "dram_rows")
"""Interleaved over DRAM banks: in pages of one tile, or of one row of the last dimension."""


@irdl_attr_definition
class TensorType(ParametrizedAttribute, TypeAttribute):
    """
    `!tile.tensor<1000x700xbf16, dram>`: a parameter in tile layout, interleaved over DRAM banks.

    The shape is the device's, in elements. Each matrix of the last two dimensions is padded to
    whole tiles with zeros; a page is one tile, and pages are row-major over the padded shape.

    With an order, as in `!tile.tensor<2x8x100x64xbf16, dram, [0, 2, 1, 3]>`, the device's
    dimensions are not the author's: each number names one of these, and -1 is an added
    dimension of extent 1. The host converts on the way in and out.

    In `dram_rows` a page is a row of the last dimension as it is, and nothing is padded
    (ttnn ROW_MAJOR_LAYOUT). Loads gather rows, and compute tilizes them; stores write the rows
    of each face.
    """

    name = "tile.tensor"

    shape: ArrayAttr[IntAttr] = param_def()
    element_type: Attribute = param_def()
    memory: StringAttr = param_def()
    order: ArrayAttr[IntAttr] = param_def()

    @classmethod
    def of(
        cls,
        shape: Sequence[int],
        element_type: Attribute,
        memory: str,
        order: Sequence[int] | None = None,
    ) -> TensorType:
        """Takes the device's shape; without an order it is the author's, too."""
        numbers = range(len(shape)) if order is None else order
        return cls(
            shape_attr(shape),
            element_type,
            StringAttr(memory),
            ArrayAttr([IntAttr(n) for n in numbers]),
        )

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        with parser.in_angle_brackets():
            shape, element_type = parse_shaped(parser)
            parser.parse_punctuation(",")
            memory = parser.parse_identifier("a memory")
            order = list(range(len(shape)))
            if parser.parse_optional_punctuation(","):
                order = parser.parse_comma_separated_list(
                    parser.Delimiter.SQUARE, lambda: parser.parse_integer(allow_negative=True)
                )
        numbers = ArrayAttr([IntAttr(n) for n in order])
        return shape, element_type, StringAttr(memory), numbers

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            print_shaped(printer, self.shape, self.element_type)
            printer.print_string(f", {self.memory.data}")
            if not self.is_as_written:
                printer.print_string(f", {list(self.order_dims)}")

    def verify(self) -> None:
        verify_shape(self.shape)
        verify_element_type(self.element_type)
        if self.memory.data not in MEMORIES:
            raise VerifyException(f"memory is one of {', '.join(MEMORIES)}")
        if self.is_rows and not isinstance(self.element_type, BFloat16Type | Float32Type):
            raise VerifyException("rows hold bfloat16 or float32 elements")
        written = sorted(n for n in self.order_dims if n >= 0)
        if len(self.order_dims) != len(self.dims) or written != list(range(len(written))):
            raise VerifyException("the order names each of the author's dimensions once")
        if any(n < 0 and extent != 1 for n, extent in zip(self.order_dims, self.dims, strict=True)):
            raise VerifyException("an added dimension has extent 1")

    @property
    def dims(self) -> tuple[int, ...]:
        return tuple(dim.data for dim in self.shape)

    @property
    def order_dims(self) -> tuple[int, ...]:
        """For each dimension on the device the author's, -1 if it was added."""
        return tuple(n.data for n in self.order)

    @property
    def is_as_written(self) -> bool:
        return self.order_dims == tuple(range(len(self.dims)))

    @property
    def is_in_order(self) -> bool:
        """Tells whether the author's dimensions are in their order, with others among them."""
        written = [n for n in self.order_dims if n >= 0]
        return written == sorted(written)

    @property
    def author_dims(self) -> tuple[int, ...]:
        """The author's shape, in elements."""
        named = {n: extent for n, extent in zip(self.order_dims, self.dims, strict=True) if n >= 0}
        return tuple(named[n] for n in range(len(named)))

    @property
    def is_rows(self) -> bool:
        """Tells a tensor whose pages are rows from one in tiles."""
        return self.memory.data == "dram_rows"

    def has_pages_of(self, other: TensorType) -> bool:
        """
        Tells whether the same array has the same pages under another type; this one is in order.

        Rows are the same where they are as long, whatever order the other dimensions are in. So
        are tiles of matrices that are as high, or stand one below the other without padding; their
        dimensions are in the author's order.
        """
        if self == other:
            return True
        kind = (other.element_type, other.memory)
        if (self.element_type, self.memory) != kind or not self.is_in_order:
            return False
        if prod(self.dims) != prod(other.dims) or self.dims[-1] != other.dims[-1]:
            return False
        if not other.is_in_order:
            last = len(self.author_dims) - 1
            same = self.author_dims == other.author_dims and other.order_dims[-1] == last
            return self.is_rows and same
        heights = [(1, *type_.dims)[-2] for type_ in (self, other)]
        return self.is_rows or heights[0] == heights[1] or not any(h % TILE_DIM for h in heights)

    @property
    def tile_grid(self) -> tuple[int, int]:
        """Rows and columns of pages of each matrix; a vector is one row."""
        *outer, cols = self.dims
        rows = outer[-1] if outer else 1
        return (rows, 1) if self.is_rows else (tiles(rows), tiles(cols))

    @property
    def pages(self) -> int:
        rows, cols = self.tile_grid
        total = rows * cols
        for dim in self.dims[:-2]:
            total *= dim
        return total

    @property
    def page_bytes(self) -> int:
        dtype = dtype_of(self.element_type)
        return self.dims[-1] * dtype.bits // 8 if self.is_rows else dtype.tile_bytes


@irdl_attr_definition
class BlockType(ParametrizedAttribute, TypeAttribute):
    """`!tile.block<4x2xbf16>`: 4 rows of 2 tiles."""

    name = "tile.block"

    shape: ArrayAttr[IntAttr] = param_def()
    element_type: Attribute = param_def()

    @classmethod
    def of(cls, shape: Sequence[int], element_type: Attribute) -> BlockType:
        return cls(shape_attr(shape), element_type)

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        with parser.in_angle_brackets():
            return parse_shaped(parser)

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            print_shaped(printer, self.shape, self.element_type)

    def verify(self) -> None:
        verify_shape(self.shape)
        if len(self.shape.data) != 2:
            raise VerifyException("a block has rows and columns of tiles")
        verify_element_type(self.element_type)

    @property
    def dims(self) -> tuple[int, int]:
        rows, cols = (dim.data for dim in self.shape)
        return rows, cols

    @property
    def count(self) -> int:
        rows, cols = self.dims
        return rows * cols


def verify_element_type(element_type: Attribute) -> None:
    try:
        dtype_of(element_type)
    except KeyError:
        raise VerifyException(f"no tile has elements of type {element_type}") from None


Value = builtin.TensorType | BlockType
"""The type of a block, in elements or in tiles."""

SAME_VALUE = VarConstraint("T", base(builtin.TensorType) | base(BlockType))
"""Operands and results under it have one type."""


def dims_of(value: SSAValue) -> tuple[int, ...]:
    """Returns the extents of a block, in elements or in tiles as its type has them."""
    type_ = value.type
    if isinstance(type_, builtin.TensorType):
        return type_.get_shape()
    return cast(Tiled, type_).dims


def element_type_of(value: SSAValue) -> Attribute:
    return cast(Tiled, value.type).element_type


def like(value: SSAValue, dims: Sequence[int], element_type: Attribute) -> Attribute:
    """Returns a block type in the unit of `value`'s."""
    if isinstance(value.type, BlockType):
        return BlockType.of(dims, element_type)
    return builtin.TensorType(element_type, dims)


def verify_kind(kind: StringAttr, known: tuple[str, ...]) -> None:
    if kind.data not in known:
        raise VerifyException(f"'{kind.data}' is not one of {', '.join(known)}")
