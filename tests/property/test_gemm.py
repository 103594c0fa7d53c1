"""Random products: sizes, blocks, transposes, depths, loops, epilogues, dtypes and schedules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttc.targets import TARGETS

from .running import Array, Floats, Ran, assert_within, attempt, repeatable, run

TILE = 32
UNIT = {"float32": 2.0**-24, "bfloat16": 2.0**-8}
# Source registers hold 19 bits: what is left of a float32 operand is TF32, cut off.
OPERAND_UNIT = {"float32": 2.0**-10, "bfloat16": 0.0}

EPILOGUES = {
    "": "",
    "relu": "T.max(c[i, j], 0.0)",
    "scaled": "c[i, j] * 0.5 + 1.0",
    "residual": "c[i, j] + r[i, j]",
}

TEMPLATE = """\
import ttc.language as T

M, N, K = {m}, {n}, {k}
BM, BN, BK = {bm}, {bn}, {bk}


@T.prim_func
def gemm(
    A: T.Tensor({a_shape}, "{dtype}"),
    B: T.Tensor({b_shape}, "{dtype}"),
    R: T.Tensor((M, N), "float32"),
    C: T.Tensor((M, N), "{out}"),
):
    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM), threads=256) as (bx, by):
        a = T.alloc_shared({a_block}, "{dtype}")
        b = T.alloc_shared({b_block}, "{dtype}")
        r = T.alloc_shared((BM, BN), "float32")
        c = T.alloc_fragment((BM, BN), "float32")
        {schedule}
        T.copy(R[by * BM, bx * BN], r)
        {start}
        for ko in {loop}:
            T.copy(A[{a_at}], a)
            T.copy(B[{b_at}], b)
            T.gemm(a, b, c{flags})
{epilogue}
        T.copy(c, C[by * BM, bx * BN])
"""


@dataclass(frozen=True)
class Gemm:
    sizes: tuple[int, int, int]
    blocks: tuple[int, int, int]
    transpose_a: bool
    transpose_b: bool
    dtype: str
    out: str
    loop: str
    start: str
    epilogue: str
    schedule: str

    def text(self) -> str:
        (m, n, k), (bm, bn, bk) = self.sizes, self.blocks
        body = EPILOGUES[self.epilogue]
        lines = f"        for i, j in T.Parallel(BM, BN):\n            c[i, j] = {body}"
        starts = {"zero": "T.clear(c)", "one": "T.fill(c, 1.0)", "R": "T.copy(r, c)"}
        flags = ", transpose_A=True" * self.transpose_a + ", transpose_B=True" * self.transpose_b
        return TEMPLATE.format(
            m=m, n=n, k=k, bm=bm, bn=bn, bk=bk, dtype=self.dtype, out=self.out, flags=flags,
            a_shape="(K, M)" if self.transpose_a else "(M, K)",
            b_shape="(N, K)" if self.transpose_b else "(K, N)",
            a_block="(BK, BM)" if self.transpose_a else "(BM, BK)",
            b_block="(BN, BK)" if self.transpose_b else "(BK, BN)",
            a_at="ko * BK, by * BM" if self.transpose_a else "by * BM, ko * BK",
            b_at="bx * BN, ko * BK" if self.transpose_b else "ko * BK, bx * BN",
            schedule=self.schedule, start=starts[self.start], loop=self.loop,
            epilogue=lines if body else "",
        )  # fmt: skip

    def check(self, ran: Ran) -> None:
        a, b, r, *_ = given_inputs(ran)
        a, b = a.T if self.transpose_a else a, b.T if self.transpose_b else b
        start = {"zero": np.zeros_like(r), "one": np.ones_like(r), "R": r}[self.start]
        value = start + a @ b
        terms = np.abs(start) + np.abs(a) @ np.abs(b)
        u = UNIT["float32"]
        bound = (self.sizes[2] + 1) * u * terms + 2 * OPERAND_UNIT[self.dtype] * terms
        match self.epilogue:
            case "relu":
                value = np.maximum(value, 0.0)
            case "scaled":
                value, bound = value * 0.5 + 1.0, bound * 0.5 + 2 * u * (np.abs(value) + 1.0)
            case "residual":
                value, bound = value + r, bound + 2 * u * (np.abs(value) + np.abs(r))
            case _:
                pass
        (got,) = ran.outputs()
        assert_within(got, value, bound + 2 * UNIT[self.out] * np.abs(value))

    def check_traffic(self, ran: Ran) -> None:
        """A block is read once for each that uses it, where blocks divide their sizes."""
        if any(size % block for size, block in zip(self.sizes, self.blocks, strict=True)):
            return
        mt, nt, kt = (size // TILE for size in self.sizes)
        bm, bn, _ = (block // TILE for block in self.blocks)
        assert ran.kernel.counters is not None
        read = {name: t.read_tiles for name, t in ran.kernel.counters.tensors.items()}
        assert read["A"] + read["B"] == mt * kt * (nt // bn) + kt * nt * (mt // bm)
        assert ran.kernel.counters.tensors["C"].written_tiles == mt * nt


def given_inputs(ran: Ran) -> list[Floats]:
    found = ran.inputs()
    # A kernel that never uses R does not read it, but R is no output either.
    assert len(found) == 3
    return found


@st.composite
def gemms(draw: st.DrawFn) -> Gemm:
    blocks = tuple(draw(st.sampled_from([32, 64, 96, 128])) for _ in range(2))
    block_k = draw(st.sampled_from([32, 64, 128]))
    sizes = st.one_of(
        st.integers(1, 4), st.sampled_from([1, 31, 32, 33, 50, 70, 96, 100, 130, 192, 256])
    )
    extents = [draw(sizes) for _ in range(3)]
    # Small numbers are counts of whole blocks.
    m, n, k = (
        size * block if size <= 4 else size
        for size, block in zip(extents, (*blocks, block_k), strict=True)
    )
    stages = draw(st.integers(0, 4))
    trips = "T.ceildiv(K, BK)"
    loops = [f"T.Pipelined({trips}, num_stages={stages})", f"T.serial({trips})", f"range({trips})"]
    swizzle = f"T.use_swizzle({draw(st.integers(1, 4))})"
    strided = (
        f"T.annotate_schedule(work='strided', order='{draw(st.sampled_from(['row', 'column']))}')"
    )
    return Gemm(
        (m, n, k),
        (blocks[0], blocks[1], block_k),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(["bfloat16", "bfloat16", "float32"])),
        draw(st.sampled_from(["float32", "bfloat16"])),
        draw(st.sampled_from(loops)),
        draw(st.sampled_from(["zero", "zero", "one", "R"])),
        draw(st.sampled_from([*EPILOGUES])),
        draw(st.sampled_from(["", swizzle, strided])),
    )


def normal(dtype: Any, shape: tuple[int, ...]) -> Array:
    return np.random.default_rng(shape[0]).standard_normal(shape)


@pytest.mark.parametrize("target", TARGETS)
@repeatable(60)
@given(gemm=gemms())
def test_products_are_exact_to_their_rounding(target: str, gemm: Gemm):
    def check(path: Path) -> None:
        ran = run(path, target, normal)
        gemm.check(ran)
        gemm.check_traffic(ran)

    attempt(gemm.text(), target, check)
