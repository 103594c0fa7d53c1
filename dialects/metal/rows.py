"""Moving pieces of rows; tiles of rows, and rows of tiles (metalium tilize.h, pack_untilize.h)."""

from __future__ import annotations

from xdsl.dialects.builtin import I64, IndexType, IntegerAttr, i64
from xdsl.ir import SSAValue
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
)
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.metal.bases import OneCBOp
from ttc.dialects.metal.types import CBType
from ttc.dialects.tile import TensorType

UNTILIZED = 8
"""Tiles that a block of `pack_untilize_dest` has at most (llk_pack_untilize.h, Blackhole)."""


@irdl_op_definition
class GetNocAddrOp(IRDLOperation):
    """The NoC address of the byte `offset` of a page of a tensor."""

    name = "metal.get_noc_addr"

    page = operand_def(IndexType)
    offset = operand_def(IndexType)
    tensor = operand_def(TensorType)
    address = result_def(I64)

    assembly_format = "$page `,` $offset `of` $tensor attr-dict `:` type($tensor)"

    def __init__(self, page: SSAValue, offset: SSAValue, tensor: SSAValue):
        super().__init__(operands=[page, offset, tensor], result_types=[i64])


@irdl_op_definition
class NocAsyncReadOp(IRDLOperation):
    """Starts reading `bytes` at a NoC address into L1; they are there after the next barrier."""

    name = "metal.noc_async_read"

    source = operand_def(I64)
    l1 = operand_def(IndexType)
    bytes_ = prop_def(IntegerAttr[I64], prop_name="bytes")

    assembly_format = "$source `,` $l1 $bytes attr-dict"

    def __init__(self, source: SSAValue, l1: SSAValue, bytes_: int):
        super().__init__(operands=[source, l1], properties={"bytes": IntegerAttr(bytes_, i64)})


@irdl_op_definition
class NocAsyncWriteOp(IRDLOperation):
    """Starts writing `bytes` of L1 to a NoC address; L1 is free after the next flush."""

    name = "metal.noc_async_write"

    l1 = operand_def(IndexType)
    target = operand_def(I64)
    bytes_ = prop_def(IntegerAttr[I64], prop_name="bytes")

    assembly_format = "$l1 `,` $target $bytes attr-dict"

    def __init__(self, l1: SSAValue, target: SSAValue, bytes_: int):
        super().__init__(operands=[l1, target], properties={"bytes": IntegerAttr(bytes_, i64)})


class TilizeConfigurationOp(IRDLOperation):
    """Base of the two calls around `tilize_block`: from which buffer, and into which."""

    cb = operand_def(CBType)
    out = operand_def(CBType)


@irdl_op_definition
class TilizeInitOp(TilizeConfigurationOp):
    """Sets unpacker, math and packer up for `tilize_block` of `width` tiles a row."""

    name = "metal.tilize_init"

    width = prop_def(IntegerAttr[I64])

    assembly_format = "$cb $width `to` $out attr-dict `:` type($cb) `,` type($out)"

    def __init__(self, cb: SSAValue, width: int, out: SSAValue):
        super().__init__(operands=[cb, out], properties={"width": IntegerAttr(width, i64)})


@irdl_op_definition
class TilizeUninitOp(TilizeConfigurationOp):
    """Ends what `tilize_init` began; before anything else unpacks or packs."""

    name = "metal.tilize_uninit"

    assembly_format = "$cb `to` $out attr-dict `:` type($cb) `,` type($out)"

    def __init__(self, cb: SSAValue, out: SSAValue):
        super().__init__(operands=[cb, out])


@irdl_op_definition
class TilizeBlockOp(IRDLOperation):
    """
    Makes `width` tiles of 32 rows of one buffer's front, in pages of another from `index` on.

    `index` counts pages on both sides. The call has a DST section of its own for each tile.
    """

    name = "metal.tilize_block"

    cb = operand_def(CBType)
    out = operand_def(CBType)
    index = operand_def(IndexType)
    width = prop_def(IntegerAttr[I64])

    assembly_format = "$cb `[` $index `]` $width `to` $out attr-dict `:` type($cb) `,` type($out)"

    def __init__(self, cb: SSAValue, width: int, out: SSAValue, index: SSAValue):
        super().__init__(operands=[cb, out, index], properties={"width": IntegerAttr(width, i64)})

    def verify_(self) -> None:
        assert isinstance(self.cb.type, CBType)
        assert isinstance(self.out.type, CBType)
        if self.out.type.block_pages % self.width.value.data:
            raise VerifyException("a block has whole rows of tiles")
        if self.cb.type.block_pages < self.out.type.block_pages:
            raise VerifyException("a block of rows has at least as many pages as its tiles")


class PackUntilizeOp(IRDLOperation):
    """Base of the calls that pack `block` of the `full` tiles of a row of tiles at a time."""

    block = prop_def(IntegerAttr[I64])
    full = prop_def(IntegerAttr[I64])

    irdl_options = (ParsePropInAttrDict(),)

    def verify_(self) -> None:
        if not 1 <= self.block.value.data <= UNTILIZED:
            raise VerifyException(f"1 to {UNTILIZED} tiles are packed as rows at a time")
        if self.full.value.data % self.block.value.data:
            raise VerifyException("a row of tiles is packed in equal blocks")
        buffer = self.operands[0].type
        assert isinstance(buffer, CBType)
        if buffer.block_pages % self.full.value.data:
            raise VerifyException("a block has whole rows of tiles")


@irdl_op_definition
class PackUntilizeDestInitOp(PackUntilizeOp):
    """
    Sets the packer up for `pack_untilize_dest`, until `pack_untilize_uninit`.

    Between sections of DST: on Blackhole the FPU has to know, too (`llk_math_reconfig_remap`).
    """

    name = "metal.pack_untilize_dest_init"

    cb = operand_def(CBType)

    assembly_format = "$cb attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue, block: int, full: int):
        super().__init__(
            operands=[cb],
            properties={"block": IntegerAttr(block, i64), "full": IntegerAttr(full, i64)},
        )


@irdl_op_definition
class PackUntilizeDestOp(PackUntilizeOp):
    """
    Packs the first `rows` * `block` tiles of DST as rows of elements.

    They are the block of columns `col` of the rows of tiles at the back of a buffer.
    """

    name = "metal.pack_untilize_dest"

    cb = operand_def(CBType)
    rows = prop_def(IntegerAttr[I64])
    col = operand_def(IndexType)

    assembly_format = "$cb `[` $col `]` $rows attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue, block: int, full: int, rows: int, col: SSAValue):
        super().__init__(
            operands=[cb, col],
            properties={
                "block": IntegerAttr(block, i64),
                "full": IntegerAttr(full, i64),
                "rows": IntegerAttr(rows, i64),
            },
        )


@irdl_op_definition
class PackUntilizeUninitOp(OneCBOp):
    """Ends what `pack_untilize_dest_init` began; before anything else is packed."""

    name = "metal.pack_untilize_uninit"
