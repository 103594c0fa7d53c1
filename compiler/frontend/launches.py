"""One kernel for each launch of a function: the module that a function becomes."""

from __future__ import annotations

from xdsl.dialects.builtin import ArrayAttr, IntegerAttr, StringAttr, i64
from xdsl.ir import Block, BlockArgument, Operation, SSAValue
from xdsl.traits import is_side_effect_free

from ttc.dialects import grid
from ttc.frontend.build import name_value
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.values import Buffer
from ttc.parameters import LAUNCH, SCRATCH


def drop_unused(kernel: KernelLowering) -> None:
    """Erases indices made of scalars that were needed as numbers only."""
    for value in reversed(kernel.conversions):
        owner = value.owner
        if not any(value.uses) and isinstance(owner, Operation):
            owner.detach()
            owner.erase()


def scratch_names(scratch: list[Buffer], taken: list[str]) -> list[str]:
    """Gives each tensor between launches a name of its own."""
    names: list[str] = []
    for tensor in scratch:
        name = tensor.name or "scratch"
        number = 0
        while tensor.name in (None, *taken, *names):
            tensor.name = f"{name}{number}"
            number += 1
        names.append(tensor.name)
        name_value(tensor.ssa, tensor.name)
    return names


def order_arguments(entry: Block, order: list[Buffer], written: dict[SSAValue, str]) -> None:
    """Puts the arguments of an eager kernel, all of them tensors, into an order."""
    for tensor in order:
        old = tensor.ssa
        assert isinstance(old, BlockArgument)
        new = entry.insert_arg(old.type, len(entry.args))
        new.name_hint = old.name_hint
        old.replace_all_uses_with(new)
        new.location = old.location
        written[new] = written.pop(old)
        tensor.ssa = new
        entry.erase_arg(old)


def split(op: grid.KernelOp, scratch: list[Buffer]) -> list[grid.KernelOp]:
    """Returns a kernel for each launch, with the parameters of all of them."""
    if scratch:
        names = [StringAttr(tensor.name or "") for tensor in scratch]
        op.attributes[SCRATCH] = ArrayAttr(names)
    count = len(grid.launches(op))
    if count == 1:
        return [op]
    kernels: list[grid.KernelOp] = []
    for place in range(count):
        kernel = op.clone()
        kernel.sym_name = StringAttr(f"{op.sym_name.data}_{place}")
        kernel.attributes[LAUNCH] = IntegerAttr(place, i64)
        for number, launch in enumerate(grid.launches(kernel)):
            if number != place:
                launch.detach()
                launch.erase()
        drop_dead(kernel.entry)
        kernels.append(kernel)
    return kernels


def drop_dead(block: Block) -> None:
    """Erases what another launch needed."""
    for op in reversed(list(block.ops)):
        if is_side_effect_free(op) and not any(any(result.uses) for result in op.results):
            op.detach()
            op.erase()
