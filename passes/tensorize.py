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

What a scalar stands for is in `elements.py`, what an op on it becomes in `expressions.py`. A
transposed right operand of a matmul costs nothing: its tiles are laid out transposed by the load
and each one is turned by the unpacker. Other transposes stay, as work for the FPU.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.dialects import tile
from ttc.passes.build import Emitter
from ttc.passes.casts import spread_casts
from ttc.passes.common import share_common
from ttc.passes.expressions import expand
from ttc.passes.loops import prune_carried, remove_dead


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
            share_common(kernel.entry)
            spread_casts(kernel.entry)
            prune_carried(kernel.entry)
            remove_dead(kernel.entry)


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
        guard_outer=load.guard_outer is not None,
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
