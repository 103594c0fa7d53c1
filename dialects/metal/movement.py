"""Ops of data movement: handing pages over, L1 addresses, transfers and their barriers."""

from __future__ import annotations

from xdsl.dialects.builtin import (
    I64,
    IndexType,
    IntegerAttr,
    StringAttr,
    i64,
)
from xdsl.ir import SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
)
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.metal.bases import (
    BareOp,
    verify_reduction,
)
from ttc.dialects.metal.types import CBType
from ttc.dialects.tile import TensorType


class CBTokensOp(IRDLOperation):
    """Base of the four ops that hand `pages` pages of a circular buffer over."""

    cb = operand_def(CBType)
    pages = prop_def(IntegerAttr[I64])

    assembly_format = "$cb $pages attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue, pages: int):
        super().__init__(operands=[cb], properties={"pages": IntegerAttr(pages, i64)})

    def verify_(self) -> None:
        assert isinstance(self.cb.type, CBType)
        if not 1 <= self.pages.value.data <= self.cb.type.pages:
            raise VerifyException(
                f"{self.pages.value.data} pages of a circular buffer of {self.cb.type.pages}"
            )


@irdl_op_definition
class CBReserveBackOp(CBTokensOp):
    """Waits until `pages` pages are free at the back."""

    name = "metal.cb_reserve_back"


@irdl_op_definition
class CBPushBackOp(CBTokensOp):
    """Hands `pages` filled pages to the consumer."""

    name = "metal.cb_push_back"


@irdl_op_definition
class CBWaitFrontOp(CBTokensOp):
    """Waits until `pages` filled pages are at the front."""

    name = "metal.cb_wait_front"


@irdl_op_definition
class CBPopFrontOp(CBTokensOp):
    """Frees `pages` pages at the front."""

    name = "metal.cb_pop_front"


class CBPointerOp(IRDLOperation):
    """Base of the two ops that give an L1 address in a circular buffer, in bytes."""

    cb = operand_def(CBType)
    address = result_def(IndexType)

    assembly_format = "$cb attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue):
        super().__init__(operands=[cb], result_types=[IndexType()])


@irdl_op_definition
class GetWritePtrOp(CBPointerOp):
    """The L1 address of the reserved region."""

    name = "metal.get_write_ptr"


@irdl_op_definition
class GetReadPtrOp(CBPointerOp):
    """The L1 address of the front."""

    name = "metal.get_read_ptr"


class NocPageOp(IRDLOperation):
    """Base of the ops that start the transfer of one page between a tensor and L1."""

    page = operand_def(IndexType)
    tensor = operand_def(TensorType)
    l1 = operand_def(IndexType)

    assembly_format = "$page `of` $tensor `,` $l1 attr-dict `:` type($tensor)"

    def __init__(self, page: SSAValue, tensor: SSAValue, l1: SSAValue):
        super().__init__(operands=[page, tensor, l1])


@irdl_op_definition
class NocAsyncReadPageOp(NocPageOp):
    """Starts reading a page into L1; it is there after the next read barrier."""

    name = "metal.noc_async_read_page"


@irdl_op_definition
class NocAsyncWritePageOp(NocPageOp):
    """Starts writing a page from L1; the L1 source is free after the next flush."""

    name = "metal.noc_async_write_page"


@irdl_op_definition
class ReadZerosOp(IRDLOperation):
    """Starts filling `bytes` of L1 with zeros; they are there after the next read barrier."""

    name = "metal.read_zeros"

    l1 = operand_def(IndexType)
    bytes_ = prop_def(IntegerAttr[I64], prop_name="bytes")

    assembly_format = "$l1 $bytes attr-dict"

    def __init__(self, l1: SSAValue, bytes_: int):
        super().__init__(operands=[l1], properties={"bytes": IntegerAttr(bytes_, i64)})


@irdl_op_definition
class NocAsyncReadBarrierOp(BareOp):
    """Waits until every read this kernel started has landed."""

    name = "metal.noc_async_read_barrier"


@irdl_op_definition
class NocAsyncWriteBarrierOp(BareOp):
    """Waits until every write this kernel started has arrived."""

    name = "metal.noc_async_write_barrier"


@irdl_op_definition
class NocAsyncWritesFlushedOp(BareOp):
    """Waits until every write this kernel started has left L1."""

    name = "metal.noc_async_writes_flushed"


@irdl_op_definition
class PrepareReduceScalerOp(IRDLOperation):
    """
    Makes the tile of ones that a reduction multiplies by, and pushes it.

    It reserves its page itself (ttnn kernel_lib/reduce_helpers_dataflow.hpp).
    """

    name = "metal.prepare_reduce_scaler"

    cb = operand_def(CBType)
    pool = prop_def(StringAttr)
    dim = prop_def(StringAttr)

    assembly_format = "$cb $pool $dim attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue, pool: str, dim: str):
        super().__init__(
            operands=[cb], properties={"pool": StringAttr(pool), "dim": StringAttr(dim)}
        )

    def verify_(self) -> None:
        verify_reduction(self.pool, self.dim)


@irdl_op_definition
class WriteNumbersOp(IRDLOperation):
    """Writes the float32 tile whose element (r, c) is `row` * r + `col` * c at an L1 address."""

    name = "metal.write_numbers"

    l1 = operand_def(IndexType)
    row = prop_def(IntegerAttr[I64])
    col = prop_def(IntegerAttr[I64])

    assembly_format = "$l1 `,` $row `,` $col attr-dict"

    def __init__(self, l1: SSAValue, row: int, col: int):
        super().__init__(
            operands=[l1],
            properties={"row": IntegerAttr(row, i64), "col": IntegerAttr(col, i64)},
        )
