"""The life of a DST section, and what drains it."""

from __future__ import annotations

from xdsl.dialects.builtin import (
    IndexType,
    i1,
)
from xdsl.ir import SSAValue
from xdsl.irdl import (
    EqAttrConstraint,
    IRDLOperation,
    irdl_op_definition,
    operand_def,
)

from ttc.dialects.metal.bases import (
    BareOp,
)
from ttc.dialects.metal.types import CBType


@irdl_op_definition
class TileRegsAcquireOp(BareOp):
    """Math takes a zeroed half of DST."""

    name = "metal.tile_regs_acquire"


@irdl_op_definition
class TileRegsCommitOp(BareOp):
    """Math gives its half of DST to the packer."""

    name = "metal.tile_regs_commit"


@irdl_op_definition
class TileRegsWaitOp(BareOp):
    """The packer waits for a committed half of DST."""

    name = "metal.tile_regs_wait"


@irdl_op_definition
class TileRegsReleaseOp(BareOp):
    """The packer frees its half of DST."""

    name = "metal.tile_regs_release"


@irdl_op_definition
class PackTileOp(IRDLOperation):
    """Packs DST[dst] into the next page of the reserved region."""

    name = "metal.pack_tile"

    dst = operand_def(IndexType)
    cb = operand_def(CBType)

    assembly_format = "$dst `to` $cb attr-dict `:` type($cb)"

    def __init__(self, dst: SSAValue, cb: SSAValue):
        super().__init__(operands=[dst, cb])


@irdl_op_definition
class PackTileAtOp(IRDLOperation):
    """Packs DST[dst] into page `index` of the reserved region (`pack_tile<true>`)."""

    name = "metal.pack_tile_at"

    dst = operand_def(IndexType)
    cb = operand_def(CBType)
    index = operand_def(IndexType)

    assembly_format = "$dst `to` $cb `[` $index `]` attr-dict `:` type($cb)"

    def __init__(self, dst: SSAValue, cb: SSAValue, index: SSAValue):
        super().__init__(operands=[dst, cb, index])


@irdl_op_definition
class PackReconfigL1AccOp(IRDLOperation):
    """1: the packer adds to what the page holds; 0: it overwrites."""

    name = "metal.pack_reconfig_l1_acc"

    enable = operand_def(EqAttrConstraint(IndexType()) | EqAttrConstraint(i1))

    assembly_format = "$enable attr-dict `:` type($enable)"

    def __init__(self, enable: SSAValue):
        super().__init__(operands=[enable])
