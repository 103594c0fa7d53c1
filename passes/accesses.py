"""What an op of the GRID level touches: which buffer, which rows and columns of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.dialects import builtin
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.passes.affine import Linear, build, linear
from ttc.passes.build import Emitter

Key = tuple[frozenset[tuple[SSAValue, int]], int]


class NotAnAccess(Exception):
    """Indices of T.Parallel that name no block; says why, and the way out."""

    def __init__(self, message: str, way_out: str):
        super().__init__(message)
        self.message = message
        self.way_out = way_out


@dataclass(frozen=True)
class Access:
    """
    A block of `dims` (rows, columns) elements of a buffer, beginning at `start`.

    `start` has a linear form for each dimension of the buffer. Two accesses are equal if they
    name the same elements in the same order.
    """

    buffer: SSAValue
    dims: tuple[int, int]
    key: tuple[Key, ...]
    transposed: bool
    whole: bool
    start: tuple[Linear, ...] = field(compare=False)

    @property
    def type(self) -> grid.BufferType:
        assert isinstance(self.buffer.type, grid.BufferType)
        return self.buffer.type

    @property
    def is_global(self) -> bool:
        return self.type.is_global

    @property
    def buffer_dims(self) -> tuple[int, ...]:
        return self.type.dims

    @property
    def element_type(self) -> Attribute:
        return self.type.element_type

    @property
    def hint(self) -> str | None:
        return self.buffer.name_hint

    @property
    def name(self) -> str:
        return self.buffer.name_hint or "a buffer"

    @property
    def owner(self) -> Operation:
        owner = self.buffer.owner
        assert isinstance(owner, Operation)
        return owner

    def block_type(self) -> builtin.TensorType[Attribute]:
        """The type of the block as it lies in the buffer."""
        dims = self.dims[::-1] if self.transposed else self.dims
        return builtin.TensorType(self.element_type, dims)

    def offsets(self, e: Emitter) -> list[SSAValue]:
        """Makes the index of the block's first element, one per dimension of the buffer."""
        return [build(e, form) for form in self.start]


def matrix(dims: Sequence[int]) -> tuple[int, int] | None:
    """Returns the dimensions of a block as rows and columns; a vector is one row."""
    *outer, cols = dims
    rows = outer.pop() if outer else 1
    return None if any(n != 1 for n in outer) else (rows, cols)


def _access(
    buffer: SSAValue, start: Sequence[Linear], dims: tuple[int, int], transposed: bool = False
) -> Access:
    assert isinstance(buffer.type, grid.BufferType)
    key = tuple((frozenset(form.terms.items()), form.constant) for form in start)
    at_origin = all(not form.terms and form.constant == 0 for form in start)
    stored = dims[::-1] if transposed else dims
    whole = at_origin and matrix(buffer.type.dims) == stored
    return Access(buffer, dims, key, transposed, whole, tuple(start))


def region_access(
    op: Operation, buffer: SSAValue, offsets: Sequence[SSAValue], sizes: Sequence[int]
) -> Access:
    """Returns the access of a copy's region; no offsets stand for the whole buffer."""
    assert isinstance(buffer.type, grid.BufferType)
    dims = matrix(sizes or buffer.type.dims)
    if dims is None:
        name = buffer.name_hint or "a buffer"
        raise CompileError.at(
            op,
            f"a region of {'x'.join(map(str, sizes or buffer.type.dims))} elements of '{name}' "
            "spans more than its last two dimensions",
        ).note("blocks have rows and columns: give every other dimension one index")
    start = [linear(offset) for offset in offsets] or [Linear()] * len(buffer.type.dims)
    return _access(buffer, start, dims)


def parallel_access(
    buffer: SSAValue, indices: Sequence[SSAValue], parallel: grid.ParallelOp
) -> Access:
    """
    Returns the block that an element access walks over in a T.Parallel.

    Each loop index must stand alone in one of the last two dimensions. Raises `NotAnAccess`.
    """
    ivs = list(parallel.body.block.args)
    extents = matrix(parallel.dims)
    if extents is None:
        raise NotAnAccess(
            f"T.Parallel over {len(ivs)} dimensions",
            "T.Parallel takes one or two extents that are not 1",
        )
    start: list[Linear] = []
    order: list[int | None] = []
    for index in indices:
        form = linear(index)
        used = [iv for iv in ivs if iv in form.terms]
        if len(used) > 1 or any(form.terms[iv] != 1 for iv in used) or _hidden(form, ivs):
            raise NotAnAccess(
                "an index of T.Parallel is scaled or mixed with another one",
                "index with 'offset + i' for one loop index i in each dimension",
            )
        order.append(ivs.index(used[0]) if used else None)
        start.append(form.without(used[0]) if used else form)
    wanted = [n for n in range(len(ivs)) if parallel.dims[n] != 1 or n in order]
    walked = [n for n in order if n is not None]
    name = buffer.name_hint or "a buffer"
    inner = order[-2:] if len(ivs) > 1 else order[-1:]
    if sorted(walked) != sorted(wanted) or any(n is not None for n in order[: -len(inner)]):
        raise NotAnAccess(
            f"'{name}' is not indexed by every loop index of T.Parallel, "
            "in its last two dimensions",
            "broadcasts and gathers are not supported yet; "
            "use a buffer of the extents of T.Parallel",
        )
    transposed = walked != sorted(walked)
    return _access(buffer, start, extents, transposed)


def _hidden(form: Linear, ivs: Sequence[BlockArgument]) -> bool:
    """Tells whether a loop index hides in a term, as in `i // 2`."""
    seen: set[SSAValue] = set()
    pending = [term for term in form.terms if term not in ivs]
    while pending:
        value = pending.pop()
        if value in ivs:
            return True
        if value not in seen and isinstance(value.owner, Operation):
            seen.add(value)
            pending.extend(value.owner.operands)
    return False


def reads(op: Operation) -> tuple[SSAValue, ...]:
    """Returns the buffers whose content an op uses."""
    match op:
        case grid.CopyOp():
            return (op.src,)
        case grid.GemmOp():
            return (op.a, op.b) if op.clear_accum is not None else (op.a, op.b, op.c)
        case grid.LoadOp():
            return (op.buffer,)
        case _:
            return ()


def writes(op: Operation) -> tuple[SSAValue, ...]:
    """Returns the buffers an op writes."""
    match op:
        case grid.CopyOp():
            return (op.dst,)
        case grid.GemmOp():
            return (op.c,)
        case grid.FillOp() | grid.StoreOp():
            return (op.buffer,)
        case _:
            return ()
