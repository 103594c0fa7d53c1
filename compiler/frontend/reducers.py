"""
`T.alloc_reducer`: a block whose elements every iteration of a T.Parallel adds to.

What the iterations contribute is kept in a block of its own, which is reduced after the loop.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xdsl.ir import SSAValue

from ttc.dialects import grid
from ttc.dtypes import DType
from ttc.frontend.blocks import allocate, part_of, put_back
from ttc.frontend.build import name_value
from ttc.frontend.indices import IndexLike
from ttc.frontend.values import Buffer, Element, sizes
from ttc.language.place import error
from ttc.language.tensor import described, static_shape
from ttc.language.values import max_value, min_value

if TYPE_CHECKING:
    from ttc.frontend.kernel import KernelLowering, ParallelBody

KINDS = ("sum", "max", "min")


@dataclass(frozen=True, eq=False)
class Contribution:
    """A block with a contribution for each iteration, its last `folds` dimensions to reduce."""

    kind: str
    block: Buffer
    into: Buffer
    folds: int


def identity(kind: str, element: DType) -> float:
    """Returns the number that leaves every other one as it is."""
    if kind == "sum":
        return 0
    if element.is_float:
        return -math.inf if kind == "max" else math.inf
    return min_value(element.name) if kind == "max" else max_value(element.name)


def alloc_reducer(
    k: KernelLowering, shape: object, dtype: object, op: object, replication: object
) -> Buffer:
    from ttc.frontend.tile_ops import element_type

    if op not in KINDS:
        raise error(f"T.alloc_reducer: op is one of {', '.join(KINDS)}, not {described(op)}")
    extents = static_shape("T.alloc_reducer", shape)
    buffer = allocate(k, "T.alloc_reducer", "fragment", extents, element_type(k, dtype))
    buffer.reducer = str(op)
    return buffer


def _reducer(what: str, value: object) -> tuple[Buffer, str]:
    buffer = part_of(what, value).buffer
    if buffer.reducer is None:
        raise error(f"{what} on {buffer.title}, which is no reducer").note(
            "allocate it with T.alloc_reducer"
        )
    return buffer, buffer.reducer


def reducer_init(k: KernelLowering, r: object, init: object) -> None:
    from ttc.frontend.tile_ops import fill

    buffer, kind = _reducer("T.reducer_init", r)
    fill(k, buffer, identity(kind, buffer.element) if init is None else init, None)


def reducer_update(k: KernelLowering, r: object, value: object) -> None:
    what = "T.reducer_update"
    buffer, kind = _reducer(what, r)
    body = k.parallel
    if body is None or not isinstance(r, Element):
        raise error(f"{what} outside T.Parallel").note(
            "each iteration of a T.Parallel contributes to an element: T.reducer_update(r[i], x)"
        )
    if body.branches:
        raise error(f"{what} under a branch").note(
            f"contribute {identity(kind, buffer.element)} elsewhere: T.if_then_else(condition, x, "
            f"{identity(kind, buffer.element)})"
        )
    kept = _kept(what, r, body)
    folded = [variable for variable in body.variables if variable not in kept]
    if not folded:
        operator = "+" if kind == "sum" else kind
        k.store(r, k.binary(operator, k.load(r), value))
        return
    order = [*kept, *folded]
    shape = tuple(body.variables[variable][1] for variable in order)
    short = shape[: len(kept)] or (1,)
    if buffer.shape not in (short, (*short, 1)):
        raise error(f"{what}: {buffer.title} is {sizes(buffer.shape)}, its index {sizes(short)}")
    block = _beside(k, shape, buffer)
    place = tuple(k.builder.variable(v, 0, body.variables[v][1] - 1) for v in order)
    k.store(Element(block, place, (None,) * len(place)), value)
    body.contributions.append(Contribution(kind, block, buffer, len(folded)))


def _beside(k: KernelLowering, shape: tuple[int, ...], buffer: Buffer) -> Buffer:
    """Allocates a block for a T.Parallel while that is being lowered."""
    kind = grid.BufferType.of(shape, buffer.element.ir, "fragment")
    op = grid.AllocOp(kind)
    op.location = k.source.location(k.builder.node)
    launch = k.launch
    assert launch is not None
    first = launch.body.block.first_op
    assert first is not None
    launch.body.block.insert_op_before(op, first)
    block = Buffer(op.buffer, shape, buffer.element, "fragment", f"{buffer.name}_parts")
    name_value(op.buffer, f"{buffer.name}_parts")
    return block


def _kept(what: str, place: Element, body: ParallelBody) -> list[SSAValue]:
    """Returns the variables that index the reducer, in the order of its dimensions."""
    kept: list[SSAValue] = []
    for offset, dim in zip(place.offsets, place.buffer.shape, strict=True):
        if dim == 1 and isinstance(offset, int):
            continue
        variable = _variable(offset)
        if variable is None or body.variables.get(variable, ("", 0))[1] != dim:
            raise error(f"{what}: an index of {place.buffer.title} is a variable of T.Parallel")
        kept.append(variable)
    return kept


def _variable(index: IndexLike) -> SSAValue | None:
    """Returns the variable that an index is, None for anything else."""
    if isinstance(index, int) or index.constant or list(index.terms.values()) != [1]:
        return None
    (atom,) = index.terms
    return atom.ssa


def reduce_contributions(k: KernelLowering, body: ParallelBody) -> None:
    """Adds what the iterations of a T.Parallel contributed to their reducers."""
    for part in body.contributions:
        block = part.block
        for _ in range(part.folds - 1):
            short = allocate(k, "T.reducer_update", "fragment", block.shape[:-1], block.element)
            _fold(k, part.kind, block, short, clear=True)
            block = short
        _fold(k, part.kind, block, part.into, clear=False)


def _fold(k: KernelLowering, kind: str, block: Buffer, into: Buffer, *, clear: bool) -> None:
    last = len(block.shape) - 1
    k.builder.insert(grid.ReduceOp(kind, block.ssa, into.ssa, last, clear=clear))


def finalize_reducer(
    k: KernelLowering, r: object, dst: object, batch: object, annotations: object
) -> None:
    buffer, _ = _reducer("T.finalize_reducer", r)
    if dst is not None:
        target = part_of("T.finalize_reducer", dst)
        put_back(k, buffer, target)
