"""What `ttc run` expects of a float32 output depends on what the kernel computes in."""

from pathlib import Path

import numpy as np
import pytest

import ttc
from ttc import inputs
from ttc.build import lower
from ttc.compare import LIMITS, compare
from ttc.load import load
from ttc.precision import computed_in, cut_to
from ttc.run import against_reference, simulate

KERNEL = """\
import ttc.language as T


@T.prim_func
def kernel(A: T.Tensor((32, 32), "{source}"), C: T.Tensor((32, 32), "float32")):
    with T.Kernel(1) as _:
        a = T.alloc_shared((32, 32), "{source}")
        m = T.alloc_fragment((32, 32), "{middle}")
        T.copy(A, a)
        {statement}
        T.copy(m, C)
"""
FLOAT32_PRODUCT = """\
import ttc.language as T


@T.prim_func
def product(
    A: T.Tensor(({k}, {m}), "float32"),
    B: T.Tensor(({k}, {n}), "float32"),
    C: T.Tensor(({m}, {n}), "float32"),
):
    with T.Kernel({n} // 32, {m} // 32) as (bx, by):
        a = T.alloc_shared((32, 32), "float32")
        b = T.alloc_shared((32, 32), "float32")
        c = T.alloc_fragment((32, 32), "float32")
        T.clear(c)
        for k in T.Pipelined({k} // 32, num_stages=2):
            T.copy(A[k * 32, by * 32], a)
            T.copy(B[k * 32, bx * 32], b)
            T.gemm(a, b, c, transpose_A=True)
        T.copy(c, C[by * 32, bx * 32])
"""
COPY = "T.copy(a, m)"
PRODUCT = "T.gemm(a, a, m, clear_accum=True)"


@pytest.mark.parametrize(
    ("source", "statement", "middle", "dtype"),
    [
        ("bfloat16", COPY, "bfloat16", None),
        ("bfloat16", COPY, "float32", None),
        ("float32", COPY, "bfloat16", "bfloat16"),
        ("bfloat16", PRODUCT, "float32", None),
        ("bfloat16", PRODUCT, "bfloat16", "bfloat16"),
    ],
    ids=["moved", "widened", "narrowed", "float32 sum", "bfloat16 sum"],
)
def test_a_kernel_that_rounds_to_bfloat16_says_so(
    source: str, statement: str, middle: str, dtype: str | None, tmp_path: Path
):
    path = tmp_path / "kernel.py"
    path.write_text(KERNEL.format(source=source, middle=middle, statement=statement))
    assert computed_in(lower(load(path).kernels["kernel"])) == dtype


SUM = "for i, j in T.Parallel(32, 32):\n            m[i, j] = a[i, j] + T.exp(a[i, j])"


@pytest.mark.parametrize(
    ("source", "statement", "cut"),
    [
        ("float32", PRODUCT, "tfloat32"),
        ("float32", f"{SUM}\n        {PRODUCT}", "tfloat32"),
        ("float32", SUM, None),
        ("float32", COPY, None),
        ("bfloat16", PRODUCT, None),
    ],
    ids=["product", "product and sum", "sum", "moved", "bfloat16 product"],
)
def test_float32_is_cut_where_the_fpu_reads_it(
    source: str, statement: str, cut: str | None, tmp_path: Path
):
    path = tmp_path / "kernel.py"
    path.write_text(KERNEL.format(source=source, middle="float32", statement=statement))
    assert cut_to(ttc.compile(load(path).kernels["kernel"]).plan) == cut


@pytest.mark.parametrize(("m", "n", "k"), [(192, 160, 256), (64, 64, 32), (32, 32, 2048)])
def test_a_float32_product_is_within_the_limit_of_tf32(m: int, n: int, k: int, tmp_path: Path):
    path = tmp_path / "product.py"
    path.write_text(FLOAT32_PRODUCT.format(m=m, n=n, k=k))
    prim_func = load(path).kernels["product"]
    kernel = ttc.compile(prim_func)
    arrays = inputs.make(kernel.params, 0, {})
    result = against_reference(
        simulate(kernel.write(tmp_path), kernel.plan, arrays, None), prim_func
    )
    assert not isinstance(result, str)
    (one,) = result
    assert one.ok
    assert one.limit == LIMITS["tfloat32"]
    assert one.relative < one.limit / 2


@pytest.mark.parametrize(
    ("dtype", "computed", "limit"),
    [
        ("float32", None, LIMITS["float32"]),
        ("float32", "tfloat32", LIMITS["tfloat32"]),
        ("bfloat16", "tfloat32", LIMITS["bfloat16"]),
        ("float32", "bfloat16", LIMITS["bfloat16"]),
        ("bfloat16", "bfloat16", LIMITS["bfloat16"]),
        ("int32", "bfloat16", 0.0),
    ],
)
def test_an_output_is_as_exact_as_what_it_is_made_of(
    dtype: str, computed: str | None, limit: float
):
    array = np.arange(1, 9)
    result = compare("C", dtype, array, array, computed)
    assert result.ok
    assert result.limit == limit
