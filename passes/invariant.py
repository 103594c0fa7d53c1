"""
What every turn of a loop computes alike is computed once, in front of it.

    scf.for %t = ... {                                 %r = tile.transpose %v
      %r = tile.transpose %v                           %e = tile.unary "exp" %r
      %e = tile.unary "exp" %r                  ->     scf.for %t = ... {
      %b = tile.broadcast "cols" %e                      %b = tile.broadcast "cols" %e
      %y = tile.binary "mul" %x, %b                      %y = tile.binary "mul" %x, %b
    }                                                  }

A result that waits for the loop takes L1. It is worth that if it is a few tiles, as vectors are, is
put together from several tiles, or has to be in L1 for its user; another one costs its section
hardly more than the block it is made of.
"""

from __future__ import annotations

from math import prod

from xdsl.dialects import scf
from xdsl.ir import Block, Operation, SSAValue

from ttc.dialects import tile
from ttc.passes.casts import is_widening
from ttc.passes.groups import tile_operands
from ttc.passes.leaves import LEAVES
from ttc.passes.loops import remove_dead

ACROSS = (tile.MatmulOp, tile.ReduceOp, tile.TransposeOp)
MOVED = (
    *ACROSS,
    tile.BinaryOp,
    tile.CastOp,
    tile.CompareOp,
    tile.MaskOp,
    tile.ScalarOp,
    tile.SelectOp,
    tile.UnaryOp,
)
FEW = 8
"""Tiles of a result that is kept even if its user could make it just as well."""


def hoist_invariant(kernel: tile.KernelOp) -> None:
    """Moves ops in front of the author's loops; the one over work items is not one of them."""
    loops = [op for op in kernel.walk() if isinstance(op, scf.ForOp)]
    is_moved = False
    for loop in reversed(loops):
        if loop.parent_op() is not kernel:
            same = invariant_ops(loop)
            wanted: set[Operation | Block] = set()
            for op in reversed(same):
                if op in wanted or (not is_free(op) and is_worth_it(op)):
                    wanted |= {op, *(value.owner for value in op.operands)}
            move([op for op in same if op in wanted], loop)
            is_moved = is_moved or bool(wanted)
    if is_moved:
        remove_dead(kernel.entry)


def invariant_ops(loop: scf.ForOp) -> list[Operation]:
    """Returns the ops of a loop's body that need nothing of a turn, in order."""
    found: dict[Operation | Block, Operation] = {}
    for op in loop.body.block.ops:
        if isinstance(op, (*MOVED, *LEAVES)) and all(
            value.owner in found or not loop.is_ancestor(value.owner) for value in op.operands
        ):
            found[op] = op
    return list(found.values())


def is_free(op: Operation) -> bool:
    """Tells an op that is part of what uses it: nothing is kept in L1 for it."""
    return isinstance(op, LEAVES) or (isinstance(op, tile.CastOp) and is_widening(op))


def is_worth_it(op: Operation) -> bool:
    (result,) = op.results
    return (
        isinstance(op, ACROSS)
        or prod(tile.dims_of(result)) <= FEW
        or any(result not in tile_operands(use.operation) for use in result.uses)
    )


def move(ops: list[Operation], loop: scf.ForOp) -> None:
    """Moves ops in front of a loop; what is free stays where it is used, too."""
    block = loop.parent_block()
    assert block is not None
    copies: dict[SSAValue, SSAValue] = {}
    for op in ops:
        made = op
        if is_free(op):
            made = op.clone(copies)
            made.location = op.location
            made.results[0].name_hint = op.results[0].name_hint
            copies[op.results[0]] = made.results[0]
        else:
            op.operands = [copies.get(value, value) for value in op.operands]
            op.detach()
        block.insert_op_before(made, loop)
