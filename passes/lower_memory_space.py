"""
`lower-memory-space`: mutable buffers become values, copies become loads and stores of blocks.

    %s = grid.alloc : !grid.buffer<64x32xbf16, shared>
    scf.for %k = ... {
      grid.copy %A[%r, %c] sizes <64x32> to %s[%0, %0] sizes <64x32>
      grid.gemm %s, %t, %acc
    }

    %acc = scf.for %k = ... iter_args(%acc0 = %zero) -> (tensor<64x64xf32>) {
      %s = tile.load %A[%r, %c] : !tile.tensor<1024x1024xbf16, dram> -> tensor<64x32xbf16>
      %acc1 = tile.matmul %s, %t, %acc0
      scf.yield %acc1
    }

This is the one place where state becomes values: a buffer is the value last written to it, a loop
carries the buffers that its body writes, and both sides of an `if` give what either one writes.
Blocks have rows and columns; infer-layouts has said which way vectors lie.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, builtin, scf
from xdsl.dialects.builtin import DictionaryAttr, ModuleOp
from xdsl.ir import Attribute, Block, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import grid, tile
from ttc.passes.accesses import region_access
from ttc.passes.build import Emitter
from ttc.passes.contents import Contents, shown
from ttc.passes.layouts import ROW, device_dims, layout_of
from ttc.passes.loops import inline_single_turns, prune_carried, remove_dead
from ttc.passes.lower_control import hoist_first_fill, lower_if, lower_loop
from ttc.passes.lower_parallel import lower_parallel
from ttc.passes.lower_reduce import lower_cumsum, lower_reduce
from ttc.passes.parts import forward_parts
from ttc.passes.reshapes import settle_reshapes


@dataclass(frozen=True)
class LowerMemorySpacePass(ModulePass):
    """Gives every buffer's content a name: SSA construction over structured control flow."""

    name = "lower-memory-space"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in list(op.ops):
            if isinstance(kernel, grid.KernelOp):
                lower_kernel(kernel)


def lower_kernel(kernel: grid.KernelOp) -> None:
    body = kernel.entry
    for op in list(body.walk()):
        if isinstance(op, scf.ForOp):
            hoist_first_fill(op)
    lower_block(body, Contents(Emitter(body)))
    places: dict[str, Attribute] = {}
    for op in reversed(list(body.walk())):
        if isinstance(op, grid.AllocOp | grid.ReshapeOp):
            if isinstance(op, grid.AllocOp) and op.buffer.name_hint is not None:
                places[op.buffer.name_hint] = op.location
            op.detach()
            op.erase()
    # What is too large for L1 is reported where its author allocated it.
    kernel.attributes["buffers"] = DictionaryAttr(dict(reversed(places.items())))
    types = [(arg, tensor_type(arg)) for arg in body.args]
    for arg, type_ in types:
        if type_ is not None:
            Rewriter.replace_value_with_new_type(arg, type_)
    kernel.attributes.pop("layouts", None)
    settle_reshapes(body)
    forward_parts(body)
    prune_carried(body)
    inline_single_turns(body)
    remove_dead(body)
    lowered = tile.KernelOp(
        kernel.sym_name.data, kernel.detach_region(kernel.body), dict(kernel.attributes)
    )
    lowered.location = kernel.location
    parent = kernel.parent_block()
    assert parent is not None
    parent.insert_op_before(lowered, kernel)
    kernel.detach()
    kernel.erase()


def tensor_type(arg: SSAValue) -> tile.TensorType | None:
    """Returns the type of a parameter on the device; None if it is no tensor."""
    if not isinstance(arg.type, grid.BufferType):
        return None
    layout = layout_of(arg)
    if layout == ROW:
        return tile.TensorType.of(arg.type.dims, arg.type.element_type, "dram")
    dims = device_dims(arg.type.dims, layout)
    return tile.TensorType.of(dims, arg.type.element_type, "dram", layout)


def lower_block(block: Block, contents: Contents) -> None:
    """Walks a block in program order."""
    for op in list(block.ops):
        contents.e = contents.e.at(InsertPoint.before(op), op.location)
        match op:
            case grid.CopyOp():
                copy(op, contents)
            case grid.Im2colOp():
                im2col(op, contents)
            case grid.FillOp():
                fill(op, contents)
            case grid.GemmOp():
                gemm(op, contents)
            case grid.ReduceOp():
                lower_reduce(op, contents)
            case grid.CumsumOp():
                lower_cumsum(op, contents)
            case grid.ParallelOp():
                lower_parallel(op, contents)
            case grid.LoadOp():
                op.value.replace_all_uses_with(contents.variable(op))
            case grid.StoreOp():
                contents.held[op.buffer] = op.value
            case scf.ForOp():
                lower_loop(op, contents, lower_block)
                continue
            case scf.IfOp():
                lower_if(op, contents, lower_block)
                continue
            case _:
                continue
        op.detach()
        op.erase()


def copy(op: grid.CopyOp, contents: Contents) -> None:
    src = region_access(op, op.src, op.src_offsets, op.src_shape)
    dst = region_access(op, op.dst, op.dst_offsets, op.dst_shape)
    src = src.along(dst.dims)
    if src.dims != dst.dims:
        raise CompileError.at(
            op,
            f"a copy of {shown(src.dims)} elements of '{src.name}' into "
            f"{shown(dst.dims)} elements of '{dst.name}'",
        ).note("give both sides the same rows and columns")
    value = contents.read(op, src)
    if src.is_global and not dst.is_global:
        value.name_hint = dst.hint
    contents.write(op, dst, value)


def im2col(op: grid.Im2colOp, contents: Contents) -> None:
    dst = region_access(op, op.dst, (), ())
    load = tile.LoadOp(op.src, (op.place, op.element), dst.block_type(), window=op.window)
    contents.write(op, dst, contents.e.emit(load, dst.hint).block)


def fill(op: grid.FillOp, contents: Contents) -> None:
    buffer = region_access(op, op.buffer, (), ())
    constant = op.value.owner
    if isinstance(constant, arith.ConstantOp):
        number = constant.value
        assert isinstance(number, builtin.FloatAttr | builtin.IntegerAttr)
        made = tile.FillOp(float(number.value.data), buffer.block_type())
        contents.write(op, buffer, contents.e.emit(made).block)
        return
    # A body that yields a number of run time.
    end = tile.YieldOp([op.value])
    end.location = op.location
    generic = tile.GenericOp([], [buffer.block_type()], Region(Block([end])))
    contents.write(op, buffer, contents.e.emit(generic).outputs[0])


def gemm(op: grid.GemmOp, contents: Contents) -> None:
    a, b, c = (region_access(op, value, (), ()) for value in op.operands)
    lhs, rhs = contents.read(op, a), contents.read(op, b)
    e = contents.e
    if op.transpose_a is not None:
        lhs = contents.turned(lhs, a.hint)
    if op.transpose_b is not None:
        rhs = contents.turned(rhs, b.hint)
    if op.clear_accum is not None:
        acc = e.emit(tile.FillOp(0.0, c.block_type())).block
    else:
        acc = contents.read(op, c)
    contents.write(op, c, e.emit(tile.MatmulOp(lhs, rhs, acc), c.hint).result)
