"""SFPU functions: values against numpy, inits, parameters as bits, integers, conversions."""

from __future__ import annotations

import struct
from collections.abc import Callable

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError
from ttc.runtime_sim.sfpu_table import SFPU

from .programs import Array, Program, Run, computes

BF16 = ml_dtypes.bfloat16
COPY = "copy_init(cb_A); copy_tile(cb_A, 0, 0);"
COPIES = "copy_init(cb_A); copy_tile(cb_A, 0, 0); copy_tile(cb_B, 0, 1);"
X = np.linspace(-3, 3, 1024, dtype=np.float32).reshape(32, 32)
Y = np.linspace(4, -2.1, 1024, dtype=np.float32).reshape(32, 32)


def bits(value: float) -> str:
    return f"0x{struct.unpack('<I', struct.pack('<f', value))[0]:08x}u"


def floats(run: Run, ops: str, *inputs: Array) -> Array:
    names = dict.fromkeys("AB"[: len(inputs)], "float32")
    program = computes(
        (COPY if len(inputs) == 1 else COPIES) + ops,
        "tile_move_copy",
        names,
        "float32",
        fp32=True,
        unpack_to_dest=set(names),
    )
    c = np.zeros((32, 32), np.float32)
    run(program, *inputs, c)
    return c


def integers(run: Run, ops: str, *inputs: Array, out: str = "int32") -> Array:
    names = dict.fromkeys("AB"[: len(inputs)], str(inputs[0].dtype))
    program = computes(
        (COPY if len(inputs) == 1 else COPIES) + ops, "tile_move_copy", names, out, fp32=True
    )
    c = np.zeros((32, 32), out)
    run(program, *inputs, c)
    return c


UNARY: list[tuple[str, Callable[[Array], Array]]] = [
    ("exp", np.exp),
    ("abs", np.abs),
    ("square", np.square),
    ("negative", np.negative),
    ("sigmoid", lambda x: 1 / (1 + np.exp(-x))),
    ("silu", lambda x: x / (1 + np.exp(-x))),
    ("tanh", np.tanh),
    ("relu", lambda x: np.maximum(x, 0)),
    ("recip", lambda x: 1 / x),
    ("sin", np.sin),
    ("gtz", lambda x: x > 0),
    ("exp2", np.exp2),
    ("sign", np.sign),
]


@pytest.mark.parametrize(("name", "function"), UNARY)
def test_unary(run: Run, name: str, function: Callable[[Array], Array]):
    c = floats(run, f"{name}_tile_init(); {name}_tile(0);", X)
    np.testing.assert_allclose(c, function(X), rtol=1e-6, atol=1e-6)


def test_gelu_and_erf(run: Run):
    c = floats(run, "gelu_tile_init<false>(); gelu_tile<false>(0);", X)
    erf = floats(run, "erf_tile_init<false>(); erf_tile<false>(0);", X / np.float32(2**0.5))
    np.testing.assert_allclose(c, X * (1 + erf) / 2, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(erf[0, 0], -0.9973002, atol=1e-6)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (f"leaky_relu_tile(0, {bits(0.5)})", np.where(X > 0, X, X / 2)),
        (f"clamp_tile(0, {bits(-1)}, {bits(2)})", np.clip(X, -1, 2)),
        (f"unary_max_tile(0, {bits(0.25)})", np.maximum(X, 0.25)),
        (f"rsub_tile(0, {bits(5)})", 5 - X),
        (f"unary_gt_tile(0, {bits(1)})", X > 1),
        (f"power_tile(0, {bits(2)})", X**2),
        ("power_iterative_tile(0, 3)", X**3),
        (f"softplus_tile(0, {bits(1)}, {bits(1)}, {bits(20)})", np.log1p(np.exp(X))),
    ],
)
def test_parameters_are_bit_patterns(run: Run, call: str, expected: Array):
    init = call.split("(")[0] + "_init"
    np.testing.assert_allclose(floats(run, f"{init}(); {call};", X), expected, rtol=1e-5)


def test_shared_inits(run: Run):
    c = floats(run, f"binop_with_scalar_tile_init(); mul_unary_tile(0, {bits(3)});", X)
    np.testing.assert_array_equal(c, X * 3)
    c = floats(run, f"binop_with_scalar_tile_init(); div_unary_tile(0, {bits(0.5)});", X)
    np.testing.assert_array_equal(c, X / 2)  # it multiplies: the caller gives the reciprocal
    c = floats(run, "rounding_op_tile_init(); floor_tile(0);", X)
    np.testing.assert_array_equal(c, np.floor(X))


BINARY: list[tuple[str, Callable[[Array, Array], Array]]] = [
    ("add_binary", np.add),
    ("sub_binary", np.subtract),
    ("rsub_binary", lambda x, y: y - x),
    ("mul_binary", np.multiply),
    ("div_binary", np.divide),
    ("binary_max", np.maximum),
    ("lt_binary", np.less),
]


@pytest.mark.parametrize(("name", "function"), BINARY)
def test_binary(run: Run, name: str, function: Callable[[Array, Array], Array]):
    c = floats(run, f"{name}_tile_init(); {name}_tile(0, 1, 0);", X, Y)
    np.testing.assert_allclose(c, function(X, Y), rtol=1e-6)


I = np.arange(-512, 512, dtype=np.int32).reshape(32, 32)  # noqa: E741
J = (np.arange(1024, dtype=np.int32).reshape(32, 32) % 7 + 1) * 1_000_003


@pytest.mark.parametrize(
    ("ops", "expected"),
    [
        ("add_int_tile_init(); add_int_tile<DataFormat::Int32>(0, 1, 0);", I + J),
        ("sub_int_tile_init(); sub_int_tile<DataFormat::Int32>(0, 1, 0);", I - J),
        (
            "mul_int_tile_init<DataFormat::Int32>(); mul_int_tile<DataFormat::Int32>(0, 1, 0);",
            I * J,
        ),
        ("binary_max_int32_tile_init(); binary_max_int32_tile(0, 1, 0);", np.maximum(I, J)),
        ("div_int32_floor_tile_init(); div_int32_floor_tile(0, 1, 0);", I // J),
        ("div_int32_trunc_tile_init(); div_int32_trunc_tile(0, 1, 0);", np.trunc(I / J)),
    ],
)
def test_integers(run: Run, ops: str, expected: Array):
    np.testing.assert_array_equal(integers(run, ops, I, J), expected)


def test_integer_parameters(run: Run):
    ops = "bitwise_and_tile_init(); bitwise_and_tile<DataFormat::Int32>(0, 12);"
    np.testing.assert_array_equal(integers(run, ops, I), I & 12)
    ops = "binop_with_scalar_tile_init(); add_unary_tile_int32(0, 0xffffffff);"
    np.testing.assert_array_equal(integers(run, ops, I), I - 1)
    ops = "left_shift_tile_init(); left_shift_tile<DataFormat::Int32>(0, 3);"
    np.testing.assert_array_equal(integers(run, ops, I), I << 3)


def cast(source: str, target: str) -> str:
    formats = f"(uint32_t)DataFormat::{source}, (uint32_t)DataFormat::{target}"
    return f"typecast_tile_init<{formats}>(); typecast_tile<{formats}>(0);"


def test_typecasts(run: Run):
    np.testing.assert_array_equal(
        integers(run, cast("Int32", "Float32"), I, out="float32"), I.astype(np.float32)
    )
    program = computes(COPY + cast("Float32", "Int32"), "tile_move_copy", {"A": "float32"},
                       "int32", fp32=True, unpack_to_dest={"A"})  # fmt: skip
    c = np.zeros((32, 32), np.int32)
    run(program, X * 10, c)
    np.testing.assert_array_equal(c, np.trunc(X * 10).astype(np.int32))
    rounded = floats(run, cast("Float32", "Float16_b"), X)
    np.testing.assert_array_equal(rounded, X.astype(BF16).astype(np.float32))


def test_where_fill_and_copies(run: Run):
    ops = f"""
        gtz_tile_init(); gtz_tile(0);
        fill_tile_init(); fill_tile(2, 2.5f);
        where_tile_init();
        where_tile<DataFormat::Float32>(0, 1, 2, 0);
        fill_tile_init(); fill_tile_bitcast(3, {bits(1.0)});
    """
    np.testing.assert_array_equal(floats(run, ops, X, Y), np.where(X > 0, Y, np.float32(2.5)))
    ops = "copy_dest_values_init(); copy_dest_values<DataFormat::Float32>(1, 0);"
    np.testing.assert_array_equal(floats(run, ops, X, Y), Y)


def test_masks(run: Run):
    mask = (X > 1).astype(np.float32)
    np.testing.assert_array_equal(
        floats(run, "mask_tile_init(); mask_tile(0, 1);", X, mask), np.where(X > 1, X, 0)
    )


def error(run: Run, program: Program) -> str:
    kinds = {"bfloat16": BF16, "float32": np.float32, "int32": np.int32}
    with pytest.raises(SimulationError) as caught:
        run(program, *(np.ones(s, kinds[d]) for _, s, d, _ in program.tensors))
    return caught.value.message


@pytest.mark.parametrize(
    ("ops", "message"),
    [
        ("exp_tile(0);", "exp_tile without exp_tile_init: there was no SFPU init"),
        (
            "exp_tile_init(); log_tile_init(); exp_tile(0);",
            "exp_tile without exp_tile_init: the last SFPU init was log_tile_init",
        ),
        (
            "fill_tile(0, 1.0f);",
            "fill_tile without fill_tile_init: there was no SFPU init",
        ),
        (
            "add_int_tile_init(); add_int_tile<DataFormat::Int32>(0, 0, 0);",
            "add_int_tile works on integers, but DST[0] holds floats",
        ),
        (
            "mask_tile_init(); mask_tile(0, 2);",
            "mask_tile wants its mask in DST[1], the tile after the data",
        ),
    ],
)
def test_errors(run: Run, ops: str, message: str):
    assert error(run, computes(COPY + ops, "tile_move_copy")) == message


def test_floats_of_integers(run: Run):
    program = computes(
        COPY + "exp_tile_init(); exp_tile(0);", "tile_move_copy", {"A": "int32"}, fp32=True
    )
    assert error(run, program) == "exp_tile works on floats, but DST[0] holds int32"


def test_unpacking_inits_do_not_disturb_the_sfpu(run: Run):
    ops = "exp_tile_init(); copy_init(cb_A); copy_tile(cb_A, 0, 0); exp_tile(0);"
    np.testing.assert_allclose(floats(run, ops, X), np.exp(X), rtol=1e-6)


def test_results_round_to_16_bits(run: Run):
    program = computes(COPY + "exp_tile_init(); exp_tile(0);", "tile_move_copy", out="float32")
    c = np.zeros((32, 32), np.float32)
    run(program, X.astype(BF16), c)
    np.testing.assert_array_equal(c, c.astype(BF16).astype(np.float32))


@pytest.mark.parametrize("name", sorted(SFPU))
def test_every_function_of_the_table_takes_its_arguments(name: str):
    op = SFPU[name]
    dtype = np.float32 if op.domain == "float" else np.int32
    tiles = [np.full((32, 32), 2, dtype) for _ in range(op.inputs)]
    whole = 3 if op.domain == "float" else np.int32(3)
    scalars = [1.5 if op.kind == "float" else whole] * op.parameters
    with np.errstate(all="ignore"):
        result = np.asarray(op.function(*tiles, *scalars))
    assert result.shape == (32, 32)
    assert result.dtype == dtype or (op.domain != "float" and result.dtype == np.bool_)


def test_three_operands(run: Run):
    copies = "copy_dest_values_init(); copy_dest_values<DataFormat::Float32>(0, 2);"
    ops = (
        f"{copies} mac_tile_init<DataFormat::Float32>(); mac_tile<DataFormat::Float32>(0, 1, 2, 0);"
    )
    np.testing.assert_array_equal(floats(run, ops, X, Y), X * Y + X)
    call = f"addcmul_tile<DataFormat::Float32>(0, 1, 2, 0, {bits(0.5)});"
    ops = f"{copies} addcmul_tile_init(); {call}"
    np.testing.assert_array_equal(floats(run, ops, X, Y), X + np.float32(0.5) * Y * X)


def test_inits_that_hold_the_divisor(run: Run):
    ops = f"fmod_tile_init({bits(0.75)}, {bits(1 / 0.75)}); fmod_tile(0);"
    np.testing.assert_array_equal(floats(run, ops, X), np.fmod(X, np.float32(0.75)))
    ops = f"remainder_tile_init({bits(0.75)}, {bits(1 / 0.75)}); remainder_tile(0);"
    np.testing.assert_array_equal(floats(run, ops, X), np.remainder(X, np.float32(0.75)))


def test_logical_and_arithmetic_shifts(run: Run):
    shift = np.full((32, 32), 4, np.int32)
    ops = "binary_shift_tile_init(); binary_{}right_shift_tile<DataFormat::Int32>(0, 1, 0);"
    np.testing.assert_array_equal(integers(run, ops.format(""), I, shift), I >> 4)
    logical = (I.view(np.uint32) >> np.uint32(4)).view(np.int32)
    np.testing.assert_array_equal(integers(run, ops.format("logical_"), I, shift), logical)


@pytest.mark.parametrize(
    ("dim", "op", "expected"),
    [
        ("COL", "ELWSUB", X - Y[:, :1]),
        ("ROW", "ELWMUL", X * Y[:1]),
        ("COL", "ELWADD", X + Y[:, :1]),
    ],
)
def test_a_broadcast_of_a_vector_in_dst(run: Run, dim: str, op: str, expected: Array):
    d, o = f"BroadcastType::{dim}", f"EltwiseBinaryType::{op}"
    ops = f"sfpu_bcast_init<{d}>(); sfpu_bcast<{d}, {o}>(0, 1);"
    np.testing.assert_array_equal(floats(run, ops, X, Y), expected)


def test_a_column_has_finite_neighbours(run: Run):
    """The SFPU frees a column of its neighbours by zeros: infinity times zero is no number."""
    vector = Y.copy()
    vector[3, 5] = np.inf
    d, o = "BroadcastType::COL", "EltwiseBinaryType::ELWMUL"
    ops = f"sfpu_bcast_init<{d}>(); sfpu_bcast<{d}, {o}>(0, 1);"
    result = floats(run, ops, X, vector)
    assert np.isnan(result[3]).all()
    assert np.array_equal(np.delete(result, 3, 0), np.delete(X * Y[:, :1], 3, 0))
