"""Ops of the `tile` dialect whose value depends on the place of an element in its block."""

from __future__ import annotations

from typing import ClassVar

from xdsl.dialects.builtin import Float32Type, IndexType, UnitAttr
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
from xdsl.traits import HasParent, Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import CoefficientsAttr, NumberAttr
from ttc.dialects.tile.elementwise import GenericOp
from ttc.dialects.tile.types import SAME_VALUE, BlockType, Value, element_type_of


class PlaceOp(IRDLOperation):
    """Base of ops on `start + a*i + b*j`, where (i, j) is the place of an element in its block."""

    coefficients = prop_def(CoefficientsAttr)

    @property
    def factors(self) -> tuple[int, int]:
        """The factors (a, b) of the row and the column."""
        a, b = self.coefficients.data
        return a, b

    def verify_(self) -> None:
        if len(self.coefficients.data) != 2:
            raise VerifyException("one coefficient for the row, one for the column")


@irdl_op_definition
class IndexOp(PlaceOp):
    """The number `start + a*i + b*j` in the body of a generic. Gone after tensorize."""

    name = "tile.index"

    start = operand_def(IndexType)
    result = result_def(IndexType)

    traits = traits_def(Pure(), HasParent(GenericOp))
    assembly_format = "$coefficients $start attr-dict"

    def __init__(self, factors: tuple[int, int], start: SSAValue):
        super().__init__(
            operands=[start],
            properties={"coefficients": CoefficientsAttr(factors)},
            result_types=[IndexType()],
        )


@irdl_op_definition
class IotaOp(PlaceOp):
    """
    The float32 number `start + a*i + b*j` in every element; exact below 2**24.

    choose-subblocks adds the `tile.numbers` of its factors.
    """

    name = "tile.iota"

    start = operand_def(IndexType)
    numbers = opt_operand_def(BlockType)
    block = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = (
        "$coefficients $start (`by` $numbers^ `:` type($numbers))? attr-dict `:` type($block)"
    )

    def __init__(self, factors: tuple[int, int], start: SSAValue, block_type: Attribute):
        super().__init__(
            operands=[start, []],
            properties={"coefficients": CoefficientsAttr(factors)},
            result_types=[block_type],
        )

    def verify_(self) -> None:
        super().verify_()
        if not isinstance(element_type_of(self.block), Float32Type):
            raise VerifyException("numbers of places are float32")


@irdl_op_definition
class MaskOp(PlaceOp):
    """
    The element of `block` where `start + a*i + b*j >= 0`, else `value`.

    choose-subblocks adds the `tile.numbers` of its factors, or those of another mask with the
    opposite factors: then it is `negated`.
    """

    name = "tile.mask"

    T: ClassVar = SAME_VALUE

    start = operand_def(IndexType)
    block = operand_def(T)
    value = prop_def(NumberAttr)
    negated = opt_prop_def(UnitAttr)
    numbers = opt_operand_def(BlockType)
    result = result_def(T)

    traits = traits_def(Pure())
    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = (
        "$coefficients $start `,` $block `,` `(` $value `)` "
        "(`by` $numbers^ `:` type($numbers))? attr-dict `:` type($block)"
    )

    def __init__(self, factors: tuple[int, int], start: SSAValue, block: SSAValue, value: float):
        super().__init__(
            operands=[start, block, []],
            properties={
                "coefficients": CoefficientsAttr(factors),
                "value": NumberAttr(value),
            },
            result_types=[block.type],
        )

    @property
    def number(self) -> float:
        return self.value.data
