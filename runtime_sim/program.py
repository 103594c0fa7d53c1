"""
A program as the host described it -> kernels with their cores, ready to take turns.

The records here are what the stand-in for ttnn hands over; they hold no numpy and no ttnn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ttc.runtime_sim.calls import calls_of
from ttc.runtime_sim.circular_buffer import CircularBuffer
from ttc.runtime_sim.compute import ComputeMode
from ttc.runtime_sim.core import BufferTable, Core
from ttc.runtime_sim.cpp.translate import Library, translate
from ttc.runtime_sim.errors import SimulationError
from ttc.runtime_sim.formats import Format
from ttc.runtime_sim.machine import Machine
from ttc.runtime_sim.objects import Mover
from ttc.runtime_sim.sfpu import Compute, compute_calls
from ttc.runtime_sim.thread import Arguments, Thread

Cores = frozenset[tuple[int, int]]
CONSTANTS = {
    "MEM_ZEROS_BASE",
    "MEM_ZEROS_SIZE",
    "NOC_MAX_BURST_SIZE",
    "L1_ALIGNMENT",
    "TILE_HEIGHT",
    "TILE_WIDTH",
    "TILE_HW",
    "FACE_HEIGHT",
    "FACE_WIDTH",
    "FACE_HW",
    "noc_index",
}
DATAFLOW = Library("dataflow", calls_of(Mover), CONSTANTS)
COMPUTE = Library("compute", compute_calls(), CONSTANTS)


@dataclass(frozen=True)
class BufferSpec:
    """Circular buffers that share one region of L1: (id, format, page bytes) each."""

    cores: Cores
    total_bytes: int
    formats: tuple[tuple[int, Format, int], ...]


@dataclass(frozen=True)
class KernelSpec:
    """
    One kernel file on its cores.

    `processor` is `reader`, `writer` (their usual RISC-V and NoC) or `compute`.
    """

    file: str
    text: str
    cores: Cores
    processor: str
    noc: int = 0
    compile_time: tuple[int, ...] = ()
    named: tuple[tuple[str, int], ...] = ()
    defines: tuple[tuple[str, str], ...] = ()
    runtime: dict[tuple[int, int], tuple[int, ...]] = field(
        default_factory=dict[tuple[int, int], tuple[int, ...]]
    )
    common: tuple[int, ...] = ()
    mode: ComputeMode = field(default_factory=ComputeMode)
    unpack_to_dest: frozenset[int] = frozenset()

    @property
    def role(self) -> str:
        return Path(self.file).stem


@dataclass(frozen=True)
class ProgramSpec:
    """A whole program; `names` gives circular buffers the names of the author's kernel."""

    buffers: tuple[BufferSpec, ...]
    semaphores: tuple[tuple[int, Cores, int], ...]
    kernels: tuple[KernelSpec, ...]
    names: dict[int, str] = field(default_factory=dict[int, str])


def place_buffers(machine: Machine, program: ProgramSpec) -> None:
    """Makes the cores: circular buffers from the base of L1 up, in the order of the program."""
    cores = sorted(frozenset[tuple[int, int]]().union(*(k.cores for k in program.kernels)))
    everywhere = sorted(cores, key=lambda core: (core[1], core[0]))
    base = machine.chip.target.l1_cb_base
    unpacked = {
        (core, id)
        for kernel in program.kernels
        for id in kernel.unpack_to_dest
        for core in kernel.cores
    }
    tops = dict.fromkeys(everywhere, base)
    made: dict[tuple[int, int], list[CircularBuffer]] = {core: [] for core in everywhere}
    for spec in program.buffers:
        # A buffer has the same address on all cores of its range.
        start = max([tops[core] for core in spec.cores if core in tops] or [base])
        size = -(-spec.total_bytes // 16) * 16
        for core in spec.cores:
            if core not in tops:
                continue
            tops[core] = start + size
            alone = len(spec.formats) == 1
            for id, format, page in spec.formats:
                name = program.names.get(id, str(id))
                pages = spec.total_bytes // page
                cb = CircularBuffer(id, name, format, page, pages, start, alone)
                cb.unpack_to_dest = (core, id) in unpacked
                made[core].append(cb)
    limit = machine.chip.target.l1_bytes
    over = max(tops.values(), default=base)
    if over > limit:
        raise SimulationError(
            f"the circular buffers of a core need {over - base} bytes of L1; {limit - base} are "
            f"free ({limit} in total on {machine.chip.name}, {base} reserved)"
        )
    slots: dict[tuple[tuple[int, int, int, int], ...], dict[int, tuple[int, int]]] = {}
    for core in everywhere:
        layout = tuple((cb.id, cb.base, cb.page_bytes, cb.pages) for cb in made[core] if cb.decoded)
        if layout not in slots:
            slots[layout] = {
                start + slot * page: (id, slot)
                for id, start, page, pages in layout
                for slot in range(pages)
            }
        table = BufferTable({cb.id: cb for cb in made[core]})
        machine.cores[core] = Core(*core, machine.chip, table, slots[layout])
    for id, where, value in program.semaphores:
        for core in where & machine.cores.keys():
            machine.cores[core].semaphores[id] = value
    machine.counters.l1_bytes = max(machine.counters.l1_bytes, over - base)
    machine.counters.cores = max(machine.counters.cores, len(everywhere))


def make_threads(machine: Machine, program: ProgramSpec) -> list[Thread]:
    """The kernels of every core, core after core (rows first)."""
    threads = list[tuple[tuple[int, int, int], Thread]]()
    for index, spec in enumerate(program.kernels):
        library = COMPUTE if spec.processor == "compute" else DATAFLOW
        kernel = translate(spec.text, spec.file, library, spec.defines)
        for position in spec.cores:
            core = machine.cores[position]
            runtime = spec.runtime.get(position, ())
            given = Arguments(spec.compile_time, runtime, spec.common, spec.named)
            if spec.processor == "compute":
                thread: Thread = Compute(machine, core, spec.role, kernel, given, spec.mode)
            else:
                thread = Mover(machine, core, spec.role, kernel, given)
                thread.noc_index = spec.noc
                machine.writers(core).append(thread)
            threads.append(((position[1], position[0], index), thread))
    return [thread for _, thread in sorted(threads, key=lambda entry: entry[0])]
