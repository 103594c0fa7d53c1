"""
`fpu-types`: what combines or rearranges elements is of types that the hardware does that with.

    %c = scf.for %k = %c0 to %c16 step %c1 iter_args(%acc = %zero) -> !tile.block<2x2xi32> {
      %sum = tile.matmul %a, %b, %acc : !tile.block<2x1xi8>, !tile.block<1x2xi8> -> ...
      scf.yield %sum
    }

    %f = scf.for %k = ... iter_args(%acc = %float_zero) -> !tile.block<2x2xf32> {
      %p = tile.cast %a : !tile.block<2x1xi8> -> !tile.block<2x1xbf16>
      %q = tile.cast %b : !tile.block<1x2xi8> -> !tile.block<1x2xbf16>
      %sum = tile.matmul %p, %q, %acc
      scf.yield %sum
    }
    %c = tile.cast %f : !tile.block<2x2xf32> -> !tile.block<2x2xi32>

The FPU multiplies bfloat16, which holds every integer of eight bits, and adds in float32, which
holds every integer up to 2^24. Where the sum of a whole loop stays below, it is kept as a float;
a longer one is converted at each step and added as int32, and so is always exact.

Shared exponents belong to the rows of a tensor: what is transposed is kept as bfloat16. So are they
in the rows of a view, where short integers are int32 (llk_pack_untilize.h, llk_unpack_tilize.h).
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import ModuleOp, bf16, f32, i32
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.dtypes import (
    BFLOAT8_B,
    BFLOAT16,
    FLOAT32,
    INT8,
    INT32,
    TILE_DIM,
    UINT8,
    DType,
    dtype_of,
)
from ttc.passes.build import Emitter, constant_of
from ttc.passes.integer_reductions import max_of, sum_of
from ttc.passes.loops import yielded

LARGEST = {INT8: 128, UINT8: 255}
"""The largest magnitude of the integers that bfloat16 holds."""
EXACT = 1 << 24
"""Up to here float32 holds every integer."""
FIRST_CARRIED = 3
"""Operands of a loop before those it carries: its bounds and its step."""
FLOATS = (BFLOAT16, FLOAT32, BFLOAT8_B)


@dataclass(frozen=True)
class FpuTypesPass(ModulePass):
    """Converts where the FPU lacks a type, if that is exact; refuses where it is not."""

    name = "fpu-types"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, tile.KernelOp):
                for inner in list(kernel.walk()):
                    lower(Emitter(kernel.entry, InsertPoint.before(inner)), inner)


def lower(e: Emitter, op: Operation) -> None:
    e.location = op.location
    match op:
        case tile.MatmulOp():
            if not all(type_of(side) in FLOATS for side in (op.lhs, op.rhs)):
                product(e, op)
        case tile.TransposeOp():
            if type_of(op.block) == BFLOAT8_B:
                transpose(e, op)
        case tile.UntilizeOp():
            if type_of(op.block) == BFLOAT8_B or type_of(op.block).is_narrow:
                untilize(e, op)
        case tile.LoadOp() | tile.StoreOp():
            check_rows(op)
        case tile.ReduceOp():
            if type_of(op.block) not in (BFLOAT16, FLOAT32):
                reduction(e, op)
        case tile.BroadcastOp():
            if type_of(op.block).is_narrow:
                broadcast(e, op)
        case _:
            pass


def type_of(value: SSAValue) -> DType:
    return dtype_of(tile.element_type_of(value))


def check_rows(op: tile.LoadOp | tile.StoreOp) -> None:
    """Refuses shared exponents in a tensor whose rows on the device are not the author's."""
    tensor = op.tensor.type
    assert isinstance(tensor, tile.TensorType)
    rank = len(tensor.author_dims)
    if dtype_of(tensor.element_type) == BFLOAT8_B and tensor.order_dims[-1] != rank - 1:
        name = op.tensor.name_hint or "a tensor"
        raise CompileError.at(
            op,
            f"'{name}' is bfloat8_b: 16 elements of a row share an exponent, and its last "
            f"dimension lies across the rows on the device",
        ).note("use bfloat16 for it")


def product(e: Emitter, op: tile.MatmulOp) -> None:
    """Multiplies 8-bit integers; CompileError for others, and for a sum that may be inexact."""
    for side in (op.lhs, op.rhs):
        if type_of(side) not in LARGEST:
            raise CompileError.at(op, f"a product of {type_of(side).name} blocks").note(
                "the FPU multiplies bfloat16, float32, bfloat8_b, int8 and uint8"
            )
    inner = tile.dims_of(op.lhs)[1] * TILE_DIM
    term = LARGEST[type_of(op.lhs)] * LARGEST[type_of(op.rhs)]
    if inner * term > EXACT:
        most = EXACT // term // TILE_DIM * TILE_DIM
        raise CompileError.at(
            op,
            f"a product of {type_of(op.lhs).name} and {type_of(op.rhs).name} over {inner} "
            f"elements may exceed 2^24, up to which float32 sums are exact",
        ).note(f"multiply at most {most} elements in one T.gemm, in a loop over the others")
    lhs, rhs = (cast(e, side, bf16) for side in (op.lhs, op.rhs))
    turned = op.transpose_b is not None
    steps = carried_steps(op)
    if steps is not None and steps * inner * term <= EXACT and tile.element_type_of(op.acc) == i32:
        carry_floats(e, op)
        made = e.emit(tile.MatmulOp(lhs, rhs, op.acc, turned), op.result.name_hint).result
    else:
        zero = e.emit(tile.FillOp(0.0, tile.like(op.acc, tile.dims_of(op.acc), f32))).block
        part = e.emit(tile.MatmulOp(lhs, rhs, zero, turned)).result
        made = cast(e, part, i32)
        wanted = tile.element_type_of(op.acc)
        if not is_zero(op.acc):
            old = op.acc if wanted == i32 else cast(e, op.acc, i32)
            made = e.emit(tile.BinaryOp("add", old, made), op.result.name_hint).result
        made = made if wanted == i32 else cast(e, made, wanted)
    replace(op, made)


def transpose(e: Emitter, op: tile.TransposeOp) -> None:
    """Keeps values whose exponents rows shared, and columns do not, as bfloat16."""
    exact = tile.like(op.result, tile.dims_of(op.result), bf16)
    turned = tile.TransposeOp.create(operands=[op.block], result_types=[exact])
    made = e.emit(turned, op.result.name_hint).result
    for use in list(op.result.uses):
        if isinstance(use.operation, tile.MatmulOp) and use.index < 2:
            use.operation.operands[use.index] = made
    if op.result.uses:
        op.result.replace_all_uses_with(cast(e, made, BFLOAT8_B.ir))
    op.detach()
    op.erase()


def untilize(e: Emitter, op: tile.UntilizeOp) -> None:
    """Makes rows of elements that stand alone, and takes tiles of them for what they were."""
    narrow = tile.element_type_of(op.block)
    held = bf16 if type_of(op.block) == BFLOAT8_B else i32
    rows = tile.like(op.result, tile.dims_of(op.result), held)
    made = e.emit(tile.UntilizeOp(cast(e, op.block, held), rows), op.result.name_hint).result
    for use in list(op.result.uses):
        tilize, hint = use.operation, use.operation.results[0].name_hint
        tilize.operands[use.index] = made
        wide = tile.like(tilize.results[0], tile.dims_of(tilize.results[0]), held)
        result = Rewriter.replace_value_with_new_type(tilize.results[0], wide)
        back = e.at(InsertPoint.after(tilize), tilize.location).emit(
            tile.CastOp(result, narrow), hint
        )
        result.replace_uses_with_if(back.result, lambda use, back=back: use.operation is not back)
    op.detach()
    op.erase()


def cast(e: Emitter, value: SSAValue, element_type: Attribute) -> SSAValue:
    return e.emit(tile.CastOp(value, element_type), value.name_hint).result


def is_zero(value: SSAValue) -> bool:
    return isinstance(value.owner, tile.FillOp) and value.owner.number == 0.0


def replace(op: Operation, value: SSAValue) -> None:
    op.results[0].replace_all_uses_with(value)
    op.detach()
    op.erase()


def carried_steps(op: tile.MatmulOp) -> int | None:
    """Returns how often a loop adds this product to zeros that it carries; None if it does not."""
    acc, loop = op.acc, op.parent_op()
    if not isinstance(acc, BlockArgument) or not isinstance(loop, scf.ForOp):
        return None
    if acc.block is not loop.body.block or len(list(acc.uses)) != 1:
        return None
    if [use.operation for use in op.result.uses] != [acc.block.last_op]:
        return None
    n = acc.index - 1
    bounds = [constant_of(value) for value in (loop.lb, loop.ub, loop.step)]
    if yielded(loop, n) is not op.result or not is_zero(loop.iter_args[n]) or None in bounds:
        return None
    low, high, step = (bound for bound in bounds if bound is not None)
    return len(range(low, high, step))


def carry_floats(e: Emitter, op: tile.MatmulOp) -> None:
    """Makes the loop around a product carry its sum as float32, converted behind the loop."""
    loop, acc = op.parent_op(), op.acc
    assert isinstance(loop, scf.ForOp)
    assert isinstance(acc, BlockArgument)
    n, floats = acc.index - 1, tile.like(acc, tile.dims_of(acc), f32)
    hint = loop.res[n].name_hint
    zero = e.at(InsertPoint.before(loop)).emit(tile.FillOp(0.0, floats), hint).block
    loop.operands[FIRST_CARRIED + n] = zero
    Rewriter.replace_value_with_new_type(acc, floats)
    total = Rewriter.replace_value_with_new_type(loop.res[n], floats)
    after = e.at(InsertPoint.after(loop))
    words = after.emit(tile.CastOp(total, i32), hint)
    total.replace_uses_with_if(words.result, lambda use: use.operation is not words)


def reduction(e: Emitter, op: tile.ReduceOp) -> None:
    """Folds shared exponents as bfloat16, integers byte by byte as bfloat16 into float32."""
    dtype, kind, axis = type_of(op.block), op.kind.data, op.axis.value.data
    wanted = tile.element_type_of(op.result)
    if dtype == BFLOAT8_B:
        block = cast(e, op.block, bf16)
        replace(op, e.emit(tile.ReduceOp(kind, axis, block, wanted), op.result.name_hint).result)
        return
    length = tile.dims_of(op.block)[axis] * TILE_DIM
    if length * LARGEST[UINT8] > EXACT:
        raise CompileError.at(
            op,
            f"a reduction of {length} elements of {dtype.name} may exceed 2^24, up to which "
            f"float32 sums are exact",
        ).note("reduce blocks of it, and combine these")
    words = op.block if dtype == INT32 else cast(e, op.block, i32)
    made = (sum_of if kind == "sum" else max_of)(e, words, axis, dtype)
    replace(op, made if wanted == i32 else cast(e, made, wanted))


def broadcast(e: Emitter, op: tile.BroadcastOp) -> None:
    """Repeats short integers as words, which the unpacker puts into DST (metalium bcast.h)."""
    rows, cols = tile.dims_of(op.result)
    spread = e.emit(tile.BroadcastOp(op.kind.data, cast(e, op.block, i32), (rows, cols)))
    replace(op, cast(e, spread.result, tile.element_type_of(op.result)))
