"""The split of work and the rectangles of cores, for every size up to a few rows of cores."""

from itertools import product

import pytest

from ttc.passes.shard_to_core import core_ranges, split_work

SIZES = list(product(range(1, 41), range(1, 13)))


def two_groups(items: int, cores: int) -> list[int]:
    """The counts of ttnn's split_work_to_cores: a first group gets one item more than a second."""
    longer = items % cores
    return [items // cores + 1] * longer + [items // cores] * (cores - longer)


@pytest.mark.parametrize("dealing", ["contiguous", "strided"])
def test_counts_are_the_two_groups(dealing: str) -> None:
    for items, cores in SIZES:
        used = min(items, cores)
        counts = [count for _, count in split_work(items, used, dealing)]
        assert counts == two_groups(items, used), (items, cores)


def test_contiguous_shares_follow_one_another() -> None:
    for items, cores in SIZES:
        shares = split_work(items, min(items, cores), "contiguous")
        dealt = [item for start, count in shares for item in range(start, start + count)]
        assert dealt == list(range(items)), (items, cores)


def test_strided_shares_are_dealt_like_cards() -> None:
    for items, cores in SIZES:
        used = min(items, cores)
        shares = split_work(items, used, "strided")
        hands = [[start + used * n for n in range(count)] for start, count in shares]
        assert hands == [list(range(core, items, used)) for core in range(used)], (items, cores)


@pytest.mark.parametrize("grid", [(8, 8), (11, 10), (3, 2)])
def test_core_ranges_are_the_first_cores_row_by_row(grid: tuple[int, int]) -> None:
    width, height = grid
    for count in range(1, width * height + 1):
        ranges = core_ranges(count, grid)
        assert ranges.cores == [(n % width, n // width) for n in range(count)]
        assert len(ranges.data) <= 2
