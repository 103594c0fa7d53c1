"""
`if` on what is known only when the kernel runs.

Outside T.Parallel it becomes a branch. Inside, where every element goes through the same code,
both sides are computed and what they set is chosen by the condition.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xdsl.dialects import arith, scf
from xdsl.ir import Block, Region, SSAValue

from ttc.frontend import arithmetic, operands
from ttc.frontend.convert import BOOL
from ttc.frontend.kernel import KernelLowering, ParallelBody, Pending
from ttc.frontend.values import Element, Index, Scalar
from ttc.language.place import error

if TYPE_CHECKING:
    from ttc.frontend.statements import Executor

SCALARS = (Scalar, Element, Index, int, float)
"""What a choice can be made between."""


def branch(ex: Executor, node: ast.If, condition: object) -> None:
    """Lowers `if` on a value of the kernel."""
    k = ex.kernel
    k.at(node.test)
    if k.launch is None:
        raise error("a branch outside T.Kernel").note("put it inside the grid")
    if k.parallel is not None:
        _choose(ex, node, condition, k.parallel)
        return
    with k.decides("a branch"):
        decided = operands.cast(k, condition, BOOL)
    if _is_fractional(decided.ssa):
        raise error("a branch on fractional numbers is not supported").note(
            "branch on integers, or choose between values with T.if_then_else"
        )
    regions = [Region(Block()), Region(Block()) if node.orelse else Region()]
    k.builder.insert(scf.IfOp(decided.ssa, [], regions[0], regions[1]))
    for region, body in zip(regions, (node.body, node.orelse), strict=True):
        if body:
            with k.builder.inside(region.block), ex.names.frame("the branch", {}), k.choosing():
                ex.run(body)
                k.at(node.test)
                k.builder.insert(scf.YieldOp())


def _is_fractional(condition: SSAValue) -> bool:
    """Tells a condition that compares floats, alone or combined with others."""
    match condition.owner:
        case arith.CmpfOp():
            return True
        case arith.AndIOp() | arith.OrIOp() | arith.XOrIOp() as op:
            return any(_is_fractional(operand) for operand in op.operands)
        case _:
            return False


@dataclass(frozen=True, eq=False)
class _Side:
    """What one side of a choice set: elements, names and variables."""

    stores: Pending
    names: Mapping[str, object]
    held: Mapping[SSAValue, Scalar]


def _side(ex: Executor, body: Sequence[ast.stmt], parallel: ParallelBody) -> _Side:
    before = dict(parallel.held)
    parallel.branches.append({})
    with ex.kernel.choosing(), ex.names.branch() as names:
        ex.run(body)
    held, parallel.held = parallel.held, before
    return _Side(parallel.branches.pop(), names, held)


def _choose(ex: Executor, node: ast.If, condition: object, parallel: ParallelBody) -> None:
    k = ex.kernel
    chosen = operands.cast(k, condition, BOOL)
    sides = _side(ex, node.body, parallel), _side(ex, node.orelse, parallel)
    k.at(node.test)
    _names(ex, chosen, sides)
    _variables(k, chosen, sides, parallel)
    then, otherwise = (side.stores for side in sides)
    for key in {**then, **otherwise}:
        part, value = then.get(key) or otherwise[key]
        if key in then and key in otherwise:
            value = _either(k, chosen, value, otherwise[key][1])
        elif not (key in then and _needs_no_guard(k, chosen, part)):
            with k.choosing():
                kept = k.load(part)
            value = _either(k, chosen, *((value, kept) if key in then else (kept, value)))
        with k.choosing():
            k.store(part, value)


def _either(k: KernelLowering, chosen: Scalar, then: object, otherwise: object) -> Scalar:
    merged = arithmetic.select(k, chosen, then, otherwise)
    assert isinstance(merged, Scalar)
    return merged


def _needs_no_guard(k: KernelLowering, chosen: Scalar, part: Element) -> bool:
    """A write outside a tensor is skipped anyway: `if i < n: A[i] = x` says the same twice."""
    buffer = part.buffer
    return buffer.scope == "global" and k.guards.only_inside(chosen.ssa, part.offsets, buffer.shape)


def _names(ex: Executor, chosen: Scalar, sides: tuple[_Side, _Side]) -> None:
    then, otherwise = (side.names for side in sides)
    for name in {**then, **otherwise}:
        if any(name not in side and not ex.names.is_set(name) for side in (then, otherwise)):
            continue  # set on one side only: unknown after it
        a, b = (side[name] if name in side else ex.names[name] for side in (then, otherwise))
        if isinstance(a, SCALARS) and isinstance(b, SCALARS):
            ex.names.bind(name, _either(ex.kernel, chosen, a, b))


def _variables(
    k: KernelLowering, chosen: Scalar, sides: tuple[_Side, _Side], parallel: ParallelBody
) -> None:
    then, otherwise = (side.held for side in sides)
    for variable in {**then, **otherwise}:
        a, b = then.get(variable), otherwise.get(variable)
        if a is None or b is None:
            raise error("a variable that one side sets has no value on the other").note(
                "set it before the branch, in the same T.Parallel"
            )
        parallel.held[variable] = a if a is b else _either(k, chosen, a, b)
