"""
`unroll-outer`: what extends over three dimensions becomes one op for each index of the first.

    grid.parallel (%s, %i, %j) in (4, 64, 32) { ... %s ... }

    grid.parallel (%i, %j) in (64, 32) { ... %c0 ... }
    ...
    grid.parallel (%i, %j) in (64, 32) { ... %c3 ... }

A block has rows and columns; a shared buffer of three dimensions is a stack of them, one below the
other. Copies between such a buffer and a tensor are taken apart in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.passes.build import Emitter

LIMIT = 64
"""More copies of an op than that would be a program nobody wants to read."""


@dataclass(frozen=True)
class UnrollOuterPass(ModulePass):
    """Leaves two extents other than 1 in every T.Parallel and every copy of a part."""

    name = "unroll-outer"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, grid.KernelOp):
                pending = [op for op in kernel.walk() if _is_deep(op)]
                while pending:
                    deep = pending.pop()
                    e = Emitter(kernel.entry).at(InsertPoint.before(deep), deep.location)
                    made = unroll(e, deep)
                    pending += [op for op in made if _is_deep(op)]
                    deep.detach()
                    deep.erase()


def _is_deep(op: Operation) -> bool:
    match op:
        case grid.ParallelOp():
            return _walked(op.dims) > 2
        case grid.CopyOp():
            return max(_walked(op.src_shape), _walked(op.dst_shape)) > 2 and not _is_whole(op)
        case _:
            return False


def _walked(sizes: Sequence[int]) -> int:
    return sum(n != 1 for n in sizes)


def _is_whole(op: grid.CopyOp) -> bool:
    """Tells whether a copy is between shared buffers or fragments, all of both."""
    sides = ((op.src, op.src_shape), (op.dst, op.dst_shape))
    types = [(_type(buffer), shape) for buffer, shape in sides]
    return all(not type_.is_global and type_.dims == shape for type_, shape in types)


def _type(buffer: SSAValue) -> grid.BufferType:
    assert isinstance(buffer.type, grid.BufferType)
    return buffer.type


def unroll(e: Emitter, op: Operation) -> list[Operation]:
    """Makes one op for each index of the first dimension that is not 1."""
    if isinstance(op, grid.ParallelOp):
        axis = _first(op.dims)
        refuse_many(op, op.dims[axis])
        return [e.emit(_slice(e, op, axis, n)) for n in range(op.dims[axis])]
    assert isinstance(op, grid.CopyOp)
    src, dst = _first(op.src_shape), _first(op.dst_shape)
    refuse_many(op, op.src_shape[src])
    return [
        e.emit(
            grid.CopyOp(
                op.src,
                _moved(e, op.src_offsets, src, n),
                _with_one(op.src_shape, src),
                op.dst,
                _moved(e, op.dst_offsets, dst, n),
                _with_one(op.dst_shape, dst),
            )
        )
        for n in range(op.src_shape[src])
    ]


def refuse_many(op: Operation, copies: int) -> None:
    if copies > LIMIT:
        raise CompileError.at(
            op, f"this extends over three dimensions, the first of {copies}; {LIMIT} is the limit"
        ).note("make the outer dimension a loop: for s in T.serial(...)")


def _first(sizes: Sequence[int]) -> int:
    return next(n for n, size in enumerate(sizes) if size != 1)


def _with_one(sizes: Sequence[int], axis: int) -> list[int]:
    return [1 if n == axis else size for n, size in enumerate(sizes)]


def _moved(e: Emitter, offsets: Sequence[SSAValue], axis: int, by: int) -> list[SSAValue]:
    return [e.add(offset, by) if n == axis else offset for n, offset in enumerate(offsets)]


def _slice(e: Emitter, op: grid.ParallelOp, axis: int, index: int) -> grid.ParallelOp:
    """Copies a T.Parallel with the index of one dimension fixed."""
    extents = _with_one(op.dims, axis)
    old = op.body.block
    body = Block(arg_types=[arg.type for arg in old.args])
    values: dict[SSAValue, SSAValue] = {}
    for n, (arg, new) in enumerate(zip(old.args, body.args, strict=True)):
        new.name_hint = arg.name_hint
        values[arg] = e.index(index) if n == axis else new
    for inner in old.ops:
        clone = inner.clone(values)
        clone.location = inner.location
        body.add_op(clone)
    return grid.ParallelOp(extents, Region(body))
