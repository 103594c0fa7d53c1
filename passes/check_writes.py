"""
`check-writes`: no two blocks of a launch write the same element, and none reads another's.

Blocks run in any order on any core, so the order of two writes to one element is not defined:

    grid.launch (%bx, %by) in (2, 2) {
      grid.copy %c[...] to %C[%by32, %c0] ...      // refused: the same for bx = 0 and bx = 1
      grid.copy %c[...] to %C[%by32, %bx32] ...    // accepted
      scf.if (%bx == 0) {
        grid.copy %c[...] to %C[%by32, %c0] ...    // accepted: one block of each row
      }

The IR stays as it is. Offsets that are sums of scaled block ids are proved apart; others are
evaluated for every block and iteration in which the conditions around them may hold, and refused
where that would be too many. Data may make a condition hold or fail. What a block reads of a tensor
that is written must be written by no block, or by the same one afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.passes.affine import Linear
from ttc.passes.global_access import (
    GlobalAccess,
    form_range,
    global_accesses,
    variable_range,
)


@dataclass(frozen=True)
class CheckWritesPass(ModulePass):
    """Refuses launches whose result depends on the order of blocks."""

    name = "check-writes"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for launch in grid.launches(op):
            accesses = global_accesses(launch)
            tensors = dict.fromkeys(access.tensor for access in accesses if access.is_write)
            for tensor in tensors:
                mine = [access for access in accesses if access.tensor is tensor]
                _check_tensor(launch, mine)


def _check_tensor(launch: grid.LaunchOp, accesses: Sequence[GlobalAccess]) -> None:
    writes = [access for access in accesses if access.is_write]
    reads = [access for access in accesses if not access.is_write]
    blocks = [arg for arg in launch.body.block.args if _count(arg) > 1]
    if not _apart(writes, blocks):
        _check_exactly(launch, writes, blocks)
    for read in reads:
        _check_read(launch, read, accesses, blocks)


def _check_exactly(
    launch: grid.LaunchOp, writes: Sequence[GlobalAccess], blocks: Sequence[BlockArgument]
) -> None:
    # Imported late: most kernels are proved without numpy.
    from ttc.passes.overlap import find_overlap
    from ttc.passes.places import TooLarge

    try:
        overlap = find_overlap(launch, writes)
    except TooLarge:
        raise CompileError.at(
            writes[0].op,
            f"it cannot be shown that two blocks never write the same element of {writes[0].name}",
        ).note("write where sums such as 'bx * 64' say, with the block's size as the factor") from (
            None
        )
    if overlap is None:
        return
    names = _ids(launch)
    first, second = (", ".join(map(str, point)) for point in overlap.blocks)
    element = ", ".join(map(str, overlap.element))
    error = CompileError.at(
        overlap.op,
        f"blocks ({names}) = ({first}) and ({second}) both write element [{element}] "
        f"of {writes[0].name}",
    )
    if any(write.conditions for write in writes if write.op is overlap.op):
        error = error.note("the conditions around it may hold for both: data may have any value")
    used = _sources([offset for write in writes for offset in write.offsets])
    unused = [arg for arg in blocks if arg not in used]
    if unused:
        raise error.note(f"its place does not depend on '{_name(unused[0])}': add it to the offset")
    raise error.note("give every block its own elements: factors as large as what a block writes")


def _sources(values: Sequence[SSAValue]) -> set[SSAValue]:
    """Returns all values that the given ones are computed from."""
    seen = set[SSAValue]()
    pending = list(values)
    while pending:
        value = pending.pop()
        if value not in seen:
            seen.add(value)
            pending += value.owner.operands if isinstance(value.owner, Operation) else ()
    return seen


def _check_read(
    launch: grid.LaunchOp,
    read: GlobalAccess,
    accesses: Sequence[GlobalAccess],
    blocks: Sequence[BlockArgument],
) -> None:
    """A read is safe where this very block writes the same place afterwards, if any does."""
    order = {access: position for position, access in enumerate(accesses)}
    writes = [access for access in accesses if access.is_write]
    variables = [*blocks, *(arg for arg in _loops(read) if _count(arg) > 1)]
    same = all(_same_place(read, write) and order[read] < order[write] for write in writes)
    if (same and _apart(writes, variables)) or _is_old(launch, read, accesses):
        return
    raise (
        CompileError.at(
            read.op,
            f"{read.name} is read here in the launch that writes it; "
            "whether the new or the old value is read is not defined",
        )
        .note("it is written here", writes[0].op)
        .note("write to another tensor, or read it in a second T.Kernel")
    )


def _is_old(launch: grid.LaunchOp, read: GlobalAccess, accesses: Sequence[GlobalAccess]) -> bool:
    from ttc.passes.overlap import is_read_before_written
    from ttc.passes.places import TooLarge

    try:
        return is_read_before_written(launch, read, accesses)
    except TooLarge:
        return False


def _loops(access: GlobalAccess) -> list[BlockArgument]:
    """Returns the variables of loops around an access, without those of T.Parallel."""
    return [arg for arg in access.loops if not isinstance(arg.block.parent_op(), grid.ParallelOp)]


def _same_place(read: GlobalAccess, write: GlobalAccess) -> bool:
    return (
        read.sizes == write.sizes
        and _loops(read) == _loops(write)
        and [_comparable(read, form) for form in read.forms]
        == [_comparable(write, form) for form in write.forms]
    )


def _comparable(access: GlobalAccess, form: Linear) -> tuple[dict[object, int], int]:
    """Names element variables by position: two T.Parallel over one space walk the same places."""
    parallel = [arg for arg in access.loops if arg not in _loops(access)]
    terms: dict[object, int] = {}
    for term, factor in form.terms.items():
        if isinstance(term, BlockArgument) and term in parallel:
            terms[(term.index, _count(term))] = factor
        else:
            terms[term] = factor
    return terms, form.constant


def _apart(writes: Sequence[GlobalAccess], variables: Sequence[BlockArgument]) -> bool:
    """
    Proves that different values of `variables` write different elements; False is "unknown".

    In one dimension it is so when, smallest factor first, each variable steps over all that
    the smaller ones and the rectangle itself cover: digits of a number with mixed radix.
    """
    left = set[SSAValue](variables)
    for axis in range(len(writes[0].shape)):
        here = _digits([write.forms[axis] for write in writes], variables)
        inner = _hull(writes, axis, here)
        if here and inner is not None and _radix(here, inner):
            left -= here.keys()
    return not left


def _digits(forms: Sequence[Linear], variables: Sequence[BlockArgument]) -> dict[SSAValue, int]:
    """Returns the factors of the variables, empty where writes differ in them."""
    found = [{v: f for v, f in form.terms.items() if v in variables} for form in forms]
    return found[0] if all(factors == found[0] for factors in found) else {}


def _hull(
    writes: Sequence[GlobalAccess], axis: int, digits: dict[SSAValue, int]
) -> tuple[int, int] | None:
    """Returns what the writes cover together in a dimension for fixed values of the digits."""
    low: int | None = None
    high = 0
    for write in writes:
        form = write.forms[axis]
        for digit in digits:
            form = form.without(digit)
        bounds = form_range(form)
        if bounds is None:
            return None
        last = bounds[1] + write.sizes[axis] - 1
        low, high = (bounds[0], last) if low is None else (min(low, bounds[0]), max(high, last))
    return None if low is None else (low, high)


def _radix(digits: dict[SSAValue, int], inner: tuple[int, int]) -> bool:
    span = inner[1] - inner[0]
    for variable, factor in sorted(digits.items(), key=lambda item: abs(item[1])):
        if abs(factor) <= span or variable_range(variable) is None:
            return False
        span += abs(factor) * (_count(variable) - 1)
    return True


def _count(variable: SSAValue) -> int:
    bounds = variable_range(variable)
    return 2 if bounds is None else bounds[1] - bounds[0] + 1


def _name(variable: SSAValue) -> str:
    index = variable.index if isinstance(variable, BlockArgument) else 0
    return variable.name_hint or f"b{'xyz'[index]}"


def _ids(launch: grid.LaunchOp) -> str:
    return ", ".join(map(_name, launch.body.block.args))
