"""
Which local buffers are stacks: one block for each index of their outer dimensions.

    x[s, i, j] = x[s, i, j] - m[s, i]      // x is 4x64x64, m is 4x64

A block has rows and columns, so x is four matrices. As each of them meets its own line of m, m is
four vectors. What is copied or reduced between such buffers index by index is a stack as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from xdsl.dialects.builtin import ArrayAttr, IntegerAttr, UnitAttr, i64
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.dtypes import TILE_DIM
from ttc.passes.affine import divisor_of, linear
from ttc.passes.build import Emitter

STACK = "stack"
"""Attribute of a grid.alloc until infer-layouts: the dimensions that choose one of its blocks."""
IS_COLUMN = "is_column"
"""Attribute of a grid.alloc until infer-layouts: its vectors are columns, as its views are."""
LIMIT = 64
"""More copies of an op than that would be a program nobody wants to read."""

Pair = tuple[int, int]
"""A dimension of the source, and the dimension of the destination that it becomes."""


@dataclass
class Stacks:
    """
    `outer` are the dimensions of each buffer that choose a block, with the op that wants it so.

    Another dimension lies in rows or columns.
    """

    outer: dict[SSAValue, dict[int, Operation]] = field(
        default_factory=dict[SSAValue, dict[int, Operation]]
    )
    is_changed: bool = False
    have_lines: bool = False
    """Whether there are stacks of vectors, or ops along the lines of matrices."""

    def find(self, ops: Sequence[Operation]) -> None:
        """Looks at all ops of a kernel until nothing new is found."""
        self.is_changed = True
        while self.is_changed:
            self.is_changed = False
            for op in ops:
                self.visit(op)

    def of(self, buffer: SSAValue) -> list[int]:
        return sorted(self.outer.get(buffer, ()))

    def mark(self, buffer: SSAValue, dim: int, op: Operation) -> None:
        known = self.outer.get(buffer, {})
        if dim not in known and can_stack(buffer, dim):
            self.have_lines |= len(dims_of(buffer)) < 3
            self.outer.setdefault(buffer, known)[dim] = op
            self.is_changed = True

    def visit(self, op: Operation) -> None:
        match op:
            case grid.AllocOp() | grid.ReshapeOp() if walked(dims_of(op.results[0])) > 2:
                self.mark(op.results[0], outer_dim(op.results[0]), op)
            case grid.ParallelOp():
                held = list(elements(op))
                chosen = self.indices(op)
                for buffer, dim, index in held:
                    if any(iv.index in chosen for iv in walking(op, index)):
                        self.mark(buffer, dim, op)
                    elif not walking(op, index):
                        self.fixed(buffer, dim, index, op)
            case grid.CopyOp():
                for pair in self.pairs(op):
                    self.mark(op.src, pair[0], op)
                    self.mark(op.dst, pair[1], op)
                src = (op.src, op.src_offsets, op.src_shape)
                dst = (op.dst, op.dst_offsets, op.dst_shape)
                for buffer, offsets, sizes in (src, dst):
                    for dim, (offset, size) in enumerate(zip(offsets, sizes, strict=True)):
                        if size == 1:
                            self.fixed(buffer, dim, offset, op)
            case grid.ReduceOp() | grid.CumsumOp():
                if len(dims_of(op.src)) > 2:
                    self.mark(op.src, outer_dim(op.src), op)
                    self.have_lines |= isinstance(op, grid.CumsumOp)
                for pair in self.lines(op):
                    self.have_lines = True
                    self.mark(op.src, pair[0], op)
                    self.mark(op.dst, pair[1], op)
            case _:
                pass

    def fixed(self, buffer: SSAValue, dim: int, index: SSAValue, op: Operation) -> None:
        """A line that a loop chooses is a block of its own, as parts of blocks are whole tiles."""
        extents = dims_of(buffer)
        if len(extents) < 3 and extents[dim] <= LIMIT and linear(index).terms:
            if divisor_of(index) % TILE_DIM:
                self.mark(buffer, dim, op)

    def indices(self, op: grid.ParallelOp) -> list[int]:
        """Returns the indices of a T.Parallel to fix: those of stacks, and of three one."""
        ivs = [n for n, extent in enumerate(op.dims) if extent != 1]
        chosen = {
            iv.index
            for buffer, dim, index in elements(op)
            if dim in self.outer.get(buffer, ())
            for iv in walking(op, index)
        }
        left = [n for n in ivs if n not in chosen]
        return [*sorted(chosen), *(left[n] for n in beyond_two([op.dims[n] for n in left]))]

    def pairs(self, op: grid.CopyOp) -> list[Pair]:
        """Returns the dimensions of a copy to take apart; of a whole copy none."""
        src, dst = (walked_dims(sizes) for sizes in (op.src_shape, op.dst_shape))
        pairs = list(zip(src, dst, strict=True))
        chosen = [pair for pair in pairs if self.is_outer(op.src, op.dst, pair)]
        left = [pair for pair in pairs if pair not in chosen]
        beyond = beyond_two([op.src_shape[src] for src, _ in left])
        if is_whole(op) and self.of(op.src) == self.of(op.dst):
            return []
        return [*chosen, *(left[n] for n in beyond)]

    def lines(self, op: grid.ReduceOp | grid.CumsumOp) -> list[Pair]:
        """Returns the dimensions beside that of an op along one, to take it apart."""
        kept = [n for n in range(len(dims_of(op.src))) if n != op.axis]
        if len(dims_of(op.dst)) == len(dims_of(op.src)):
            pairs = [(n, n) for n in kept]
        else:
            pairs = [(n, after) for after, n in enumerate(kept)]
        return [pair for pair in pairs if self.is_outer(op.src, op.dst, pair)]

    def is_outer(self, src: SSAValue, dst: SSAValue, pair: Pair) -> bool:
        if dims_of(src)[pair[0]] == 1:
            return False
        return pair[0] in self.outer.get(src, ()) or pair[1] in self.outer.get(dst, ())

    def part(self, e: Emitter, buffer: SSAValue, kept: Sequence[int]) -> SSAValue:
        """Allocates a buffer with some dimensions of another one; without any, of one element."""
        type_ = buffer.type
        assert isinstance(type_, grid.BufferType)
        dims = [type_.dims[n] for n in kept] or [1]
        alloc = grid.AllocOp(grid.BufferType.of(dims, type_.element_type, type_.scope.data))
        part = e.emit(alloc, buffer.name_hint).buffer
        known = self.outer.get(buffer, {})
        self.outer[part] = {kept.index(n): op for n, op in known.items() if n in kept}
        self.note(alloc)
        return part

    def note(self, op: grid.AllocOp) -> None:
        """Says on a buffer which of its dimensions choose a block."""
        if self.of(op.buffer):
            dims = ArrayAttr([IntegerAttr(n, i64) for n in self.of(op.buffer)])
            op.attributes[STACK] = dims

    def columns(self, op: grid.AllocOp) -> None:
        """Says that the vectors of a stack are columns."""
        op.attributes[IS_COLUMN] = UnitAttr()

    def settle(self, ops: Sequence[Operation]) -> None:
        """Notes on each buffer what it is; refuses a stack where its rows would be computed."""
        for op in ops:
            match op:
                case grid.AllocOp():
                    self.note(op)
                case grid.GemmOp():
                    self.refuse(op, op.c)
                    for buffer in (op.a, op.b):
                        if len(self.of(buffer)) > 1:
                            self.refuse(op, buffer)
                case grid.Im2colOp():
                    self.refuse(op, op.dst)
                case _:
                    pass

    def refuse(self, op: Operation, buffer: SSAValue) -> None:
        for dim, other in self.outer.get(buffer, {}).items():
            name, lines = buffer.name_hint or "a buffer", "row" if dim == 0 else "column"
            raise (
                CompileError.at(
                    op, f"'{name}' is a matrix here, and used {lines} by {lines} elsewhere"
                )
                .note(f"each {lines} is a block of its own here", other)
                .note("store it in a tensor, and read that in another kernel function")
            )


def can_stack(buffer: SSAValue, dim: int) -> bool:
    """
    Tells whether the indices of a dimension can choose blocks: of three dimensions one.

    The rows of a buffer that has views follow one another, as its elements do.
    """
    assert isinstance(buffer.type, grid.BufferType)
    dims = buffer.type.dims
    if buffer.type.is_global or buffer.type.is_var or dims[dim] == 1:
        return False
    is_viewed = isinstance(buffer.owner, grid.ReshapeOp) or any(
        isinstance(use.operation, grid.ReshapeOp) for use in buffer.uses
    )
    if len(dims) > 2 and is_viewed:
        return dim == outer_dim(buffer) == 0 and dims[1] % TILE_DIM == 0
    return len(dims) < 3 or dim == outer_dim(buffer)


def outer_dim(buffer: SSAValue) -> int:
    """Returns the dimension of a buffer of three whose indices choose a block."""
    dims = dims_of(buffer)
    return beyond_two(dims)[0] if walked(dims) > 2 else 0


def stacked_dims(buffer: SSAValue) -> list[int]:
    """Returns the dimensions of a local buffer that choose a block, until infer-layouts."""
    op = buffer.owner
    found: Attribute | None = op.attributes.get(STACK) if isinstance(op, grid.AllocOp) else None
    if found is None:
        return []
    assert isinstance(found, ArrayAttr)
    return [n.value.data for n in cast(ArrayAttr[IntegerAttr], found)]


def elements(op: grid.ParallelOp) -> Iterator[tuple[SSAValue, int, SSAValue]]:
    """Yields each local buffer that a T.Parallel touches with a dimension and its index."""
    for inner in op.body.block.ops:
        if isinstance(inner, grid.LoadOp | grid.StoreOp):
            assert isinstance(inner.buffer.type, grid.BufferType)
            if not inner.buffer.type.is_global:
                for dim, index in enumerate(inner.indices):
                    yield inner.buffer, dim, index


def walking(op: grid.ParallelOp, index: SSAValue) -> list[BlockArgument]:
    """Returns the indices of a T.Parallel that an index of an element depends on."""
    terms = linear(index).terms
    return [
        iv
        for iv, extent in zip(op.body.block.args, op.dims, strict=True)
        if extent != 1 and iv in terms
    ]


def dims_of(buffer: SSAValue) -> tuple[int, ...]:
    assert isinstance(buffer.type, grid.BufferType)
    return buffer.type.dims


def beyond_two(extents: Sequence[int]) -> list[int]:
    """
    Returns which extents to fix, so that rows and columns are left.

    Of three it is the first one, unless that leaves a few rows that are no whole tiles: (64, 4, 32)
    is 4 times 64x32.
    """
    outer, rows = [*range(len(extents) - 2)], len(extents) - 2
    if outer and extents[rows] % TILE_DIM and extents[rows] < extents[outer[-1]]:
        outer[-1] = rows
    return outer


def walked(sizes: Sequence[int]) -> int:
    return len(walked_dims(sizes))


def walked_dims(sizes: Sequence[int]) -> list[int]:
    return [n for n, size in enumerate(sizes) if size != 1]


def is_whole(op: grid.CopyOp) -> bool:
    """Tells whether a copy is between shared buffers or fragments, all of both."""
    dims = {dims_of(op.src), dims_of(op.dst), op.src_shape, op.dst_shape}
    return len(dims) == 1 and not any(is_global(value) for value in (op.src, op.dst))


def is_global(buffer: SSAValue) -> bool:
    assert isinstance(buffer.type, grid.BufferType)
    return buffer.type.is_global
