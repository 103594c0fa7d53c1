"""Pointers of kernels into L1: loads and stores of real bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ttc.runtime_sim.core import Core
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.machine import Machine

ELEMENTS: dict[str, np.dtype[Any]] = {
    "uint8_t": np.dtype(np.uint8),
    "int8_t": np.dtype(np.int8),
    "uint16_t": np.dtype(np.uint16),
    "int16_t": np.dtype(np.int16),
    "uint32_t": np.dtype(np.uint32),
    "int32_t": np.dtype(np.int32),
    "int": np.dtype(np.int32),
    "float": np.dtype(np.float32),
    "uint64_t": np.dtype(np.uint64),
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """`type*` with an L1 address of one core."""

    machine: Machine
    core: Core
    address: int
    type: str

    @property
    def size(self) -> int:
        return ELEMENTS[self.type].itemsize

    def load(self, index: int = 0) -> float:
        """The element `index` behind the pointer; 0xFF bytes where nothing was written."""
        data = self.core.bytes(self.place(index), self.size)
        return data.view(ELEMENTS[self.type])[0].item()

    def store(self, value: float, index: int = 0) -> None:
        """Writes an element; pages of a circular buffer must be reserved or waited for."""
        address, size = self.place(index), self.size
        for cb in self.core.buffers_at(address, size):
            slot = (address - cb.base) // cb.page_bytes
            state = cb.slot_state(slot)
            if state == "free" and cb.pushed:
                raise MachineError(f"page {slot} of {cb} is overwritten, but is not reserved")
            if state == "ready" and (slot - cb.read_page) % cb.pages >= cb.front:
                raise MachineError(f"page {slot} of {cb} is overwritten, but is published")
        for writer in self.machine.writers(self.core):
            writer.refuse_reuse(address, size)
        dtype = ELEMENTS[self.type]
        data = self.core.bytes(address, size).view(dtype)
        if dtype.kind == "f":
            data[0] = value
        else:
            bits = int(value) & ((1 << (8 * size)) - 1)
            data.view(f"u{size}")[0] = bits
        self.machine.touched(self.core, address)

    def place(self, index: int) -> int:
        address = self.address + index * self.size
        if address % self.size:
            raise MachineError(f"L1 address {address:#x} is not a multiple of {self.size} bytes")
        return address

    def moved(self, elements: int) -> Pointer:
        """The pointer `elements` further on."""
        address = self.address + elements * self.size
        return Pointer(self.machine, self.core, address, self.type)

    def to(self, type: str) -> Pointer:
        return Pointer(self.machine, self.core, self.address, type)
