"""What ops of the `metal` dialect share: operands, and the checks of properties."""

from __future__ import annotations

from xdsl.dialects.builtin import (
    IndexType,
    IntegerAttr,
    StringAttr,
    UnitAttr,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    operand_def,
)
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.metal.types import CBType


class BareOp(IRDLOperation):
    """Base of the calls without arguments."""

    assembly_format = "attr-dict"

    def __init__(self) -> None:
        super().__init__()


class OneCBOp(IRDLOperation):
    """Base of the configuration calls that take one circular buffer."""

    cb = operand_def(CBType)

    assembly_format = "$cb attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue):
        super().__init__(operands=[cb])


class TwoCBOp(IRDLOperation):
    """Base of the configuration calls that take two circular buffers."""

    in0 = operand_def(CBType)
    in1 = operand_def(CBType)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$in0 `,` $in1 attr-dict `:` type($in0) `,` type($in1)"


class FromCBOp(IRDLOperation):
    """Base of the ops that bring tile `index` of the front of a circular buffer into DST."""

    cb = operand_def(CBType)
    index = operand_def(IndexType)
    dst = operand_def(IndexType)

    assembly_format = "$cb `[` $index `]` `to` $dst attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue, index: SSAValue, dst: SSAValue):
        super().__init__(operands=[cb, index, dst])


class TwoTilesOp(IRDLOperation):
    """Base of the FPU ops on a tile of each of two circular buffers."""

    in0 = operand_def(CBType)
    in1 = operand_def(CBType)
    index0 = operand_def(IndexType)
    index1 = operand_def(IndexType)
    dst = operand_def(IndexType)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = (
        "$in0 `[` $index0 `]` `,` $in1 `[` $index1 `]` `to` $dst attr-dict "
        "`:` type($in0) `,` type($in1)"
    )


BINARY_KINDS = ("add", "sub", "mul")


def verify_binary_kind(kind: StringAttr) -> None:
    if kind.data not in BINARY_KINDS:
        raise VerifyException(f"the FPU's binary ops are {', '.join(BINARY_KINDS)}")


def matmul_properties(transpose: bool, ct: int, rt: int, kt: int) -> dict[str, Attribute | None]:
    return {
        "transpose": UnitAttr() if transpose else None,
        "ct": IntegerAttr(ct, i64),
        "rt": IntegerAttr(rt, i64),
        "kt": IntegerAttr(kt, i64),
    }


POOLS = ("SUM", "MAX")
REDUCE_DIMS = ("REDUCE_ROW", "REDUCE_COL")
BROADCASTS = ("rows", "cols", "scalar")


def verify_reduction(pool: StringAttr, dim: StringAttr) -> None:
    if pool.data not in POOLS:
        raise VerifyException(f"a reduction's pool is one of {', '.join(POOLS)}")
    if dim.data not in REDUCE_DIMS:
        raise VerifyException(f"a reduction's dim is one of {', '.join(REDUCE_DIMS)}")


def verify_broadcast(dim: StringAttr) -> None:
    if dim.data not in BROADCASTS:
        raise VerifyException(f"a broadcast is one of {', '.join(BROADCASTS)}")
