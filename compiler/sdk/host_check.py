"""
What the SDK's runtime does not notice of a program, looked for before it gets it.

host.py describes its program on the simulator's stand-in for ttnn. The stand-in refuses runtime
arguments on cores without the kernel (which crash the real runtime), and the description is
compared with plan.json, which `ttc check` compares with the kernels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ttc.codegen.check.finding import Finding
from ttc.codegen.check.plan import Plan, Program, load
from ttc.diagnostics import counted
from ttc.runtime_sim.chip import CHIPS
from ttc.runtime_sim.errors import SimulationError
from ttc.runtime_sim.program import KernelSpec, ProgramSpec
from ttc.runtime_sim.run import load_host
from ttc.runtime_sim.standin_program import specify
from ttc.runtime_sim.standin_tensor import Device, allocate_tensor_on_device
from ttc.runtime_sim.standin_types import DataType, Layout
from ttc.runtime_sim.ttnn_standin import installed, module
from ttc.sdk.units import compile_time_words

MAX_RUNTIME_ARGS = 341
"""Runtime arguments a kernel may index (metalium dataflow_api.h, get_arg_addr)."""

LAYOUTS = {"tile": Layout.TILE, "row_major": Layout.ROW_MAJOR}


def check_host(folder: Path) -> list[Finding]:
    """Findings about the program that `folder`/host.py describes."""
    plan, findings = load(folder / "plan.json")
    if plan is None:
        return findings
    host = str(folder / "host.py")
    try:
        specs = _described(folder, plan)
    except SimulationError as error:
        return [Finding("error", host, 1, 1, error.message)]
    faults = [
        fault
        for program, spec in zip(plan.programs, specs, strict=True)
        for fault in (*_buffers(program, spec), *_kernels(program, spec))
    ]
    return [Finding("error", host, 1, 1, fault) for fault in faults]


def _described(folder: Path, plan: Plan) -> list[ProgramSpec]:
    """Every launch as host.py describes it."""
    rows: list[dict[str, Any]] = plan.data["tensors"]
    device = Device(CHIPS[plan.data["target"]], names=[row["name"] for row in rows])
    scalars = [[1] * len(plan.data["scalars"])] if plan.data["scalars"] else []
    with installed(module(device)):
        host = load_host(folder)
        tensors = [
            allocate_tensor_on_device(
                row["device_shape"], DataType(row["dtype"]), LAYOUTS[row["layout"]], device
            )
            for row in rows
        ]
        specs: list[ProgramSpec] = []
        for program in plan.programs:
            suffix = program.data["name"].removeprefix(plan.data["kernel"])
            create = vars(host)[f"create_program{suffix}"]
            names = {id: buffer.name for id, buffer in program.buffers.items()}
            specs.append(specify(create(tensors, *scalars), device.chip, names))
        return specs


def _buffers(program: Program, spec: ProgramSpec) -> Iterator[str]:
    declared = {
        id: (format.name, page, buffer.total_bytes // page)
        for buffer in spec.buffers
        for id, format, page in buffer.formats
    }
    planned = {id: (b.dtype, b.page_bytes, b.pages) for id, b in program.buffers.items()}
    for id, wanted in planned.items():
        name = program.buffers[id].name
        if id not in declared:
            yield f"circular buffer '{name}' is not declared: kernels use id {id}"
        elif declared[id] != wanted:
            here, there = _spoken(declared[id]), _spoken(wanted)
            yield f"circular buffer '{name}' is {here}, in the plan {there}"
    for id in sorted(declared.keys() - planned.keys()):
        yield f"circular buffer {id} is declared, and not in the plan"


def _spoken(buffer: tuple[str, int, int]) -> str:
    dtype, page, pages = buffer
    return f"{counted(pages, 'page')} of {page} bytes of {dtype}"


def _kernels(program: Program, spec: ProgramSpec) -> Iterator[str]:
    given: Mapping[str, KernelSpec] = {Path(kernel.file).name: kernel for kernel in spec.kernels}
    for kernel in program.kernels.values():
        found = given.get(kernel.file)
        if found is None:
            yield f"{kernel.file} is in the plan, and the program has no such kernel"
            continue
        words, given_words = compile_time_words(program, kernel), list(found.compile_time)
        if given_words != words:
            yield f"{kernel.file} gets the compile-time arguments {given_words}, not {words}"
        for core, args in sorted(found.runtime.items()):
            if len(args) != len(kernel.runtime) or len(args) > MAX_RUNTIME_ARGS:
                most = min(len(kernel.runtime), MAX_RUNTIME_ARGS)
                got = counted(len(args), "runtime argument")
                yield f"{kernel.file} gets {got} on core {core}, not {most}"
                break
