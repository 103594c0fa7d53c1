"""T.gemm in every type: integers are exact, floats as good as their accumulator."""

from __future__ import annotations

import numpy as np
import pytest

import ttc
from ttc.diagnostics import CompileError
from ttc.targets import TARGETS

from .kernels import product
from .programs import executed, numpy_type

Sizes = tuple[int, int, int]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("operands", "sizes", "blocks", "transposed"),
    [
        (("int8", "int8"), (64, 64, 256), (64, 64, 64), (False, False)),
        (("int8", "int8"), (64, 32, 2048), (64, 32, 256), (False, False)),  # beyond 2^24
        (("int8", "int8"), (70, 50, 90), (32, 32, 32), (False, True)),
        (("int8", "int8"), (64, 64, 128), (64, 64, 64), (True, False)),
        (("uint8", "uint8"), (64, 64, 512), (64, 64, 64), (False, False)),  # beyond 2^24
        (("uint8", "int8"), (32, 64, 96), (32, 64, 32), (True, True)),
    ],
)
def test_integers_are_exact(
    operands: tuple[str, str],
    sizes: Sizes,
    blocks: Sizes,
    transposed: tuple[bool, bool],
    target: str,
):
    m, n, k = sizes
    rng = np.random.default_rng(0)
    a, b = (
        rng.integers(np.iinfo(d).min, np.iinfo(d).max, s, dtype=d, endpoint=True)
        for d, s in zip(operands, ((m, k), (k, n)), strict=True)
    )
    a[0], b[:, 0] = np.iinfo(a.dtype).max, np.iinfo(b.dtype).max
    inputs = [x.T.copy() if flip else x for x, flip in zip((a, b), transposed, strict=True)]
    kernel = product(operands, "int32", "int32", sizes, blocks, transposed)
    (got,), (meant,) = executed(kernel, inputs, (np.zeros((m, n), np.int32),), target)
    expected = a.astype(np.int64) @ b.astype(np.int64)
    np.testing.assert_array_equal(got, expected)
    np.testing.assert_array_equal(meant, expected)


def test_a_step_that_may_be_inexact_is_refused():
    kernel = product(("int8", "int8"), "int32", "int32", (32, 32, 4096), (32, 32, 2048))
    with pytest.raises(CompileError) as raised:
        ttc.compile(kernel)
    text = str(raised.value)
    assert "a product of int8 and int8 over 2048 elements may exceed 2^24" in text
    assert "kernels.py" in text
    assert "T.gemm(a, b, c, transpose_A=flip_a, transpose_B=flip_b)" in text
    assert "note: multiply at most 1024 elements in one T.gemm, in a loop over the others" in text


@pytest.mark.parametrize(
    ("operands", "accumulator", "message"),
    [
        (("int32", "int32"), "int32", "T.gemm of int32 operands"),
        (("uint16", "uint16"), "int32", "T.gemm of uint16 operands"),
        (("int8", "bfloat16"), "int32", "the operands' dtypes differ"),
        (("int8", "int8"), "float32", "T.gemm of int8 operands into"),
        (("bfloat8_b", "bfloat8_b"), "bfloat8_b", "T.gemm of bfloat8_b operands into"),
    ],
)
def test_other_products_are_refused(operands: tuple[str, str], accumulator: str, message: str):
    kernel = product(operands, accumulator, accumulator, (32, 32, 32), (32, 32, 32))
    with pytest.raises(CompileError, match=message):
        ttc.compile(kernel)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("operands", "accumulator", "result", "transposed"),
    [
        (("bfloat8_b", "bfloat8_b"), "float32", "bfloat8_b", (False, False)),
        (("bfloat8_b", "bfloat8_b"), "float32", "float32", (True, True)),
        (("bfloat16", "bfloat8_b"), "float32", "bfloat16", (False, False)),
        (("bfloat8_b", "bfloat16"), "bfloat16", "bfloat16", (False, True)),
        (("float32", "float32"), "float32", "float32", (True, False)),
    ],
)
def test_floats(
    operands: tuple[str, str],
    accumulator: str,
    result: str,
    transposed: tuple[bool, bool],
    target: str,
):
    m, n, k = sizes = (96, 70, 100)
    rng = np.random.default_rng(1)
    shapes = ((k, m) if transposed[0] else (m, k), (n, k) if transposed[1] else (k, n))
    inputs = [
        rng.standard_normal(shape).astype(numpy_type(dtype))
        for dtype, shape in zip(operands, shapes, strict=True)
    ]
    kernel = product(operands, accumulator, result, sizes, (32, 64, 32), transposed)
    output = np.zeros((m, n), numpy_type(result))
    (got,), (meant,) = executed(kernel, inputs, (output,), target)
    error = np.abs(got.astype(np.float64) - meant.astype(np.float64))
    # bfloat8_b is exact in the FPU; float32 is cut to TF32, and bfloat16 sums round every step.
    exact = operands[0] != "float32" and accumulator == "float32"
    limit = {"bfloat16": 2**-8, "bfloat8_b": 2**-6, "float32": 1e-6}[result] if exact else 1e-2
    assert error.max() <= limit * np.abs(meant.astype(np.float64)).max()
