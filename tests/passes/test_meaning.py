"""No pass down to tensorize changes what a kernel means: both levels are executed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp

from ttc.build import lower
from ttc.dialects import grid
from ttc.language import PrimFunc
from ttc.load import load
from ttc.parameters import scratch_names
from ttc.pipeline import passes
from ttc.pipeline_runner import run
from ttc.runtime_sim import reference
from ttc.targets import WORMHOLE

from . import tile_level

KERNELS = Path(__file__).parent / "kernels"
WHOLE_BLOCKS = ("lower-memory-space", "pad-tiles", "tensorize")
"""After these passes the whole module can be executed."""
NUMPY = {"f32": np.float32, "bf16": ml_dtypes.bfloat16, "i32": np.int32}


def kernels() -> list[PrimFunc]:
    files = [load(path) for path in sorted(KERNELS.glob("*.py"))]
    return [kernel for file in files for kernel in file.kernels.values()]


def drawn(module: ModuleOp) -> list[Any]:
    """Makes an argument for each parameter: numbers around 0, scalars that are not."""
    first = next(op for op in module.ops if isinstance(op, grid.KernelOp))
    rng = np.random.default_rng(0)
    made: list[Any] = []
    for arg in first.args[: len(first.args) - len(scratch_names(first))]:
        if not isinstance(arg.type, grid.BufferType):
            made.append(np.float32(1.5) if str(arg.type) == "f32" else np.int32(70))
            continue
        dtype = NUMPY[str(arg.type.element_type)]
        low, high = (-50, 50) if dtype is np.int32 else (-1, 1)
        made.append(rng.uniform(low, high, arg.type.dims).astype(dtype))
    return made


def copied(arrays: Sequence[Any]) -> list[Any]:
    return [array.copy() for array in arrays]


@pytest.mark.parametrize("kernel", kernels(), ids=lambda kernel: kernel.name)
def test_no_pass_changes_what_a_kernel_computes(kernel: PrimFunc) -> None:
    module = lower(kernel)
    arrays = drawn(module)
    expected = copied(arrays)
    reference.run(module, expected)
    for step in passes(WORMHOLE):
        run(Context(), module, [step])
        if step.name in WHOLE_BLOCKS:
            got = copied(arrays)
            tile_level.run(module, got)
            for n, (left, right) in enumerate(zip(got, expected, strict=True)):
                np.testing.assert_allclose(
                    left.astype(np.float64),
                    right.astype(np.float64),
                    rtol=2e-2,
                    atol=2e-2,
                    err_msg=f"parameter {n} after {step.name}",
                )
        if step.name == WHOLE_BLOCKS[-1]:
            return
