"""
The `tile` dialect: value semantics. No circular buffers, no DST, no threads yet.

A value is a block in L1: first of elements (builtin `tensor<100x64xbf16>`, after
lower-memory-space), then of tiles (`!tile.block<4x2xbf16>`, after pad-tiles). The ops hold on
both, since their rules are the same in either unit. Element-wise code is one `tile.generic`
until tensorize makes ops on blocks of it; `tile.section` groups ops that share one DST section.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from xdsl.dialects import builtin
from xdsl.dialects.builtin import (
    ArrayAttr,
    Float64Type,
    FloatAttr,
    IndexType,
    IntAttr,
    StringAttr,
    UnitAttr,
    f64,
)
from xdsl.ir import Attribute, Dialect, ParametrizedAttribute, Region, SSAValue, TypeAttribute
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    ParsePropInAttrDict,
    VarConstraint,
    base,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    opt_prop_def,
    param_def,
    prop_def,
    region_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import (
    IsolatedFromAbove,
    IsTerminator,
    NoTerminator,
    Pure,
    RecursiveMemoryEffect,
    SymbolOpInterface,
)
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import (
    KernelOpBase,
    SizesAttr,
    Tiled,
    parse_shaped,
    print_shaped,
    shape_attr,
    verify_shape,
)
from ttc.dtypes import dtype_of, tiles

MEMORIES = ("dram",)


@irdl_attr_definition
class TensorType(ParametrizedAttribute, TypeAttribute):
    """
    `!tile.tensor<1000x700xbf16, dram>`: a parameter in tile layout, interleaved over DRAM banks.

    The shape is the author's, in elements. Each matrix of the last two dimensions is padded to
    whole tiles with zeros; a page is one tile, and pages are row-major over the padded shape.
    """

    name = "tile.tensor"

    shape: ArrayAttr[IntAttr] = param_def()
    element_type: Attribute = param_def()
    memory: StringAttr = param_def()

    @classmethod
    def of(cls, shape: Sequence[int], element_type: Attribute, memory: str) -> TensorType:
        return cls(shape_attr(shape), element_type, StringAttr(memory))

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        with parser.in_angle_brackets():
            shape, element_type = parse_shaped(parser)
            parser.parse_punctuation(",")
            memory = parser.parse_identifier("a memory")
        return shape, element_type, StringAttr(memory)

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            print_shaped(printer, self.shape, self.element_type)
            printer.print_string(f", {self.memory.data}")

    def verify(self) -> None:
        verify_shape(self.shape)
        verify_element_type(self.element_type)
        if self.memory.data not in MEMORIES:
            raise VerifyException(f"memory is one of {', '.join(MEMORIES)}")

    @property
    def dims(self) -> tuple[int, ...]:
        return tuple(dim.data for dim in self.shape)

    @property
    def tile_grid(self) -> tuple[int, int]:
        """Rows and columns of tiles of each matrix; a vector is one row."""
        *outer, cols = self.dims
        return tiles(outer[-1] if outer else 1), tiles(cols)

    @property
    def pages(self) -> int:
        rows, cols = self.tile_grid
        total = rows * cols
        for dim in self.dims[:-2]:
            total *= dim
        return total

    @property
    def page_bytes(self) -> int:
        return dtype_of(self.element_type).tile_bytes


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


@irdl_op_definition
class KernelOp(KernelOpBase):
    """One launch on one core: its arguments are tensors, then `start` and `count` of its work."""

    name = "tile.kernel"

    traits = traits_def(SymbolOpInterface(), NoTerminator(), IsolatedFromAbove())


@irdl_op_definition
class LoadOp(IRDLOperation):
    """
    Reads a block of a tensor; what lies outside the tensor reads 0.

    One offset for each dimension of the tensor: elements before pad-tiles, then tiles in the
    last two dimensions. `guard_rows` and `guard_cols` say that the block may reach past the last
    tile row or column. `transposed` lays the tiles out column by column: tile (r, c) of the
    result is tile (c, r) of the region, itself not transposed.
    """

    name = "tile.load"

    tensor = operand_def(TensorType)
    offsets = var_operand_def(IndexType)
    guard_rows = opt_prop_def(UnitAttr)
    guard_cols = opt_prop_def(UnitAttr)
    transposed = opt_prop_def(UnitAttr)
    block = result_def(Value)

    traits = traits_def(Pure())
    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$tensor `[` $offsets `]` attr-dict `:` type($tensor) `->` type($block)"

    def __init__(
        self,
        tensor: SSAValue,
        offsets: Sequence[SSAValue],
        block_type: Attribute,
        *,
        guard_rows: bool = False,
        guard_cols: bool = False,
        transposed: bool = False,
    ):
        super().__init__(
            operands=[tensor, offsets],
            properties={
                "guard_rows": UnitAttr() if guard_rows else None,
                "guard_cols": UnitAttr() if guard_cols else None,
                "transposed": UnitAttr() if transposed else None,
            },
            result_types=[block_type],
        )

    def verify_(self) -> None:
        verify_access(self.tensor, self.offsets, self.block)


@irdl_op_definition
class StoreOp(IRDLOperation):
    """Writes a block to a tensor; what lies outside the tensor is skipped. Offsets as in load."""

    name = "tile.store"

    block = operand_def(Value)
    tensor = operand_def(TensorType)
    offsets = var_operand_def(IndexType)
    guard_rows = opt_prop_def(UnitAttr)
    guard_cols = opt_prop_def(UnitAttr)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = (
        "$block `,` $tensor `[` $offsets `]` attr-dict `:` type($block) `,` type($tensor)"
    )

    def __init__(
        self,
        block: SSAValue,
        tensor: SSAValue,
        offsets: Sequence[SSAValue],
        *,
        guard_rows: bool = False,
        guard_cols: bool = False,
    ):
        super().__init__(
            operands=[block, tensor, offsets],
            properties={
                "guard_rows": UnitAttr() if guard_rows else None,
                "guard_cols": UnitAttr() if guard_cols else None,
            },
        )

    def verify_(self) -> None:
        verify_access(self.tensor, self.offsets, self.block)


def verify_access(tensor: SSAValue, offsets: Sequence[SSAValue], block: SSAValue) -> None:
    assert isinstance(tensor.type, TensorType)
    if len(offsets) != len(tensor.type.dims):
        raise VerifyException(f"the tensor has rank {len(tensor.type.dims)}: one offset for each")
    if element_type_of(block) != tensor.type.element_type:
        raise VerifyException("a load or store keeps the element type; tile.cast converts")


@irdl_op_definition
class FillOp(IRDLOperation):
    """A block with the same value in every element."""

    name = "tile.fill"

    value = prop_def(FloatAttr[Float64Type])
    block = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "`(` $value `)` attr-dict `:` type($block)"

    def __init__(self, value: float, block_type: Attribute):
        super().__init__(properties={"value": FloatAttr(value, f64)}, result_types=[block_type])

    @property
    def number(self) -> float:
        return self.value.value.data


@irdl_op_definition
class MatmulOp(IRDLOperation):
    """
    acc + lhs rhs.

    `transpose_b` transposes each tile of rhs by itself: the grid of tiles is already as it
    should be (see `tile.load`'s `transposed`).
    """

    name = "tile.matmul"

    T: ClassVar = SAME_VALUE

    lhs = operand_def()
    rhs = operand_def()
    acc = operand_def(T)
    transpose_b = opt_prop_def(UnitAttr)
    result = result_def(T)

    traits = traits_def(Pure())
    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = (
        "$lhs `,` $rhs `,` $acc attr-dict `:` type($lhs) `,` type($rhs) `->` type($result)"
    )

    def __init__(self, lhs: SSAValue, rhs: SSAValue, acc: SSAValue, transpose_b: bool = False):
        super().__init__(
            operands=[lhs, rhs, acc],
            properties={"transpose_b": UnitAttr() if transpose_b else None},
            result_types=[acc.type],
        )

    def verify_(self) -> None:
        (m, k), (k_b, n), (rows, cols) = map(dims_of, (self.lhs, self.rhs, self.acc))
        if (m, n) != (rows, cols) or k != k_b:
            raise VerifyException(f"{m}x{k} times {k_b}x{n} onto {rows}x{cols}")


@irdl_op_definition
class TransposeOp(IRDLOperation):
    """The transposed block: rows become columns, in the grid of tiles and in every tile."""

    name = "tile.transpose"

    block = operand_def(Value)
    result = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "$block attr-dict `:` type($block) `->` type($result)"

    def __init__(self, block: SSAValue):
        type_ = like(block, dims_of(block)[::-1], element_type_of(block))
        super().__init__(operands=[block], result_types=[type_])

    def verify_(self) -> None:
        if dims_of(self.result) != dims_of(self.block)[::-1]:
            raise VerifyException("the result has the block's extents swapped")


@irdl_op_definition
class CastOp(IRDLOperation):
    """Converts every element; floats round to nearest even."""

    name = "tile.cast"

    block = operand_def(Value)
    result = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "$block attr-dict `:` type($block) `->` type($result)"

    def __init__(self, block: SSAValue, element_type: Attribute):
        type_ = like(block, dims_of(block), element_type)
        super().__init__(operands=[block], result_types=[type_])

    def verify_(self) -> None:
        if dims_of(self.result) != dims_of(self.block):
            raise VerifyException("a cast keeps the extents")


@irdl_op_definition
class GenericOp(IRDLOperation):
    """
    Element-wise scalar code: block arguments are elements of `inputs` at one place.

    Yields one value per result. Gone after tensorize.
    """

    name = "tile.generic"

    inputs = var_operand_def(Value)
    outputs = var_result_def(Value)
    body = region_def("single_block")

    traits = traits_def(Pure())
    assembly_format = "`ins` `(` $inputs `)` attr-dict `:` functional-type($inputs, $outputs) $body"

    def __init__(self, inputs: Sequence[SSAValue], outputs: Sequence[Attribute], body: Region):
        super().__init__(operands=[inputs], result_types=[outputs], regions=[body])

    def verify_(self) -> None:
        if len(self.body.block.args) != len(self.inputs):
            raise VerifyException("the body takes one element per input")
        if len({dims_of(value) for value in (*self.inputs, *self.outputs)}) > 1:
            raise VerifyException("inputs and outputs have the same extents")
        last = self.body.block.last_op
        if not isinstance(last, YieldOp) or len(last.values) != len(self.outputs):
            raise VerifyException("the body yields one value per output")


@irdl_op_definition
class UnaryOp(IRDLOperation):
    """`kind` of every element, such as exp; kinds are listed in `UNARY`."""

    name = "tile.unary"

    T: ClassVar = SAME_VALUE

    UNARY: ClassVar[tuple[str, ...]] = (
        "abs",
        "ceil",
        "cos",
        "erf",
        "exp",
        "exp2",
        "floor",
        "log",
        "log2",
        "neg",
        "recip",
        "relu",
        "round",
        "rsqrt",
        "sigmoid",
        "sin",
        "sqrt",
        "tanh",
        "trunc",
    )

    kind = prop_def(StringAttr)
    operand = operand_def(T)
    result = result_def(T)

    traits = traits_def(Pure())
    assembly_format = "$kind $operand attr-dict `:` type($operand)"

    def __init__(self, kind: str, operand: SSAValue):
        super().__init__(
            operands=[operand], properties={"kind": StringAttr(kind)}, result_types=[operand.type]
        )

    def verify_(self) -> None:
        verify_kind(self.kind, self.UNARY)


@irdl_op_definition
class BinaryOp(IRDLOperation):
    """`kind` of two blocks, element by element; kinds are listed in `BINARY`."""

    name = "tile.binary"

    T: ClassVar = SAME_VALUE

    BINARY: ClassVar[tuple[str, ...]] = ("add", "sub", "mul", "div", "max", "min", "pow")

    kind = prop_def(StringAttr)
    lhs = operand_def(T)
    rhs = operand_def(T)
    result = result_def(T)

    traits = traits_def(Pure())
    assembly_format = "$kind $lhs `,` $rhs attr-dict `:` type($lhs)"

    def __init__(self, kind: str, lhs: SSAValue, rhs: SSAValue):
        super().__init__(
            operands=[lhs, rhs], properties={"kind": StringAttr(kind)}, result_types=[lhs.type]
        )

    def verify_(self) -> None:
        verify_kind(self.kind, self.BINARY)


@irdl_op_definition
class ScalarOp(IRDLOperation):
    """`kind` of a block and a constant c, of those in `SCALAR`; rsub is c - x, rdiv c / x."""

    name = "tile.scalar"

    T: ClassVar = SAME_VALUE

    SCALAR: ClassVar[tuple[str, ...]] = ("add", "sub", "rsub", "mul", "rdiv", "max", "min", "pow")

    kind = prop_def(StringAttr)
    operand = operand_def(T)
    value = prop_def(FloatAttr[Float64Type])
    result = result_def(T)

    traits = traits_def(Pure())
    assembly_format = "$kind $operand `,` `(` $value `)` attr-dict `:` type($operand)"

    def __init__(self, kind: str, operand: SSAValue, value: float):
        super().__init__(
            operands=[operand],
            properties={"kind": StringAttr(kind), "value": FloatAttr(value, f64)},
            result_types=[operand.type],
        )

    @property
    def number(self) -> float:
        return self.value.value.data

    def verify_(self) -> None:
        verify_kind(self.kind, self.SCALAR)


def verify_kind(kind: StringAttr, known: tuple[str, ...]) -> None:
    if kind.data not in known:
        raise VerifyException(f"'{kind.data}' is not one of {', '.join(known)}")


@irdl_op_definition
class YieldOp(IRDLOperation):
    """Ends the body of a generic or a section."""

    name = "tile.yield"

    values = var_operand_def()

    traits = traits_def(IsTerminator())
    assembly_format = "$values attr-dict `:` type($values)"

    def __init__(self, values: Sequence[SSAValue]):
        super().__init__(operands=[values])


VIEWS = ("tiles", "rows", "cols", "transposed")
"""
What a section's body sees of an input, for the subblock (i, j) of h x w tiles: its own tiles, the
whole h rows (a matmul's lhs), the whole w columns (its rhs), or the w x h tiles at (j, i).
"""


@irdl_op_definition
class SectionOp(IRDLOperation):
    """
    What one DST section computes, once for each subblock of its outputs.

    Block arguments are the views of `ins`; the body yields the outputs' subblocks. A section
    whose subblock is the whole block may hold a loop that accumulates in DST, with the loads it
    needs. With `acc` the packer adds the yielded value to what the output's pages hold.

    split-threads gives the inputs and outputs circular buffers: `ins` and `outs` are then
    buffers, there are no results, and `acc` is a number: 0 overwrites, 1 adds.
    """

    name = "tile.section"

    ins = var_operand_def()
    outs = var_operand_def()
    acc = opt_operand_def()
    views = prop_def(ArrayAttr)
    subblock = prop_def(SizesAttr)
    blocks = var_result_def(BlockType)
    body = region_def("single_block")

    traits = traits_def(RecursiveMemoryEffect())
    irdl_options = (AttrSizedOperandSegments(as_property=True),)
    assembly_format = (
        "$subblock `ins` `(` $ins `:` type($ins) `)` $views `outs` `(` $outs `:` type($outs) `)` "
        "(`acc` $acc^ `:` type($acc))? attr-dict `->` `(` type($blocks) `)` $body"
    )

    def __init__(
        self,
        ins: Sequence[SSAValue],
        views: Sequence[str],
        subblock: tuple[int, int],
        results: Sequence[Attribute],
        body: Region,
        *,
        outs: Sequence[SSAValue] = (),
        acc: SSAValue | None = None,
    ):
        super().__init__(
            operands=[ins, outs, [] if acc is None else [acc]],
            properties={
                "views": ArrayAttr([StringAttr(view) for view in views]),
                "subblock": SizesAttr(subblock),
            },
            result_types=[results],
            regions=[body],
        )

    @property
    def view_names(self) -> tuple[str, ...]:
        names: list[str] = []
        for view in self.views:
            assert isinstance(view, StringAttr)
            names.append(view.data)
        return tuple(names)

    @property
    def subblock_dims(self) -> tuple[int, int]:
        h, w = self.subblock.data
        return h, w

    @property
    def yielded(self) -> YieldOp:
        last = self.body.block.last_op
        assert isinstance(last, YieldOp)
        return last

    def verify_(self) -> None:
        if not len(self.view_names) == len(self.ins) == len(self.body.block.args):
            raise VerifyException("one view and one body argument for each input")
        if any(view not in VIEWS for view in self.view_names):
            raise VerifyException(f"a view is one of {', '.join(VIEWS)}")
        if not isinstance(self.body.block.last_op, YieldOp):
            raise VerifyException("the body ends in tile.yield")
        if bool(self.outs) == bool(self.blocks):
            raise VerifyException("a section has results, or circular buffers to fill")
        if len(self.yielded.values) != len(self.outs) + len(self.blocks):
            raise VerifyException("the body yields one value per output")
        h, w = self.subblock_dims
        for value in (*self.blocks, *self.outs):
            rows, cols = dims_of(value)
            if rows % h or cols % w:
                raise VerifyException(f"{h}x{w} subblocks do not divide {rows}x{cols} tiles")
        for value in self.yielded.values:
            if dims_of(value) != (h, w):
                raise VerifyException("the body yields subblocks")


TILE = Dialect(
    "tile",
    [
        KernelOp,
        LoadOp,
        StoreOp,
        FillOp,
        MatmulOp,
        TransposeOp,
        CastOp,
        GenericOp,
        UnaryOp,
        BinaryOp,
        ScalarOp,
        YieldOp,
        SectionOp,
    ],
    [TensorType, BlockType],
)
