"""A kernel on a core: its arguments, what it waits for, and the calls every kernel may make."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.chip import L1_ALIGNMENT
from ttc.runtime_sim.circular_buffer import CircularBuffer
from ttc.runtime_sim.core import Core
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import FACE, TILE

if TYPE_CHECKING:
    from ttc.runtime_sim.cpp.translate import Translation
    from ttc.runtime_sim.data_movement import DataMovement
    from ttc.runtime_sim.machine import Machine

Template = tuple[Any, ...]


@dataclass(frozen=True)
class Arguments:
    """What the host gave a kernel on one core; `named` are named compile-time arguments."""

    compile_time: tuple[int, ...] = ()
    runtime: tuple[int, ...] = ()
    common: tuple[int, ...] = ()
    named: tuple[tuple[str, int], ...] = ()


class Thread:
    """
    One kernel on one core; subclasses add the calls of data movement and of compute.

    `waits_for` says what the kernel stopped at, for the report of a deadlock; it is a function
    because the numbers are those of the moment of the report.
    """

    noc_index: int = 0

    def __init__(
        self, machine: Machine, core: Core, role: str, kernel: Translation, arguments: Arguments
    ) -> None:
        self.machine = machine
        self.core = core
        self.role = role
        self.kernel = kernel
        self.arguments = arguments
        self.cbs = core.cbs
        self.ready = machine.ready
        self.waits_for: Callable[[], str] = lambda: "has not started"
        self.generator: Generator[bool | None, None, None] | None = None
        self.writers: list[DataMovement] = machine.writers(core)

    def __str__(self) -> str:
        return f"{self.role} on {self.core}"

    def bind(self, name: str) -> Callable[..., Any]:
        """The function that kernels call `name`."""
        return getattr(self, name)

    def constant(self, name: str) -> int:
        """The value of a constant of the SDK's headers."""
        chip = self.machine.chip
        values = {
            "MEM_ZEROS_BASE": chip.zeros_base,
            "MEM_ZEROS_SIZE": chip.zeros_bytes,
            "NOC_MAX_BURST_SIZE": chip.noc_burst,
            "L1_ALIGNMENT": L1_ALIGNMENT,
            "TILE_HEIGHT": TILE,
            "TILE_WIDTH": TILE,
            "TILE_HW": TILE * TILE,
            "FACE_HEIGHT": FACE,
            "FACE_WIDTH": FACE,
            "FACE_HW": FACE * FACE,
            "noc_index": self.noc_index,
        }
        return values[name]

    def finish(self) -> None:
        """Checks what must be done before a kernel returns."""

    def before_wait(self) -> None:
        """Does what the hardware does while a kernel waits."""

    # Circular buffers

    @kernel_call(blocking=True)
    def cb_wait_front(self, id: int, n: int) -> bool:
        cb = self.cbs[id]
        if cb.consumer is not self:
            self.consume(cb)
        if cb.ready < n:
            return self.stall_front(cb, n)
        if n > cb.front:
            cb.front = n
        return False

    @kernel_call(blocking=True)
    def cb_reserve_back(self, id: int, n: int) -> bool:
        cb = self.cbs[id]
        if cb.producer is not self:
            self.produce(cb)
        if cb.pages - cb.ready < n:
            return self.stall_back(cb, n)
        if n > cb.reserved:
            cb.reserved = n
        return False

    @kernel_call()
    def cb_push_back(self, id: int, n: int) -> None:
        cb = self.cbs[id]
        page = cb.write_page + n
        if n > cb.reserved or page > cb.pages:
            cb.push_error(n)
        cb.write_page = page if page != cb.pages else 0
        cb.reserved -= n
        cb.ready += n
        cb.pushed += n
        cb.pack_next = 0
        if 0 < cb.consumer_waits <= cb.ready:
            self.wake_consumer(cb)

    @kernel_call()
    def cb_pop_front(self, id: int, n: int) -> None:
        cb = self.cbs[id]
        page = cb.read_page + n
        if n > cb.front or page > cb.pages:
            cb.pop_error(n)
        for writer in self.writers:
            if writer.sources:
                writer.refuse_reuse(cb.base + cb.read_page * cb.page_bytes, n * cb.page_bytes)
        self.core.poison(cb, cb.read_page, n)
        cb.read_page = page if page != cb.pages else 0
        cb.front -= n
        cb.ready -= n
        if 0 < cb.producer_waits <= cb.pages - cb.ready:
            self.wake_producer(cb)

    def consume(self, cb: CircularBuffer) -> None:
        if cb.consumer is not None:
            raise MachineError(f"{cb} has two consumers: {cb.consumer.role} and {self.role}")
        cb.consumer = self

    def produce(self, cb: CircularBuffer) -> None:
        if cb.producer is not None:
            raise MachineError(f"{cb} has two producers: {cb.producer.role} and {self.role}")
        cb.producer = self

    def stall_front(self, cb: CircularBuffer, n: int) -> bool:
        if n > cb.pages:
            cb.count_error("a wait", n)
        cb.consumer_waits = n
        self.waits_for = lambda: f"waits for {n} pages of {cb}, {cb.ready} there"
        self.count_stall(f"{cb.name}.front")
        return True

    def stall_back(self, cb: CircularBuffer, n: int) -> bool:
        if n > cb.pages:
            cb.count_error("a reservation", n)
        cb.producer_waits = n
        self.waits_for = lambda: f"waits for {n} free pages of {cb}, {cb.pages - cb.ready} there"
        self.count_stall(f"{cb.name}.back")
        return True

    def count_stall(self, name: str) -> None:
        stalls = self.machine.counters.cb_stalls
        stalls[name] = stalls.get(name, 0) + 1

    def wake_consumer(self, cb: CircularBuffer) -> None:
        cb.consumer_waits = 0
        if cb.consumer is not None:
            self.ready.append(cb.consumer)

    def wake_producer(self, cb: CircularBuffer) -> None:
        cb.producer_waits = 0
        if cb.producer is not None:
            self.ready.append(cb.producer)

    # Arguments and coordinates

    @kernel_call("u32")
    def get_compile_time_arg_val(self, index: int) -> int:
        values = self.arguments.compile_time
        if index >= len(values):
            raise MachineError(
                f"compile-time argument {index} is read, but {len(values)} are given"
            )
        return values[index]

    @kernel_call("u32")
    def get_named_compile_time_arg_val(self, name: str) -> int:
        for given, value in self.arguments.named:
            if given == name:
                return value
        raise MachineError(f"no compile-time argument is named '{name}'")

    @kernel_call("T", templates=True)
    def get_arg_val(self, index: int, *, template: Template = ("uint32_t",)) -> float:
        values = self.arguments.runtime
        if not 0 <= index < len(values):
            raise MachineError(
                f"runtime argument {index} is read, but {len(values)} are given to {self}"
            )
        return as_type(values[index], template[0])

    @kernel_call("T", templates=True)
    def get_common_arg_val(self, index: int, *, template: Template = ("uint32_t",)) -> float:
        values = self.arguments.common
        if not 0 <= index < len(values):
            raise MachineError(
                f"common argument {index} is read, but {len(values)} are given to {self}"
            )
        return as_type(values[index], template[0])

    @kernel_call("u8")
    def get_absolute_logical_x(self) -> int:
        return self.core.x

    @kernel_call("u8")
    def get_absolute_logical_y(self) -> int:
        return self.core.y

    @kernel_call("u32")
    def get_tile_size(self, id: int) -> int:
        return self.cbs[id].format.tile_bytes

    @kernel_call("u32")
    def get_tile_hw(self, id: int) -> int:
        return self.cbs[id].format.poison.size

    @kernel_call("u32")
    def get_tile_num_faces(self, id: int) -> int:
        return self.cbs[id].format.poison.size // (FACE * FACE)

    @kernel_call("u32")
    def get_dataformat(self, id: int) -> int:
        return self.cbs[id].format.code


def as_type(word: int, type: str) -> float:
    """A 32-bit argument read as a C++ type of four bytes."""
    match type:
        case "uint32_t" | "unsigned" | "unsigned int" | "uintptr_t":
            return word
        case "int32_t" | "int":
            return word - ((word & 0x80000000) << 1)
        case "float":
            return float(np.uint32(word).view(np.float32))
        case "bool":
            return bool(word)
        case _:
            raise MachineError(f"an argument has four bytes and cannot be read as {type}")
