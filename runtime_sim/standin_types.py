"""The small types of ttnn that a host program names: cores, data types, layouts, memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ttc.runtime_sim.formats import FORMATS, Format


@dataclass(frozen=True)
class CoreCoord:
    x: int
    y: int


@dataclass(frozen=True)
class CoreRange:
    """A rectangle of cores, both corners included."""

    start: CoreCoord
    end: CoreCoord

    def cores(self) -> list[tuple[int, int]]:
        columns = range(self.start.x, self.end.x + 1)
        return [(x, y) for y in range(self.start.y, self.end.y + 1) for x in columns]


class CoreRangeSet:
    """Rectangles of cores that do not overlap."""

    def __init__(self, ranges: CoreRange | Iterable[CoreRange]) -> None:
        self._ranges = (ranges,) if isinstance(ranges, CoreRange) else tuple(ranges)
        if len(self.cores()) != sum(len(r.cores()) for r in self._ranges):
            raise ValueError("the core ranges of a CoreRangeSet overlap")

    def ranges(self) -> list[CoreRange]:
        return list(self._ranges)

    def cores(self) -> frozenset[tuple[int, int]]:
        return frozenset(core for r in self._ranges for core in r.cores())

    def num_cores(self) -> int:
        return len(self.cores())


@dataclass(frozen=True)
class DataType:
    """`ttnn.bfloat16` and its like; `name` is also the key of the format."""

    name: str

    @property
    def format(self) -> Format:
        return FORMATS[self.name]


class Layout(Enum):
    ROW_MAJOR = 0
    TILE = 1


class BufferType(Enum):
    DRAM = 0
    L1 = 1


class TensorMemoryLayout(Enum):
    INTERLEAVED = 0
    HEIGHT_SHARDED = 2
    WIDTH_SHARDED = 3
    BLOCK_SHARDED = 4


@dataclass(frozen=True)
class MemoryConfig:
    memory_layout: TensorMemoryLayout = TensorMemoryLayout.INTERLEAVED
    buffer_type: BufferType = BufferType.DRAM


class Shape(tuple[int, ...]):
    """Extents of a tensor."""

    __slots__ = ()

    @property
    def rank(self) -> int:
        return len(self)


class MathFidelity(Enum):
    LoFi = 0
    HiFi2 = 2
    HiFi3 = 3
    HiFi4 = 4


class UnpackToDestMode(Enum):
    Default = 0
    UnpackToDestFp32 = 1


def in_order(cores: frozenset[tuple[int, int]], row_wise: bool) -> list[tuple[int, int]]:
    return sorted(cores, key=lambda core: (core[1], core[0]) if row_wise else core)


def corerange_to_cores(
    cores: CoreRangeSet, max_cores: int | None = None, row_wise: bool = False
) -> list[CoreCoord]:
    """The cores of a set, one by one."""
    found = in_order(cores.cores(), row_wise)
    return [CoreCoord(x, y) for x, y in found[:max_cores]]


def split_work_to_cores(
    grid: CoreCoord | CoreRangeSet, units: int, row_wise: bool = False
) -> tuple[int, CoreRangeSet, CoreRangeSet, CoreRangeSet, int, int]:
    """
    Splits `units` over cores as evenly as whole units allow.

    Gives the number of cores, their set, those with one unit more, those without, and the
    units of either group.
    """
    if isinstance(grid, CoreRangeSet):
        all_cores = in_order(grid.cores(), row_wise)
    else:
        corner = CoreCoord(grid.x - 1, grid.y - 1)
        cores = frozenset(CoreRange(CoreCoord(0, 0), corner).cores())
        all_cores = in_order(cores, row_wise)
    used = all_cores[: min(units, len(all_cores))]
    if not used:
        empty = CoreRangeSet(())
        return 0, empty, empty, empty, 0, 0
    less, extra = divmod(units, len(used))
    first, second = (used[:extra], used[extra:]) if extra else (used, [])
    sets = [CoreRangeSet(single(core) for core in part) for part in (used, first, second)]
    more = less + 1 if extra else less
    return len(used), sets[0], sets[1], sets[2], more, less if extra else 0


def single(core: tuple[int, int]) -> CoreRange:
    corner = CoreCoord(*core)
    return CoreRange(corner, corner)
