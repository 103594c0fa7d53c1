"""
Program descriptors of the stand-in, and their validation.

What the real runtime refuses is refused, and so is what it silently accepts and a chip then
gets wrong: a circular buffer's page unlike its format's tile, arguments missing for a core, or
given for a core without the kernel (metalium: a segmentation fault).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NoReturn

from ttc.diagnostics import SourceSpan
from ttc.runtime_sim.chip import SEMAPHORES, Chip
from ttc.runtime_sim.compute import ComputeMode
from ttc.runtime_sim.errors import SimulationError
from ttc.runtime_sim.program import BufferSpec, Cores, KernelSpec, ProgramSpec
from ttc.runtime_sim.standin_types import (
    CoreRangeSet,
    DataType,
    MathFidelity,
    UnpackToDestMode,
)

NO_CORES = CoreRangeSet(())


@dataclass
class CBFormatDescriptor:
    buffer_index: int
    data_format: DataType
    page_size: int
    tile: object = None


@dataclass
class CBDescriptor:
    total_size: int
    core_ranges: CoreRangeSet
    format_descriptors: Sequence[CBFormatDescriptor]


class CoreType(Enum):
    WORKER = 0


@dataclass
class SemaphoreDescriptor:
    id: int
    core_type: CoreType = CoreType.WORKER
    core_ranges: CoreRangeSet = NO_CORES
    initial_value: int = 0


class RuntimeArgs:
    """`args[x][y] = [..]`: the runtime arguments of logical core (x, y)."""

    def __init__(self) -> None:
        self.columns: dict[int, dict[int, Sequence[int]]] = {}

    def __getitem__(self, x: int) -> dict[int, Sequence[int]]:
        return self.columns.setdefault(x, {})

    def by_core(self) -> dict[tuple[int, int], tuple[int, ...]]:
        return {(x, y): tuple(v) for x, rows in self.columns.items() for y, v in rows.items()}


class ReaderConfigDescriptor:
    """RISCV_1 on NoC 0."""


class WriterConfigDescriptor:
    """RISCV_0 on NoC 1."""


@dataclass
class ComputeConfigDescriptor:
    math_fidelity: MathFidelity = MathFidelity.HiFi4
    math_approx_mode: bool = False
    fp32_dest_acc_en: bool = False
    dst_full_sync_en: bool = False
    bfp8_pack_precise: bool = False
    unpack_to_dest_mode: Sequence[UnpackToDestMode] = ()


Config = ReaderConfigDescriptor | WriterConfigDescriptor | ComputeConfigDescriptor


@dataclass
class KernelDescriptor:
    class SourceType(Enum):
        FILE_PATH = 0
        SOURCE_CODE = 1

    kernel_source: str
    source_type: SourceType = SourceType.FILE_PATH
    core_ranges: CoreRangeSet = NO_CORES
    compile_time_args: Sequence[int] = ()
    named_compile_time_args: Sequence[tuple[str, int]] = ()
    defines: Sequence[tuple[str, str]] = ()
    runtime_args: RuntimeArgs = field(default_factory=RuntimeArgs)
    common_runtime_args: Sequence[int] = ()
    opt_level: object = None
    config: Config = field(default_factory=ReaderConfigDescriptor)
    compiler_include_paths: Sequence[str] = ()


@dataclass
class ProgramDescriptor:
    kernels: Sequence[KernelDescriptor] = ()
    semaphores: Sequence[SemaphoreDescriptor] = ()
    cbs: Sequence[CBDescriptor] = ()
    custom_program_hash: int | None = None


def fail(message: str, file: str | None = None) -> NoReturn:
    raise SimulationError(message, SourceSpan(file, 1, 1) if file is not None else None)


def specify(program: ProgramDescriptor, chip: Chip, names: dict[int, str]) -> ProgramSpec:
    """Checks a program and gives it as the simulator wants it."""
    buffers = tuple(buffer(cb, chip, names) for cb in program.cbs)
    kernels = tuple(kernel(k, chip) for k in program.kernels)
    processors: dict[tuple[tuple[int, int], str], str] = {}
    for spec in kernels:
        for core in sorted(spec.cores):
            other = processors.setdefault((core, spec.processor), spec.role)
            if other != spec.role:
                fail(f"{other} and {spec.role} both want the {spec.processor} of core {core}")
    claimed = set[tuple[tuple[int, int], int]]()
    for spec in buffers:
        for id, _, _ in spec.formats:
            for core in sorted(spec.cores):
                if (core, id) in claimed:
                    fail(f"circular buffer {id} is declared twice on core {core}")
                claimed.add((core, id))
    semaphores = list[tuple[int, Cores, int]]()
    for semaphore in program.semaphores:
        if not 0 <= semaphore.id < SEMAPHORES:
            fail(f"semaphore {semaphore.id} does not exist; a core has ids 0 to {SEMAPHORES - 1}")
        cores = semaphore.core_ranges.cores()
        for id, others, _ in semaphores:
            if id == semaphore.id and others & cores:
                fail(f"semaphore {id} is declared twice on core {min(others & cores)}")
        semaphores.append((semaphore.id, cores, semaphore.initial_value))
    return ProgramSpec(buffers, tuple(semaphores), kernels, names)


def buffer(cb: CBDescriptor, chip: Chip, names: dict[int, str]) -> BufferSpec:
    formats = list[tuple[int, object, int]]()
    for form in cb.format_descriptors:
        name = f"circular buffer {names.get(form.buffer_index, form.buffer_index)}"
        if not 0 <= form.buffer_index < chip.target.cb_count:
            fail(f"{name} has no id; a core has 0 to {chip.target.cb_count - 1}")
        format = form.data_format.format
        if form.page_size != format.tile_bytes:
            fail(
                f"a page of {name} has {form.page_size} bytes, a tile of {format.name} "
                f"{format.tile_bytes}"
            )
        if cb.total_size <= 0 or cb.total_size % form.page_size:
            fail(f"{name} has {cb.total_size} bytes, no multiple of its page of {form.page_size}")
        formats.append((form.buffer_index, format, form.page_size))
    check_cores(cb.core_ranges.cores(), chip, "a circular buffer")
    return BufferSpec(
        cb.core_ranges.cores(),
        cb.total_size,
        tuple(
            (form.buffer_index, form.data_format.format, form.page_size)
            for form in cb.format_descriptors
        ),
    )


def check_cores(cores: Cores, chip: Chip, what: str) -> None:
    width, height = chip.target.grid
    for x, y in sorted(cores):
        if not (0 <= x < width and 0 <= y < height):
            fail(f"{what} is on core ({x}, {y}), outside the {width}x{height} of {chip.name}")


def kernel(descriptor: KernelDescriptor, chip: Chip) -> KernelSpec:
    """One kernel with its text read and its arguments checked."""
    if descriptor.source_type is KernelDescriptor.SourceType.FILE_PATH:
        file = descriptor.kernel_source
        try:
            text = Path(file).read_text(encoding="utf-8")
        except OSError as error:
            fail(f"the kernel {file} cannot be read: {error.strerror}")
    else:
        file, text = "kernel", descriptor.kernel_source
    cores = descriptor.core_ranges.cores()
    role = Path(file).stem
    check_cores(cores, chip, f"kernel {role}")
    runtime = descriptor.runtime_args.by_core()
    for core in sorted(runtime.keys() - cores):
        fail(f"runtime arguments of {role} are given for core {core}, where it does not run", file)
    if runtime:
        for core in sorted(cores - runtime.keys()):
            fail(f"runtime arguments of {role} are missing for core {core}", file)
    for core, values in runtime.items():
        for index, value in enumerate(values):
            if not 0 <= value < 1 << 32:
                fail(f"runtime argument {index} of {role} on core {core} is {value}: no uint32")
    config = descriptor.config
    processor, noc, mode, unpacked = "reader", 0, ComputeMode(), frozenset[int]()
    if isinstance(config, WriterConfigDescriptor):
        processor, noc = "writer", 1
    elif isinstance(config, ComputeConfigDescriptor):
        processor = "compute"
        mode = ComputeMode(config.fp32_dest_acc_en, config.dst_full_sync_en)
        modes = enumerate(config.unpack_to_dest_mode)
        unpacked = frozenset(id for id, m in modes if m is UnpackToDestMode.UnpackToDestFp32)
    return KernelSpec(
        file,
        text,
        cores,
        processor,
        noc,
        tuple(descriptor.compile_time_args),
        tuple(descriptor.named_compile_time_args),
        tuple((name, value) for name, value in descriptor.defines),
        runtime,
        tuple(descriptor.common_runtime_args),
        mode,
        unpacked,
    )
