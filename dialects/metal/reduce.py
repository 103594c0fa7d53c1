"""Reductions on the FPU (metalium api/compute/reduce.h)."""

from __future__ import annotations

from xdsl.dialects.builtin import (
    IndexType,
    StringAttr,
)
from xdsl.ir import SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    prop_def,
)

from ttc.dialects.metal.bases import OneCBOp, verify_reduction
from ttc.dialects.metal.types import CBType


@irdl_op_definition
class ReduceInitOp(IRDLOperation):
    """
    Sets unpackers and FPU up for `reduce_tile`, and the packer to keep the result only.

    SUM across a row takes the scaler into source A and the data into source B, the others the
    other way round.
    """

    name = "metal.reduce_init"

    pool = prop_def(StringAttr)
    dim = prop_def(StringAttr)
    cb = operand_def(CBType)
    scaler = operand_def(CBType)
    out = operand_def(CBType)

    assembly_format = (
        "$pool $dim $cb `,` $scaler `,` $out attr-dict "
        "`:` type($cb) `,` type($scaler) `,` type($out)"
    )

    def __init__(self, pool: str, dim: str, cb: SSAValue, scaler: SSAValue, out: SSAValue):
        super().__init__(
            operands=[cb, scaler, out],
            properties={"pool": StringAttr(pool), "dim": StringAttr(dim)},
        )

    def verify_(self) -> None:
        verify_reduction(self.pool, self.dim)


@irdl_op_definition
class ReduceTileOp(IRDLOperation):
    """Adds a tile, folded by `pool` along `dim`, to what DST[dst] holds (or takes the maximum)."""

    name = "metal.reduce_tile"

    pool = prop_def(StringAttr)
    dim = prop_def(StringAttr)
    cb = operand_def(CBType)
    scaler = operand_def(CBType)
    index = operand_def(IndexType)
    scaler_index = operand_def(IndexType)
    dst = operand_def(IndexType)

    assembly_format = (
        "$pool $dim $cb `[` $index `]` `,` $scaler `[` $scaler_index `]` `to` $dst "
        "attr-dict `:` type($cb) `,` type($scaler)"
    )

    def __init__(
        self,
        pool: str,
        dim: str,
        cb: SSAValue,
        scaler: SSAValue,
        index: SSAValue,
        scaler_index: SSAValue,
        dst: SSAValue,
    ):
        super().__init__(
            operands=[cb, scaler, index, scaler_index, dst],
            properties={"pool": StringAttr(pool), "dim": StringAttr(dim)},
        )

    def verify_(self) -> None:
        verify_reduction(self.pool, self.dim)


@irdl_op_definition
class ReduceUninitOp(OneCBOp):
    """Ends what `reduce_init` began; before anything but a reduction unpacks or packs."""

    name = "metal.reduce_uninit"
