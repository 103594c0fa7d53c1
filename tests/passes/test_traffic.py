"""The bytes that a kernel moves, against a walk over every work item, turn and tile."""

from itertools import product

import pytest
from xdsl.parser import Parser

from ttc.dialects import tile
from ttc.passes.shard_to_core import core_ranges, split_work
from ttc.passes.traffic import dram_bytes
from ttc.universe import context

CORES = 4
GRID = (3, 3)
KERNEL = """
tile.kernel @k(%A : !tile.tensor<{shape}xbf16, dram>, %start : index, %count : index)
    attributes {{work = #host.work<{work}>}} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %step = arith.constant {step} : index
  scf.for %i = %c0 to %count step %c1 {{
    %distance = arith.muli %i, %step : index
    %work = arith.addi %start, %distance {{ttc.below = 9 : index}} : index
    %bx = arith.remui %work, %c3 : index
    %by = arith.divui %work, %c3 : index
    %row = arith.muli %by, %c2 : index
    scf.for %k = %c0 to %c3 step %c2 {{
      %col = arith.addi %bx, %k : index
      %a = tile.load %A[{offsets}] {flags} : !tile.tensor<{shape}xbf16, dram> -> {block}
    }}
  }}
}}
"""


def bytes_read(shape: str, offsets: str, flags: str, block: str, dealing: str) -> int:
    items = GRID[0] * GRID[1]
    shares = zip(core_ranges(CORES, (8, 8)).cores, split_work(items, CORES, dealing), strict=True)
    work = ", ".join(f"({x}, {y}) {start} + {count}" for (x, y), (start, count) in shares)
    step = CORES if dealing == "strided" else 1
    text = KERNEL.format(
        shape=shape, offsets=offsets, flags=flags, block=block, work=work, step=step
    )
    (kernel,) = Parser(context(), text).parse_module().ops
    assert isinstance(kernel, tile.KernelOp)
    read, written = dram_bytes(kernel)
    assert written == 0
    assert read is not None
    return read


def tiles_inside(tile_grid: tuple[int, int], region: tuple[int, int]) -> int:
    """Tiles of the regions at (2 by, bx + k), k = 0, 2, that a tensor of that many has."""
    return sum(
        2 * by + r < tile_grid[0] and bx + k + c < tile_grid[1]
        for bx, by, k in product(range(GRID[0]), range(GRID[1]), (0, 2))
        for r, c in product(range(region[0]), range(region[1]))
    )


DEALINGS = pytest.mark.parametrize("dealing", ["contiguous", "strided"])


@DEALINGS
def test_without_guards_every_tile_counts(dealing: str) -> None:
    read = bytes_read("192x160", "%row, %col", "", "!tile.block<2x1xbf16>", dealing)
    assert read == tiles_inside((6, 5), (2, 1)) * 2048


@DEALINGS
def test_guarded_tiles_past_the_edge_are_not_read(dealing: str) -> None:
    flags = "{guard_rows, guard_cols}"
    read = bytes_read("160x128", "%row, %col", flags, "!tile.block<2x3xbf16>", dealing)
    assert read == tiles_inside((5, 4), (2, 3)) * 2048


@DEALINGS
def test_a_transposed_block_has_its_region_turned(dealing: str) -> None:
    flags = "{guard_rows, guard_cols, transposed}"
    read = bytes_read("160x128", "%row, %col", flags, "!tile.block<3x2xbf16>", dealing)
    assert read == tiles_inside((5, 4), (2, 3)) * 2048


@DEALINGS
def test_outer_dimensions_need_no_guard(dealing: str) -> None:
    read = bytes_read(
        "3x160x160", "%bx, %row, %col", "{guard_rows}", "!tile.block<2x1xbf16>", dealing
    )
    assert read == tiles_inside((5, 5), (2, 1)) * 2048


@DEALINGS
def test_matrices_that_are_none_of_the_tensors_are_not_read(dealing: str) -> None:
    flags = "{guard_outer}"
    read = bytes_read("2x64x160", "%bx, %c0, %col", flags, "!tile.block<2x1xbf16>", dealing)
    inside = sum(2 for bx, _, _ in product(range(GRID[0]), range(GRID[1]), (0, 2)) if bx < 2)
    assert read == inside * 2048
