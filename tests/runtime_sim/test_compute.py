"""FPU ops and their inits: matmul, element-wise, broadcast, dest reuse, reduce, transpose."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError

from .programs import Array, Program, Run, computes

BF16 = ml_dtypes.bfloat16
AB = {"A": "bfloat16", "B": "bfloat16"}
START = "compute_kernel_hw_startup(cb_A, cb_B, cb_C);"
REVERSE = "compute_kernel_hw_startup<SrcOrder::Reverse>(cb_A, cb_B, cb_C);"


def tile(seed: int = 0) -> Array:
    values = np.random.default_rng(seed).integers(-4, 5, (32, 32))
    return values.astype(np.float32).astype(BF16)


def compute(run: Run, ops: str, headers: str, *inputs: Array, before: str = START) -> Array:
    """The result, float32, of ops on small integers, which every format holds exactly."""
    names = dict.fromkeys("ABD"[: len(inputs)], "bfloat16")
    program = computes(ops, headers, names, "float32", before=before, fp32=True)
    c = np.zeros((32, 32), np.float32)
    run(program, *inputs, c)
    return c


def error(run: Run, program: Program) -> str:
    kinds = {"bfloat16": BF16, "float32": np.float32, "int32": np.int32}
    with pytest.raises(SimulationError) as caught:
        run(program, *(np.ones(s, kinds[d]) for _, s, d, _ in program.tensors))
    return caught.value.message


def floats(*arrays: Array) -> list[Array]:
    return [array.astype(np.float32) for array in arrays]


A, B = tile(0), tile(1)
FA, FB = floats(A, B)


# Matmul


@pytest.mark.parametrize("transpose", [0, 1])
def test_matmul_tiles_accumulate(run: Run, transpose: int):
    ops = f"""
        matmul_init(cb_A, cb_B, {transpose});
        matmul_tiles(cb_A, cb_B, 0, 0, 0);
        matmul_tiles(cb_A, cb_B, 0, 0, 0);
    """
    c = compute(run, ops, "matmul", A, B, before=REVERSE)
    np.testing.assert_array_equal(c, 2 * (FA @ (FB.T if transpose else FB)))


def test_matmul_block_of_several_tiles(run: Run):
    """2 x 2 output tiles over k = 2: A is 64 x 64, B is 64 x 64, row-major tiles."""
    rng = np.random.default_rng(0)
    a, b = (rng.integers(-3, 4, (64, 64)).astype(np.float32).astype(BF16) for _ in range(2))
    program = Program(
        [("A", (64, 64), "bfloat16", "in"), ("B", (64, 64), "bfloat16", "in"),
         ("C", (64, 64), "float32", "out")],
        [("A", "bfloat16", 4), ("B", "bfloat16", 4), ("C", "float32", 4)],
        fp32=True,
    )  # fmt: skip
    body = ""
    for name in "AB":
        body += f"""
        cb_reserve_back(cb_{name}, 4);
        for (uint32_t i = 0; i < 4; ++i) {{
            noc_async_read_page(i, {name}, get_write_ptr(cb_{name}) + i * 2048);
        }}
        noc_async_read_barrier();
        cb_push_back(cb_{name}, 4);
        """
    program.reader = program.dataflow(body)
    program.compute = program.computing(
        REVERSE
        + """
        matmul_block_init(cb_A, cb_B, 0, 2, 2, 2);
        cb_wait_front(cb_A, 4);
        cb_wait_front(cb_B, 4);
        cb_reserve_back(cb_C, 4);
        tile_regs_acquire();
        for (uint32_t k = 0; k < 2; ++k) { matmul_block(cb_A, cb_B, k, k * 2, 0, 0, 2, 2, 2); }
        tile_regs_commit();
        tile_regs_wait();
        pack_block(0, cb_C, 4);
        tile_regs_release();
        cb_push_back(cb_C, 4);
        """,
        "matmul",
    )
    program.writer = program.dataflow(
        """
        cb_wait_front(cb_C, 4);
        for (uint32_t i = 0; i < 4; ++i) {
            noc_async_write_page(i, C, get_read_ptr(cb_C) + i * 4096);
        }
        noc_async_write_barrier();
        cb_pop_front(cb_C, 4);
        """
    )
    c = np.zeros((64, 64), np.float32)
    counters = run(program, a, b, c)
    np.testing.assert_array_equal(c, a.astype(np.float32) @ b.astype(np.float32))
    assert counters.tile_ops["matmul"] == 8


def test_matmul_rounds_every_call_in_16_bits(run: Run):
    """256 + 1 + 1: each step rounds a half up, to 258 and 260, in 16 bits and is exact in 32."""
    a, b = np.zeros((32, 32), BF16), np.zeros((32, 32), BF16)
    a[:, 0], b[0, :] = 1, 1
    big = np.zeros((32, 32), BF16)
    big[0, :] = 256
    ops = """
        matmul_init(cb_A, cb_B);
        matmul_tiles(cb_A, cb_D, 0, 0, 0);
        matmul_tiles(cb_A, cb_B, 0, 0, 0);
        matmul_tiles(cb_A, cb_B, 0, 0, 0);
    """
    names = {"A": "bfloat16", "B": "bfloat16", "D": "bfloat16"}
    for fp32, expected in ((False, 260), (True, 258)):
        c = np.zeros((32, 32), np.float32)
        program = computes(ops, "matmul", names, "float32", before=REVERSE, fp32=fp32)
        run(program, a, b, big, c)
        assert (c == expected).all()


def test_matmul_block_wants_the_init_of_its_shape(run: Run):
    ops = (
        "matmul_block_init(cb_A, cb_B, 0, 2, 1, 1); matmul_block(cb_A, cb_B, 0, 0, 0, 0, 1, 1, 1);"
    )
    program = computes(ops, "matmul", AB, before=REVERSE)
    assert error(run, program) == (
        "matmul_block (0, 1, 1, 1) without matmul_block_init (0, 1, 1, 1): "
        "the last init was matmul_block_init (0, 2, 1, 1)"
    )


def test_matmul_operands_are_swapped_in_the_sources(run: Run):
    ops = "matmul_init(cb_A, cb_B); matmul_tiles(cb_A, cb_B, 0, 0, 0);"
    names = {"A": "float32", "B": "bfloat16"}
    assert error(run, computes(ops, "matmul", names, before=START)) == (
        "matmul_tiles reads float32 of cb A into SrcB, which is configured for bfloat16; "
        "it needs reconfig_data_format before its init"
    )
    program = computes(ops, "matmul", names, before=REVERSE)
    run(program, np.ones((32, 32), np.float32), np.ones((32, 32), BF16), np.ones((32, 32), BF16))


# Element-wise


@pytest.mark.parametrize(("op", "expected"), [("add", FA + FB), ("sub", FA - FB), ("mul", FA * FB)])
def test_binary_tiles(run: Run, op: str, expected: Array):
    ops = f"{op}_init(cb_A, cb_B); {op}_tiles(cb_A, cb_B, 0, 0, 0);"
    np.testing.assert_array_equal(compute(run, ops, "eltwise_binary", A, B), expected)
    ops = f"{op}_init(cb_A, cb_B); {op}_block(cb_A, cb_B, 0, 0, 0, 1);"
    np.testing.assert_array_equal(compute(run, ops, "eltwise_binary", A, B), expected)


@pytest.mark.parametrize(
    ("init", "op", "expected"),
    [
        ("add_init(cb_A, cb_B)", "add", FA + FB),
        ("add_init(cb_A, cb_B, true)", "add", 2 * (FA + FB)),
        ("mul_init(cb_A, cb_B)", "mul", 2 * FA * FB),
        ("mul_init(cb_A, cb_B, false)", "mul", 2 * FA * FB),
    ],
)
def test_twice_into_one_slot(run: Run, init: str, op: str, expected: Array):
    """Sums overwrite unless the init says otherwise; products always add up."""
    ops = f"{init}; {op}_tiles(cb_A, cb_B, 0, 0, 0); {op}_tiles(cb_A, cb_B, 0, 0, 0);"
    np.testing.assert_array_equal(compute(run, ops, "eltwise_binary", A, B), expected)


@pytest.mark.parametrize("op", ["add", "sub", "mul"])
@pytest.mark.parametrize(
    ("dim", "other"), [("rows", FB[0:1]), ("cols", FB[:, 0:1]), ("scalar", FB[0, 0])]
)
def test_broadcasts(run: Run, op: str, dim: str, other: Array):
    ops = f"{op}_bcast_{dim}_init(cb_A, cb_B); {op}_tiles_bcast_{dim}(cb_A, cb_B, 0, 0, 0);"
    function = {"add": np.add, "sub": np.subtract, "mul": np.multiply}[op]
    np.testing.assert_array_equal(compute(run, ops, "bcast", A, B), function(FA, other))


def test_generic_broadcast(run: Run):
    kind = "EltwiseBinaryType::ELWSUB, BroadcastType::COL"
    ops = f"bcast_init<{kind}>(cb_A, cb_B); any_tiles_bcast<{kind}>(cb_A, cb_B, 0, 0, 0);"
    np.testing.assert_array_equal(compute(run, ops, "bcast", A, B), FA - FB[:, :1])


def test_unary_broadcast(run: Run):
    ops = """
        unary_bcast_init<BroadcastType::ROW>(cb_A);
        unary_bcast<BroadcastType::ROW>(cb_A, 0, 0);
    """
    expected = np.broadcast_to(FA[0:1], (32, 32))
    np.testing.assert_array_equal(compute(run, ops, "bcast", A, B), expected)


@pytest.mark.parametrize(
    ("side", "expected"), [("DEST_TO_SRCA", FA - FB), ("DEST_TO_SRCB", FB - FA)]
)
def test_dest_reuse(run: Run, side: str, expected: Array):
    kind = f"EltwiseBinaryReuseDestType::{side}"
    ops = f"""
        copy_init(cb_A);
        copy_tile(cb_A, 0, 0);
        sub_reuse_dest_init<{kind}>(cb_B);
        sub_reuse_dest_tiles<{kind}>(cb_B, 0, 0);
    """
    c = compute(run, ops, "tile_move_copy eltwise_binary", A, B)
    np.testing.assert_array_equal(c, expected)


# Reduce


def scaler(value: float = 1.0, *, full: bool = False) -> Array:
    """Row 0 of each face holds the factor."""
    result = np.full((32, 32), value if full else 0, np.float32)
    result[0], result[16] = value, value
    return result.astype(BF16)


def reduce_ops(pool: str, dim: str, calls: int = 1) -> str:
    kind = f"PoolType::{pool}, ReduceDim::{dim}"
    call = f"reduce_tile<{kind}>(cb_A, cb_B, 0, 0, 0);"
    return f"reduce_init<{kind}>(cb_A, cb_B, cb_C); {call * calls}"


@pytest.mark.parametrize("pool", ["SUM", "MAX"])
@pytest.mark.parametrize("dim", ["REDUCE_ROW", "REDUCE_COL", "REDUCE_SCALAR"])
def test_reduce(run: Run, pool: str, dim: str):
    fold = np.sum if pool == "SUM" else np.max
    expected = np.zeros((32, 32), np.float32)
    match dim:
        case "REDUCE_ROW":
            expected[:, 0] = fold(FA, axis=1)
        case "REDUCE_COL":
            expected[0, :] = fold(FA, axis=0)
        case _:
            expected[0, 0] = fold(FA)
    c = compute(run, reduce_ops(pool, dim), "reduce", A, scaler())
    np.testing.assert_array_equal(c, expected)


def test_reduce_accumulates_and_max_starts_empty(run: Run):
    negative = (-np.abs(FA) - 1).astype(BF16)
    c = compute(run, reduce_ops("MAX", "REDUCE_ROW", 2), "reduce", negative, scaler())
    np.testing.assert_array_equal(c[:, 0], negative.astype(np.float32).max(axis=1))
    c = compute(run, reduce_ops("SUM", "REDUCE_ROW", 3), "reduce", A, scaler())
    np.testing.assert_array_equal(c[:, 0], 3 * FA.sum(axis=1))


def test_reduce_scales(run: Run):
    c = compute(run, reduce_ops("AVG", "REDUCE_ROW"), "reduce", A, scaler(0.5))
    np.testing.assert_array_equal(c[:, 0], 0.5 * FA.sum(axis=1))
    c = compute(run, reduce_ops("SUM", "REDUCE_SCALAR"), "reduce", A, scaler(0.5))
    assert c[0, 0] == 0.25 * FA.sum()  # the factor counts twice


def test_reduce_with_a_scaler_in_element_0_only_is_wrong(run: Run):
    bad = np.zeros((32, 32), BF16)
    bad[0, 0] = 1
    c = compute(run, reduce_ops("SUM", "REDUCE_ROW"), "reduce", A, bad)
    np.testing.assert_array_equal(c[:16, 0], FA[:16, 0])


def test_packs_are_masked_until_reduce_uninit(run: Run):
    ops = "reduce_init<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_A, cb_B, cb_C); {}" + (
        "copy_init(cb_A); copy_tile(cb_A, 0, 0);"
    )
    c = compute(run, ops.format(""), "reduce tile_move_copy", A, B)
    assert (c[:, 1:] == 0).all()
    c = compute(run, ops.format("reduce_uninit();"), "reduce tile_move_copy", A, B)
    np.testing.assert_array_equal(c, FA)


def test_transpose(run: Run):
    ops = "transpose_init(cb_A); transpose_tile(cb_A, 0, 0);"
    np.testing.assert_array_equal(compute(run, ops, "transpose", A, B), FA.T)


# Inits and formats


@pytest.mark.parametrize(
    ("ops", "message"),
    [
        ("copy_tile(cb_A, 0, 0);", "copy_tile of cb A without copy_init: there was no init"),
        (
            "copy_init(cb_A); add_tiles(cb_A, cb_B, 0, 0, 0);",
            "add_tiles without add_init: the last init was copy_init",
        ),
        (
            "add_init(cb_A, cb_B); copy_tile(cb_A, 0, 0);",
            "copy_tile of cb A without copy_init: the last init was add_init",
        ),
        (
            "sub_init(cb_A, cb_B); add_tiles(cb_A, cb_B, 0, 0, 0);",
            "add_tiles without add_init: the last init was sub_init",
        ),
        (
            "add_bcast_rows_init(cb_A, cb_B); add_tiles_bcast_cols(cb_A, cb_B, 0, 0, 0);",
            "add_tiles_bcast_cols without add_bcast_cols_init: "
            "the last init was add_bcast_rows_init",
        ),
        (
            "copy_init(cb_A); matmul_tiles(cb_A, cb_B, 0, 0, 0);",
            "matmul_tiles without matmul_init: the last init was copy_init",
        ),
        (
            "copy_init(cb_A); transpose_tile(cb_A, 0, 0);",
            "transpose_tile without transpose_init: the last init was copy_init",
        ),
        (
            "reduce_init<PoolType::MAX, ReduceDim::REDUCE_ROW>(cb_A, cb_B, cb_C);"
            "reduce_tile<PoolType::SUM, ReduceDim::REDUCE_ROW>(cb_A, cb_B, 0, 0, 0);",
            "reduce_tile without reduce_init<SUM, REDUCE_ROW>: the last init was reduce_init",
        ),
    ],
)
def test_missing_inits(run: Run, ops: str, message: str):
    headers = "tile_move_copy eltwise_binary bcast matmul transpose reduce"
    assert error(run, computes(ops, headers, AB, before=START)) == message


def test_operands_of_another_format(run: Run):
    names = {"A": "bfloat16", "B": "float32"}
    ops = "{} copy_init(cb_B); copy_tile(cb_B, 0, 0);"
    program = computes(ops.format(""), "tile_move_copy", names)
    assert error(run, program) == (
        "copy_tile reads float32 of cb B into SrcA, which is configured for bfloat16; "
        "it needs reconfig_data_format before its init"
    )
    arrays = (A, np.ones((32, 32), np.float32), np.zeros((32, 32), BF16))
    for call in (
        "reconfig_data_format_srca(cb_B);",
        "reconfig_data_format_srca(cb_A, cb_B);",
        "reconfig_data_format(cb_B, cb_A);",
        "reconfig_data_format(cb_A, cb_B, cb_A, cb_A);",
    ):
        run(computes(ops.format(call), "tile_move_copy", names), *arrays)
        assert (arrays[2] == 1).all()


def test_integers_do_not_enter_the_fpu(run: Run):
    ops = "add_init(cb_A, cb_B); add_tiles(cb_A, cb_B, 0, 0, 0);"
    names = {"A": "int32", "B": "int32"}
    program = computes(ops, "eltwise_binary", names, "int32", before=START, fp32=True)
    assert error(run, program) == "cb A holds int32, which the FPU does not compute with"


def test_bfloat8_b_operands(run: Run):
    """A float32 host array of a bfloat8_b tensor is rounded to shared exponents."""
    a = np.random.default_rng(0).standard_normal((32, 32)).astype(np.float32)
    c = np.zeros((32, 32), np.float32)
    ops = "copy_init(cb_A); copy_tile(cb_A, 0, 0);"
    run(computes(ops, "tile_move_copy", {"A": "bfloat8_b"}, "float32", fp32=True), a, c)
    assert 0 < np.abs(a - c).max() < 0.03
