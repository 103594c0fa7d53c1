"""Whole kernels as people write them: verified GRID IR, whose meaning is that of numpy."""

import math
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import numpy.typing as npt
import pytest

from ttc.frontend import lower
from ttc.language import JITFactory, PrimFunc
from ttc.load import KernelFile, load
from ttc.runtime_sim import reference

Array = npt.NDArray[Any]
BF16 = ml_dtypes.bfloat16
KERNELS = Path(__file__).parent / "kernels"


def normal(*shape: int, dtype: Any = np.float32, seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def file(name: str) -> KernelFile:
    return load(KERNELS / f"{name}.py")


def factory(name: str, function: str) -> JITFactory:
    found = vars(file(name).module)[function]
    assert isinstance(found, JITFactory)
    return found


def run(kernel: PrimFunc, *arguments: Any) -> None:
    module = lower(kernel)
    module.verify()
    reference.run(module, arguments)


def close(result: Array, expected: Array, tolerance: float = 1e-4) -> None:
    wide = result.astype(np.float32)
    np.testing.assert_allclose(wide, np.asarray(expected, np.float32), tolerance, tolerance)


def exp_rows(scores: Array) -> Array:
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)


def test_softmax():
    x, y = normal(70, 150, dtype=BF16), np.zeros((70, 150), BF16)
    run(file("norms").kernels["softmax"], x, y)
    close(y, exp_rows(x.astype(np.float32)), 1e-2)


def test_layernorm():
    x, gamma, beta, y = normal(40, 96), normal(96, seed=1), normal(96, seed=2), normal(40, 96)
    run(file("norms").kernels["layernorm"], x, gamma, beta, y)
    spread = np.sqrt(x.var(1, keepdims=True) + 1e-5)
    close(y, (x - x.mean(1, keepdims=True)) / spread * gamma + beta)


def test_rmsnorm():
    x, y = normal(33, 128), normal(33, 128)
    run(file("norms").kernels["rmsnorm"], x, y)
    close(y, x / np.sqrt((x * x).mean(1, keepdims=True) + 1e-6))


@pytest.mark.parametrize("is_causal", [False, True])
def test_attention_with_grouped_heads(is_causal: bool):
    kernel = factory("attention", "attention").prim_func(is_causal=is_causal)
    q = normal(2, 80, 4, 32, dtype=BF16)
    k, v = (normal(2, 80, 2, 32, dtype=BF16, seed=seed) for seed in (1, 2))
    out = np.zeros(q.shape, BF16)
    run(kernel, q, k, v, out)
    wide = [np.repeat(a.astype(np.float32), 4 // a.shape[2], axis=2) for a in (q, k, v)]
    scores = np.einsum("bqhd,bkhd->bhqk", wide[0], wide[1]) / math.sqrt(32)
    if is_causal:
        scores = np.where(np.tril(np.ones((80, 80), bool)), scores, -np.inf)
    close(out, np.einsum("bhqk,bkhd->bqhd", exp_rows(scores), wide[2]), 3e-2)


def test_linear_attention_in_chunks():
    q, k, v = (normal(2, 64, 2, 32, seed=seed) for seed in range(3))
    out = np.zeros(q.shape, np.float32)
    run(file("attention").kernels["linear"], q, k, v, out)
    scores = np.einsum("bqhd,bkhd->bhqk", q, k) * np.tril(np.ones((64, 64)))
    close(out, np.einsum("bhqk,bkhd->bqhd", scores, v), 1e-3)


def test_dequantised_product():
    a, scales = normal(40, 96, dtype=BF16), normal(64, seed=1)
    w = np.random.default_rng(2).integers(-128, 128, (64, 96)).astype(np.int8)
    c = np.zeros((40, 64), np.float32)
    run(file("products").kernels["dequantised"], a, w, scales, c)
    close(c, a.astype(np.float32) @ w.T.astype(np.float32) * scales, 1e-3)


def test_matrix_by_vector():
    a, b, c = normal(100), normal(70, 100, seed=1), np.zeros(70, np.float32)
    run(file("products").kernels["gemv"], a, b, c)
    close(c, b @ a)


def test_convolution_by_loads():
    data, weights, out = normal(2, 6, 7, 8), normal(3, 3, 8, 16, seed=1), normal(2, 6, 7, 16)
    run(file("products").kernels["convolution"], data, weights, out)
    padded = np.pad(data, ((0, 0), (1, 1), (1, 1), (0, 0)))
    shifted = [padded[:, y : y + 6, x : x + 7] @ weights[y, x] for y in range(3) for x in range(3)]
    close(out, np.sum(shifted, axis=0), 1e-3)


def test_two_launches_share_scratch_memory():
    kernel = file("products").kernels["split_k"]
    first, second = lower(kernel).ops
    for number, op in enumerate((first, second)):
        assert f"grid.kernel @split_k_{number}(%A: " in str(op)
        assert f'scratch = ["partial"], launch = {number} : i64' in str(op)
        assert str(op).count("grid.launch") == 1
    a, b = normal(64, 128, dtype=BF16), normal(128, 40, dtype=BF16, seed=1)
    c = np.zeros((64, 40), np.float32)
    run(kernel, a, b, c)
    close(c, a.astype(np.float32) @ b.astype(np.float32), 1e-3)


def test_an_eager_function_reads_its_extents_from_arrays():
    x, w1, w2 = normal(70, 32), normal(32, 96, seed=1), normal(96, 32, seed=2)
    kernel = factory("products", "mlp").prim_func(x, w1, w2)
    assert kernel.returned == [3, 4]
    y, norms = np.zeros((70, 32), np.float32), np.zeros(70, np.float32)
    run(kernel, x, w1, w2, y, norms)
    hidden = x @ w1 * 0.5
    hidden = 0.5 * hidden * (1 + np.vectorize(math.erf)(hidden * 0.70710678))
    close(y, hidden @ w2, 1e-3)
    close(norms, np.abs(hidden @ w2).max(1), 1e-3)


def test_rotary_embedding():
    x, y = normal(2, 48, 4, 64, dtype=BF16), np.zeros((2, 48, 4, 64), BF16)
    angles = np.arange(48)[:, None] / 100 ** (np.arange(32) / 32)
    cos, sin = (f(angles).astype(np.float32) for f in (np.cos, np.sin))
    run(file("moves").kernels["rope"], x, cos, sin, y)
    left, right = np.split(x.astype(np.float32), 2, axis=-1)
    c, s = cos[:, None], sin[:, None]
    close(y, np.concatenate([left * c - right * s, right * c + left * s], -1), 1e-2)


def test_transpose():
    a, b = normal(40, 70), np.zeros((70, 40), BF16)
    run(file("moves").kernels["transpose"], a, b)
    assert np.array_equal(b, a.T.astype(BF16))


@pytest.mark.parametrize("n", [1, 2, 3])
def test_scalars_steer_a_kernel(n: int):
    a, b = normal(64, 32), np.zeros((64, 32), np.float32)
    run(file("moves").kernels["steered"], a, b, n, 2.0)
    expected = np.empty_like(a)
    for bx in range(2):
        rounds = 1 + n if bx == 0 else 0 if n > 2 else 2
        block = a[bx * 32 : bx * 32 + 32].copy()
        block += 2 * rounds * (rounds + 1) / 2
        rows, cols = np.indices(block.shape)
        held = np.where(cols < n, block + 2 * rounds, np.where(rows == cols, 0, block))
        expected[bx * 32 : bx * 32 + 32] = held + (rounds - 1 if rounds else 7)
    close(b, expected)
