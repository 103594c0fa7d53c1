"""Ops that configure unpackers, math, SFPU and packer (metalium `*_init`, `reconfig_*`)."""

from __future__ import annotations

from xdsl.dialects.builtin import (
    I64,
    IntegerAttr,
    StringAttr,
    UnitAttr,
)
from xdsl.ir import SSAValue
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
)

from ttc.dialects.metal.bases import (
    OneCBOp,
    TwoCBOp,
    matmul_properties,
    verify_binary_kind,
)
from ttc.dialects.metal.types import CBType


@irdl_op_definition
class HwStartupOp(IRDLOperation):
    """Configures unpackers, math and packer; first call of a compute kernel, exactly once."""

    name = "metal.compute_kernel_hw_startup"

    in0 = operand_def(CBType)
    in1 = operand_def(CBType)
    out = operand_def(CBType)
    reverse = opt_prop_def(UnitAttr)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = (
        "$in0 `,` $in1 `,` $out attr-dict `:` type($in0) `,` type($in1) `,` type($out)"
    )

    def __init__(self, in0: SSAValue, in1: SSAValue, out: SSAValue, reverse: bool = False):
        super().__init__(
            operands=[in0, in1, out], properties={"reverse": UnitAttr() if reverse else None}
        )


@irdl_op_definition
class CopyInitOp(OneCBOp):
    """Sets the unpacker and math up for `copy_tile` from this page format."""

    name = "metal.copy_init"


@irdl_op_definition
class TransposeInitOp(OneCBOp):
    """Sets the unpacker and math up for `transpose_tile`."""

    name = "metal.transpose_init"


@irdl_op_definition
class ReconfigDataFormatSrcAOp(OneCBOp):
    """Switches the source A unpacker to this page format."""

    name = "metal.reconfig_data_format_srca"


@irdl_op_definition
class PackReconfigDataFormatOp(OneCBOp):
    """Switches the packer to this page format."""

    name = "metal.pack_reconfig_data_format"


@irdl_op_definition
class ReconfigDataFormatOp(TwoCBOp):
    """Switches both unpackers; `reverse` where in0 goes to source B, as matmul has it."""

    name = "metal.reconfig_data_format"

    reverse = opt_prop_def(UnitAttr)

    def __init__(self, in0: SSAValue, in1: SSAValue, reverse: bool = False):
        super().__init__(
            operands=[in0, in1], properties={"reverse": UnitAttr() if reverse else None}
        )


@irdl_op_definition
class BinaryInitOp(TwoCBOp):
    """Sets the FPU up for `add_tiles`, `sub_tiles` or `mul_tiles`."""

    name = "metal.binary_init"

    kind = prop_def(StringAttr)

    def __init__(self, kind: str, in0: SSAValue, in1: SSAValue):
        super().__init__(operands=[in0, in1], properties={"kind": StringAttr(kind)})

    def verify_(self) -> None:
        verify_binary_kind(self.kind)


@irdl_op_definition
class MatmulBlockInitOp(TwoCBOp):
    """
    Sets the FPU up for `matmul_block`.

    `rt` x `ct` is the block of output tiles, `kt` the tiles in a row of in0's block; `transpose`
    transposes every tile of in1.
    """

    name = "metal.matmul_block_init"

    transpose = opt_prop_def(UnitAttr)
    ct = prop_def(IntegerAttr[I64])
    rt = prop_def(IntegerAttr[I64])
    kt = prop_def(IntegerAttr[I64])

    def __init__(self, in0: SSAValue, in1: SSAValue, *, transpose: bool, ct: int, rt: int, kt: int):
        super().__init__(operands=[in0, in1], properties=matmul_properties(transpose, ct, rt, kt))


@irdl_op_definition
class SfpuInitOp(IRDLOperation):
    """Loads the SFPU's constants for one function, such as `exp_tile`."""

    name = "metal.sfpu_init"

    function = prop_def(StringAttr)

    assembly_format = "$function attr-dict"

    def __init__(self, function: str):
        super().__init__(properties={"function": StringAttr(function)})
