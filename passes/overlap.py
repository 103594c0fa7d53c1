"""Which elements the blocks of a launch write, and which of those they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from xdsl.dialects import scf
from xdsl.ir import BlockArgument, Operation

from ttc.dialects import grid
from ttc.passes.global_access import GlobalAccess
from ttc.passes.places import LIMIT, Array, Places, TooLarge, cells_of, common_unit, places_of


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
    places = [places_of(launch, write) for write in writes]
    units, cells = _cells(writes, places)
    owner: Array = np.full(prod(cells), -1, np.int64)
    for write, place in zip(writes, places, strict=True):
        positions, numbers = cells_of(write, place, units, cells)
        owners = place.blocks[numbers]
        before = owner[positions]
        clash = (before >= 0) & (before != owners)
        owner[positions] = owners
        clash |= owner[positions] != owners  # another block of this write came later
        if clash.any():
            first = int(np.argmax(clash))
            other = before[first] if before[first] >= 0 and before[first] != owners[first] else (
                owner[positions[first]]
            )  # fmt: skip
            element = _point(int(positions[first]), cells)
            return Overlap(
                tuple(cell * unit for cell, unit in zip(element, units, strict=True)),
                _points(launch, int(owners[first]), int(other)),
                write.op,
            )
    return None


def is_read_before_written(
    launch: grid.LaunchOp, read: GlobalAccess, accesses: Sequence[GlobalAccess]
) -> bool:
    """
    Tells whether a read finds old values only: what it reads is written by its own block later.

    `accesses` are all of a tensor in program order; no two blocks write the same element. Raises
    TooLarge.
    """
    seen = places_of(launch, read)
    for write in accesses:
        if not write.is_write:
            continue
        made = places_of(launch, write)
        units, cells = _cells([read, write], [seen, made])
        common = [loop for loop in _serial(read) if loop in write.loops]
        then, now = _times(common, made, seen)
        positions, numbers = cells_of(write, made, units, cells)
        owner: Array = np.full(prod(cells), -1, np.int64)
        owner[positions] = made.blocks[numbers]
        first: Array = np.full(prod(cells), np.iinfo(np.int64).max, np.int64)
        np.minimum.at(first, positions, then[numbers])
        positions, numbers = cells_of(read, seen, units, cells)
        # In one turn of all loops around both, the order of the program decides.
        last_old = now[numbers] + (accesses.index(read) > accesses.index(write))
        is_old = (owner[positions] == seen.blocks[numbers]) & (first[positions] >= last_old)
        if not np.all((owner[positions] < 0) | is_old):
            return False
    return True


def _serial(access: GlobalAccess) -> list[BlockArgument]:
    """Returns the variables of loops whose turns follow one another: not of T.Parallel."""
    return [loop for loop in access.loops if isinstance(loop.block.parent_op(), scf.ForOp)]


def _times(loops: Sequence[BlockArgument], *places: Places) -> list[Array]:
    """Numbers the turns of nested loops in their order, the same for all places."""
    times = [np.zeros(place.blocks.size, np.int64) for place in places]
    for loop in loops:
        values = [place.loops[loop] for place in places]
        low = min((int(value.min()) for value in values if value.size), default=0)
        high = max((int(value.max()) for value in values if value.size), default=0)
        times = [
            time * (high - low + 1) + value - low for time, value in zip(times, values, strict=True)
        ]
    return times


def _cells(
    accesses: Sequence[GlobalAccess], places: Sequence[Places]
) -> tuple[list[int], tuple[int, ...]]:
    """Returns the extents of a cell, and how many there are in each dimension of the tensor."""
    units = common_unit(accesses, places)
    cells = tuple(-(-dim // unit) for dim, unit in zip(accesses[0].shape, units, strict=True))
    if prod(cells) > LIMIT:
        raise TooLarge
    return units, cells


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
