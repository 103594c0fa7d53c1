"""The state of one kernel's lowering, and what a body may do at each depth of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from xdsl.ir import Operation, SSAValue

from ttc.diagnostics import SourceSpan
from ttc.dialects import grid
from ttc.frontend import arithmetic, indices, operands
from ttc.frontend.build import Builder
from ttc.frontend.regions import check_inside
from ttc.frontend.source import Source
from ttc.frontend.values import Buffer, Element, Operand, Scalar
from ttc.language import Construct, Kind
from ttc.language.place import error
from ttc.language.tensor import items_of


@dataclass(frozen=True, eq=False)
class Access:
    """One element access in a T.Parallel body."""

    part: Element
    indices: tuple[SSAValue, ...]
    stores: bool
    span: SourceSpan


@dataclass(eq=False)
class ParallelBody:
    """The T.Parallel that is being lowered: its variables by name, and what it touched."""

    op: grid.ParallelOp
    variables: dict[SSAValue, tuple[str, int]]
    accesses: list[Access] = field(default_factory=list[Access])
    is_widened: bool = False


class KernelLowering:
    """Turns the values and calls of one kernel's body into grid IR."""

    def __init__(self, builder: Builder, func: object) -> None:
        self.builder = builder
        self.func = func
        self.launch: grid.LaunchOp | None = None
        self.parallel: ParallelBody | None = None
        self.notes: list[str] = []

    @property
    def source(self) -> Source:
        return self.builder.source

    @property
    def span(self) -> SourceSpan:
        return self.source.span(self.builder.node)

    def at(self, node: ast.AST) -> None:
        """Makes a node the place of the ops and errors that follow."""
        self.builder.node = node

    def emit(self, op: Operation) -> SSAValue:
        """Inserts an op of one result and returns that."""
        return self.builder.insert(op).results[0]

    def binary(self, operator: str, lhs: object, rhs: object) -> object:
        return arithmetic.binary(self, operator, lhs, rhs)

    def unary(self, operator: str, operand: object) -> object:
        return arithmetic.unary(self, operator, operand)

    def call(self, construct: Construct, arguments: Mapping[str, object]) -> object:
        from ttc.frontend.calls import HANDLERS

        if construct.kind is Kind.HINT:
            return None
        if construct.python is not None and not any(map(_is_dynamic, arguments.values())):
            try:
                return construct.python(*arguments.values())
            except (TypeError, ValueError, ArithmeticError) as failure:
                raise error(f"T.{construct.name}: {failure}") from failure
        return HANDLERS[construct.name](self, **arguments)

    def require_launch(self, what: str) -> grid.LaunchOp:
        """Returns the launch that is open; CompileError outside T.Kernel and in T.Parallel."""
        if self.launch is None:
            raise error(f"{what} outside T.Kernel").note(
                "open the grid first: `with T.Kernel(...) as (bx, by):`"
            )
        if self.parallel is not None:
            raise error(f"{what} inside T.Parallel").note(
                "the body of T.Parallel is element-wise: move this out of it"
            )
        return self.launch

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def load(self, part: Element) -> Scalar:
        """Reads one element in a T.Parallel."""
        access = self._access(part, stores=False)
        op = grid.LoadOp(part.buffer.ssa, access.indices)
        return Scalar(self.emit(op), part.buffer.element)

    def store(self, part: Element, value: object) -> None:
        """Writes one element in a T.Parallel, converted to the buffer's type."""
        converted = operands.cast(self, value, part.buffer.element)
        access = self._access(part, stores=True)
        self.builder.insert(grid.StoreOp(converted.ssa, part.buffer.ssa, access.indices))

    def _access(self, part: Element, *, stores: bool) -> Access:
        if not part.is_plain:
            raise error(f"a slice of {part.buffer.title} is not one element").note(
                "index every dimension, or move blocks with T.copy"
            )
        if self.parallel is None:
            done = "written" if stores else "read"
            raise error(f"an element of {part.buffer.title} is {done} outside T.Parallel").note(
                "write a loop `for i, j in T.Parallel(M, N):` around it"
            )
        check_inside(part, (1,) * len(part.offsets))
        values = tuple(indices.value_of(self.builder, offset) for offset in part.offsets)
        access = Access(part, values, stores, self.span)
        self.parallel.accesses.append(access)
        return access


def _is_dynamic(value: object) -> bool:
    parts = items_of(value)
    if parts is not None:
        return any(map(_is_dynamic, parts))
    return isinstance(value, Operand | Buffer)
