"""Emitted directories made by hand: a description, and short ways to write kernels."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ttc.runtime_sim import Counters
from ttc.runtime_sim.formats import FORMATS

FIXTURES = Path(__file__).parent / "fixtures"
Array = np.ndarray[Any, Any]


@dataclass
class Program:
    """
    A program to emit: tensors (name, shape, dtype, role), circular buffers (name, dtype,
    pages) with ids in order, kernel texts by role, and the work of each core.
    """

    tensors: list[tuple[str, tuple[int, ...], str, str]]
    cbs: list[tuple[str, str, int]]
    reader: str = ""
    compute: str = ""
    writer: str = ""
    defines: dict[str, int] = field(default_factory=dict[str, int])
    work: list[dict[str, Any]] = field(
        default_factory=lambda: [{"core": [0, 0], "start": 0, "count": 1}]
    )
    args: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    fp32: bool = False
    full_sync: bool = False
    unpack_to_dest: set[str] = field(default_factory=set[str])
    semaphores: list[list[int]] = field(default_factory=list[list[int]])
    target: str = "wormhole"

    def plan(self) -> dict[str, Any]:
        return {
            "version": 2,
            "kernel": "fixture",
            "target": self.target,
            "tensors": [
                {
                    **{"name": n, "shape": list(s), "dtype": d, "role": r, "index": i},
                    "layout": "tile",
                }
                for i, (n, s, d, r) in enumerate(self.tensors)
            ],
            "scalars": [],
            "programs": [self.program()],
        }

    def program(self) -> dict[str, Any]:
        xs = [item["core"][0] for item in self.work]
        ys = [item["core"][1] for item in self.work]
        return {
            "name": "fixture",
            "cores": {"ranges": [[min(xs), min(ys), max(xs), max(ys)]], "count": len(xs)},
            "circular_buffers": [
                {
                    "name": n,
                    "id": i,
                    "dtype": d,
                    "pages": p,
                    "page_bytes": FORMATS[d].tile_bytes,
                    "unpack_to_dest_fp32": n in self.unpack_to_dest,
                }
                for i, (n, d, p) in enumerate(self.cbs)
            ],
            "kernels": [self.kernel(role) for role in ("reader", "compute", "writer")],
            "semaphores": self.semaphores,
            "work": self.work,
            "compute_config": {
                "fp32_dest_acc_en": self.fp32,
                "dst_full_sync_en": self.full_sync,
            },
            "dram": {"read_bytes": 0, "write_bytes": 0},
        }

    def kernel(self, role: str) -> dict[str, Any]:
        """Compile-time arguments: all circular buffers, then the accessors of all tensors."""
        names = {name for name, *_ in self.tensors}
        cbs = [{"kind": "cb", "name": n, "value": i} for i, (n, *_) in enumerate(self.cbs)]
        accessors = [{"kind": "accessor", "name": n} for n, *_ in self.tensors]
        args = self.args.get(role, (*(n for n, *_ in self.tensors), "start", "count"))
        return {
            "role": role,
            "file": f"{role}.cpp",
            "compile_time_args": cbs + accessors,
            "runtime_args": [
                {"kind": "address" if arg in names else "work", "name": arg} for arg in args
            ],
            "defines": [[name, str(value)] for name, value in self.defines.items()],
        }

    def emit(self, directory: Path) -> Path:
        directory.mkdir(exist_ok=True)
        for role, text in (
            ("reader", self.reader),
            ("compute", self.compute),
            ("writer", self.writer),
        ):
            (directory / f"{role}.cpp").write_text(text or "void kernel_main() {}\n")
        (directory / "plan.json").write_text(json.dumps(self.plan()))
        shutil.copy(FIXTURES / "host.py.txt", directory / "host.py")
        return directory

    def dataflow(self, body: str) -> str:
        """A data-movement kernel: `body` finds `cb_NAME` and an accessor of every tensor."""
        lines = ["#include <cstdint>", '#include "api/dataflow/dataflow_api.h"', ""]
        lines += ["void kernel_main() {"]
        for index, (name, *_) in enumerate(self.cbs):
            lines.append(f"    constexpr uint32_t cb_{name} = get_compile_time_arg_val({index});")
        for index, (name, *_) in enumerate(self.tensors):
            offset = len(self.cbs) + 2 * index
            lines.append(f"    constexpr auto {name}_args = TensorAccessorArgs<{offset}>();")
            lines.append(f"    const uint32_t {name}_addr = get_arg_val<uint32_t>({index});")
            lines.append(f"    const auto {name} = TensorAccessor({name}_args, {name}_addr);")
        lines.append(indented(body))
        return "\n".join([*lines, "}", ""])

    def computing(self, body: str, headers: str = "") -> str:
        """A compute kernel: `body` finds `cb_NAME` of every circular buffer."""
        lines = ["#include <cstdint>", '#include "api/compute/common.h"']
        lines += [f'#include "api/compute/{header}.h"' for header in headers.split()]
        lines += ["", "void kernel_main() {"]
        for index, (name, *_) in enumerate(self.cbs):
            lines.append(f"    constexpr uint32_t cb_{name} = get_compile_time_arg_val({index});")
        lines.append(indented(body))
        return "\n".join([*lines, "}", ""])


def indented(body: str) -> str:
    return textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")


READ = """
for (uint32_t i = 0; i < {n}; ++i) {{
    cb_reserve_back(cb_{cb}, 1);
    noc_async_read_page(i, {tensor}, get_write_ptr(cb_{cb}));
    noc_async_read_barrier();
    cb_push_back(cb_{cb}, 1);
}}
"""
WRITE = """
for (uint32_t i = 0; i < {n}; ++i) {{
    cb_wait_front(cb_{cb}, 1);
    noc_async_write_page(i, {tensor}, get_read_ptr(cb_{cb}));
    noc_async_writes_flushed();
    cb_pop_front(cb_{cb}, 1);
}}
noc_async_write_barrier();
"""


def computes(
    ops: str,
    headers: str = "",
    inputs: dict[str, str] | None = None,
    out: str = "bfloat16",
    *,
    before: str = "compute_kernel_hw_startup(cb_A, cb_A, cb_C);",
    tiles: int = 1,
    **options: Any,
) -> Program:
    """
    A program on one core: tensors `inputs` (name -> dtype), one tile each, are read into
    circular buffers of their names; `ops` runs in a section of DST; DST[0..tiles) is packed to
    C and written out.
    """
    inputs = inputs or {"A": "bfloat16"}
    program = Program(
        [(name, (32, 32), dtype, "in") for name, dtype in inputs.items()]
        + [("C", (32, 32 * tiles), out, "out")],
        [(name, dtype, 2) for name, dtype in inputs.items()] + [("C", out, 2 * tiles)],
        **options,
    )
    reads = "".join(READ.format(n=1, cb=name, tensor=name) for name in inputs)
    program.reader = program.dataflow(reads)
    waits = "\n".join(f"cb_wait_front(cb_{name}, 1);" for name in inputs)
    packs = "\n".join(f"pack_tile({i}, cb_C);" for i in range(tiles))
    body = "\n".join(
        [
            before,
            waits,
            f"cb_reserve_back(cb_C, {tiles});",
            "tile_regs_acquire();",
            textwrap.dedent(ops),
            "tile_regs_commit();",
            "tile_regs_wait();",
            packs,
            "tile_regs_release();",
            f"cb_push_back(cb_C, {tiles});",
        ]
    )
    program.compute = program.computing(body, headers)
    program.writer = program.dataflow(WRITE.format(n=tiles, cb="C", tensor="C"))
    return program


def moves(reader: str, writer: str | None = None, n: int = 1, pages: int = 2) -> Program:
    """A program without compute: `reader` fills cb_A from A, `writer` empties it into C."""
    program = Program(
        [("A", (32, 32 * n), "bfloat16", "in"), ("C", (32, 32 * n), "bfloat16", "out")],
        [("A", "bfloat16", pages)],
    )
    program.reader = program.dataflow(reader)
    program.writer = program.dataflow(
        WRITE.format(n=n, cb="A", tensor="C") if writer is None else writer
    )
    return program


Run = Callable[..., Counters]


def spread(items: int, columns: int = 8, rows: int = 8) -> list[dict[str, Any]]:
    """Work items dealt out in contiguous runs over a grid of cores."""
    cores = [(x, y) for y in range(rows) for x in range(columns)]
    each = -(-items // len(cores))
    work = list[dict[str, Any]]()
    for index, core in enumerate(cores):
        start = min(index * each, items)
        work.append({"core": list(core), "start": start, "count": min(each, items - start)})
    return work


ARGS = {
    "reader": ("A", "B", "start", "count"),
    "compute": ("count",),
    "writer": ("C", "start", "count"),
}


def fixture(name: str) -> dict[str, str]:
    """The three kernels of tests/runtime_sim/fixtures/NAME_*.cpp."""
    roles = ("reader", "compute", "writer")
    return {role: (FIXTURES / f"{name}_{role}.cpp").read_text() for role in roles}


def add_program(m: int, n: int, **options: Any) -> Program:
    """C = A + B in 64x64 blocks."""
    return Program(
        [(name, (m, n), "bfloat16", "out" if name == "C" else "in") for name in "ABC"],
        [(name, "bfloat16", 8) for name in "ABC"],
        **fixture("add"),
        defines={"BLOCKS_X": n // 64, "TILES_X": n // 32},
        work=spread(m * n // 64 // 64),
        args=ARGS,
        **options,
    )


def gemm_program(m: int, n: int, k: int, **options: Any) -> Program:
    """C = A @ B in 32x32 blocks, accumulated in DST."""
    shapes = {"A": (m, k), "B": (k, n), "C": (m, n)}
    return Program(
        [(name, s, "bfloat16", "out" if name == "C" else "in") for name, s in shapes.items()],
        [("A_shared", "bfloat16", 2), ("B_shared", "bfloat16", 2), ("C_local", "bfloat16", 2)],
        **fixture("gemm"),
        defines={"TILES_N": n // 32, "TILES_K": k // 32},
        work=spread(m * n // 32 // 32),
        args=ARGS,
        fp32=True,
        **options,
    )
