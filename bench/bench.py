"""
`make bench`: the numbers this project promises, each with its ratio to the goal.

A ratio of 1.00 just meets the goal, and less is better. Machines differ, so this is no test; only
the count of DRAM tiles must be exact.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ml_dtypes
import numpy as np
from kernels import gemm

import ttc
from ttc.language import PrimFunc
from ttc.load import load

ROOT = Path(__file__).resolve().parent.parent
TILE = 32


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, in which unit, and what there is to reach."""

    what: str
    measured: float
    goal: float
    unit: str

    def __str__(self) -> str:
        ratio = self.measured / self.goal
        return (
            f"{self.what:<52}{self.measured:>10.4g} {self.unit:<6}"
            f"goal {self.goal:>8g} {self.unit:<6}ratio {ratio:.2f}"
        )


def best_of(runs: int, action: Callable[[], object]) -> float:
    """Returns the shortest wall time in seconds: the run the machine disturbed least."""
    seconds: list[float] = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def compile_warm() -> Row:
    """Compiles a GEMM of 1024x1024x1024 in blocks of 128x128x32, everything imported before."""
    kernel = gemm(1024, 1024, 1024, 128, 128, 32)
    ttc.compile(kernel)
    milliseconds = 1000 * best_of(5, lambda: ttc.compile(kernel))
    return Row("ttc.compile, GEMM 1024^3, blocks 128x128x32, warm", milliseconds, 100, "ms")


def compile_cold() -> list[Row]:
    """Runs `ttc compile examples/gemm.py` as a process of its own; time and peak memory."""
    seconds: list[float] = []
    kilobytes: list[int] = []
    with tempfile.TemporaryDirectory() as out:
        for _ in range(3):
            taken, peak = process(["compile", "examples/gemm.py", "-o", out])
            seconds.append(taken)
            kilobytes.append(peak)
    return [
        Row("ttc compile examples/gemm.py, whole process", min(seconds), 0.8, "s"),
        Row("  its peak memory", max(kilobytes) / 1024, 200, "MB"),
    ]


def compile_attention() -> Row:
    """Compiles FlashAttention forward, causal, of 8 heads of 1024 rows of 64, in process."""
    kernel = attention(1024, 8)
    ttc.compile(kernel)
    milliseconds = 1000 * best_of(5, lambda: ttc.compile(kernel))
    return Row("ttc.compile, FlashAttention, blocks 64x64, warm", milliseconds, 250, "ms")


def attention(sequence: int, heads: int) -> PrimFunc:
    sizes = {"SEQUENCE": sequence, "HEADS": heads, "HEADS_KV": heads, "DIM": 64}
    defines = {name: str(size) for name, size in sizes.items()}
    (kernel,) = load(ROOT / "examples" / "flash_attention.py", defines).kernels.values()
    return kernel


def compile_examples() -> list[Row]:
    """Compiles every example as a process of its own; the slowest, and the largest."""
    taken: dict[str, float] = {}
    peak: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as out:
        for file in sorted((ROOT / "examples").glob("*.py")):
            runs = [process(["compile", str(file), "-o", out]) for _ in range(2)]
            taken[file.stem] = min(seconds for seconds, _ in runs)
            peak[file.stem] = max(kilobytes for _, kilobytes in runs)
    slowest, largest = max(taken, key=taken.__getitem__), max(peak, key=peak.__getitem__)
    return [
        Row(f"slowest example to compile, {slowest}", taken[slowest], 1.0, "s"),
        Row(f"largest peak memory, {largest}", peak[largest] / 1024, 300, "MB"),
    ]


def process(arguments: list[str]) -> tuple[float, int]:
    """Runs `ttc` and returns wall seconds and peak kilobytes; its output is dropped."""
    command = str(Path(sys.executable).with_name("ttc"))
    started = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execv(command, [command, *arguments])
    _, status, usage = os.wait4(pid, 0)
    taken = time.perf_counter() - started
    if status != 0:
        sys.exit(f"ttc {' '.join(arguments)} failed")
    # Linux counts ru_maxrss in kilobytes, macOS in bytes.
    return taken, usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def simulate() -> Row:
    """Runs a bf16 GEMM of 512^3 in blocks of one tile; compiling is not counted."""
    kernel = ttc.compile(gemm(512, 512, 512, TILE, TILE, TILE))
    arrays = operands(512, 512, 512)
    kernel(*arrays)
    return Row(
        "simulator, bf16 GEMM 512^3, blocks 32x32x32", best_of(3, lambda: kernel(*arrays)), 0.3, "s"
    )


def dram_tiles() -> Row:
    """Counts the DRAM tiles a GEMM reads: each block of A once per column of blocks, B per row."""
    m, n, k, bm, bn, bk = 256, 384, 128, 64, 128, 32
    kernel = ttc.compile(gemm(m, n, k, bm, bn, bk))
    kernel(*operands(m, n, k))
    assert kernel.counters is not None
    expected = m // TILE * (k // TILE) * (n // bn) + k // TILE * (n // TILE) * (m // bm)
    read = kernel.counters.dram.read_tiles
    assert read == expected, f"{read} tiles read, {expected} expected"
    return Row("DRAM tiles read, GEMM 256x384x128, 64x128x32", read, expected, "tiles")


def attention_tiles() -> Row:
    """Counts the DRAM tiles causal attention reads: Q once, K and V below the diagonal's end."""
    sequence, heads, block = 512, 2, 64
    kernel = ttc.compile(attention(sequence, heads))
    random = np.random.default_rng(0)
    shape = (1, sequence, heads, 64)
    kernel(*(random.standard_normal(shape).astype(ml_dtypes.bfloat16) for _ in range(4)))
    assert kernel.counters is not None
    row_of_tiles = heads * 64 // TILE
    blocks = sequence // block
    seen = blocks * (blocks + 1) // 2 * (block // TILE)
    expected = row_of_tiles * (sequence // TILE + 2 * seen)
    read = kernel.counters.dram.read_tiles
    assert read == expected, f"{read} tiles read, {expected} expected"
    return Row("DRAM tiles read, causal attention 512x64, 2 heads", read, expected, "tiles")


def operands(m: int, n: int, k: int) -> list[np.ndarray]:
    random = np.random.default_rng(0)
    shapes = ((m, k), (k, n), (m, n))
    return [random.standard_normal(shape).astype(ml_dtypes.bfloat16) for shape in shapes]


def main() -> None:
    """Prints the table."""
    for row in (
        compile_warm(),
        *compile_cold(),
        compile_attention(),
        *compile_examples(),
        simulate(),
        dram_tiles(),
        attention_tiles(),
    ):
        print(row, flush=True)


if __name__ == "__main__":
    main()
