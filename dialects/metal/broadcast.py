"""Broadcasts on the FPU and the unpacker (metalium api/compute/bcast.h)."""

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

from ttc.dialects.metal.bases import (
    OneCBOp,
    TwoCBOp,
    TwoTilesOp,
    verify_binary_kind,
    verify_broadcast,
)
from ttc.dialects.metal.types import CBType


@irdl_op_definition
class BcastInitOp(TwoCBOp):
    """Sets the FPU up for `KIND_tiles_bcast_DIM`."""

    name = "metal.bcast_init"

    kind = prop_def(StringAttr)
    dim = prop_def(StringAttr)

    def __init__(self, kind: str, dim: str, in0: SSAValue, in1: SSAValue):
        super().__init__(
            operands=[in0, in1], properties={"kind": StringAttr(kind), "dim": StringAttr(dim)}
        )

    def verify_(self) -> None:
        verify_binary_kind(self.kind)
        verify_broadcast(self.dim)


@irdl_op_definition
class BcastTilesOp(TwoTilesOp):
    """
    DST[dst] = a op b, with row 0, column 0 or element (0, 0) of b in all its places.

    A product is added to what DST[dst] holds.
    """

    name = "metal.tiles_bcast"

    kind = prop_def(StringAttr)
    dim = prop_def(StringAttr)

    def __init__(
        self,
        kind: str,
        dim: str,
        in0: SSAValue,
        in1: SSAValue,
        index0: SSAValue,
        index1: SSAValue,
        dst: SSAValue,
    ):
        super().__init__(
            operands=[in0, in1, index0, index1, dst],
            properties={"kind": StringAttr(kind), "dim": StringAttr(dim)},
        )

    def verify_(self) -> None:
        verify_binary_kind(self.kind)
        verify_broadcast(self.dim)


class UnaryBcastConfigurationOp(OneCBOp):
    """Base of the calls before and after `unary_bcast`."""

    dim = prop_def(StringAttr)

    assembly_format = "$dim $cb attr-dict `:` type($cb)"

    def __init__(self, dim: str, cb: SSAValue):
        IRDLOperation.__init__(self, operands=[cb], properties={"dim": StringAttr(dim)})

    def verify_(self) -> None:
        verify_broadcast(self.dim)


@irdl_op_definition
class UnaryBcastInitOp(UnaryBcastConfigurationOp):
    """Sets unpacker and math up for `unary_bcast`."""

    name = "metal.unary_bcast_init"


@irdl_op_definition
class UnaryBcastUninitOp(UnaryBcastConfigurationOp):
    """Ends what `unary_bcast_init` began, before anything else unpacks."""

    name = "metal.unary_bcast_uninit"


@irdl_op_definition
class UnaryBcastOp(IRDLOperation):
    """
    DST[dst] = a tile's row 0, column 0 or element (0, 0) in all its places.

    Exact for bfloat16, and for float32 that is unpacked to DST.
    """

    name = "metal.unary_bcast"

    dim = prop_def(StringAttr)
    cb = operand_def(CBType)
    index = operand_def(IndexType)
    dst = operand_def(IndexType)

    assembly_format = "$dim $cb `[` $index `]` `to` $dst attr-dict `:` type($cb)"

    def __init__(self, dim: str, cb: SSAValue, index: SSAValue, dst: SSAValue):
        super().__init__(operands=[cb, index, dst], properties={"dim": StringAttr(dim)})

    def verify_(self) -> None:
        verify_broadcast(self.dim)
