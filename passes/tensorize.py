"""
`tensorize`: element-wise bodies become ops on blocks of tiles.

    %y = tile.generic ins(%x, %b) : (!tile.block<2x2xbf16>, ...) -> !tile.block<2x2xbf16> {
    ^bb0(%p : bf16, %q : bf16):
      %c = arith.constant 2.0 : bf16
      %m = arith.mulf %p, %c : bf16
      %s = arith.addf %m, %q : bf16
      tile.yield %s : bf16
    }

    %m = tile.scalar "mul" %x, (2.0) : !tile.block<2x2xbf16>
    %y = tile.binary "add" %m, %b : !tile.block<2x2xbf16>

A transposed right operand of a matmul costs nothing: its tiles are laid out transposed by the load
and each one is turned by the unpacker. Other transposes stay, as work for the FPU.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, math
from xdsl.dialects.builtin import FloatAttr, IntegerAttr, IntegerType, ModuleOp
from xdsl.ir import Attribute, Operation, OpResult, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.passes.build import Emitter
from ttc.passes.loops import prune_carried, remove_dead

Element = SSAValue | float
"""What a scalar of the body stands for: a block, or a constant."""

UNARY: dict[type[Operation], str] = {
    arith.NegfOp: "neg",
    math.AbsFOp: "abs",
    math.AbsIOp: "abs",
    math.CeilOp: "ceil",
    math.CosOp: "cos",
    math.ErfOp: "erf",
    math.ExpOp: "exp",
    math.Exp2Op: "exp2",
    math.FloorOp: "floor",
    math.LogOp: "log",
    math.Log2Op: "log2",
    math.RoundEvenOp: "round",
    math.RsqrtOp: "rsqrt",
    math.SinOp: "sin",
    math.SqrtOp: "sqrt",
    math.TanhOp: "tanh",
    math.TruncOp: "trunc",
}
BINARY: dict[type[Operation], str] = {
    arith.AddfOp: "add",
    arith.SubfOp: "sub",
    arith.MulfOp: "mul",
    arith.DivfOp: "div",
    arith.MaximumfOp: "max",
    arith.MaxnumfOp: "max",
    arith.MinimumfOp: "min",
    arith.MinnumfOp: "min",
    math.PowFOp: "pow",
    arith.AddiOp: "add",
    arith.SubiOp: "sub",
    arith.MuliOp: "mul",
    arith.MaxSIOp: "max",
    arith.MinSIOp: "min",
}
CASTS = (
    arith.ExtFOp,
    arith.TruncFOp,
    arith.SIToFPOp,
    arith.FPToSIOp,
)
CONSTRUCTS: dict[type[Operation], str] = {
    arith.SelectOp: "T.if_then_else",
    arith.CmpfOp: "a comparison",
    arith.CmpiOp: "a comparison",
    arith.FloorDivSIOp: "an integer division",
    arith.RemSIOp: "a remainder",
    arith.UIToFPOp: "a conversion from an unsigned integer",
    arith.FPToUIOp: "a conversion to an unsigned integer",
}


@dataclass(frozen=True)
class TensorizePass(ModulePass):
    """Lowers generics op by op and folds transposes into loads and matmuls."""

    name = "tensorize"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if not isinstance(kernel, tile.KernelOp):
                continue
            e = Emitter(kernel.entry)
            for inner in list(kernel.walk()):
                if isinstance(inner, tile.GenericOp):
                    expand(e.at(InsertPoint.before(inner)), inner)
            for inner in list(kernel.walk()):
                if isinstance(inner, tile.TransposeOp):
                    fold_transpose(e.at(InsertPoint.before(inner)), inner)
            prune_carried(kernel.entry)
            remove_dead(kernel.entry)


def expand(e: Emitter, generic: tile.GenericOp) -> None:
    """Replaces a generic by ops on blocks."""
    elements: dict[SSAValue, Element] = dict(
        zip(generic.body.block.args, generic.inputs, strict=True)
    )
    for op in generic.body.block.ops:
        if isinstance(op, tile.YieldOp):
            e.location = generic.location
            for value, output in zip(op.values, generic.outputs, strict=True):
                made = element_of(elements, value)
                block = (
                    made
                    if isinstance(made, SSAValue)
                    else e.emit(tile.FillOp(made, output.type)).block
                )
                if block not in generic.inputs:
                    block.name_hint = output.name_hint or block.name_hint
                output.replace_all_uses_with(block)
        else:
            e.location = op.location
            elements[op.results[0]] = lower_scalar(e, op, elements)
    generic.detach()
    generic.erase()


def element_of(elements: dict[SSAValue, Element], value: SSAValue) -> Element:
    known = elements.get(value)
    if known is None and isinstance(value, OpResult) and isinstance(value.op, arith.ConstantOp):
        number = value.op.value
        assert isinstance(number, FloatAttr | IntegerAttr)
        return float(number.value.data)
    assert known is not None
    return known


def lower_scalar(e: Emitter, op: Operation, elements: dict[SSAValue, Element]) -> Element:
    """Makes the block op of one scalar op of the body."""
    operands = [element_of(elements, value) for value in op.operands]
    result = op.results[0]
    match op, operands:
        case arith.ConstantOp(), _:
            return element_of({}, result)
        case _, [x] if type(op) in UNARY:
            if not isinstance(x, SSAValue):
                return constant_unary(op, x)
            return e.emit(tile.UnaryOp(UNARY[type(op)], x), result.name_hint).result
        case _, [x, y] if type(op) in BINARY:
            return binary(e, op, x, y, result.type)
        case _, [x] if isinstance(op, CASTS):
            return e.emit(tile.CastOp(x, result.type)).result if isinstance(x, SSAValue) else x
        case _:
            construct = CONSTRUCTS.get(type(op), f"'{op.name}'")
            raise CompileError.at(op, f"{construct} in T.Parallel is not supported yet").note(
                "supported are + - * /, max, min, pow, casts and the unary functions of "
                "docs/levels.md"
            )


def constant_unary(op: Operation, x: float) -> float:
    if isinstance(op, arith.NegfOp):
        return -x
    raise CompileError.at(op, "a function of a constant in T.Parallel").note(
        "compute it outside the kernel, in Python"
    )


def binary(e: Emitter, op: Operation, x: Element, y: Element, type_: Attribute) -> Element:
    """Makes `x kind y`; a constant side becomes a scalar operand."""
    kind = BINARY[type(op)]
    hint = op.results[0].name_hint
    if not isinstance(x, SSAValue) and not isinstance(y, SSAValue):
        folded = CONSTANT_FOLD.get(kind)
        if folded is None:
            raise CompileError.at(op, f"'{kind}' of two constants in T.Parallel").note(
                "compute it outside the kernel, in Python"
            )
        return folded(x, y)
    if not isinstance(x, SSAValue):
        assert isinstance(y, SSAValue)
        return scalar_left(e, kind, x, y, hint, type_)
    if not isinstance(y, SSAValue):
        return scalar_right(e, kind, x, y, hint, type_)
    return e.emit(tile.BinaryOp(kind, x, y), hint).result


CONSTANT_FOLD: dict[str, Callable[[float, float], float]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "max": max,
    "min": min,
}


def scalar_right(
    e: Emitter, kind: str, x: SSAValue, c: float, hint: str | None, type_: Attribute
) -> SSAValue:
    """Makes `block kind constant`."""
    if isinstance(type_, IntegerType):
        filled = e.emit(tile.FillOp(c, x.type)).block
        return e.emit(tile.BinaryOp(kind, x, filled), hint).result
    match kind:
        case "max" if c == 0.0:
            return e.emit(tile.UnaryOp("relu", x), hint).result
        case "div" if c != 0.0:
            return e.emit(tile.ScalarOp("mul", x, 1.0 / c), hint).result
        case "div":
            zero = e.emit(tile.FillOp(c, x.type)).block
            return e.emit(tile.BinaryOp(kind, x, zero), hint).result
        case "pow" if c == 2.0:
            return e.emit(tile.BinaryOp("mul", x, x), hint).result
        case _:
            return e.emit(tile.ScalarOp(kind, x, c), hint).result


def scalar_left(
    e: Emitter, kind: str, c: float, x: SSAValue, hint: str | None, type_: Attribute
) -> SSAValue:
    """Makes `constant kind block`."""
    match kind:
        case "add" | "mul" | "max" | "min":
            return scalar_right(e, kind, x, c, hint, type_)
        case "sub" if not isinstance(type_, IntegerType):
            return e.emit(tile.ScalarOp("rsub", x, c), hint).result
        case "div" if c == 1.0:
            return e.emit(tile.UnaryOp("recip", x), hint).result
        case "div":
            return e.emit(tile.ScalarOp("rdiv", x, c), hint).result
        case _:
            filled = e.emit(tile.FillOp(c, x.type)).block
            return e.emit(tile.BinaryOp(kind, filled, x), hint).result


def fold_transpose(e: Emitter, op: tile.TransposeOp) -> None:
    """Turns `matmul(a, transpose(load))` into a transposed load and `transpose_b`."""
    load = op.block.owner
    uses = [use for use in op.result.uses]
    as_rhs = uses and all(
        isinstance(use.operation, tile.MatmulOp) and use.index == 1 for use in uses
    )
    if not isinstance(load, tile.LoadOp) or not as_rhs or len(list(op.block.uses)) != 1:
        return
    if any(_is_folded(use.operation) for use in uses):
        return
    e.location = load.location
    turned = tile.LoadOp(
        load.tensor,
        load.offsets,
        op.result.type,
        guard_rows=load.guard_rows is not None,
        guard_cols=load.guard_cols is not None,
        transposed=True,
    )
    e.at(InsertPoint.before(load)).emit(turned, load.block.name_hint)
    for use in uses:
        old = use.operation
        assert isinstance(old, tile.MatmulOp)
        made = tile.MatmulOp(old.lhs, turned.block, old.acc, transpose_b=True)
        e.at(InsertPoint.before(old), old.location).emit(made, old.result.name_hint)
        old.result.replace_all_uses_with(made.result)
        old.detach()
        old.erase()
    op.detach()
    op.erase()
    load.detach()
    load.erase()


def _is_folded(op: Operation) -> bool:
    return isinstance(op, tile.MatmulOp) and op.transpose_b is not None
