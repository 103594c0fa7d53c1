"""Emitted directories made by hand, and their execution."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import Counters
from ttc.runtime_sim.formats import FORMATS
from ttc.runtime_sim.run import execute

KERNELS = Path(__file__).parent / "kernels"
BF16 = ml_dtypes.bfloat16
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
        xs = [item["core"][0] for item in self.work]
        ys = [item["core"][1] for item in self.work]
        return {
            "version": 1,
            "kernel": "fixture",
            "target": self.target,
            "tensors": [
                {"name": n, "shape": list(s), "dtype": d, "role": r, "index": i}
                for i, (n, s, d, r) in enumerate(self.tensors)
            ],
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
        shutil.copy(KERNELS / "host.py.txt", directory / "host.py")
        return directory


Run = Callable[..., Counters]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Emits a program into a fresh directory and executes it."""

    def run(program: Program, *arrays: Array, **options: Any) -> Counters:
        directory = program.emit(tmp_path / "out")
        return execute(directory, list(arrays), program.target, **options)

    return run
