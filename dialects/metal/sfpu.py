"""Ops on tiles that are in DST, all of the SFPU."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    I32,
    ArrayAttr,
    Float32Type,
    FloatAttr,
    IndexType,
    IntegerAttr,
    StringAttr,
    UnitAttr,
    f32,
    i32,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    EqAttrConstraint,
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import Pure


@irdl_op_definition
class SfpuUnaryOp(IRDLOperation):
    """
    DST[dst] = f(DST[dst]), for an SFPU function of the SDK such as `exp_tile`.

    `params` are its 32-bit arguments after the slot: bit patterns of floats, or integers;
    `words` are those that only run time knows.
    """

    name = "metal.sfpu_unary"

    function = prop_def(StringAttr)
    params = opt_prop_def(ArrayAttr)
    dst = operand_def(IndexType)
    words = var_operand_def(i32)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$function $dst (`(` $words^ `)`)? attr-dict"

    def __init__(
        self,
        function: str,
        dst: SSAValue,
        params: Sequence[int] = (),
        words: Sequence[SSAValue] = (),
    ):
        values = ArrayAttr([IntegerAttr(p, i64) for p in params]) if params else None
        super().__init__(
            operands=[dst, list(words)],
            properties={"function": StringAttr(function), "params": values},
        )

    @property
    def param_values(self) -> tuple[int, ...]:
        values: list[int] = []
        for param in self.params or ():
            assert isinstance(param, IntegerAttr)
            values.append(param.value.data)
        return tuple(values)


@irdl_op_definition
class SfpuBinaryOp(IRDLOperation):
    """DST[out] = f(DST[lhs], DST[rhs]), such as `add_binary_tile`."""

    name = "metal.sfpu_binary"

    function = prop_def(StringAttr)
    lhs = operand_def(IndexType)
    rhs = operand_def(IndexType)
    out = operand_def(IndexType)

    assembly_format = "$function $lhs `,` $rhs `to` $out attr-dict"

    def __init__(self, function: str, lhs: SSAValue, rhs: SSAValue, out: SSAValue):
        super().__init__(operands=[lhs, rhs, out], properties={"function": StringAttr(function)})


@irdl_op_definition
class CopyDestValuesOp(IRDLOperation):
    """DST[dst] = DST[src]."""

    name = "metal.copy_dest_values"

    src = operand_def(IndexType)
    dst = operand_def(IndexType)
    element_type = prop_def()

    assembly_format = "$src `to` $dst `as` $element_type attr-dict"

    def __init__(self, src: SSAValue, dst: SSAValue, element_type: Attribute):
        super().__init__(operands=[src, dst], properties={"element_type": element_type})


@irdl_op_definition
class FillTileOp(IRDLOperation):
    """DST[dst] = value in every element; an integer type fills with an integer."""

    name = "metal.fill_tile"

    value = prop_def(FloatAttr[Float32Type] | IntegerAttr[I32])
    dst = operand_def(IndexType)

    assembly_format = "$value `to` $dst attr-dict"

    def __init__(self, value: float | IntegerAttr, dst: SSAValue):
        attr = value if isinstance(value, IntegerAttr) else FloatAttr(value, f32)
        super().__init__(operands=[dst], properties={"value": attr})


@irdl_op_definition
class SfpuTernaryOp(IRDLOperation):
    """DST[out] = f(DST[a], DST[b], DST[c]), such as `where_tile`."""

    name = "metal.sfpu_ternary"

    function = prop_def(StringAttr)
    a = operand_def(IndexType)
    b = operand_def(IndexType)
    c = operand_def(IndexType)
    out = operand_def(IndexType)

    assembly_format = "$function $a `,` $b `,` $c `to` $out attr-dict"

    def __init__(self, function: str, a: SSAValue, b: SSAValue, c: SSAValue, out: SSAValue):
        super().__init__(operands=[a, b, c, out], properties={"function": StringAttr(function)})


@irdl_op_definition
class FillWordOp(IRDLOperation):
    """DST[dst] = a 32-bit word of run time in every element: bits of a float, or an integer."""

    name = "metal.fill_word"

    word = operand_def(EqAttrConstraint(i32) | EqAttrConstraint(f32))
    dst = operand_def(IndexType)
    integer = opt_prop_def(UnitAttr)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$word `to` $dst attr-dict `:` type($word)"

    def __init__(self, word: SSAValue, dst: SSAValue, *, integer: bool = False):
        super().__init__(
            operands=[word, dst], properties={"integer": UnitAttr() if integer else None}
        )


@irdl_op_definition
class FloatBitsOp(IRDLOperation):
    """The bits of the float32 that equals a number; exact below 2**24."""

    name = "metal.float_bits"

    number = operand_def(EqAttrConstraint(IndexType()) | EqAttrConstraint(i32))
    bits = result_def(i32)

    traits = traits_def(Pure())
    assembly_format = "$number attr-dict `:` type($number)"

    def __init__(self, number: SSAValue):
        super().__init__(operands=[number], result_types=[i32])
