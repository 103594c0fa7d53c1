"""What a launch does with each of the kernel's parameters, as the host needs to know it."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import IndexType, StringAttr
from xdsl.ir import SSAValue

from ttc.dialects import host, tile
from ttc.dialects.shaped import SizesAttr
from ttc.parameters import DEFAULTS, FORMS, REASONS, VIEWS, by_name, parameter_names, scratch_names
from ttc.passes.traffic import (
    bytes_moved,
    enclosing_loops,
    is_known,
    trip_count,
    work_items,
)


def parameter_ops(kernel: tile.KernelOp) -> list[host.TensorOp | host.ScalarOp]:
    """Returns the host's description of the parameters, in order: tensors and scalars."""
    names = parameter_names(kernel, kernel.args)
    scratch = scratch_names(kernel)
    defaults, reasons = by_name(kernel, DEFAULTS), by_name(kernel, REASONS)
    views, forms = by_name(kernel, VIEWS), by_name(kernel, FORMS)
    made: list[host.TensorOp | host.ScalarOp] = []
    for arg in kernel.args:
        if isinstance(arg.type, IndexType):
            continue  # not the author's: the core's share of the work
        name = names[arg.index]
        if isinstance(arg.type, tile.TensorType):
            why, written, of = reasons.get(name), views.get(name), forms.get(name)
            op = host.TensorOp(
                name,
                role_of(kernel, arg),
                arg.type,
                scratch=name in scratch,
                why=why if isinstance(why, StringAttr) else None,
                written=written if isinstance(written, SizesAttr) else None,
                of=of if isinstance(of, StringAttr) else None,
            )
        else:
            op = host.ScalarOp(name, arg.type, defaults.get(name))
        op.location = kernel.location
        op.results[0].name_hint = arg.name_hint
        made.append(op)
    return made


def role_of(kernel: tile.KernelOp, tensor: SSAValue) -> str:
    """Returns in, out, part or inout: whether a launch reads a tensor, and writes all of it."""
    users = [use.operation for view in (tensor, *views_of(tensor)) for use in view.uses]
    stores = [op for op in users if isinstance(op, tile.StoreOp)]
    loads = [op for op in users if isinstance(op, tile.LoadOp)]
    if not stores:
        return "in"
    if loads:
        return "inout"
    return "out" if _is_covered(tensor, stores, work_items(kernel)) else "part"


def views_of(tensor: SSAValue) -> list[SSAValue]:
    """Returns the other shapes under which a kernel uses a tensor."""
    users = [use.operation for use in tensor.uses]
    return [op.result for op in users if isinstance(op, tile.ViewOp)]


def _is_covered(tensor: SSAValue, stores: Sequence[tile.StoreOp], items: int) -> bool:
    """Proves that the stores write all of it; no two blocks write one element (check-writes)."""
    assert isinstance(tensor.type, tile.TensorType)
    if not all(is_known(op) for op in stores):
        return False
    (first, *others) = stores
    once = all(trip_count(loop) == 1 for loop in enclosing_loops(first)[1:])
    if once and not others:
        moved, whole = bytes_moved(first, items), tensor.type.pages * tensor.type.page_bytes
        if moved is None or moved <= whole:
            return moved == whole

    from ttc.passes.coverage import is_written  # numpy, which most kernels need not

    return is_written(tensor.type, stores, items)
