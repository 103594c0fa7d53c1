"""
NoC addresses, and how bytes and whole tiles get from one place to another.

An address holds 36 bits of local address below six bits each of x and y (metalium
noc_parameters.h); a rectangle holds two corners. DRAM banks stand at y = 63, x = bank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ttc.runtime_sim.core import Core
from ttc.runtime_sim.dram import Buffer
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import Bytes

if TYPE_CHECKING:
    from ttc.runtime_sim.machine import Machine

LOCAL_BITS = 36
LOCAL = (1 << LOCAL_BITS) - 1
DRAM_ROW = 63
RECTANGLE = 1 << 62


@dataclass(frozen=True)
class InDram:
    """Bytes of one page of a tensor."""

    buffer: Buffer
    page: int
    offset: int

    def load(self, size: int) -> Bytes:
        return self.buffer.page(self.page)[self.offset : self.offset + size]

    def store(self, data: Bytes) -> None:
        self.buffer.store(self.page, self.offset, data)


@dataclass(frozen=True)
class InL1:
    """Bytes in a core's L1."""

    core: Core
    address: int

    def load(self, size: int) -> Bytes:
        return self.core.bytes(self.address, size)

    def store(self, data: Bytes) -> None:
        self.core.bytes(self.address, len(data))[:] = data


Location = InDram | InL1


def encode(x: int, y: int, local: int) -> int:
    return (y << (LOCAL_BITS + 6)) | (x << LOCAL_BITS) | local


def encode_dram(bank: int, offset: int) -> int:
    return encode(bank, DRAM_ROW, offset)


def encode_rectangle(x0: int, y0: int, x1: int, y1: int, local: int) -> int:
    return RECTANGLE | (y0 << 54) | (x0 << 48) | encode(x1, y1, local)


def locate(machine: Machine, address: int, size: int) -> Location:
    """What `size` bytes at a NoC address are; an error if nothing is there."""
    if address & RECTANGLE:
        raise MachineError("a rectangle of cores is no source and no target of a plain transfer")
    local, x, y = address & LOCAL, (address >> 36) & 63, (address >> 42) & 63
    if y == DRAM_ROW:
        return InDram(*machine.dram.find(x, local, size))
    core = machine.core_at(x, y)
    core.check(local, size)
    return InL1(core, local)


def rectangle(machine: Machine, address: int, noc: int) -> tuple[list[Core], int]:
    """The cores of a multicast address and the local address; corners as the NoC wants them."""
    if not address & RECTANGLE:
        raise MachineError("a multicast needs an address made by get_noc_multicast_addr")
    local = address & LOCAL
    x0, y0 = (address >> 48) & 63, (address >> 54) & 63
    x1, y1 = (address >> 36) & 63, (address >> 42) & 63
    if noc == 1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    if x0 > x1 or y0 > y1:
        order = "low corner first" if noc == 0 else "high corner first"
        raise MachineError(f"NoC {noc} takes the rectangle of a multicast with its {order}")
    cores = [machine.core_at(x, y) for y in range(y0, y1 + 1) for x in range(x0, x1 + 1)]
    return cores, local


def check_alignment(source: Location, target: Location) -> None:
    """Source and target must agree in their low bits (metalium noc_parameters.h)."""
    for read, place in ((True, source), (False, target)):
        address = place.address if isinstance(place, InL1) else dram_address(place)
        unit = 16
        if read and isinstance(place, InDram):
            core = target.core if isinstance(target, InL1) else None
            unit = core.chip.dram_read_alignment if core is not None else 32
        if address % unit:
            where = "L1" if isinstance(place, InL1) else "DRAM"
            what = "source" if read else "target"
            raise MachineError(
                f"the {what} address {address:#x} in {where} is not a multiple of {unit} bytes"
            )


def dram_address(place: InDram) -> int:
    return place.buffer.base + place.page * place.buffer.page_bytes + place.offset


def check_target(core: Core, address: int, size: int) -> None:
    """Refuses to overwrite pages of a circular buffer that nobody reserved."""
    for cb in core.check(address, size):
        first = (max(address, cb.base) - cb.base) // cb.page_bytes
        last = (min(address + size, cb.end) - 1 - cb.base) // cb.page_bytes
        for slot in range(first, last + 1):
            state = cb.slot_state(slot)
            if state == "ready" or (state == "free" and cb.pushed):
                held = "is published" if state == "ready" else "is not reserved"
                raise MachineError(f"page {slot} of {cb} on {core} is overwritten, but {held}")


def copy(source: Location, target: Location, size: int) -> None:
    """Moves bytes; whole pages of one format go as decoded tiles."""
    if isinstance(target, InL1):
        step = target.core.slots.get(target.address)
        cb = target.core.cbs[step[0]] if step is not None else None
        if cb is not None and cb.decoded and size % cb.page_bytes == 0:
            if isinstance(source, InL1) and copy_pages(source, target, size, cb.page_bytes):
                return
    target.store(source.load(size).copy())


def copy_pages(source: InL1, target: InL1, size: int, page: int) -> bool:
    """Hands whole pages from one L1 to another; False if they are not the same kind of page."""
    moves = list[tuple[int, int]]()
    for offset in range(0, size, page):
        slot = source.core.slots.get(source.address + offset)
        other = target.core.slots.get(target.address + offset)
        if slot is None or other is None:
            return False
        cb, goal = source.core.cbs[slot[0]], target.core.cbs[other[0]]
        if cb.format is not goal.format or not (cb.decoded and goal.decoded):
            return False
        moves.append((source.address + offset, target.address + offset))
    for start, end in moves:
        owner = source.core.cbs[source.core.slots[start][0]]
        target.core.tiles[end] = source.core.tile(owner, start)
    return True
