"""Scalar ops of the `grid` dialect: element accesses, and functions that `math` lacks."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import IndexType
from xdsl.ir import SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.grid.kernel import ParallelOp
from ttc.dialects.grid.types import BufferType, buffer_type, signless


class ElementOp(IRDLOperation):
    """Base of element accesses: one index for each dimension; a variable's may stand anywhere."""

    buffer = operand_def(BufferType)
    indices = var_operand_def(IndexType)

    @property
    def buffer_type(self) -> BufferType:
        return buffer_type(self.buffer)

    def verify_(self) -> None:
        if len(self.indices) != len(self.buffer_type.dims):
            raise VerifyException("one index for each dimension")
        if not self.buffer_type.is_var and not isinstance(self.parent_op(), ParallelOp):
            raise VerifyException("an element is accessed in a grid.parallel")


@irdl_op_definition
class LoadOp(ElementOp):
    """Reads one element, in a `grid.parallel`; a variable, anywhere."""

    name = "grid.load"

    value = result_def()

    assembly_format = "$buffer `[` $indices `]` attr-dict `:` type($buffer) `->` type($value)"

    def __init__(self, buffer: SSAValue, indices: Sequence[SSAValue]):
        super().__init__(
            operands=[buffer, indices],
            result_types=[signless(buffer_type(buffer).element_type)],
        )


@irdl_op_definition
class StoreOp(IRDLOperation):
    """Writes one element, in a `grid.parallel`; a variable, anywhere but there."""

    name = "grid.store"

    value = operand_def()
    buffer = operand_def(BufferType)
    indices = var_operand_def(IndexType)

    assembly_format = (
        "$value `,` $buffer `[` $indices `]` attr-dict `:` type($value) `,` type($buffer)"
    )

    def __init__(self, value: SSAValue, buffer: SSAValue, indices: Sequence[SSAValue]):
        super().__init__(operands=[value, buffer, indices])

    @property
    def buffer_type(self) -> BufferType:
        return buffer_type(self.buffer)

    def verify_(self) -> None:
        if len(self.indices) != len(self.buffer_type.dims):
            raise VerifyException("one index for each dimension")
        if self.value.type != signless(self.buffer_type.element_type):
            raise VerifyException("the value has the buffer's element type")
        in_parallel = isinstance(self.parent_op(), ParallelOp)
        if self.buffer_type.is_var and in_parallel:
            raise VerifyException("the iterations of a grid.parallel share their variables")
        if not self.buffer_type.is_var and not in_parallel:
            raise VerifyException("an element is accessed in a grid.parallel")


@irdl_op_definition
class SigmoidOp(IRDLOperation):
    """`T.sigmoid`: 1 / (1 + exp(-x))."""

    name = "grid.sigmoid"

    operand = operand_def()
    result = result_def()

    traits = traits_def(Pure())
    assembly_format = "$operand attr-dict `:` type($operand) `->` type($result)"

    def __init__(self, operand: SSAValue):
        super().__init__(operands=[operand], result_types=[operand.type])

    def verify_(self) -> None:
        if self.operand.type != self.result.type:
            raise VerifyException("operand and result have one type")
