"""Tiles from rows: what tilize_block makes, the inits it needs, and rows in DRAM."""

from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError
from ttc.runtime_sim.chip import CHIPS
from ttc.runtime_sim.formats import round_bf16_away, same, to_faces, truncate_tf32
from ttc.runtime_sim.standin_tensor import Device, TensorAccessorArgs
from ttc.runtime_sim.ttnn_standin import module

from .programs import READ, WRITE, Array, Program, Run

BF16 = ml_dtypes.bfloat16
START = "compute_kernel_hw_startup(cb_A, cb_C);"
TILIZE = "tilize_init(cb_A, {w}, cb_C); {calls} tilize_uninit(cb_A, cb_C);"


def tilizes(rows: int, width: int, dtype: str, body: str = "", **options: Any) -> Program:
    """A program on `rows` x `width` tiles, whose bytes compute takes for rows."""
    shape, pages = (32 * rows, 32 * width), rows * width
    program = Program(
        [("A", shape, dtype, "in"), ("C", shape, dtype, "out")],
        [("A", dtype, pages), ("C", dtype, pages)],
        **options,
    )
    calls = " ".join(
        f"tilize_block(cb_A, {width}, cb_C, {n * width}, {n * width});" for n in range(rows)
    )
    steps = body or f"{START} WAIT {TILIZE.format(w=width, calls=calls)}"
    wait = f"cb_wait_front(cb_A, {pages}); cb_reserve_back(cb_C, {pages});"
    push = f"cb_push_back(cb_C, {pages}); cb_pop_front(cb_A, {pages});"
    program.reader = program.dataflow(READ.format(n=pages, cb="A", tensor="A"))
    program.compute = program.computing(
        f"{steps.replace('WAIT', wait)}\n{push}", "tilize tile_move_copy"
    )
    program.writer = program.dataflow(WRITE.format(n=pages, cb="C", tensor="C"))
    return program


def as_rows(values: Array, width: int) -> Array:
    """What the bytes of the tiles of an array are when they are taken for rows."""
    rows, cols = values.shape
    tiles = values.reshape(rows // 32, 32, cols // 32, 32).transpose(0, 2, 1, 3)
    return to_faces(tiles.reshape(-1, 32, 32)).reshape(rows, 32 * width)


def cut_and_rounded(values: Array) -> Array:
    return round_bf16_away(truncate_tf32(values))


@pytest.mark.parametrize(("rows", "width"), [(1, 1), (1, 3), (2, 2), (3, 1)])
def test_bfloat16_rows_become_tiles(run: Run, rows: int, width: int):
    a = np.random.default_rng(0).standard_normal((32 * rows, 32 * width)).astype(BF16)
    c = np.zeros_like(a)
    counters = run(tilizes(rows, width, "bfloat16"), a, c)
    np.testing.assert_array_equal(c.astype(np.float32), as_rows(a.astype(np.float32), width))
    assert counters.tile_ops["pack"] == rows * width


def test_tiles_outlive_the_rows_they_were_made_of(run: Run):
    """A tile of float32 rows has their very bytes, if it is alone: the next rows overwrite them."""
    a = np.random.default_rng(0).standard_normal((64, 32)).astype(np.float32)
    c = np.zeros_like(a)
    body = f"{START} cb_reserve_back(cb_C, 2);"
    for n in range(2):
        calls = f"tilize_block(cb_A, 1, cb_C, 0, {n});"
        body += f" cb_wait_front(cb_A, 1); {TILIZE.format(w=1, calls=calls)} cb_pop_front(cb_A, 1);"
    program = tilizes(2, 1, "float32", body, fp32=True, unpack_to_dest={"A"})
    program.cbs[0] = ("A", "float32", 1)
    program.compute = program.compute.replace("cb_pop_front(cb_A, 2);", "")
    run(program, a, c)
    np.testing.assert_array_equal(c, as_rows(a, 1))


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({"fp32": True, "unpack_to_dest": {"A"}}, same),
        ({"fp32": True}, truncate_tf32),
        ({}, cut_and_rounded),
    ],
    ids=["past the source registers", "through them", "16 bits"],
)
def test_what_is_left_of_float32_rows(
    run: Run, options: dict[str, Any], kept: Callable[[Array], Array]
):
    a = np.random.default_rng(0).standard_normal((32, 64)).astype(np.float32)
    c = np.zeros_like(a)
    run(tilizes(1, 2, "float32", **options), a, c)
    np.testing.assert_array_equal(c, kept(as_rows(a, 2)))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (f"{START} WAIT tilize_block(cb_A, 2, cb_C);", "without tilize_init of 2: .* was none"),
        (
            f"{START} WAIT tilize_init(cb_A, 1, cb_C); tilize_block(cb_A, 2, cb_C);",
            "without tilize_init of 2: the last init was tilize_init of 1",
        ),
        (
            f"{START} WAIT tilize_init(cb_A, 2, cb_C); tilize_block(cb_A, 2, cb_C, 1);",
            "reads cb A from tile 1 on",
        ),
        (
            f"{START} WAIT tilize_init(cb_A, 2, cb_C); tilize_block(cb_A, 2, cb_C, 2);",
            "tile 3 of cb A is read, but 2 of its pages",
        ),
        (
            f"{START} WAIT tilize_init(cb_A, 2, cb_C); tilize_block(cb_A, 2, cb_C, 0, 1);",
            "page 2 of cb C is packed, but 2 are reserved",
        ),
        (
            f"{START} WAIT tile_regs_acquire(); tilize_init(cb_A, 2, cb_C); "
            "tilize_block(cb_A, 2, cb_C);",
            "has sections of DST of its own; one is acquired here",
        ),
        (
            f"{START} WAIT tilize_init(cb_A, 2, cb_C); tilize_block(cb_A, 2, cb_C); "
            "tile_regs_acquire(); copy_init(cb_A); copy_tile(cb_A, 0, 0); tile_regs_commit(); "
            "tile_regs_wait(); pack_tile<true>(0, cb_C, 0); tile_regs_release();",
            "it needs tilize_uninit",
        ),
    ],
)
def test_what_tilize_needs(run: Run, body: str, message: str):
    a = np.zeros((32, 64), BF16)
    with pytest.raises(SimulationError, match=message):
        run(tilizes(1, 2, "bfloat16", body), a, a.copy())


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("dtype", ["bfloat16", "float32", "int32"])
def test_rows_lie_in_pages_that_can_be_read(chip: str, dtype: str):
    device = Device(CHIPS[chip])
    ttnn = module(device)
    values = np.arange(3 * 4 * 5).reshape(3, 4, 5)
    made = ttnn.Tensor(values, getattr(ttnn, dtype), device, ttnn.ROW_MAJOR_LAYOUT)
    unit = CHIPS[chip].dram_read_alignment
    assert TensorAccessorArgs(made).get_compile_time_args() == [2, unit]
    assert made.allocated().pages == 12
    np.testing.assert_array_equal(made.to_numpy().astype(np.int64), values)


def test_a_page_of_rows_is_as_long_as_a_row():
    device = Device(CHIPS["wormhole"])
    ttnn = module(device)
    zeros = np.zeros((7, 96), np.float32)
    made = ttnn.Tensor(zeros, ttnn.bfloat16, device, ttnn.ROW_MAJOR_LAYOUT)
    assert TensorAccessorArgs(made).get_compile_time_args() == [2, 192]
    with pytest.raises(SimulationError, match="has no rows, only tiles"):
        ttnn.Tensor(zeros, ttnn.bfloat8_b, device, ttnn.ROW_MAJOR_LAYOUT)
