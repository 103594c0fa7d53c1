"""The state of one kernel's lowering, and what a body may do at each depth of it."""

from __future__ import annotations

import ast
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xdsl.ir import Operation, SSAValue

from ttc.diagnostics import SourceSpan
from ttc.dialects import grid
from ttc.frontend import arithmetic, indices, operands, safe, variables
from ttc.frontend.build import Builder
from ttc.frontend.guards import Guards
from ttc.frontend.regions import check_inside
from ttc.frontend.source import Source
from ttc.frontend.values import Buffer, Element, Index, Operand, Scalar
from ttc.language import Construct, Kind
from ttc.language.kernels import EagerCall
from ttc.language.place import error
from ttc.language.tensor import items_of

if TYPE_CHECKING:
    from ttc.frontend.reducers import Contribution


@dataclass(frozen=True, eq=False)
class Access:
    """One element access in a T.Parallel body."""

    part: Element
    indices: tuple[SSAValue, ...]
    stores: bool
    span: SourceSpan

    @property
    def key(self) -> tuple[SSAValue, tuple[SSAValue, ...]]:
        return self.part.buffer.ssa, self.indices


Pending = dict[tuple[SSAValue, tuple[SSAValue, ...]], tuple[Element, Scalar]]
"""Elements that a branch writes, by buffer and indices, and the values they get."""


@dataclass(eq=False)
class ParallelBody:
    """The T.Parallel that is being lowered: its variables by name, and what it touched."""

    op: grid.ParallelOp
    variables: dict[SSAValue, tuple[str, int]]
    is_statement: bool = False
    """One iteration around one statement that is not in a T.Parallel of the author's."""
    accesses: list[Access] = field(default_factory=list[Access])
    joined: int = 1
    """Spaces joined into this one, of T.Parallel in each other."""
    depth: int = 1
    """Of those, how many the place being lowered is in."""
    branches: list[Pending] = field(default_factory=list["Pending"])
    """What the branches that are being lowered wrote, outermost first."""
    held: dict[SSAValue, Scalar] = field(default_factory=dict[SSAValue, "Scalar"])
    """Variables that this iteration wrote."""
    contributions: list[Contribution] = field(default_factory=list["Contribution"])
    """What is to be reduced after the loop."""
    outer_reads: dict[SSAValue, SourceSpan] = field(default_factory=dict[SSAValue, "SourceSpan"])
    """Variables read as they were before the T.Parallel, and where."""

    def pending(self, access: Access) -> Scalar | None:
        """Returns what a branch around wrote to this element, None if none did."""
        for branch in reversed(self.branches):
            if access.key in branch:
                return branch[access.key][1]
        return None


class KernelLowering:
    """Turns the values and calls of one kernel's body into grid IR."""

    def __init__(self, builder: Builder, func: object, eager: EagerCall | None = None) -> None:
        self.builder = builder
        self.func = func
        self.eager = eager
        self.tensors: dict[str, Buffer] = {}
        """The parameters of an eager kernel that its body has declared."""
        self.returned: list[Buffer] = []
        self.written: dict[SSAValue, str] = {}
        """The dtypes of parameters as they are spelt."""
        self.launch: grid.LaunchOp | None = None
        self.parallel: ParallelBody | None = None
        self.notes: list[str] = []
        self.guards = Guards()
        self.calls = 0
        """Macros that are being lowered, one inside the other."""
        self.guarded = 0
        """Choices around the place: what stands there may be out of range where it is not used."""
        self.deciding: str | None = None
        """What the expression being evaluated decides, if it cannot depend on data."""
        self.lost: dict[SSAValue, SourceSpan] = {}
        """Variables that iterations of a T.Parallel wrote, each its own."""
        self.safe_values: dict[SSAValue, float] = {}
        """What a read outside a tensor gives, where that is not 0."""
        self.conversions: list[SSAValue] = []
        """Indices made of scalars; those that nothing uses are dropped at the end."""
        self.scratch: list[Buffer] = []
        """Tensors in global memory that the function allocates."""

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
        if part.buffer.is_private and (held := variables.held_by(self, part.buffer)) is not None:
            return held
        access, body = self._access(part, stores=False)
        pending = body.pending(access)
        if pending is not None:
            return pending
        op = grid.LoadOp(part.buffer.ssa, access.indices)
        return safe.chosen(self, part, Scalar(self.emit(op), part.buffer.element.alone))

    def store(self, part: Element, value: object) -> None:
        """Writes one element in a T.Parallel, converted to the buffer's type."""
        if part.buffer.is_private and variables.hold(self, part.buffer, value):
            return
        converted = operands.cast(self, value, part.buffer.element.alone)
        access, body = self._access(part, stores=True)
        if body.branches:
            body.branches[-1][access.key] = part, converted
        else:
            self.builder.insert(grid.StoreOp(converted.ssa, part.buffer.ssa, access.indices))

    @contextmanager
    def elementwise(self, extents: Sequence[int]) -> Generator[list[Index]]:
        """Opens a T.Parallel of the compiler's own; yields its variables."""
        region = grid.new_body(len(extents))
        op = self.builder.insert(grid.ParallelOp(extents, region))
        self.parallel = ParallelBody(op, {}, is_statement=True)
        ranges = zip(region.block.args, extents, strict=True)
        with self.builder.inside(region.block):
            yield [self.builder.variable(arg, 0, extent - 1) for arg, extent in ranges]
        self.parallel = None

    @contextmanager
    def decides(self, what: str) -> Generator[None]:
        """Within it, what is evaluated decides something that cannot depend on data."""
        before, self.deciding = self.deciding, what
        try:
            yield
        finally:
            self.deciding = before

    @contextmanager
    def choosing(self) -> Generator[None]:
        """Within it, accesses are made only where a condition holds."""
        self.guarded += 1
        try:
            yield
        finally:
            self.guarded -= 1

    def _access(self, part: Element, *, stores: bool) -> tuple[Access, ParallelBody]:
        if not part.is_plain:
            raise error(f"a slice of {part.buffer.title} is not one element").note(
                "index every dimension, or move blocks with T.copy"
            )
        if self.parallel is None:
            if self.deciding is not None and not stores:
                raise error(
                    f"{self.deciding} cannot depend on data: this reads {part.buffer.title}"
                ).note("it is made of block and loop variables, scalar parameters and T.alloc_var")
            done = "written" if stores else "read"
            raise error(f"an element of {part.buffer.title} is {done} outside T.Parallel").note(
                "write a loop `for i, j in T.Parallel(M, N):` around it"
            )
        if not self.guarded:
            check_inside(part, (1,) * len(part.offsets))
        values = tuple(indices.value_of(self.builder, offset) for offset in part.offsets)
        access = Access(part, values, stores, self.span)
        self.parallel.accesses.append(access)
        return access, self.parallel


def _is_dynamic(value: object) -> bool:
    parts = items_of(value)
    if parts is not None:
        return any(map(_is_dynamic, parts))
    return isinstance(value, Operand | Buffer)
