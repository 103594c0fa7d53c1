"""Reductions, broadcasts, transposes, masks and state, in every type that has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import ttc
import ttc.language as T
from ttc.codegen.check import check_directory
from ttc.diagnostics import CompileError

from .kernels import (
    M,
    N,
    elementwise,
    places,
    reduction,
    repeated,
    retiled,
    running,
    small_beside_large,
    turned,
    turned_into_exponents,
)
from .programs import (
    DTYPES,
    INTEGERS,
    assert_same,
    beside,
    empty,
    executed,
    in_turn,
    numpy_type,
    values,
)

FOLDS: dict[str, Callable[..., None]] = {
    "sum": T.reduce_sum,
    "max": T.reduce_max,
    "min": T.reduce_min,
    "absmax": T.reduce_absmax,
}
VECTORS = [dtype for dtype in DTYPES if dtype != "bfloat8_b"]


def small(dtype: str, shape: tuple[int, ...]):
    kind = numpy_type(dtype)
    rng = np.random.default_rng(3)
    if kind.kind in "iu":
        low, high = (-100, 100) if kind.kind == "i" else (0, 200)
        return rng.integers(low, high, shape).astype(kind)
    return rng.standard_normal(shape).astype(np.float32).astype(kind)


@pytest.mark.parametrize("dim", [0, 1])
@pytest.mark.parametrize(("source", "fold", "target"), in_turn((*INTEGERS, "bfloat8_b"), [*FOLDS]))
def test_reductions(source: str, fold: str, target: str, dim: int):
    result = "float32" if source == "bfloat8_b" else "int32"
    a = small(source, (M, N)) if source == "bfloat8_b" else values(source)
    length = (N, M)[dim]
    kernel = reduction(source, result, FOLDS[fold], dim)
    (got,), (meant,) = executed(kernel, (a,), (empty(result, (length,)),), target)
    if fold == "sum" and result == "float32":
        np.testing.assert_allclose(got, meant, rtol=1e-5, atol=1e-5)
    else:
        assert_same(got, meant)


def test_a_sum_of_bytes_wraps_around():
    a = np.full((M, N), 100, np.int8)
    kernel = reduction("int8", "int8", T.reduce_sum, 1)
    (got,), _ = executed(kernel, (a,), (empty("int8", (M,)),), "wormhole")
    assert_same(got, np.full(M, 100 * N).astype(np.int8))


@pytest.mark.parametrize("dim", [0, 1])
@pytest.mark.parametrize(("dtype", "_", "target"), in_turn(VECTORS, ["vector"]))
def test_vectors_are_repeated(dtype: str, _: str, target: str, dim: int):
    a, b = values(dtype), values(dtype, ((N, M)[dim],), seed=4)
    (got,), (meant,) = executed(repeated(dtype, dim), (a, b), (empty(dtype),), target)
    assert_same(got, *(beside(meant) if dtype == "bfloat16" else [meant]))


@pytest.mark.parametrize(("dtype", "_", "target"), in_turn(DTYPES, ["transpose"]))
def test_transposes(dtype: str, _: str, target: str):
    a = values(dtype)
    (got,), (meant,) = executed(turned(dtype), (a,), (empty(dtype, (N, M)),), target)
    assert_same(got, meant)


@pytest.mark.parametrize(("dtype", "_", "target"), in_turn(DTYPES, ["place"]))
def test_places_and_state(dtype: str, _: str, target: str):
    a = small(dtype, (M, N))
    got, meant = executed(places(dtype), (a,), (empty(dtype), empty(dtype)), target)
    for one, other in zip(got, meant, strict=True):
        assert_same(one, other)


VIEWS = {
    "heads": ((64, 128), (256, 32)),
    "wider than DST": ((32, 320), (10, 1024)),
    "last tiles not full": ((40, 160), (100, 64)),
    "one row": ((1, 96), (3, 32)),
}


@pytest.mark.parametrize(("dtype", "view", "target"), in_turn(DTYPES, [*VIEWS]))
def test_views_of_other_rows_and_columns(dtype: str, view: str, target: str, tmp_path: Path):
    shape, other = VIEWS[view]
    # Exponents are shared by 16 elements of a row before and after.
    a = values(dtype, shape) if dtype != "bfloat8_b" else small(dtype, shape)
    outputs = (empty(dtype, other), empty(dtype, shape))
    (got, back), (meant, same) = executed(retiled(dtype, shape, other), (a,), outputs, target)
    assert_same(got, meant)
    assert_same(back, same)
    assert_same(got.reshape(shape), back)
    folder = ttc.compile(retiled(dtype, shape, other), target=target).write(tmp_path)
    assert [str(finding) for finding in check_directory(folder)] == []


@pytest.mark.parametrize("dtype", ["int32", "uint32", "uint16"])
def test_running_sums_of_wide_integers_are_refused(dtype: str):
    with pytest.raises(CompileError) as raised:
        ttc.compile(running(dtype))
    text = str(raised.value)
    assert f"T.cumsum of {dtype}" in text
    assert "T.cumsum(a, c, dim=1)" in text


def test_unsigned_words_are_not_divided():
    kernel = elementwise(("uint32", "uint32"), "uint32", lambda x, y: x // y)
    with pytest.raises(CompileError, match="the SFPU has no function for 'floordiv' of uint32"):
        ttc.compile(kernel)


@pytest.mark.parametrize("dtype", [*INTEGERS, "bfloat8_b"])
def test_a_kernel_says_its_types(dtype: str):
    kernel = ttc.compile(places(dtype))
    (program,) = kernel.plan["programs"]
    types = {buffer["dtype"] for buffer in program["circular_buffers"]}
    assert ("uint8" if dtype == "int8" else dtype) in types
    assert "int8" not in types
    assert program["compute_config"].get("bfp8_pack_precise", False) is (dtype == "bfloat8_b")


@pytest.mark.parametrize(("columns", "blocks"), [(70, 32), (70, 96), (40, 40), (64, 32)])
def test_what_lies_beside_a_row_has_no_part_in_its_exponent(columns: int, blocks: int):
    a = np.random.default_rng(0).uniform(-9, -7, (M, columns)).astype(np.float32)
    shape = (M, columns)
    outputs = (empty("bfloat8_b", shape), empty("bfloat8_b", shape), empty("float32", shape))
    kernel = small_beside_large(columns, blocks)
    got, meant = executed(kernel, (a,), outputs, "wormhole")
    for one, other in zip(got, meant, strict=True):
        assert_same(one, other)
    exact = np.exp(a)
    assert np.abs(got[0] - exact).max() <= exact.max() * 2.0**-7


def test_rows_share_exponents_after_a_transpose():
    rng = np.random.default_rng(0)
    a = (rng.standard_normal((M, N)) * 2.0 ** rng.integers(-9, 9, (M, N))).astype(np.float32)
    kernel = turned_into_exponents()
    (got,), (meant,) = executed(kernel, (a,), (empty("bfloat8_b", (N, M)),), "blackhole")
    assert_same(got, meant)


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_is_emitted_passes_the_check(dtype: str, tmp_path: Path):
    kernels = {"place": places(dtype), "turn": turned(dtype)}
    if dtype != "bfloat8_b":
        kernels["repeat"] = repeated(dtype, 1)
        kernels["fold"] = reduction(dtype, dtype, T.reduce_max, 0)
    for name, kernel in kernels.items():
        folder = ttc.compile(kernel, target="blackhole").write(tmp_path / name)
        assert [str(finding) for finding in check_directory(folder)] == []


def test_arrays_of_bfloat16_are_taken_for_bfloat8_b():
    kernel = ttc.compile(turned("bfloat8_b"), out_idx=[-1])
    a = values("bfloat16", seed=7)
    narrow, wide = kernel(a), kernel(a.astype(np.float32))
    assert narrow.dtype == np.float32
    assert_same(narrow, wide)
    with pytest.raises(CompileError, match="has dtype float64, must be float32"):
        kernel(a.astype(np.float64))
