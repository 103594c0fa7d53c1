"""DST and packing: capacity, the order of calls, rounding, pack forms, L1 accumulation."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError

from .programs import Array, Program, Run, computes

BF16 = ml_dtypes.bfloat16
COPY = "copy_init(cb_A); copy_tile(cb_A, 0, {});"
HEADER = "tile_move_copy"


def ones(*shape: int, dtype: object = BF16) -> Array:
    return np.ones(shape or (32, 32), dtype)  # pyright: ignore


def error(run: Run, program: Program, *arrays: Array) -> str:
    if not arrays:
        kinds = {"bfloat16": BF16, "float32": np.float32, "int32": np.int32}
        arrays = tuple(np.ones(s, kinds[d]) for _, s, d, _ in program.tensors)
    with pytest.raises(SimulationError) as caught:
        run(program, *arrays)
    return caught.value.message


@pytest.mark.parametrize(
    ("fp32", "full", "capacity", "mode"),
    [
        (False, False, 8, "16-bit, half-sync"),
        (True, False, 4, "32-bit, half-sync"),
        (False, True, 16, "16-bit, full-sync"),
        (True, True, 8, "32-bit, full-sync"),
    ],
)
def test_capacity(run: Run, fp32: bool, full: bool, capacity: int, mode: str):
    fits = computes(COPY.format(capacity - 1), HEADER, fp32=fp32, full_sync=full)
    run(fits, ones(), ones())
    over = computes(COPY.format(capacity), HEADER, fp32=fp32, full_sync=full)
    assert error(run, over) == (
        f"tile {capacity} of DST is used; a section holds {capacity} ({mode})"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "tile_regs_wait();",
            "",
            "pack_tile needs tile_regs_wait before it; the section of DST is committed here",
        ),
        (
            "tile_regs_commit();",
            "",
            "tile_regs_wait while the section of DST is acquired: "
            "the next call must be tile_regs_commit",
        ),
        (
            "tile_regs_acquire();",
            "",
            "copy_tile of cb A needs tile_regs_acquire before it; the section of DST is free here",
        ),
        (
            "tile_regs_release();",
            "",
            "kernel_main of compute returns while the section of DST is waited; "
            "tile_regs_release is missing",
        ),
        (
            "tile_regs_release();",
            "tile_regs_release(); tile_regs_release();",
            "tile_regs_release while the section of DST is free: "
            "the next call must be tile_regs_acquire",
        ),
        (
            "compute_kernel_hw_startup(cb_A, cb_A, cb_C);",
            "",
            "compute_kernel_hw_startup must come before tile_regs_acquire",
        ),
    ],
)
def test_order_of_calls(run: Run, old: str, new: str, message: str):
    program = computes(COPY.format(0), HEADER)
    assert old in program.compute
    program.compute = program.compute.replace(old, new)
    assert error(run, program) == message


def test_startup_twice(run: Run):
    again = "compute_kernel_hw_startup(cb_A, cb_A, cb_C);"
    program = computes(COPY.format(0), HEADER, before=again * 2)
    assert error(run, program).startswith("compute_kernel_hw_startup is called twice")


SECTION = """
tile_regs_commit();
tile_regs_wait();
tile_regs_release();
tile_regs_acquire();
"""


def test_release_clears(run: Run):
    c = ones()
    run(computes(COPY.format(0) + SECTION, HEADER), ones(), c)
    assert (c == 0).all()


def test_stored_results_round_to_nearest_even_in_16_bits(run: Run):
    """1 + 3/256 lies halfway between two bfloat16: to even is up, cutting off is down."""
    a, b = ones(), np.full((32, 32), 3 / 256, BF16)
    inputs = {"A": "bfloat16", "B": "bfloat16"}
    start = "compute_kernel_hw_startup(cb_A, cb_B, cb_C);"
    fpu = computes("add_init(cb_A, cb_B); add_tiles(cb_A, cb_B, 0, 0, 0);", "eltwise_binary",
                   inputs, "float32", before=start)  # fmt: skip
    c = ones(dtype=np.float32)
    run(fpu, a, b, c)
    assert (c == 1 + 4 / 256).all()
    wide = computes("add_init(cb_A, cb_B); add_tiles(cb_A, cb_B, 0, 0, 0);", "eltwise_binary",
                    inputs, "float32", before=start, fp32=True)  # fmt: skip
    run(wide, a, b, c)
    assert (c == 1 + 3 / 256).all()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("add_binary_tile(0, 1, 0)", 1 + 2 / 256),
        ("add_binary_tile<DstRoundingMode::NearestEven>(0, 1, 0)", 1 + 4 / 256),
    ],
)
def test_sfpu_sums_are_cut_off_in_16_bits(run: Run, call: str, expected: float):
    copies = """
        copy_init(cb_A);
        copy_tile(cb_A, 0, 0);
        copy_tile(cb_B, 0, 1);
        add_binary_tile_init();
    """
    program = computes(
        f"{copies}{call};", f"{HEADER} eltwise_binary_sfpu", {"A": "bfloat16", "B": "bfloat16"}
    )
    c = ones()
    run(program, ones(), np.full((32, 32), 3 / 256, BF16), c)
    assert (c.astype(np.float32) == expected).all()


FLOATS = {"A": "float32"}
FINE = np.float32(1 + 2**-11)


def test_float32_is_cut_to_tf32_on_its_way(run: Run):
    a, c = np.full((32, 32), 1 + 2**-10 + 2**-11, np.float32), ones(dtype=np.float32)
    run(computes(COPY.format(0), HEADER, FLOATS, "float32", fp32=True), a, c)
    assert (c == np.float32(1 + 2**-10)).all()


def test_unpack_to_dest_is_exact(run: Run):
    a, c = np.full((32, 32), FINE), ones(dtype=np.float32)
    program = computes(COPY.format(0), HEADER, FLOATS, "float32", fp32=True, unpack_to_dest={"A"})
    run(program, a, c)
    assert (c == FINE).all()


def test_fpu_cannot_read_buffers_that_go_to_dest(run: Run):
    program = computes(
        "add_init(cb_A, cb_A); add_tiles(cb_A, cb_A, 0, 0, 0);",
        "eltwise_binary",
        FLOATS,
        "float32",
        fp32=True,
        unpack_to_dest={"A"},
    )
    assert error(run, program) == (
        "cb A is unpacked straight to DST (UnpackToDestFp32); only copy_tile, unary_bcast and "
        "transpose_tile may read it"
    )


def test_float32_in_16_bit_dst_is_rounded(run: Run):
    a, c = np.full((32, 32), 1 + 2**-8 + 2**-10, np.float32), ones(dtype=np.float32)
    run(computes(COPY.format(0), HEADER, FLOATS, "float32"), a, c)
    assert (c == 1 + 2**-7).all()


def test_integers_are_exact_in_32_bits_only(run: Run):
    a = np.full((32, 32), 123456789, np.int32)
    c = np.zeros_like(a)
    run(computes(COPY.format(0), HEADER, {"A": "int32"}, "int32", fp32=True), a, c)
    np.testing.assert_array_equal(a, c)
    assert error(run, computes(COPY.format(0), HEADER, {"A": "int32"}, "int32"), a, c) == (
        "cb A holds int32: copying it exactly needs fp32_dest_acc_en"
    )


def test_packing_integers_as_floats(run: Run):
    program = computes(
        COPY.format(0), HEADER, {"A": "int32"}, fp32=True,
    )  # fmt: skip
    assert error(run, program) == "DST[0] holds int32 and cb C bfloat16; it needs typecast_tile"


# Packing


def test_pack_rounds_to_the_format(run: Run):
    a, c = np.full((32, 32), 1 + 2**-8 + 2**-10, np.float32), ones()
    run(computes(COPY.format(0), HEADER, FLOATS, fp32=True), a, c)
    assert (c.astype(np.float32) == 1 + 2**-7).all()


def test_pack_in_another_format_needs_reconfiguration(run: Run):
    start = "compute_kernel_hw_startup(cb_A, cb_A, cb_A);"
    program = computes(COPY.format(0), HEADER, out="float32", before=start)
    assert error(run, program) == (
        "pack_tile writes float32 to cb C, but the packer is configured for bfloat16; "
        "it needs pack_reconfig_data_format"
    )
    better = computes(
        COPY.format(0), HEADER, out="float32", before=start + "pack_reconfig_data_format(cb_C);"
    )
    run(better, ones(), ones(dtype=np.float32))


def packs(old: str, new: str, tiles: int = 2) -> Program:
    program = computes("copy_init(cb_A); copy_tile(cb_A, 0, 1);", HEADER, tiles=tiles)
    assert old in program.compute
    program.compute = program.compute.replace(old, new)
    return program


def test_pack_in_order_and_by_index(run: Run):
    c = ones(32, 64)
    run(packs("", ""), ones(), c)
    assert (c[:, :32] == 0).all()
    assert (c[:, 32:] == 1).all()
    swapped = packs("pack_tile(0, cb_C);", "pack_tile<true>(0, cb_C, 1);")
    swapped.compute = swapped.compute.replace("pack_tile(1, cb_C)", "pack_tile<true>(1, cb_C, 0)")
    run(swapped, ones(), c)
    assert (c[:, :32] == 1).all()
    assert (c[:, 32:] == 0).all()


def test_pack_forms_do_not_mix(run: Run):
    program = packs("pack_tile(0, cb_C);", "pack_tile<true>(0, cb_C, 1);")
    assert error(run, program) == ("cb C is packed both in order and by index in one reservation")


def test_pack_outside_the_reservation(run: Run):
    program = packs("cb_reserve_back(cb_C, 2);", "cb_reserve_back(cb_C, 1);")
    assert error(run, program) == "page 1 of cb C is packed, but 1 are reserved"


def test_l1_accumulation_adds_to_the_page(run: Run):
    program = computes(COPY.format(0), HEADER)
    program.compute = program.compute.replace(
        "pack_tile(0, cb_C);",
        """
        pack_tile<true>(0, cb_C, 0);
        pack_reconfig_l1_acc(1);
        pack_tile<true>(0, cb_C, 0);
        pack_tile<true>(0, cb_C, 0);
        pack_reconfig_l1_acc(0);
        """,
    )
    c = ones()
    run(program, ones(), c)
    assert (c == 3).all()


def test_l1_accumulation_on_a_fresh_page_is_nan(run: Run):
    program = computes(COPY.format(0), HEADER)
    program.compute = program.compute.replace(
        "pack_tile(0, cb_C);", "pack_reconfig_l1_acc(1); pack_tile(0, cb_C);"
    )
    c = ones()
    run(program, ones(), c)
    assert np.isnan(c.astype(np.float32)).all()


def test_relu_of_the_packer(run: Run):
    program = computes(
        COPY.format(0), HEADER, before="compute_kernel_hw_startup(cb_A, cb_A, cb_C);"
        "pack_relu_config(ReluConfig::zero());"
    )  # fmt: skip
    c = ones()
    run(program, -ones(), c)
    assert (c == 0).all()
