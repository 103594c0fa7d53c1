"""Rows from tiles: what the packer makes of DST, the inits it needs, and the errors."""

from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError
from ttc.runtime_sim.formats import round_bf16_away, same, to_faces, truncate_tf32

from .programs import READ, WRITE, Array, Program, Run

BF16 = ml_dtypes.bfloat16
START = "compute_kernel_hw_startup(cb_A, cb_C); copy_init(cb_A);"
COPIES = "for (uint32_t t = 0; t < {n}; ++t) {{ copy_tile(cb_A, {first} + t, t); }}"
SECTION = (
    "tile_regs_acquire(); COPIES tile_regs_commit(); tile_regs_wait(); CALL tile_regs_release();"
)


def section(call: str, first: int = 0, n: int = 1) -> str:
    copies = COPIES.format(n=n, first=first)
    return SECTION.replace("COPIES", copies).replace("CALL", call)


def untilizes(rows: int, width: int, dtype: str, body: str, **options: Any) -> Program:
    """A program on `rows` x `width` tiles, whose rows are written as if they were tiles."""
    shape, pages = (32 * rows, 32 * width), rows * width
    program = Program(
        [("A", shape, dtype, "in"), ("C", shape, dtype, "out")],
        [("A", dtype, pages), ("C", dtype, pages)],
        **options,
    )
    program.reader = program.dataflow(READ.format(n=pages, cb="A", tensor="A"))
    program.compute = program.computing(
        f"{START} cb_wait_front(cb_A, {pages}); cb_reserve_back(cb_C, {pages});\n{body}\n"
        f"cb_pop_front(cb_A, {pages});",
        "pack_untilize tile_move_copy tilize",
    )
    program.writer = program.dataflow(WRITE.format(n=pages, cb="C", tensor="C"))
    return program


def from_dest(rows: int, width: int, block: int, high: int = 1) -> str:
    """Packs `high` rows of `block` tiles at a time, and pushes each row of tiles."""
    steps = "".join(
        "".join(
            section(
                f"pack_untilize_dest<{block}, {width}>(cb_C, {high}, {col});",
                row * width + col * block,
                high * block,
            )
            for col in range(width // block)
        )
        + f"cb_push_back(cb_C, {high * width});\n"
        for row in range(0, rows, high)
    )
    init = f"pack_untilize_dest_init<{block}, {width}>(cb_C);"
    return f"{init}\n{steps} pack_untilize_uninit(cb_C);"


def in_rows(tiles_of_rows: Array) -> Array:
    """The matrix whose rows fill the memory of the tiles of an array."""
    rows, cols = tiles_of_rows.shape
    tiles = tiles_of_rows.reshape(rows // 32, 32, cols // 32, 32).transpose(0, 2, 1, 3)
    return to_faces(tiles.reshape(-1, 32, 32)).reshape(rows, cols)


def cut_and_rounded(values: Array) -> Array:
    return round_bf16_away(truncate_tf32(values))


@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "int32", "uint32"])
@pytest.mark.parametrize(
    ("rows", "width", "block", "high"),
    [(1, 1, 1, 1), (1, 3, 3, 1), (2, 6, 3, 1), (3, 4, 2, 1), (4, 1, 1, 4), (4, 2, 2, 2)],
)
def test_tiles_become_rows(run: Run, dtype: str, rows: int, width: int, block: int, high: int):
    kind = BF16 if dtype == "bfloat16" else np.dtype(dtype)
    numbers = np.random.default_rng(0).integers(0, 250, (32 * rows, 32 * width))
    a = numbers.astype(kind)
    c = np.zeros_like(a)
    wide = dtype != "bfloat16"
    to_dest = {"A"} if dtype == "float32" else set[str]()
    body = from_dest(rows, width, block, high)
    counters = run(untilizes(rows, width, dtype, body, fp32=wide, unpack_to_dest=to_dest), a, c)
    np.testing.assert_array_equal(in_rows(c.astype(np.float64)), a.astype(np.float64))
    assert counters.tile_ops["pack"] == rows * width


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"fp32": True, "unpack_to_dest": {"A"}}, same),
        ({"fp32": True}, truncate_tf32),
        ({}, cut_and_rounded),
    ],
    ids=["past the source registers", "through them", "16 bits"],
)
def test_what_is_left_of_float32_tiles(
    run: Run, options: dict[str, Any], kept: Callable[[Array], Array]
):
    a = np.random.default_rng(0).standard_normal((32, 64)).astype(np.float32)
    c = np.zeros_like(a)
    run(untilizes(1, 2, "float32", from_dest(1, 2, 2), **options), a, c)
    np.testing.assert_array_equal(in_rows(c), kept(a))


def test_a_block_may_be_unpacked_by_the_call_itself(run: Run):
    a = np.random.default_rng(0).standard_normal((32, 128)).astype(BF16)
    c = np.zeros_like(a)
    body = (
        "pack_untilize_init<2, 4>(cb_A, cb_C);"
        "pack_untilize_block<2, 4>(cb_A, 1, cb_C); cb_pop_front(cb_A, 2);"
        "pack_untilize_block<2, 4>(cb_A, 1, cb_C, 1); cb_pop_front(cb_A, 2);"
        "pack_untilize_uninit(cb_C); cb_push_back(cb_C, 4);"
    )
    program = untilizes(1, 4, "bfloat16", body)
    program.compute = program.compute.replace("cb_pop_front(cb_A, 4);", "")
    run(program, a, c)
    np.testing.assert_array_equal(in_rows(c.astype(np.float32)), a.astype(np.float32))


INIT = "pack_untilize_dest_init<2, 2>(cb_C);"
CALL = section("pack_untilize_dest<2, 2>(cb_C);", n=2)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (CALL, r"pack_untilize_dest of blocks of 2 tiles in 2: the packer's init was none"),
        (
            f"pack_untilize_dest_init<1, 2>(cb_C); {CALL}",
            "blocks of 2 tiles in 2: the packer's init was of blocks of 1 in 2",
        ),
        ("pack_untilize_dest_init<9>(cb_C);", "a block of 9 tiles is untilized; a section holds 8"),
        ("pack_untilize_dest_init<2, 3>(cb_C);", "rows of 3 tiles .* in blocks of 2"),
        (f"tile_regs_acquire(); {INIT}", "belongs between sections of DST; one is acquired here"),
        (f"{INIT} pack_untilize_dest<2, 2>(cb_C);", "pack_untilize_dest needs tile_regs_wait"),
        (
            "pack_untilize_dest_init<1, 2>(cb_C);"
            + section("pack_untilize_dest<1, 2>(cb_C, 1, 2);"),
            "pack_untilize_dest packs block 2 of rows of 2 blocks",
        ),
        (
            f"{INIT} {section('pack_untilize_dest<2, 2>(cb_C, 2);', n=2)}",
            "page 3 of cb C is packed, but 2 are reserved",
        ),
        (f"{INIT} {section('pack_tile<true>(0, cb_C, 0);')}", "it needs pack_untilize_uninit"),
        (f"{INIT} tilize_init(cb_A, 2, cb_C);", "tilize_init while .* pack_untilize_uninit"),
        (
            f"{INIT} pack_untilize_uninit(cb_C); {CALL}",
            "the packer's init was none",
        ),
        (
            f"{INIT} tile_regs_acquire(); pack_untilize_block<2, 2>(cb_A, 1, cb_C);",
            "pack_untilize_block has sections of DST of its own; one is acquired here",
        ),
        (
            "pack_untilize_init<2, 2>(cb_A, cb_C); pack_untilize_block<2, 2>(cb_A, 2, cb_C);",
            "pack_untilize_block of 2 rows does the first one 2 times",
        ),
        (
            f"{INIT} pack_reconfig_l1_acc(1); {CALL}",
            r"does not add in L1 here; it needs pack_reconfig_l1_acc\(0\)",
        ),
    ],
)  # fmt: skip
def test_what_untilize_needs(run: Run, body: str, message: str):
    a = np.zeros((32, 64), BF16)
    with pytest.raises(SimulationError, match=message):
        run(untilizes(1, 2, "bfloat16", body), a, a.copy())


def test_a_block_of_tiles_fits_into_wide_dst(run: Run):
    a = np.zeros((32, 256), np.float32)
    with pytest.raises(SimulationError, match="a block of 8 tiles is untilized; a section holds 4"):
        run(untilizes(1, 8, "float32", "pack_untilize_dest_init(cb_C);", fp32=True), a, a.copy())


def test_shared_exponents_have_no_rows(run: Run):
    a = np.zeros((32, 64), np.float32)
    with pytest.raises(SimulationError, match="holds bfloat8_b, which has no rows, only tiles"):
        run(untilizes(1, 2, "bfloat8_b", f"{INIT} {CALL}"), a, a.copy())
