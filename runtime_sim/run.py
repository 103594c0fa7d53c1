"""Executes an emitted directory: its `host.py`, on the stand-in, with arrays for tensors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from ttc.diagnostics import SourceSpan
from ttc.runtime_sim.chip import CHIPS
from ttc.runtime_sim.counters import Counters, Traffic
from ttc.runtime_sim.errors import SimulationError
from ttc.runtime_sim.formats import FORMATS, Array
from ttc.runtime_sim.standin_tensor import Device, Tensor, allocate_tensor_on_device
from ttc.runtime_sim.standin_types import DataType, Layout
from ttc.runtime_sim.ttnn_standin import installed, module


def execute(
    directory: Path,
    arrays: list[Array],
    target: str,
    progress: Callable[[float], None] | None = None,
    seed: int | None = None,
) -> Counters:
    """
    Runs the program in `directory` on a simulated `target` (`wormhole` or `blackhole`).

    `arrays` has one array per parameter in order, with the author's shape; a scalar's has none.
    Those of tensors whose role is not `in` are overwritten with what the program left in DRAM.
    `progress` gets fractions of the expected DRAM writes; `seed` shuffles the order of turns.
    Raises `SimulationError` for whatever the program does wrong.
    """
    plan = read_plan(directory)
    if target not in CHIPS:
        raise SimulationError(f"the target '{target}' is not known; {', '.join(CHIPS)} are")
    given, scalars = parameters(plan, arrays)
    device = Device(CHIPS[target], names=[row["name"] for row in plan["tensors"]], seed=seed)
    names = [
        {cb["id"]: cb["name"] for cb in program["circular_buffers"]} for program in plan["programs"]
    ]
    expected = sum(program["dram"]["write_bytes"] or 0 for program in plan["programs"])

    def report() -> None:
        written = sum(buffer.writes for buffer in device.dram.buffers)
        if progress is not None and expected:
            progress(min(1.0, written / expected))

    ttnn = module(device, names, report if progress is not None else None)
    with installed(ttnn):
        host = load_host(directory)
        tensors = [upload(array, spec, host, device) for spec, array in given]
        run_host(host, tensors, scalars)
    for (spec, array), tensor in zip(given, tensors, strict=True):
        if spec["role"] not in ("in", "copy"):
            array[...] = as_written(host, spec["name"], tensor.to_numpy()).reshape(array.shape)
    if progress is not None:
        progress(1.0)
    return counted(device)


def read_plan(directory: Path) -> dict[str, Any]:
    file = directory / "plan.json"
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SimulationError(f"{file} cannot be read: {error.strerror}") from None
    except json.JSONDecodeError as error:
        span = SourceSpan(str(file), error.lineno, error.colno)
        raise SimulationError(f"this is not JSON: {error.msg}", span) from None


def parameters(
    plan: Mapping[str, Any], arrays: Sequence[Array]
) -> tuple[list[tuple[dict[str, Any], Array]], list[int | float]]:
    """
    Sorts the arrays of a run by the plan: each tensor's row and array, and the scalars' values.

    A copy of a tensor has the array of the tensor.

    Raises `SimulationError` if there are more or fewer than the callers' parameters.
    """
    tensors = [row for row in plan["tensors"] if row["role"] != "scratch"]
    places = sorted({row["index"] for row in (*tensors, *plan["scalars"])})
    if len(arrays) != len(places):
        what = "tensors" if not plan["scalars"] else "parameters"
        raise SimulationError(f"the program has {len(places)} {what}, {len(arrays)} arrays given")
    by_place = dict(zip(places, arrays, strict=True))
    pairs = [(row, by_place[row["index"]]) for row in tensors]
    return pairs, [by_place[row["index"]].item() for row in plan["scalars"]]


def run_host(host: ModuleType, tensors: list[Any], scalars: list[int | float]) -> None:
    """Calls `run` of a host.py, which takes scalars only if the kernel has some."""
    if scalars:
        host.run(tensors, scalars)
    else:
        host.run(tensors)


def laid_out(host: ModuleType, name: str, array: Array) -> Array:
    """The array as it lies on the device, by a host.py that may have nothing to convert."""
    return host.laid_out(name, array) if hasattr(host, "LAYOUTS") else array


def as_written(host: ModuleType, name: str, array: Array) -> Array:
    """The array as the author's kernel has it, from one as it lies on the device."""
    return host.as_written(name, array) if hasattr(host, "LAYOUTS") else array


def upload(array: Array, spec: dict[str, Any], host: ModuleType, device: Device) -> Tensor:
    """A tensor in DRAM with an array's values; an output starts as NaN (0xFF bytes)."""
    name, format = spec["name"], FORMATS[spec["dtype"]]
    if tuple(array.shape) != tuple(spec["shape"]):
        raise SimulationError(
            f"tensor '{name}' has the shape {tuple(spec['shape'])}, its array {array.shape}"
        )
    if array.dtype != format.file:
        raise SimulationError(
            f"tensor '{name}' is {format.name}, its array {array.dtype}; it must be {format.file}"
        )
    dtype = DataType(format.name)
    placed = laid_out(host, name, array)
    layout = Layout.ROW_MAJOR if spec["layout"] == "row_major" else Layout.TILE
    if spec["role"] == "out":
        return allocate_tensor_on_device(placed.shape, dtype, layout, device)
    return Tensor(placed, dtype, device, layout)


def load_host(directory: Path) -> ModuleType:
    """`host.py` as a module of its own, not kept in `sys.modules`."""
    file = directory / "host.py"
    spec = spec_from_file_location(f"ttc_host_{directory.name}", file)
    if spec is None or spec.loader is None or not file.exists():
        raise SimulationError(f"{file} cannot be read")
    host = module_from_spec(spec)
    spec.loader.exec_module(host)
    return host


def counted(device: Device) -> Counters:
    """The device's counters, with the traffic of every tensor and in total."""
    counters = device.counters
    for buffer in device.dram.buffers:
        page = buffer.page_bytes
        traffic = Traffic(buffer.reads, buffer.reads // page, buffer.writes, buffer.writes // page)
        counters.tensors[buffer.name] = traffic
        total = counters.dram
        total.read_bytes += traffic.read_bytes
        total.read_tiles += traffic.read_tiles
        total.written_bytes += traffic.written_bytes
        total.written_tiles += traffic.written_tiles
    return counters
