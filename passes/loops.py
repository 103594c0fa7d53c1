"""Small facts about loops: which values they need carry, and what is dead."""

from __future__ import annotations

from xdsl.dialects import scf
from xdsl.ir import Block, Operation
from xdsl.traits import is_side_effect_free


def prune_carried(body: Block) -> None:
    """Drops what loops carry for nothing: never used, or never changed."""
    changed = True
    while changed:
        changed = False
        for op in list(body.walk()):
            if isinstance(op, scf.ForOp) and op.iter_args:
                changed |= _prune(op)


def _prune(loop: scf.ForOp) -> bool:
    block = loop.body.block
    end = block.last_op
    assert isinstance(end, scf.YieldOp)
    keep: list[int] = []
    for n, (arg, result) in enumerate(zip(block.args[1:], loop.res, strict=True)):
        passed = end.arguments[n]
        if passed is arg:
            arg.replace_all_uses_with(loop.iter_args[n])
            result.replace_all_uses_with(loop.iter_args[n])
        elif not result.uses and not arg.uses:
            continue
        else:
            keep.append(n)
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
    if isinstance(op, scf.ForOp):
        return all(isinstance(inner, scf.YieldOp) for inner in op.body.block.ops)
    # Not all of arith is marked free of effects; none of it has any.
    pure = op.name.startswith("arith.") or is_side_effect_free(op)
    return bool(op.results) and not op.regions and pure
