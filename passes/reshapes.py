"""
Views of buffers that have other rows and columns: made once, where the content is.

    %y = scf.for ... iter_args(%a = %x) -> (tensor<64x128xf32>) {
      %v = tile.reshape %a : tensor<64x128xf32> -> tensor<256x32xf32>
      %w = ... %v ...
      %b = tile.reshape %w : tensor<256x32xf32> -> tensor<64x128xf32>
      scf.yield %b
    }

    %v = tile.reshape %x : tensor<64x128xf32> -> tensor<256x32xf32>
    %w = scf.for ... iter_args(%a = %v) -> (tensor<256x32xf32>) { ... }
    %y = tile.reshape %w : tensor<256x32xf32> -> tensor<64x128xf32>

A reshape is work for compute: a loop carries a buffer as its body looks at it, and what does not
change in a loop is reshaped in front of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects import builtin, scf
from xdsl.ir import Block, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.dialects import tile
from ttc.passes.build import Emitter
from ttc.passes.loops import yielded


def reshaped(e: Emitter, value: SSAValue, dims: Sequence[int], hint: str | None) -> SSAValue:
    """Returns a block of elements in these rows and columns; views of views are views."""
    while isinstance(value.owner, tile.ReshapeOp):
        value = value.owner.block
    if tile.dims_of(value) == tuple(dims):
        return value
    if isinstance(value.owner, tile.FillOp):
        type_ = builtin.TensorType(tile.element_type_of(value), dims)
        return e.emit(tile.FillOp(value.owner.number, type_), hint).block
    return e.emit(tile.ReshapeOp(value, dims), hint).result


def settle_reshapes(body: Block) -> None:
    """Moves reshapes out of loops, as far as they go."""
    if not any(isinstance(op, tile.ReshapeOp) for op in body.walk()):
        return
    e = Emitter(body)
    for op in list(body.walk(reverse=True)):
        if isinstance(op, scf.ForOp):
            for n in range(len(op.iter_args)):
                carry_view(e, op, n)
    for op in list(body.walk()):
        if isinstance(op, tile.ReshapeOp):
            merge(op)
    for op in list(body.walk()):
        if isinstance(op, tile.ReshapeOp):
            hoist(op)


def carry_view(e: Emitter, loop: scf.ForOp, n: int) -> None:
    """Lets a loop carry the view of a buffer that is all its body reads and writes of it."""
    arg, result, init = loop.body.block.args[n + 1], loop.res[n], loop.iter_args[n]
    made, end = yielded(loop, n).owner, loop.body.block.last_op
    if not isinstance(made, tile.ReshapeOp) or end is None:
        return
    reads = [use.operation for use in arg.uses]
    old, type_ = tile.dims_of(arg), made.block.type
    if not all(isinstance(op, tile.ReshapeOp) and op.result.type == type_ for op in reads):
        return
    before = e.at(InsertPoint.before(loop), loop.location)
    loop.operands[3 + n] = reshaped(before, init, tile.dims_of(made.block), init.name_hint)
    end.operands[n] = made.block
    arg = Rewriter.replace_value_with_new_type(arg, type_)
    for op in reads:
        op.results[0].replace_all_uses_with(arg)
        op.detach()
        op.erase()
    result = Rewriter.replace_value_with_new_type(result, type_)
    back = tile.ReshapeOp(result, old)
    e.at(InsertPoint.after(loop), loop.location).emit(back, result.name_hint)
    result.replace_uses_with_if(back.result, lambda use: use.operation is not back)


def merge(op: tile.ReshapeOp) -> None:
    """Reads what a reshape before this one reads, which may be what this one makes."""
    while isinstance(op.block.owner, tile.ReshapeOp):
        op.operands[0] = op.block.owner.block
    if op.block.type == op.result.type:
        op.result.replace_all_uses_with(op.block)


def hoist(op: tile.ReshapeOp) -> None:
    """Moves a reshape in front of the loops in which its operand is the same."""
    loop = op.parent_op()
    while isinstance(loop, scf.ForOp) and block_of(op.block) is not loop.body.block:
        op.detach()
        outer = loop.parent_block()
        assert outer is not None
        outer.insert_op_before(op, loop)
        loop = loop.parent_op()


def block_of(value: SSAValue) -> Block | None:
    return value.owner if isinstance(value.owner, Block) else value.owner.parent_block()
