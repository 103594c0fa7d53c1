"""
Stacks whose rows are one block: what treats all their rows alike is one op on a matrix.

    grid.parallel (%s, %i, %j) in (4, 64, 32) { ... %x[%s, %i, %j] ... %m[%s, %i] ... }
    grid.reduce "max" %x, %m {dim = 2, clear}

    %y = grid.reshape %x : 4x64x32 to 256x32
    %n = grid.reshape %m : 4x64 to 256x1
    grid.parallel (%r, %j) in (256, 32) { ... %y[%r, %j] ... %n[%r, %c0] ... }
    grid.reduce "max" %y, %n {dim = 1, clear}

The matrices of a stack stand one below the other, and so do its vectors where they are columns. It
takes rows that fill tiles.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, BlockArgument, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint

from ttc.dialects import grid
from ttc.dtypes import TILE_DIM
from ttc.passes.build import Emitter
from ttc.passes.stacks import Stacks, dims_of


@dataclass
class StackedRows:
    """`views` are the matrices that stacks are, by their buffers."""

    e: Emitter
    stacks: Stacks
    views: dict[SSAValue, SSAValue] = field(default_factory=dict[SSAValue, SSAValue])

    def joined(self, op: Operation) -> Operation | None:
        """Returns an op on matrices that does what one on stacks does, None if there is none."""
        match op:
            case grid.ReduceOp() if op.axis == 2 and self.are_rows(op.src, op.dst):
                src, dst = self.matrix(op.src), self.matrix(op.dst)
                return grid.ReduceOp(op.kind.data, src, dst, 1, clear=op.clear is not None)
            case grid.CumsumOp() if op.axis == 2 and self.are_rows(op.src, op.dst):
                src, dst = self.matrix(op.src), self.matrix(op.dst)
                return grid.CumsumOp(src, dst, 1, reverse=op.reverse is not None)
            case grid.ParallelOp():
                rows = self.rows_of(op)
                return None if rows is None else self.parallel(op, *rows)
            case _:
                return None

    def are_rows(self, *buffers: SSAValue) -> bool:
        """Tells whether the rows of stacks follow one another."""
        return all(
            isinstance(buffer.owner, grid.AllocOp)
            and self.stacks.of(buffer) == [0]
            and len(dims_of(buffer)) > 1
            and dims_of(buffer)[1] % TILE_DIM == 0
            for buffer in buffers
        )

    def matrix(self, stack: SSAValue) -> SSAValue:
        """Returns the matrix that a stack is, a column for one of vectors."""
        if stack not in self.views:
            outer, rows, *cols = dims_of(stack)
            assert isinstance(stack.owner, grid.AllocOp)
            if not cols:
                self.stacks.columns(stack.owner)
            e = self.e.at(InsertPoint.after(stack.owner), stack.owner.location)
            view = grid.ReshapeOp(stack, (outer * rows, *(cols or [1])))
            self.views[stack] = e.emit(view, stack.name_hint).result
        return self.views[stack]

    def rows_of(self, op: grid.ParallelOp) -> tuple[BlockArgument, BlockArgument] | None:
        """Returns the indices of a T.Parallel that stand together for the rows of stacks."""
        outer = self.stacks.indices(op)
        if len(outer) != 1:
            return None
        first = op.body.block.args[outer[0]]
        inner: set[SSAValue] = set()
        for use in first.uses:
            if not isinstance(use.operation, grid.LoadOp | grid.StoreOp):
                return None
            buffer, indices = use.operation.buffer, use.operation.indices
            if not self.are_rows(buffer) or indices[0] is not first:
                return None
            inner.add(indices[1])
        if len(inner) != 1:
            return None
        (second,) = inner
        if not isinstance(second, BlockArgument) or second.owner is not op.body.block:
            return None
        extents = (op.dims[first.index], op.dims[second.index])
        for use in second.uses:
            access = use.operation
            if not isinstance(access, grid.LoadOp | grid.StoreOp):
                return None
            indices = list(access.indices)
            if indices[:2] != [first, second] or first in indices[2:] or second in indices[2:]:
                return None
            if dims_of(access.buffer)[:2] != extents:
                return None
        return first, second

    def parallel(
        self, op: grid.ParallelOp, first: BlockArgument, second: BlockArgument
    ) -> grid.ParallelOp:
        """Makes a T.Parallel over the rows of matrices."""
        others = [arg for arg in op.body.block.args if arg not in (first, second)]
        extents = [op.dims[arg.index] for arg in others]
        body = Block(arg_types=[IndexType() for _ in range(1 + len(others))])
        row = body.args[0]
        row.name_hint = second.name_hint
        values: dict[SSAValue, SSAValue] = dict(zip(others, body.args[1:], strict=True))
        for old, new in zip(others, body.args[1:], strict=True):
            new.name_hint = old.name_hint
        for inner in op.body.block.ops:
            clone: Operation
            match inner:
                case grid.LoadOp() if first in inner.indices:
                    clone = grid.LoadOp(*self.place(inner, row, values))
                    clone.value.name_hint = inner.value.name_hint
                    values[inner.value] = clone.value
                case grid.StoreOp() if first in inner.indices:
                    value = values.get(inner.value, inner.value)
                    clone = grid.StoreOp(value, *self.place(inner, row, values))
                case _:
                    clone = inner.clone(values)
            clone.location = inner.location
            body.add_op(clone)
        rows = op.dims[first.index] * op.dims[second.index]
        return grid.ParallelOp((rows, *extents), Region(body))

    def place(
        self, access: grid.LoadOp | grid.StoreOp, row: SSAValue, values: dict[SSAValue, SSAValue]
    ) -> tuple[SSAValue, list[SSAValue]]:
        """Returns the matrix and the indices of an element of a stack."""
        cols = [values.get(index, index) for index in access.indices[2:]]
        return self.matrix(access.buffer), [row, *(cols or [self.e.index(0)])]
