"""Kernels, launches and iteration spaces of the `grid` dialect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from xdsl.dialects.builtin import I64, IndexType, IntegerAttr, StringAttr, f32, i32, i64
from xdsl.ir import Attribute, Block, Operation, Region
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    region_def,
    result_def,
    traits_def,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.traits import HasParent, IsolatedFromAbove, NoTerminator, Pure, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.grid.types import BufferType
from ttc.dialects.shaped import KernelOpBase, SizesAttr


@irdl_op_definition
class KernelOp(KernelOpBase):
    """
    One `@T.prim_func`: its arguments are the parameters, in order, tensors and scalars.

    A function with several launches is several of these, one after the other in the module, each
    with its number as `launch`. All of them have all parameters, then the tensors in global
    memory that live only as long as the function; `scratch` names these.
    """

    name = "grid.kernel"

    # shard-to-core adds the first work item of a core and their number, as index values.
    SCALARS: ClassVar[tuple[Attribute, ...]] = (i32, f32, IndexType())

    traits = traits_def(SymbolOpInterface(), NoTerminator(), IsolatedFromAbove())

    def verify_(self) -> None:
        for arg in self.args:
            if not isinstance(arg.type, BufferType) and arg.type not in self.SCALARS:
                raise VerifyException("a parameter is a buffer, an i32 or an f32")
            if isinstance(arg.type, BufferType) and arg.type.is_var:
                raise VerifyException("a variable is no parameter")


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


def launches(kernel: Operation) -> list[LaunchOp]:
    return [op for op in kernel.walk() if isinstance(op, LaunchOp)]


def new_body(index_count: int) -> Region:
    """Makes a region of one block that takes that many indices."""
    return Region(Block(arg_types=[IndexType()] * index_count))
