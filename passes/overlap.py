"""Which elements the blocks of a launch write, by evaluating every offset with numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import gcd, prod
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects import arith, scf
from xdsl.ir import BlockArgument, Operation, OpResult, SSAValue

from ttc.dialects import grid
from ttc.passes.build import constant_of
from ttc.passes.global_access import GlobalAccess, variable_range

LIMIT = 1 << 22
"""Cells to look at, at most: about a second and 200 MB."""

Array = npt.NDArray[np.int64]

_OPS: dict[type[Operation], Callable[..., Any]] = {
    arith.AddiOp: np.add,
    arith.SubiOp: np.subtract,
    arith.MuliOp: np.multiply,
    arith.FloorDivSIOp: np.floor_divide,
    arith.RemSIOp: np.remainder,
    arith.MinSIOp: np.minimum,
    arith.MaxSIOp: np.maximum,
}


class TooLarge(Exception):
    """There are more places than can be looked at, or an offset that cannot be computed."""


@dataclass(frozen=True)
class Overlap:
    """One element that two blocks write, and the op by which the second one does."""

    element: tuple[int, ...]
    blocks: tuple[tuple[int, ...], tuple[int, ...]]
    op: Operation


def find_overlap(launch: grid.LaunchOp, writes: Sequence[GlobalAccess]) -> Overlap | None:
    """
    Returns an element of one tensor that two blocks write, None if there is none.

    Raises TooLarge where that takes more than LIMIT steps.
    """
    shape = writes[0].shape
    rectangles = [_rectangles(launch, write) for write in writes]
    # Offsets and sizes in units of their common divisor: one cell stands for its elements.
    units = [
        gcd(*(int(np.gcd.reduce(offsets[axis], initial=0)) for _, offsets in rectangles),
            *(write.sizes[axis] for write in writes))
        for axis in range(len(shape))
    ]  # fmt: skip
    cells = tuple(-(-dim // unit) for dim, unit in zip(shape, units, strict=True))
    if prod(cells) > LIMIT:
        raise TooLarge
    owner: Array = np.full(prod(cells), -1, np.int64)
    for write, (blocks, offsets) in zip(writes, rectangles, strict=True):
        spans = [size // unit for size, unit in zip(write.sizes, units, strict=True)]
        places, owners = _cells(blocks, offsets, units, spans, cells)
        before = owner[places]
        clash = (before >= 0) & (before != owners)
        owner[places] = owners
        clash |= owner[places] != owners  # another block of this write came later
        if clash.any():
            first = int(np.argmax(clash))
            other = before[first] if before[first] >= 0 and before[first] != owners[first] else (
                owner[places[first]]
            )  # fmt: skip
            element = _point(int(places[first]), cells)
            return Overlap(
                tuple(cell * unit for cell, unit in zip(element, units, strict=True)),
                _points(launch, int(owners[first]), int(other)),
                write.op,
            )
    return None


def _points(launch: grid.LaunchOp, a: int, b: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Returns two blocks' ids, the one that a row-major walk meets first at the front."""
    first, second = sorted((_point(a, launch.grid), _point(b, launch.grid)), key=_walk_order)
    return first, second


def _walk_order(point: tuple[int, ...]) -> tuple[int, ...]:
    return point[::-1]


def _point(position: int, shape: Sequence[int]) -> tuple[int, ...]:
    """Splits a position into one index per dimension, the last one fastest."""
    point: list[int] = []
    for dim in reversed(shape):
        position, index = divmod(position, dim)
        point.insert(0, index)
    return tuple(point)


def _rectangles(launch: grid.LaunchOp, write: GlobalAccess) -> tuple[Array, list[Array]]:
    """Returns the block that writes each rectangle, and the rectangle's offsets."""
    variables = [*launch.body.block.args, *write.loops]
    ranges: list[tuple[int, int]] = []
    for variable in variables:
        bounds = variable_range(variable)
        if bounds is None:
            raise TooLarge
        ranges.append(bounds)
    if prod(high - low + 1 for low, high in ranges) > LIMIT:
        raise TooLarge
    values: dict[SSAValue, Array] = {}
    for axis, (variable, (low, high)) in enumerate(zip(variables, ranges, strict=True)):
        shape = [1] * len(variables)
        shape[axis] = high - low + 1
        values[variable] = np.arange(low, high + 1, dtype=np.int64).reshape(shape)
    everywhere = tuple(high - low + 1 for low, high in ranges)
    runs = np.broadcast_to(_runs(write.loops, values), everywhere)
    blocks = np.arange(prod(launch.grid), dtype=np.int64).reshape(
        *launch.grid, *[1] * len(write.loops)
    )
    offsets = [
        np.broadcast_to(_evaluated(offset, values), everywhere)[runs] for offset in write.offsets
    ]
    return np.broadcast_to(blocks, everywhere)[runs], offsets


def _runs(loops: Sequence[BlockArgument], values: dict[SSAValue, Array]) -> npt.NDArray[np.bool_]:
    """Tells which iterations there are, where a loop's bounds or step leave some out."""
    runs = np.array(True)
    for variable in loops:
        loop = variable.block.parent_op()
        if isinstance(loop, scf.ForOp):
            low, high, step = (_evaluated(bound, values) for bound in (loop.lb, loop.ub, loop.step))
            here = values[variable]
            runs = runs & (here >= low) & (here < high) & ((here - low) % step == 0)
    return runs


def _evaluated(value: SSAValue, values: dict[SSAValue, Array]) -> Array:
    found = values.get(value)
    if found is None:
        number = constant_of(value)
        if number is not None:
            found = np.array(number, np.int64)
        elif isinstance(value, OpResult) and type(value.op) in _OPS:
            operands = [_evaluated(operand, values) for operand in value.op.operands]
            found = np.asarray(_OPS[type(value.op)](*operands))
        else:
            raise TooLarge
        values[value] = found
    return found


def _cells(
    blocks: Array,
    offsets: Sequence[Array],
    units: Sequence[int],
    spans: Sequence[int],
    cells: Sequence[int],
) -> tuple[Array, Array]:
    """Returns the cells that rectangles cover, as positions in the tensor, and their blocks."""
    if blocks.size * prod(spans) > LIMIT:
        raise TooLarge
    places = np.zeros((blocks.size, 1), np.int64)
    inside = np.ones((blocks.size, 1), np.bool_)
    for offset, unit, span, count in zip(offsets, units, spans, cells, strict=True):
        line = (offset // unit)[:, None] + np.arange(span)
        ok = (line >= 0) & (line < count)
        places = (places[:, :, None] * count + line[:, None, :]).reshape(blocks.size, -1)
        inside = (inside[:, :, None] & ok[:, None, :]).reshape(blocks.size, -1)
    owners = np.broadcast_to(blocks[:, None], places.shape)
    return places[inside], owners[inside]
