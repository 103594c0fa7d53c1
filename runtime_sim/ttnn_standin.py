"""
A module object with the part of ttnn that host programs use, over a simulated device.

`installed(device)` puts it in `sys.modules` as `ttnn` for as long as host code runs and
restores what was there. `generic_op` runs the program at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from types import ModuleType

from ttc.runtime_sim import standin_program, standin_tensor, standin_types
from ttc.runtime_sim.formats import FORMATS
from ttc.runtime_sim.machine import Machine
from ttc.runtime_sim.program import make_threads, place_buffers
from ttc.runtime_sim.scheduler import run
from ttc.runtime_sim.standin_program import ProgramDescriptor, specify
from ttc.runtime_sim.standin_tensor import Device, Tensor
from ttc.runtime_sim.standin_types import (
    BufferType,
    DataType,
    Layout,
    MathFidelity,
    MemoryConfig,
    TensorMemoryLayout,
    UnpackToDestMode,
)

TYPES = ("CoreCoord", "CoreRange", "CoreRangeSet", "DataType", "Layout", "BufferType", "Shape",
         "TensorMemoryLayout", "MemoryConfig", "MathFidelity", "corerange_to_cores",
         "split_work_to_cores")  # fmt: skip
TENSORS = ("Tensor", "from_buffer", "allocate_tensor_on_device", "from_device", "to_dtype",
           "to_layout", "TensorAccessorArgs")  # fmt: skip
PROGRAMS = ("CBFormatDescriptor", "CBDescriptor", "CoreType", "SemaphoreDescriptor", "RuntimeArgs",
            "ReaderConfigDescriptor", "WriterConfigDescriptor", "ComputeConfigDescriptor",
            "KernelDescriptor", "ProgramDescriptor")  # fmt: skip


def run_program(
    device: Device,
    program: ProgramDescriptor,
    names: dict[int, str],
    progress: Callable[[], None] | None = None,
) -> None:
    """Runs a program on the device's DRAM, adding to its counters."""
    machine = Machine(device.chip, device.dram, device.counters)
    spec = specify(program, device.chip, names)
    place_buffers(machine, spec)
    threads = make_threads(machine, spec)
    for buffer in device.dram.buffers:
        buffer.readers.clear()
        buffer.writers.clear()
    run(machine, threads, device.seed, progress)


def module(
    device: Device,
    names: Sequence[dict[int, str]] = (),
    progress: Callable[[], None] | None = None,
) -> ModuleType:
    """The stand-in; `names` are those of circular buffers, program after program, for messages."""
    ttnn = ModuleType("ttnn", __doc__)
    for source, exported in (
        (standin_types, TYPES),
        (standin_tensor, TENSORS),
        (standin_program, PROGRAMS),
    ):
        for name in exported:
            setattr(ttnn, name, getattr(source, name))
    for name in FORMATS:
        setattr(ttnn, name, DataType(name))
    for layout in Layout:
        setattr(ttnn, f"{layout.name}_LAYOUT", layout)
    for memory in BufferType:
        config = MemoryConfig(TensorMemoryLayout.INTERLEAVED, memory)
        setattr(ttnn, f"{memory.name}_MEMORY_CONFIG", config)

    left = iter(names)
    unnamed = dict[int, str]()

    def generic_op(tensors: Sequence[Tensor], program: ProgramDescriptor) -> Tensor:
        run_program(device, program, next(left, unnamed), progress)
        return tensors[-1]

    def open_device(device_id: int = 0, **_: object) -> Device:
        return device

    def close_device(_: Device) -> None: ...

    inner = ModuleType("ttnn._ttnn")
    descriptors = ModuleType("ttnn._ttnn.program_descriptor")
    descriptors.__dict__["UnpackToDestMode"] = UnpackToDestMode
    inner.__dict__["program_descriptor"] = descriptors
    ttnn.__dict__.update(
        generic_op=generic_op,
        open_device=open_device,
        close_device=close_device,
        MathFidelity=MathFidelity,
        _ttnn=inner,
    )
    return ttnn


@contextmanager
def installed(ttnn: ModuleType) -> Generator[ModuleType]:
    """Makes `import ttnn` give the stand-in."""
    before = {name: m for name, m in sys.modules.items() if name.split(".")[0] == "ttnn"}
    for name in before:
        del sys.modules[name]
    sys.modules["ttnn"] = ttnn
    sys.modules["ttnn._ttnn"] = ttnn.__dict__["_ttnn"]
    descriptors = ttnn.__dict__["_ttnn"].__dict__["program_descriptor"]
    sys.modules["ttnn._ttnn.program_descriptor"] = descriptors
    try:
        yield ttnn
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "ttnn"]:
            del sys.modules[name]
        sys.modules.update(before)
