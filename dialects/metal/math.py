"""Ops of the unpackers and the FPU: tiles of circular buffers into DST."""

from __future__ import annotations

from xdsl.dialects.builtin import (
    I64,
    IntegerAttr,
    StringAttr,
    UnitAttr,
)
from xdsl.ir import SSAValue
from xdsl.irdl import (
    irdl_op_definition,
    opt_prop_def,
    prop_def,
)

from ttc.dialects.metal.bases import (
    FromCBOp,
    TwoTilesOp,
    matmul_properties,
    verify_binary_kind,
)


@irdl_op_definition
class CopyTileOp(FromCBOp):
    """DST[dst] = tile."""

    name = "metal.copy_tile"


@irdl_op_definition
class TransposeTileOp(FromCBOp):
    """DST[dst] = transposed tile."""

    name = "metal.transpose_tile"


@irdl_op_definition
class BinaryTilesOp(TwoTilesOp):
    """`add_tiles`, `sub_tiles`: DST[dst] = a op b; `mul_tiles`: DST[dst] += a * b."""

    name = "metal.binary_tiles"

    kind = prop_def(StringAttr)

    def __init__(
        self,
        kind: str,
        in0: SSAValue,
        in1: SSAValue,
        index0: SSAValue,
        index1: SSAValue,
        dst: SSAValue,
    ):
        super().__init__(
            operands=[in0, in1, index0, index1, dst], properties={"kind": StringAttr(kind)}
        )

    def verify_(self) -> None:
        verify_binary_kind(self.kind)


@irdl_op_definition
class MatmulBlockOp(TwoTilesOp):
    """
    DST[dst..] += the product of `rt` tiles of a column of in0 and `ct` tiles of a row of in1.

    In0's tiles are index0 + r * kt, in1's index1 + c, results row-major from dst.
    """

    name = "metal.matmul_block"

    transpose = opt_prop_def(UnitAttr)
    ct = prop_def(IntegerAttr[I64])
    rt = prop_def(IntegerAttr[I64])
    kt = prop_def(IntegerAttr[I64])

    def __init__(
        self,
        in0: SSAValue,
        in1: SSAValue,
        index0: SSAValue,
        index1: SSAValue,
        dst: SSAValue,
        *,
        transpose: bool,
        ct: int,
        rt: int,
        kt: int,
    ):
        super().__init__(
            operands=[in0, in1, index0, index1, dst],
            properties=matmul_properties(transpose, ct, rt, kt),
        )
