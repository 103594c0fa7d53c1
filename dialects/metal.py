"""
The `metal` dialect: the three kernels of one Tensix core, one op for each Metalium call.

Circular buffers are typed values that a kernel takes as arguments, beside the tensors it reads or
writes and the numbers that differ from core to core; the host program binds all three. Indices
(tiles, pages, DST slots, L1 addresses) are `index`; control flow is `scf`, arithmetic `arith`.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    I32,
    I64,
    ArrayAttr,
    Float32Type,
    FloatAttr,
    IndexType,
    IntAttr,
    IntegerAttr,
    StringAttr,
    UnitAttr,
    f32,
    i1,
    i64,
)
from xdsl.ir import Attribute, Dialect, Operation, ParametrizedAttribute, SSAValue, TypeAttribute
from xdsl.irdl import (
    EqAttrConstraint,
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    param_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import IsolatedFromAbove, NoTerminator, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import (
    KernelOpBase,
    parse_shaped,
    print_shaped,
    shape_attr,
    verify_shape,
)
from ttc.dialects.tile import TensorType
from ttc.dtypes import dtype_of

ROLES = ("reader", "compute", "writer")
UNALLOCATED = -1


@irdl_attr_definition
class CBType(ParametrizedAttribute, TypeAttribute):
    """
    `!metal.cb<4x1xbf16, depth=2, id=0>`: a circular buffer of 2 blocks of 4x1 tiles.

    A page is one tile; producer and consumer hand over whole blocks. The id is missing until
    circular buffers are allocated. `unpack_to_dest` marks float32 pages that the unpacker puts
    into DST unrounded, instead of through the source registers (UnpackToDestFp32).
    """

    name = "metal.cb"

    shape: ArrayAttr[IntAttr] = param_def()
    element_type: Attribute = param_def()
    depth: IntAttr = param_def()
    index: IntAttr = param_def()
    unpack_to_dest: IntAttr = param_def()

    @classmethod
    def of(
        cls,
        shape: Sequence[int],
        element_type: Attribute,
        depth: int,
        index: int = UNALLOCATED,
        unpack_to_dest: bool = False,
    ) -> CBType:
        return cls(
            shape_attr(shape),
            element_type,
            IntAttr(depth),
            IntAttr(index),
            IntAttr(int(unpack_to_dest)),
        )

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        index = UNALLOCATED
        unpack = 0
        with parser.in_angle_brackets():
            shape, element_type = parse_shaped(parser)
            parser.parse_punctuation(",")
            parser.parse_keyword("depth")
            parser.parse_punctuation("=")
            depth = parser.parse_integer()
            while parser.parse_optional_punctuation(",") is not None:
                if parser.parse_optional_keyword("unpack_to_dest") is not None:
                    unpack = 1
                else:
                    parser.parse_keyword("id")
                    parser.parse_punctuation("=")
                    index = parser.parse_integer()
        return shape, element_type, IntAttr(depth), IntAttr(index), IntAttr(unpack)

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            print_shaped(printer, self.shape, self.element_type)
            printer.print_string(f", depth={self.depth.data}")
            if self.index.data != UNALLOCATED:
                printer.print_string(f", id={self.index.data}")
            if self.unpack_to_dest.data:
                printer.print_string(", unpack_to_dest")

    def verify(self) -> None:
        verify_shape(self.shape)
        if self.depth.data < 1:
            raise VerifyException("a circular buffer holds at least one block")
        if self.unpack_to_dest.data and not isinstance(self.element_type, Float32Type):
            raise VerifyException("only float32 pages have an unpack_to_dest mode to choose")
        try:
            dtype_of(self.element_type)
        except KeyError:
            raise VerifyException(f"no page has elements of type {self.element_type}") from None

    @property
    def dims(self) -> tuple[int, ...]:
        """Rows and columns of a block, in tiles."""
        return tuple(dim.data for dim in self.shape)

    @property
    def block_pages(self) -> int:
        pages = 1
        for dim in self.dims:
            pages *= dim
        return pages

    @property
    def pages(self) -> int:
        return self.depth.data * self.block_pages

    @property
    def page_bytes(self) -> int:
        return dtype_of(self.element_type).tile_bytes

    @property
    def byte_size(self) -> int:
        return self.pages * self.page_bytes

    @property
    def is_allocated(self) -> bool:
        return self.index.data != UNALLOCATED


@irdl_op_definition
class KernelOp(KernelOpBase):
    """
    The program of one role on every core: reader (NCRISC), compute (TRISCs) or writer (BRISC).

    Its arguments are circular buffers, tensors and numbers, in the order the host binds them.
    """

    name = "metal.kernel"

    role = prop_def(StringAttr)

    traits = traits_def(SymbolOpInterface(), NoTerminator(), IsolatedFromAbove())

    def verify_(self) -> None:
        if self.role.data not in ROLES:
            raise VerifyException(f"role is one of {', '.join(ROLES)}")
        kinds = [_argument_kind(arg.type) for arg in self.args]
        if kinds != sorted(kinds):
            raise VerifyException("circular buffers come first, then tensors, then numbers")


def _argument_kind(type_: Attribute) -> int:
    match type_:
        case CBType():
            return 0
        case TensorType():
            return 1
        case IndexType():
            return 2
        case _:
            raise VerifyException(f"a kernel takes no argument of type {type_}")


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


class BareOp(IRDLOperation):
    """Base of the calls without arguments."""

    assembly_format = "attr-dict"

    def __init__(self) -> None:
        super().__init__()


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


class OneCBOp(IRDLOperation):
    """Base of the configuration calls that take one circular buffer."""

    cb = operand_def(CBType)

    assembly_format = "$cb attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue):
        super().__init__(operands=[cb])


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


class TwoCBOp(IRDLOperation):
    """Base of the configuration calls that take two circular buffers."""

    in0 = operand_def(CBType)
    in1 = operand_def(CBType)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$in0 `,` $in1 attr-dict `:` type($in0) `,` type($in1)"


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
        super().__init__(operands=[in0, in1], properties=_matmul_properties(transpose, ct, rt, kt))


def _matmul_properties(transpose: bool, ct: int, rt: int, kt: int) -> dict[str, Attribute | None]:
    return {
        "transpose": UnitAttr() if transpose else None,
        "ct": IntegerAttr(ct, i64),
        "rt": IntegerAttr(rt, i64),
        "kt": IntegerAttr(kt, i64),
    }


@irdl_op_definition
class SfpuInitOp(IRDLOperation):
    """Loads the SFPU's constants for one function, such as `exp_tile`."""

    name = "metal.sfpu_init"

    function = prop_def(StringAttr)

    assembly_format = "$function attr-dict"

    def __init__(self, function: str):
        super().__init__(properties={"function": StringAttr(function)})


class FromCBOp(IRDLOperation):
    """Base of the ops that bring tile `index` of the front of a circular buffer into DST."""

    cb = operand_def(CBType)
    index = operand_def(IndexType)
    dst = operand_def(IndexType)

    assembly_format = "$cb `[` $index `]` `to` $dst attr-dict `:` type($cb)"

    def __init__(self, cb: SSAValue, index: SSAValue, dst: SSAValue):
        super().__init__(operands=[cb, index, dst])


@irdl_op_definition
class CopyTileOp(FromCBOp):
    """DST[dst] = tile."""

    name = "metal.copy_tile"


@irdl_op_definition
class TransposeTileOp(FromCBOp):
    """DST[dst] = transposed tile."""

    name = "metal.transpose_tile"


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
            properties=_matmul_properties(transpose, ct, rt, kt),
        )


BINARY_KINDS = ("add", "sub", "mul")


def verify_binary_kind(kind: StringAttr) -> None:
    if kind.data not in BINARY_KINDS:
        raise VerifyException(f"the FPU's binary ops are {', '.join(BINARY_KINDS)}")


@irdl_op_definition
class SfpuUnaryOp(IRDLOperation):
    """
    DST[dst] = f(DST[dst]), for an SFPU function of the SDK such as `exp_tile`.

    `params` are its 32-bit arguments after the slot: bit patterns of floats, or integers.
    """

    name = "metal.sfpu_unary"

    function = prop_def(StringAttr)
    params = opt_prop_def(ArrayAttr)
    dst = operand_def(IndexType)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$function $dst attr-dict"

    def __init__(self, function: str, dst: SSAValue, params: Sequence[int] = ()):
        values = ArrayAttr([IntegerAttr(p, i64) for p in params]) if params else None
        super().__init__(
            operands=[dst], properties={"function": StringAttr(function), "params": values}
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


ROLE_ONLY: dict[type[Operation], tuple[str, ...]] = {
    GetWritePtrOp: ("reader", "writer"),
    GetReadPtrOp: ("reader", "writer"),
    NocAsyncReadPageOp: ("reader",),
    ReadZerosOp: ("reader",),
    NocAsyncReadBarrierOp: ("reader",),
    NocAsyncWritePageOp: ("writer",),
    NocAsyncWriteBarrierOp: ("writer",),
    NocAsyncWritesFlushedOp: ("writer",),
}
"""Which kernels an op may stand in; a compute op that is not here stands in compute only."""

METAL = Dialect(
    "metal",
    [
        KernelOp,
        CBReserveBackOp,
        CBPushBackOp,
        CBWaitFrontOp,
        CBPopFrontOp,
        GetWritePtrOp,
        GetReadPtrOp,
        NocAsyncReadPageOp,
        NocAsyncWritePageOp,
        ReadZerosOp,
        NocAsyncReadBarrierOp,
        NocAsyncWriteBarrierOp,
        NocAsyncWritesFlushedOp,
        TileRegsAcquireOp,
        TileRegsCommitOp,
        TileRegsWaitOp,
        TileRegsReleaseOp,
        HwStartupOp,
        CopyInitOp,
        TransposeInitOp,
        ReconfigDataFormatSrcAOp,
        PackReconfigDataFormatOp,
        ReconfigDataFormatOp,
        BinaryInitOp,
        MatmulBlockInitOp,
        SfpuInitOp,
        CopyTileOp,
        TransposeTileOp,
        BinaryTilesOp,
        MatmulBlockOp,
        SfpuUnaryOp,
        SfpuBinaryOp,
        CopyDestValuesOp,
        FillTileOp,
        PackTileOp,
        PackTileAtOp,
        PackReconfigL1AccOp,
    ],
    [CBType],
)
