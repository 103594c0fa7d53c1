"""
The `grid` dialect: the kernel as its author wrote it.

Buffers are mutable, `grid.launch` is the grid of blocks, bodies of `grid.parallel` are scalar
code on elements. Index arithmetic is `arith` on `index`, element arithmetic `arith` and `math`,
loops are `scf.for` (attribute `num_stages` where the author asked for a pipeline).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from xdsl.dialects.builtin import (
    I64,
    ArrayAttr,
    IndexType,
    IntAttr,
    IntegerAttr,
    IntegerType,
    StringAttr,
    UnitAttr,
    i64,
)
from xdsl.ir import (
    Attribute,
    Block,
    Dialect,
    Operation,
    ParametrizedAttribute,
    Region,
    SSAValue,
    TypeAttribute,
)
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    param_def,
    prop_def,
    region_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.parser import AttrParser, Parser
from xdsl.printer import Printer
from xdsl.traits import HasParent, IsolatedFromAbove, NoTerminator, Pure, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import (
    KernelOpBase,
    SizesAttr,
    parse_shaped,
    print_shaped,
    shape_attr,
    verify_shape,
)
from ttc.dtypes import dtype_of

SCOPES = ("global", "dram", "shared", "fragment")
"""`global` is a parameter not yet placed, `dram` one placed in interleaved DRAM pages."""


@irdl_attr_definition
class BufferType(ParametrizedAttribute, TypeAttribute):
    """`!grid.buffer<128x32xbf16, shared>`: a mutable array and where it lives."""

    name = "grid.buffer"

    shape: ArrayAttr[IntAttr] = param_def()
    element_type: Attribute = param_def()
    scope: StringAttr = param_def()

    @classmethod
    def of(cls, shape: Sequence[int], element_type: Attribute, scope: str) -> BufferType:
        return cls(shape_attr(shape), element_type, StringAttr(scope))

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        with parser.in_angle_brackets():
            shape, element_type = parse_shaped(parser)
            parser.parse_punctuation(",")
            scope = parser.parse_identifier("a memory scope")
        return shape, element_type, StringAttr(scope)

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            print_shaped(printer, self.shape, self.element_type)
            printer.print_string(f", {self.scope.data}")

    def verify(self) -> None:
        verify_shape(self.shape)
        if self.scope.data not in SCOPES:
            raise VerifyException(f"'{self.scope.data}' is not one of {', '.join(SCOPES)}")
        try:
            dtype_of(self.element_type)
        except KeyError:
            raise VerifyException(f"no buffer has elements of type {self.element_type}") from None

    @property
    def dims(self) -> tuple[int, ...]:
        return tuple(dim.data for dim in self.shape)

    @property
    def is_global(self) -> bool:
        return self.scope.data in ("global", "dram")


@irdl_op_definition
class KernelOp(KernelOpBase):
    """One `@T.prim_func`: its arguments are the parameters, in order."""

    name = "grid.kernel"

    traits = traits_def(SymbolOpInterface(), NoTerminator(), IsolatedFromAbove())


@irdl_op_definition
class LaunchOp(IRDLOperation):
    """
    `with T.Kernel(...)`: runs its body once per block of the grid, in any order.

    `work` and `order` say how the blocks are dealt to cores: `contiguous` or `strided` runs of
    the blocks in `row` (first extent fastest), `column` or `swizzle` order (panels of `panel`
    block rows walked column by column).
    """

    name = "grid.launch"

    WORK: ClassVar[tuple[str, ...]] = ("contiguous", "strided")
    ORDER: ClassVar[tuple[str, ...]] = ("row", "column", "swizzle")

    extents = prop_def(SizesAttr)
    work = opt_prop_def(StringAttr)
    order = opt_prop_def(StringAttr)
    panel = opt_prop_def(IntegerAttr[I64])
    body = region_def("single_block")

    traits = traits_def(NoTerminator(), HasParent(KernelOp))

    def __init__(
        self,
        extents: Sequence[int],
        body: Region,
        work: str | None = None,
        order: str | None = None,
        panel: int | None = None,
    ):
        super().__init__(
            properties={
                "extents": SizesAttr(tuple(extents)),
                "work": None if work is None else StringAttr(work),
                "order": None if order is None else StringAttr(order),
                "panel": None if panel is None else IntegerAttr(panel, i64),
            },
            regions=[body],
        )

    @property
    def grid(self) -> tuple[int, ...]:
        """Extents, first one fastest, as the author gave them."""
        return self.extents.data

    def verify_(self) -> None:
        if not 1 <= len(self.grid) <= 3:
            raise VerifyException("a grid has 1 to 3 dimensions")
        if any(n < 1 for n in self.grid):
            raise VerifyException("every grid extent is at least 1")
        if [arg.type for arg in self.body.block.args] != [IndexType()] * len(self.grid):
            raise VerifyException("the body takes one index per grid dimension")
        if self.work is not None and self.work.data not in self.WORK:
            raise VerifyException(f"work is one of {', '.join(self.WORK)}")
        if self.order is not None and self.order.data not in self.ORDER:
            raise VerifyException(f"order is one of {', '.join(self.ORDER)}")
        if self.panel is not None and self.panel.value.data < 1:
            raise VerifyException("a panel has at least one block row")

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        body, extents = _parse_space(parser)
        op = cls.create(properties={"extents": SizesAttr(tuple(extents))}, regions=[body])
        for key, value in parser.parse_optional_attr_dict().items():
            (op.properties if key in ("work", "order", "panel") else op.attributes)[key] = value
        return op

    def print(self, printer: Printer) -> None:
        _print_space(printer, self.body, self.grid)
        extra = {k: v for k, v in self.properties.items() if k != "extents"}
        printer.print_op_attributes({**extra, **self.attributes})


@irdl_op_definition
class ParallelOp(IRDLOperation):
    """`for i, j in T.Parallel(m, n)`: scalar code for every element, in any order."""

    name = "grid.parallel"

    extents = prop_def(SizesAttr)
    body = region_def("single_block")

    traits = traits_def(NoTerminator())

    def __init__(self, extents: Sequence[int], body: Region):
        super().__init__(properties={"extents": SizesAttr(tuple(extents))}, regions=[body])

    @property
    def dims(self) -> tuple[int, ...]:
        return self.extents.data

    def verify_(self) -> None:
        if any(n < 1 for n in self.dims):
            raise VerifyException("every extent is at least 1")
        if [arg.type for arg in self.body.block.args] != [IndexType()] * len(self.dims):
            raise VerifyException("the body takes one index per extent")

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        body, extents = _parse_space(parser)
        attributes = parser.parse_optional_attr_dict()
        return cls.create(
            properties={"extents": SizesAttr(tuple(extents))}, attributes=attributes, regions=[body]
        )

    def print(self, printer: Printer) -> None:
        _print_space(printer, self.body, self.dims)
        printer.print_op_attributes(self.attributes)


def _parse_space(parser: Parser) -> tuple[Region, list[int]]:
    """Parses `(%i, %j) in (4, 8) { ... }`: an iteration space and the body over it."""
    args = parser.parse_comma_separated_list(
        parser.Delimiter.PAREN, lambda: parser.parse_argument(expect_type=False)
    )
    parser.parse_keyword("in")
    extents = parser.parse_comma_separated_list(parser.Delimiter.PAREN, parser.parse_integer)
    body = parser.parse_region([arg.resolve(IndexType()) for arg in args])
    return body, extents


def _print_space(printer: Printer, body: Region, extents: Sequence[int]) -> None:
    printer.print_string(" ")
    with printer.in_parens():
        printer.print_list(body.block.args, printer.print_ssa_value)
    printer.print_string(" in ")
    with printer.in_parens():
        printer.print_list(extents, printer.print_int)
    printer.print_string(" ")
    printer.print_region(body, print_entry_block_args=False, print_empty_block=False)


@irdl_op_definition
class AllocOp(IRDLOperation):
    """`T.alloc_shared` or `T.alloc_fragment`: a fresh buffer for each block; not initialised."""

    name = "grid.alloc"

    buffer = result_def(BufferType)

    assembly_format = "attr-dict `:` type($buffer)"

    def __init__(self, buffer_type: BufferType):
        super().__init__(result_types=[buffer_type])

    def verify_(self) -> None:
        assert isinstance(self.buffer.type, BufferType)
        if self.buffer.type.is_global:
            raise VerifyException("a block allocates shared or fragment buffers")


@irdl_op_definition
class CopyOp(IRDLOperation):
    """
    `T.copy`: the region of `src` at `src_offsets` goes to the region of `dst` at `dst_offsets`.

    Sizes are elements per dimension; sizes other than 1 pair up in order. Elements outside a
    global `src` read 0, elements outside a global `dst` are skipped. Converts the dtype.
    """

    name = "grid.copy"

    src = operand_def(BufferType)
    src_offsets = var_operand_def(IndexType)
    dst = operand_def(BufferType)
    dst_offsets = var_operand_def(IndexType)
    src_sizes = prop_def(SizesAttr)
    dst_sizes = prop_def(SizesAttr)

    irdl_options = (AttrSizedOperandSegments(as_property=True),)
    assembly_format = (
        "$src `[` $src_offsets `]` `sizes` $src_sizes `to` "
        "$dst `[` $dst_offsets `]` `sizes` $dst_sizes attr-dict `:` type($src) `to` type($dst)"
    )

    def __init__(
        self,
        src: SSAValue,
        src_offsets: Sequence[SSAValue],
        src_sizes: Sequence[int],
        dst: SSAValue,
        dst_offsets: Sequence[SSAValue],
        dst_sizes: Sequence[int],
    ):
        super().__init__(
            operands=[src, src_offsets, dst, dst_offsets],
            properties={
                "src_sizes": SizesAttr(tuple(src_sizes)),
                "dst_sizes": SizesAttr(tuple(dst_sizes)),
            },
        )

    @property
    def src_shape(self) -> tuple[int, ...]:
        return self.src_sizes.data

    @property
    def dst_shape(self) -> tuple[int, ...]:
        return self.dst_sizes.data

    def verify_(self) -> None:
        for side, value, offsets, sizes in (
            ("src", self.src, self.src_offsets, self.src_shape),
            ("dst", self.dst, self.dst_offsets, self.dst_shape),
        ):
            assert isinstance(value.type, BufferType)
            rank = len(value.type.dims)
            if len(offsets) != rank or len(sizes) != rank:
                raise VerifyException(f"{side} has rank {rank}: one offset and size for each")
        if squeezed(self.src_shape) != squeezed(self.dst_shape):
            raise VerifyException(
                f"copies {self.src_shape} elements into {self.dst_shape} elements"
            )


def squeezed(sizes: Sequence[int]) -> tuple[int, ...]:
    """Returns the sizes other than 1."""
    return tuple(n for n in sizes if n != 1)


@irdl_op_definition
class FillOp(IRDLOperation):
    """`T.fill` and `T.clear`: every element of `buffer` becomes `value`."""

    name = "grid.fill"

    buffer = operand_def(BufferType)
    value = operand_def()

    assembly_format = "$buffer `,` $value attr-dict `:` type($buffer) `,` type($value)"

    def __init__(self, buffer: SSAValue, value: SSAValue):
        super().__init__(operands=[buffer, value])

    def verify_(self) -> None:
        assert isinstance(self.buffer.type, BufferType)
        if self.value.type != signless(self.buffer.type.element_type):
            raise VerifyException("the value has the buffer's element type")


@irdl_op_definition
class GemmOp(IRDLOperation):
    """`T.gemm`: c = c + op(a) op(b), or c = op(a) op(b) with `clear_accum`."""

    name = "grid.gemm"

    a = operand_def(BufferType)
    b = operand_def(BufferType)
    c = operand_def(BufferType)
    transpose_a = opt_prop_def(UnitAttr)
    transpose_b = opt_prop_def(UnitAttr)
    clear_accum = opt_prop_def(UnitAttr)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$a `,` $b `,` $c attr-dict `:` type($a) `,` type($b) `,` type($c)"

    def __init__(
        self,
        a: SSAValue,
        b: SSAValue,
        c: SSAValue,
        *,
        transpose_a: bool = False,
        transpose_b: bool = False,
        clear_accum: bool = False,
    ):
        super().__init__(
            operands=[a, b, c],
            properties={
                "transpose_a": UnitAttr() if transpose_a else None,
                "transpose_b": UnitAttr() if transpose_b else None,
                "clear_accum": UnitAttr() if clear_accum else None,
            },
        )

    def verify_(self) -> None:
        dims: list[tuple[int, ...]] = []
        for value in self.operands:
            assert isinstance(value.type, BufferType)
            dims.append(value.type.dims)
        a, b, c = dims
        if any(len(d) != 2 for d in dims):
            raise VerifyException("a, b and c have two dimensions")
        m, k = a[::-1] if self.transpose_a is not None else a
        k_b, n = b[::-1] if self.transpose_b is not None else b
        if (m, k, n) != (c[0], k_b, c[1]):
            raise VerifyException(f"{m}x{k} times {k_b}x{n} into {c[0]}x{c[1]}")


class ElementOp(IRDLOperation):
    """Base of element accesses: one index per dimension of the buffer."""

    buffer = operand_def(BufferType)
    indices = var_operand_def(IndexType)

    def verify_(self) -> None:
        assert isinstance(self.buffer.type, BufferType)
        if len(self.indices) != len(self.buffer.type.dims):
            raise VerifyException("one index for each dimension")


@irdl_op_definition
class LoadOp(ElementOp):
    """Reads one element, in a `grid.parallel`."""

    name = "grid.load"

    value = result_def()

    traits = traits_def(HasParent(ParallelOp))
    assembly_format = "$buffer `[` $indices `]` attr-dict `:` type($buffer) `->` type($value)"

    def __init__(self, buffer: SSAValue, indices: Sequence[SSAValue]):
        assert isinstance(buffer.type, BufferType)
        super().__init__(
            operands=[buffer, indices], result_types=[signless(buffer.type.element_type)]
        )


@irdl_op_definition
class StoreOp(IRDLOperation):
    """Writes one element, in a `grid.parallel`."""

    name = "grid.store"

    value = operand_def()
    buffer = operand_def(BufferType)
    indices = var_operand_def(IndexType)

    traits = traits_def(HasParent(ParallelOp))
    assembly_format = (
        "$value `,` $buffer `[` $indices `]` attr-dict `:` type($value) `,` type($buffer)"
    )

    def __init__(self, value: SSAValue, buffer: SSAValue, indices: Sequence[SSAValue]):
        super().__init__(operands=[value, buffer, indices])

    def verify_(self) -> None:
        assert isinstance(self.buffer.type, BufferType)
        if len(self.indices) != len(self.buffer.type.dims):
            raise VerifyException("one index for each dimension")
        if self.value.type != signless(self.buffer.type.element_type):
            raise VerifyException("the value has the buffer's element type")


@irdl_op_definition
class WorkRangeOp(IRDLOperation):
    """
    The work items of this core: `count` items `start + i * step`.

    Between grid-to-persistent, which makes one loop of the grid, and shard-to-core, which
    decides the cores and with them the three numbers.
    """

    name = "grid.work_range"

    items = prop_def(IntegerAttr[I64])
    work = prop_def(StringAttr)
    start = result_def(IndexType)
    count = result_def(IndexType)
    step = result_def(IndexType)

    traits = traits_def(Pure())
    assembly_format = "$items $work attr-dict"

    def __init__(self, items: int, work: str):
        super().__init__(
            properties={"items": IntegerAttr(items, i64), "work": StringAttr(work)},
            result_types=[IndexType()] * 3,
        )

    def verify_(self) -> None:
        if self.work.data not in LaunchOp.WORK:
            raise VerifyException(f"work is one of {', '.join(LaunchOp.WORK)}")


def signless(element_type: Attribute) -> Attribute:
    """Returns the type of a scalar of a buffer: arith's integers carry no sign."""
    dtype = dtype_of(element_type)
    return element_type if dtype.is_float else IntegerType(dtype.bits)


def launches(kernel: Operation) -> list[LaunchOp]:
    return [op for op in kernel.walk() if isinstance(op, LaunchOp)]


def new_body(index_count: int) -> Region:
    """Makes a region of one block that takes that many indices."""
    return Region(Block(arg_types=[IndexType()] * index_count))


GRID = Dialect(
    "grid",
    [
        KernelOp,
        LaunchOp,
        ParallelOp,
        AllocOp,
        CopyOp,
        FillOp,
        GemmOp,
        LoadOp,
        StoreOp,
        WorkRangeOp,
    ],
    [BufferType, SizesAttr],
)
