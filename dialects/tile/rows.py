"""Rows and tiles: the ops of the `tile` dialect for blocks whose elements lie otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from xdsl.dialects import builtin
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import IRDLOperation, irdl_op_definition, operand_def, result_def, traits_def
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.tile.memory import LoadOp
from ttc.dialects.tile.types import BlockType, Value, dims_of, element_type_of, like


@irdl_op_definition
class ReshapeOp(IRDLOperation):
    """
    The same elements, in row-major order, in other rows and columns.

    On elements only: pad-tiles makes it `tile.untilize` and `tile.tilize`.
    """

    name = "tile.reshape"

    block = operand_def(builtin.TensorType)
    result = result_def(builtin.TensorType)

    traits = traits_def(Pure())
    assembly_format = "$block attr-dict `:` type($block) `->` type($result)"

    def __init__(self, block: SSAValue, dims: Sequence[int]):
        type_ = like(block, dims, element_type_of(block))
        super().__init__(operands=[block], result_types=[type_])

    def verify_(self) -> None:
        if element_type_of(self.block) != element_type_of(self.result):
            raise VerifyException("a reshape keeps the element type")
        old, new = prod(dims_of(self.block)), prod(dims_of(self.result))
        if old != new:
            raise VerifyException(f"{old} elements in rows and columns of {new}")


@irdl_op_definition
class UntilizeOp(IRDLOperation):
    """
    A block that holds rows, of one of tiles: the same elements, in another order in L1.

    A row of tiles of the result is 32 rows of elements, one after the other. The result may be
    higher than the block; what stands there is anything.
    """

    name = "tile.untilize"

    block = operand_def(BlockType)
    result = result_def(BlockType)

    traits = traits_def(Pure())
    assembly_format = "$block attr-dict `:` type($block) `->` type($result)"

    def __init__(self, block: SSAValue, result_type: Attribute):
        super().__init__(operands=[block], result_types=[result_type])

    def verify_(self) -> None:
        if element_type_of(self.block) != element_type_of(self.result):
            raise VerifyException("rows keep the element type of their tiles")
        (rows, cols), (height, width) = dims_of(self.block), dims_of(self.result)
        if width != cols or height < rows:
            raise VerifyException("rows are as wide as their tiles, and at least as high")
        if isinstance(self.block.owner, UntilizeOp):
            raise VerifyException("what holds rows is no block of tiles")


@irdl_op_definition
class TilizeOp(IRDLOperation):
    """
    A block of tiles from one that holds rows: the same elements, in another order in L1.

    The rows of the operand, one after the other, are taken for rows as wide as the result; the
    operand has at least as many tiles as that.
    """

    name = "tile.tilize"

    block = operand_def(Value)
    result = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "$block attr-dict `:` type($block) `->` type($result)"

    def __init__(self, block: SSAValue, result_type: Attribute):
        super().__init__(operands=[block], result_types=[result_type])

    def verify_(self) -> None:
        if element_type_of(self.block) != element_type_of(self.result):
            raise VerifyException("tiles keep the element type of their rows")
        there, wanted = prod(dims_of(self.block)), prod(dims_of(self.result))
        if there < wanted:
            raise VerifyException(f"{wanted} tiles of rows that fill {there}")
        owner = self.block.owner
        if isinstance(owner, LoadOp) and not owner.is_rows:
            raise VerifyException("what is loaded from a tensor in tiles is tiles already")
