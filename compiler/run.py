"""What `ttc run` does with a kernel: simulates it, and compares with what it should compute."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ttc.arrays import Parameter, as_numpy
from ttc.build import lower
from ttc.compare import Comparison, compare
from ttc.diagnostics import CompileError, counted
from ttc.precision import computed_in, cut_to

if TYPE_CHECKING:
    from xdsl.dialects.builtin import ModuleOp

    from ttc.arrays import Array
    from ttc.language import PrimFunc
    from ttc.runtime_sim.counters import Counters


@dataclass(frozen=True)
class Run:
    """
    A run: the arrays it was given and left, its counters, seconds of wall time.

    `cut` is the dtype that the program's engines cut float32 to, None if none does.
    """

    parameters: Sequence[Parameter]
    given: Sequence[Array]
    left: Sequence[Array]
    counters: Counters
    seconds: float
    cut: str | None = None

    def outputs(self) -> list[int]:
        return [i for i, parameter in enumerate(self.parameters) if parameter.is_written]


def simulate(
    folder: Path,
    plan: Mapping[str, Any],
    arrays: Sequence[Array],
    progress: Callable[[float], None] | None,
) -> Run:
    """Executes the program in `folder` on copies of `arrays`, one per parameter in order."""
    from ttc.runtime_sim import execute

    left = [array.copy() for array in arrays]
    started = time.perf_counter()
    counters = execute(folder, left, plan["target"], progress)
    seconds = time.perf_counter() - started
    return Run(Parameter.of_plan(plan), arrays, left, counters, seconds, cut_to(plan))


def on_device(folder: Path, plan: Mapping[str, Any], arrays: Sequence[Array]) -> Run:
    """
    Executes the program in `folder` on the first device of ttnn, on copies of `arrays`.

    Nothing is counted. It runs from a copy of the folder, since the runtime keeps compiled kernels
    by their path. Raises `NoSdk` if there is no ttnn or no device.
    """
    from ttc.runtime_sim.counters import Counters
    from ttc.sdk.device import opened, run_on

    left = [array.copy() for array in arrays]
    with tempfile.TemporaryDirectory(prefix="ttc-") as scratch, opened() as device:
        fresh = shutil.copytree(folder, Path(scratch) / folder.name)
        started = time.perf_counter()
        run_on(fresh, plan, left, device)
        seconds = time.perf_counter() - started
    return Run(Parameter.of_plan(plan), arrays, left, Counters(), seconds, cut_to(plan))


def against_reference(run: Run, prim_func: PrimFunc) -> list[Comparison] | str:
    """
    Compares each output with the kernel's meaning: its GRID level, executed with numpy.

    Says in a word why not where the kernel has other tensors than the program that ran.
    """
    from ttc.runtime_sim import reference

    module = lower(prim_func)
    ran = [(parameter.shape, parameter.dtype) for parameter in run.parameters]
    if _signature(module) != ran:
        return "its tensors are others than those of the program (compiled with -D?)"
    expected = [array.copy() for array in run.given]
    reference.run(module, expected)
    return _compared(run, {index: expected[index] for index in run.outputs()}, computed_in(module))


def _signature(module: ModuleOp) -> list[tuple[tuple[int, ...], str]]:
    from ttc.dialects import grid
    from ttc.dtypes import dtype_of
    from ttc.parameters import scratch_names

    kernel = next(op for op in module.ops if isinstance(op, grid.KernelOp))
    # Those of a program's scratch tensors come last.
    count = len(kernel.args) - len(scratch_names(kernel))
    types = [argument.type for argument in kernel.args[:count]]
    return [
        (kind.dims, dtype_of(kind.element_type).name)
        if isinstance(kind, grid.BufferType)
        else ((), dtype_of(kind).name)
        for kind in types
    ]


def against_ref_program(
    run: Run, function: Callable[..., object], file: str, computed: str | None = None
) -> list[Comparison] | str:
    """
    Compares with the file's own `ref_program`, or says in a word why it does not apply.

    It gets the inputs as the device holds them, bfloat16 and bfloat8_b widened to float32, and
    returns the outputs; one that takes all tensors fills the outputs in place instead. `computed`
    is what `compare` takes.
    """
    import inspect

    import numpy as np

    wide = [as_the_file_has_it(parameter, array) for parameter, array in _pairs(run)]
    inputs = [value for p, value in zip(run.parameters, wide, strict=True) if p.is_read]
    taken = len(inspect.signature(function).parameters)
    if taken not in (len(inputs), len(wide)):
        return (
            f"it takes {counted(taken, 'argument')}; the kernel has {counted(len(inputs), 'input')}"
        )
    values = _like_the_file(function, inputs if taken == len(inputs) else wide)
    try:
        result = function(*values)
    except Exception as error:
        # The author's own code: whatever it raises is theirs, and is shown without our frames.
        raise CompileError(
            f"'ref_program' of {file} raised {type(error).__name__}: {error}"
        ) from error
    if result is None:
        results: list[object] = [values[index] for index in run.outputs()]
    else:
        results = _listed(result)
    outputs = run.outputs()
    if len(results) != len(outputs):
        has = f"the kernel has {counted(len(outputs), 'output')}"
        return f"it returns {counted(len(results), 'array')}; {has}"
    expected = {i: np.asarray(as_numpy(r)) for i, r in zip(outputs, results, strict=True)}
    for index, array in expected.items():
        if array.shape != run.parameters[index].shape:
            return f"it returns shape {list(array.shape)} for {run.parameters[index]}"
    return _compared(run, expected, computed)


def _listed(result: object) -> list[object]:
    if isinstance(result, tuple | list):
        return [*cast("Sequence[object]", result)]
    return [result]


def as_the_file_has_it(parameter: Parameter, array: Array) -> Any:
    """A copy of a tensor, wide but rounded as the device holds it; or a scalar's number."""
    if parameter.is_scalar:
        return array.item()
    if parameter.dtype == "bfloat8_b":
        from ttc.runtime_sim.reference_ops import shared

        return shared(array)
    return array.astype("float32") if parameter.dtype == "bfloat16" else array.copy()


def _pairs(run: Run) -> list[tuple[Parameter, Array]]:
    return list(zip(run.parameters, run.given, strict=True))


def _like_the_file(function: Callable[..., object], values: Sequence[Any]) -> list[Any]:
    """Hands a file that uses torch torch tensors, and any other file numpy arrays."""
    if "torch" not in getattr(function, "__globals__", {}):
        return list(values)
    from ttc.arrays import as_torch

    return [value if isinstance(value, int | float) else as_torch(value) for value in values]


def _compared(run: Run, expected: Mapping[int, Array], computed: str | None) -> list[Comparison]:
    coarsest = computed or run.cut
    return [
        compare(run.parameters[i].name, run.parameters[i].dtype, run.left[i], array, coarsest)
        for i, array in expected.items()
    ]
