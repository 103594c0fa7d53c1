"""
`unroll-outer`: what extends over three dimensions becomes one op for each index of one of them.

    %x = grid.alloc : !grid.buffer<4x40x32xf32, fragment>
    %m = grid.alloc : !grid.buffer<4x40xf32, fragment>
    grid.reduce "max" %x, %m {dim = 2, clear}
    grid.parallel (%s, %i, %j) in (4, 40, 32) { ... %x[%s, %i, %j] ... %m[%s, %i] ... }

    %x = grid.alloc {stack = [0]} : !grid.buffer<4x40x32xf32, fragment>
    %m = grid.alloc {stack = [0]} : !grid.buffer<4x40xf32, fragment>
    scf.for %s = 0 to 4 {
      grid.copy %x[%s, ...] sizes <1x40x32> to %x0[...]
      grid.reduce "max" %x0, %m0 {dim = 1, clear}                           // 40x32 to 40
      grid.copy %m0[...] to %m[%s, ...] sizes <1x40>
    }
    scf.for %s = 0 to 4 {
      grid.parallel (%i, %j) in (40, 32) { ... %x[%s, %i, %j] ... %m[%s, %i] ... }
    }

A block has rows and columns; a buffer of three dimensions is a stack of them, one below the other,
and so is one of two dimensions that meets it line by line (`stacks.py`). Copies, reductions and
running sums of stacks are taken apart like a T.Parallel; what goes along the outer dimension
itself stays whole, and so does what treats all rows alike, if they fill tiles (`stacked_rows.py`).
Few copies of an op stand one after the other, without a loop. A product reads a stack of vectors
as a matrix, put together under masks. Where matrices have few rows, as in 64 x (4 x 32), those of
the other dimension are taken, 4 of 64 x 32: of a view they are columns of what it views. What
reduces a view of three dimensions works on a stack of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, ModuleOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.passes.build import Emitter
from ttc.passes.stacked_rows import StackedRows
from ttc.passes.stacks import LIMIT, Pair, Stacks, can_stack, dims_of, outer_dim, walked

UNROLLED = {False: 16, True: 2}
"""
By whether stacks meet lines: more copies of an op than that are a loop.

Each op's values take circular buffers of their own; blocks that are only moved and computed with
one by one take one each, others several.
"""


@dataclass(frozen=True)
class UnrollOuterPass(ModulePass):
    """Leaves two extents other than 1 in every op on a part of a buffer, or of a stack."""

    name = "unroll-outer"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, grid.KernelOp):
                for deep in list(kernel.walk()):
                    if isinstance(deep, grid.ReduceOp | grid.CumsumOp):
                        own_stacks(Emitter(kernel.entry), deep)
                pending = list(kernel.walk())
                stacks = Stacks()
                stacks.find(pending)
                stacks.settle(pending)
                e = Emitter(kernel.entry)
                rows = StackedRows(e, stacks)
                while pending:
                    deep = pending.pop()
                    here = e.at(InsertPoint.before(deep), deep.location)
                    joined = rows.joined(deep) if stacks.have_lines else None
                    if joined is None:
                        made = unroll(here, deep, stacks)
                    else:
                        made = [here.emit(joined)]
                    if made is not None:
                        pending += made
                        deep.detach()
                        deep.erase()


def own_stacks(e: Emitter, op: grid.ReduceOp | grid.CumsumOp) -> None:
    """Gives a reduction or running sum of a view of three dimensions a stack to work on."""
    for n, buffer in enumerate(op.operands):
        is_stack = can_stack(buffer, outer_dim(buffer)) and isinstance(buffer.owner, grid.AllocOp)
        if walked(dims_of(buffer)) < 3 or is_stack:
            continue
        assert isinstance(buffer.type, grid.BufferType)
        before = e.at(InsertPoint.before(op), op.location)
        own = before.emit(grid.AllocOp(buffer.type), buffer.name_hint).buffer
        if n == 0:
            before.emit(grid.CopyOp(buffer, *_all(before, buffer), own, *_all(before, own)))
        else:
            after = e.at(InsertPoint.after(op), op.location)
            after.emit(grid.CopyOp(own, *_all(after, own), buffer, *_all(after, buffer)))
        op.operands[n] = own


def unroll(e: Emitter, op: Operation, stacks: Stacks) -> list[Operation] | None:
    """Makes one op for each index of an outer dimension; None if there is none."""
    match op:
        case grid.ParallelOp():
            for axis in stacks.indices(op)[:1]:
                return repeated(e, stacks, op.dims[axis], lambda e, n: [_slice(e, op, axis, n)])
        case grid.CopyOp():
            for pair in stacks.pairs(op)[:1]:
                count = op.src_shape[pair[0]]
                return repeated(e, stacks, count, lambda e, n: [_copied(e, op, pair, n)])
        case grid.ReduceOp() | grid.CumsumOp():
            for pair in stacks.lines(op)[:1]:
                count = dims_of(op.src)[pair[0]]
                return repeated(e, stacks, count, lambda e, n: along_part(e, op, stacks, pair, n))
            if op.axis in stacks.of(op.src):
                refuse_many(op, dims_of(op.src)[op.axis])
        case grid.GemmOp():
            for n, buffer in enumerate((op.a, op.b)):
                for dim in stacks.of(buffer):
                    refuse_many(op, dims_of(buffer)[dim])
                    op.operands[n] = as_matrix(e, buffer, dim)
        case _:
            pass
    return None


def repeated(
    e: Emitter, stacks: Stacks, count: int, make: Callable[[Emitter, SSAValue], list[Operation]]
) -> list[Operation]:
    """Makes ops for each index; returns those there are: of a loop those of its body."""
    if count > UNROLLED[stacks.have_lines]:
        loop, body = e.loop(count, "s")
        return make(body, loop.body.block.args[0])
    return [op for n in range(count) for op in make(e, e.index(n))]


def refuse_many(op: Operation, copies: int) -> None:
    if copies > LIMIT:
        raise CompileError.at(
            op, f"this goes along {copies} blocks of a stack; {LIMIT} is the limit"
        ).note("combine them in a loop over the outer dimension: for s in T.serial(...)")


def _copied(e: Emitter, op: grid.CopyOp, pair: Pair, n: SSAValue) -> Operation:
    src, dst = pair
    return e.emit(
        grid.CopyOp(
            op.src,
            _moved(e, op.src_offsets, src, n),
            _with_one(op.src_shape, src),
            op.dst,
            _moved(e, op.dst_offsets, dst, n),
            _with_one(op.dst_shape, dst),
        )
    )


def along_part(
    e: Emitter, op: grid.ReduceOp | grid.CumsumOp, stacks: Stacks, pair: Pair, n: SSAValue
) -> list[Operation]:
    """Makes the op for one block of a stack, in buffers of its own."""
    src, dst = op.src, op.dst
    rest = [dim for dim in range(len(dims_of(src))) if dim != pair[0]]
    axis = rest.index(op.axis)
    block = stacks.part(e, src, rest)
    made: list[Operation] = [taken_in(e, block, src, pair[0], n)]
    if isinstance(op, grid.CumsumOp):
        result = stacks.part(e, dst, rest)
        made.append(grid.CumsumOp(block, result, axis, reverse=op.reverse is not None))
        e.emit(made[-1])
    else:
        is_kept = len(dims_of(dst)) == len(dims_of(src))
        gone = (pair[1], op.axis) if is_kept else (pair[1],)
        result = stacks.part(e, dst, [d for d in range(len(dims_of(dst))) if d not in gone])
        if op.clear is None:
            made.append(taken_in(e, result, dst, pair[1], n))
        clear = op.clear is not None
        made.append(e.emit(grid.ReduceOp(op.kind.data, block, result, axis, clear=clear)))
    made.append(put_back(e, result, dst, pair[1], n))
    return made


def taken_in(e: Emitter, block: SSAValue, stack: SSAValue, dim: int, n: SSAValue) -> Operation:
    """Copies a block of a stack into a buffer of its own."""
    return e.emit(grid.CopyOp(stack, *_place(e, stack, dim, n), block, *_all(e, block)))


def put_back(e: Emitter, block: SSAValue, stack: SSAValue, dim: int, n: SSAValue) -> Operation:
    return e.emit(grid.CopyOp(block, *_all(e, block), stack, *_place(e, stack, dim, n)))


def _place(e: Emitter, stack: SSAValue, dim: int, n: SSAValue) -> tuple[list[SSAValue], list[int]]:
    dims = dims_of(stack)
    offsets = [n if d == dim else e.index(0) for d in range(len(dims))]
    return offsets, _with_one(dims, dim)


def _all(e: Emitter, buffer: SSAValue) -> tuple[list[SSAValue], tuple[int, ...]]:
    dims = dims_of(buffer)
    return [e.index(0)] * len(dims), dims


def as_matrix(e: Emitter, stack: SSAValue, dim: int) -> SSAValue:
    """Puts the vectors of a stack together: each is chosen where its index is that of the place."""
    assert isinstance(stack.type, grid.BufferType)
    dims = stack.type.dims
    matrix = e.emit(grid.AllocOp(stack.type), stack.name_hint).buffer
    body = Block(arg_types=[IndexType() for _ in dims])
    inner = e.at(InsertPoint.at_end(body))
    value: SSAValue | None = None
    for n in range(dims[dim]):
        place = [e.index(n) if d == dim else arg for d, arg in enumerate(body.args)]
        line = inner.emit(grid.LoadOp(stack, place)).value
        if value is None:
            value = line
        else:
            here = inner.emit(arith.CmpiOp(body.args[dim], e.index(n), "eq")).result
            value = inner.emit(arith.SelectOp(here, line, value)).result
    assert value is not None
    inner.emit(grid.StoreOp(value, matrix, body.args))
    e.emit(grid.ParallelOp(dims, Region(body)))
    return matrix


def _with_one(sizes: Sequence[int], axis: int) -> list[int]:
    return [1 if n == axis else size for n, size in enumerate(sizes)]


def _moved(e: Emitter, offsets: Sequence[SSAValue], axis: int, by: SSAValue) -> list[SSAValue]:
    return [e.add(offset, by) if n == axis else offset for n, offset in enumerate(offsets)]


def _slice(e: Emitter, op: grid.ParallelOp, axis: int, index: SSAValue) -> grid.ParallelOp:
    """Copies a T.Parallel with the index of one dimension fixed."""
    extents = _with_one(op.dims, axis)
    old = op.body.block
    body = Block(arg_types=[arg.type for arg in old.args])
    values: dict[SSAValue, SSAValue] = {}
    for n, (arg, new) in enumerate(zip(old.args, body.args, strict=True)):
        new.name_hint = arg.name_hint
        values[arg] = index if n == axis else new
    for inner in old.ops:
        clone = inner.clone(values)
        clone.location = inner.location
        body.add_op(clone)
    return e.emit(grid.ParallelOp(extents, Region(body)))
