"""Small facts about loops: which values they need carry, which run once, and what is dead."""

from __future__ import annotations

from xdsl.dialects import scf
from xdsl.ir import Block, BlockArgument, Operation, OpResult, SSAValue
from xdsl.rewriter import InsertPoint
from xdsl.traits import is_side_effect_free

from ttc.passes.build import constant_of, move_ops


def prune_carried(body: Block) -> None:
    """Drops what loops carry for nothing: never changed, or of no use to any effect."""
    changed = True
    while changed:
        changed = False
        live = live_values(body)
        for op in list(body.walk()):
            if isinstance(op, scf.ForOp) and op.iter_args:
                changed |= _prune(op, live)


def live_values(body: Block) -> set[SSAValue]:
    """Returns the values that ops with an effect need, by way of loops or not."""
    live: set[SSAValue] = set()
    pending = [value for op in body.walk() if _has_effect(op) for value in op.operands]
    while pending:
        value = pending.pop()
        if value in live:
            continue
        live.add(value)
        owner = value.owner
        loop = owner if isinstance(owner, Operation) else owner.parent_op()
        if isinstance(loop, scf.ForOp):
            n = value.index if isinstance(value, OpResult) else _argument_index(value) - 1
            if n >= 0:
                pending += (loop.iter_args[n], loop.body.block.args[n + 1], yielded(loop, n))
        elif isinstance(owner, Operation):
            pending += owner.operands
            if isinstance(owner, scf.IfOp):
                assert isinstance(value, OpResult)
                pending += chosen(owner, value.index)
    return live


def chosen(branch: scf.IfOp, n: int) -> list[SSAValue]:
    """Returns what the ways of a branch hand on as its n-th result."""
    ends = [region.block.last_op for region in branch.regions if region.blocks]
    return [end.arguments[n] for end in ends if isinstance(end, scf.YieldOp)]


def _has_effect(op: Operation) -> bool:
    return not (isinstance(op, scf.ForOp | scf.YieldOp) or _is_pure(op))


def _is_pure(op: Operation) -> bool:
    # Not all of arith is marked free of effects; none of it has any.
    return op.name.startswith("arith.") or is_side_effect_free(op)


def _argument_index(value: SSAValue) -> int:
    assert isinstance(value, BlockArgument)
    return value.index


def yielded(loop: scf.ForOp, n: int) -> SSAValue:
    """Returns what an iteration hands on as the loop's n-th carried value."""
    end = loop.body.block.last_op
    assert isinstance(end, scf.YieldOp)
    return end.arguments[n]


def _prune(loop: scf.ForOp, live: set[SSAValue]) -> bool:
    keep: list[int] = []
    for n, (arg, result) in enumerate(zip(loop.body.block.args[1:], loop.res, strict=True)):
        if yielded(loop, n) is not arg and (result in live or arg in live):
            keep.append(n)
            continue
        # What nobody needs may still be computed, until it is found to be dead.
        for value in (arg, result):
            value.replace_all_uses_with(loop.iter_args[n])
    if len(keep) == len(loop.res):
        return False
    rebuild(loop, keep)
    return True


def rebuild(loop: scf.ForOp, keep: list[int]) -> scf.ForOp:
    """Makes the loop anew with only the carried values of these positions."""
    block = loop.body.block
    end = block.last_op
    assert isinstance(end, scf.YieldOp)
    yielded = [end.arguments[n] for n in keep]
    inits = [loop.iter_args[n] for n in keep]
    end.detach()
    end.erase()
    kept = [block.args[n + 1] for n in keep]
    for arg in list(block.args[1:]):
        if arg not in kept:
            block.erase_arg(arg, safe_erase=False)
    new_end = scf.YieldOp(*yielded)
    new_end.location = loop.location
    block.add_op(new_end)
    made = scf.ForOp(loop.lb, loop.ub, loop.step, inits, loop.detach_region(loop.body))
    made.attributes = dict(loop.attributes)
    made.location = loop.location
    parent = loop.parent_block()
    assert parent is not None
    parent.insert_op_before(made, loop)
    for n, result in zip(keep, made.res, strict=True):
        loop.res[n].replace_all_uses_with(result)
    loop.detach()
    loop.erase(safe_erase=False)
    return made


def inline_single_turns(body: Block) -> None:
    """Puts the body of a loop that surely runs once, no more and no less, in its place."""
    for op in list(body.walk(reverse=True)):
        if isinstance(op, scf.ForOp) and _turns(op) == 1:
            _inline(op)


def _turns(loop: scf.ForOp) -> int | None:
    bounds = [constant_of(bound) for bound in (loop.lb, loop.ub, loop.step)]
    match bounds:
        case [int(lower), int(upper), int(step)]:
            return len(range(lower, upper, step))
        case _:
            return None


def _inline(loop: scf.ForOp) -> None:
    block = loop.body.block
    for n, result in enumerate(loop.res):
        result.replace_all_uses_with(yielded(loop, n))
    for arg, value in zip(block.args, (loop.lb, *loop.iter_args), strict=True):
        arg.replace_all_uses_with(value)
    end = block.last_op
    assert isinstance(end, scf.YieldOp)
    end.detach()
    end.erase()
    move_ops(block, InsertPoint.before(loop))
    loop.detach()
    loop.erase()


def remove_dead(body: Block) -> None:
    """Erases ops without effect whose results nobody uses, innermost and last first."""
    for op in reversed(list(body.walk())):
        if is_dead(op):
            op.detach()
            op.erase()


def is_dead(op: Operation) -> bool:
    """Tells whether an op has no effect and no result that is used."""
    if any(result.uses for result in op.results):
        return False
    if isinstance(op, scf.ForOp | scf.IfOp):
        bodies = [block for region in op.regions for block in region.blocks]
        return all(isinstance(inner, scf.YieldOp) for body in bodies for inner in body.ops)
    return bool(op.results) and not op.regions and _is_pure(op)
