"""What `ttc run` expects of a float32 output depends on what the kernel computes in."""

from pathlib import Path

import numpy as np
import pytest

from ttc.build import lower
from ttc.compare import LIMITS, compare
from ttc.load import load
from ttc.precision import computed_in

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


@pytest.mark.parametrize(
    ("dtype", "computed", "limit"),
    [
        ("float32", None, LIMITS["float32"]),
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
