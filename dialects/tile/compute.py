"""Ops of the `tile` dialect that rearrange blocks or work across their elements."""

from __future__ import annotations

from typing import ClassVar

from xdsl.dialects.builtin import (
    I64,
    IntegerAttr,
    StringAttr,
    UnitAttr,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import NumberAttr
from ttc.dialects.tile.types import (
    SAME_VALUE,
    BlockType,
    Value,
    dims_of,
    element_type_of,
    like,
    verify_kind,
)


@irdl_op_definition
class FillOp(IRDLOperation):
    """A block with the same value in every element."""

    name = "tile.fill"

    value = prop_def(NumberAttr)
    block = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "`(` $value `)` attr-dict `:` type($block)"

    def __init__(self, value: float, block_type: Attribute):
        super().__init__(properties={"value": NumberAttr(value)}, result_types=[block_type])

    @property
    def number(self) -> float:
        return self.value.data


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
    """Converts every element; floats round to nearest (ties: docs/dtypes.md)."""

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
class BroadcastOp(IRDLOperation):
    """
    Row 0 repeated down ("rows"), column 0 across ("cols"), element (0, 0) everywhere ("scalar").

    The kinds are those of Metalium's BroadcastType (api/compute/bcast.h). A row vector has one
    row, of elements or of tiles, and a column vector one column; what else is in its tiles is
    not looked at.
    """

    name = "tile.broadcast"

    KINDS: ClassVar[tuple[str, ...]] = ("rows", "cols", "scalar")

    kind = prop_def(StringAttr)
    block = operand_def(Value)
    result = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "$kind $block attr-dict `:` type($block) `->` type($result)"

    def __init__(self, kind: str, block: SSAValue, dims: tuple[int, int]):
        type_ = like(block, dims, element_type_of(block))
        super().__init__(
            operands=[block], properties={"kind": StringAttr(kind)}, result_types=[type_]
        )

    def verify_(self) -> None:
        verify_kind(self.kind, self.KINDS)
        kind = self.kind.data
        rows, cols = dims_of(self.result)
        wanted = (rows if kind == "cols" else 1, cols if kind == "rows" else 1)
        if dims_of(self.block) != wanted:
            raise VerifyException(f"'{kind}' takes a block of {wanted[0]}x{wanted[1]}")
        if element_type_of(self.block) != element_type_of(self.result):
            raise VerifyException("a broadcast keeps the element type")


@irdl_op_definition
class ReduceOp(IRDLOperation):
    """
    `kind` over the columns (`axis` 1, the result is a column) or the rows (0, a row).

    The element types may differ: the accumulator is DST. Padding is part of the block: pad-tiles
    makes it neutral. choose-subblocks adds the `tile.scaler` that it multiplies by.
    """

    name = "tile.reduce"

    KINDS: ClassVar[tuple[str, ...]] = ("sum", "max")

    kind = prop_def(StringAttr)
    axis = prop_def(IntegerAttr[I64])
    block = operand_def(Value)
    scaler = opt_operand_def(BlockType)
    result = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = (
        "$kind $axis $block (`by` $scaler^ `:` type($scaler))? attr-dict "
        "`:` type($block) `->` type($result)"
    )

    def __init__(self, kind: str, axis: int, block: SSAValue, element_type: Attribute):
        dims = list(dims_of(block))
        dims[axis] = 1
        super().__init__(
            operands=[block, []],
            properties={"kind": StringAttr(kind), "axis": IntegerAttr(axis, i64)},
            result_types=[like(block, dims, element_type)],
        )

    def verify_(self) -> None:
        verify_kind(self.kind, self.KINDS)
        if self.axis.value.data not in (0, 1):
            raise VerifyException("axis is 0 or 1")
        dims = list(dims_of(self.block))
        dims[self.axis.value.data] = 1
        if dims_of(self.result) != tuple(dims):
            raise VerifyException("the result has one element or tile along the axis")
