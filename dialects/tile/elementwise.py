"""Ops of the `tile` dialect that work element by element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from xdsl.dialects.builtin import StringAttr, f32, i32
from xdsl.ir import Attribute, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    prop_def,
    region_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import IsTerminator, Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import NumberAttr
from ttc.dialects.tile.types import SAME_VALUE, Value, dims_of, verify_kind

COMPARISONS = ("lt", "le", "gt", "ge", "eq", "ne")
BITWISE = ("and", "or", "xor", "shl", "shr")
"""On integers; shr repeats the sign of a signed one."""


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
        "isnan",
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
    """
    `kind` of two blocks, element by element; kinds are listed in `BINARY`.

    Those after pow are of integers; floordiv rounds down, rem has the divisor's sign.
    """

    name = "tile.binary"

    T: ClassVar = SAME_VALUE

    BINARY: ClassVar[tuple[str, ...]] = (
        *("add", "sub", "mul", "div", "max", "min", "pow"),
        *("floordiv", "rem", *BITWISE),
    )

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
    """
    `kind` of a block and a constant c, of those in `SCALAR`.

    rsub is c - x, rdiv c / x; a comparison gives 1 or 0.
    """

    name = "tile.scalar"

    T: ClassVar = SAME_VALUE

    SCALAR: ClassVar[tuple[str, ...]] = (
        *("add", "sub", "rsub", "mul", "rdiv", "max", "min", "pow"),
        *BITWISE,
        *COMPARISONS,
    )

    kind = prop_def(StringAttr)
    operand = operand_def(T)
    value = prop_def(NumberAttr)
    result = result_def(T)

    traits = traits_def(Pure())
    assembly_format = "$kind $operand `,` `(` $value `)` attr-dict `:` type($operand)"

    def __init__(self, kind: str, operand: SSAValue, value: float):
        super().__init__(
            operands=[operand],
            properties={"kind": StringAttr(kind), "value": NumberAttr(value)},
            result_types=[operand.type],
        )

    @property
    def number(self) -> float:
        return self.value.data

    def verify_(self) -> None:
        verify_kind(self.kind, self.SCALAR)


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
class YieldOp(IRDLOperation):
    """Ends the body of a generic or a section."""

    name = "tile.yield"

    values = var_operand_def()

    traits = traits_def(IsTerminator())
    assembly_format = "$values attr-dict `:` type($values)"

    def __init__(self, values: Sequence[SSAValue]):
        super().__init__(operands=[values])


@irdl_op_definition
class CompareOp(IRDLOperation):
    """1 where `kind` holds for the elements of two blocks, else 0."""

    name = "tile.compare"

    T: ClassVar = SAME_VALUE

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
        verify_kind(self.kind, COMPARISONS)


@irdl_op_definition
class SelectOp(IRDLOperation):
    """The element of `then` where that of `condition` is not 0, else that of `otherwise`."""

    name = "tile.select"

    T: ClassVar = SAME_VALUE

    condition = operand_def(Value)
    then = operand_def(T)
    otherwise = operand_def(T)
    result = result_def(T)

    traits = traits_def(Pure())
    assembly_format = (
        "$condition `,` $then `,` $otherwise attr-dict `:` type($condition) `,` type($result)"
    )

    def __init__(self, condition: SSAValue, then: SSAValue, otherwise: SSAValue):
        super().__init__(operands=[condition, then, otherwise], result_types=[then.type])

    def verify_(self) -> None:
        if dims_of(self.condition) != dims_of(self.result):
            raise VerifyException("the condition has the extents of the result")


@irdl_op_definition
class SplatOp(IRDLOperation):
    """A block with a scalar of run time in every element."""

    name = "tile.splat"

    value = operand_def()
    block = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "$value attr-dict `:` type($value) `->` type($block)"

    def __init__(self, value: SSAValue, block_type: Attribute):
        super().__init__(operands=[value], result_types=[block_type])

    def verify_(self) -> None:
        if self.value.type not in (f32, i32):
            raise VerifyException("a scalar of run time has 32 bits")
