"""
Transfers of a data-movement kernel that are under way.

Reads land at the barrier and not before; until then their target holds 0xFF. Writes are on
their way until a flush, a barrier, or the kernel waits for something: the data then lands, but
its source stays taken until the kernel itself has flushed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ttc.runtime_sim.dram import Buffer
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.noc import InDram, InL1, Location, check_alignment, check_target, copy
from ttc.runtime_sim.thread import Thread

if TYPE_CHECKING:
    from ttc.runtime_sim.circular_buffer import CircularBuffer
    from ttc.runtime_sim.core import Core
    from ttc.runtime_sim.cpp.translate import Translation
    from ttc.runtime_sim.machine import Machine
    from ttc.runtime_sim.thread import Arguments


class TransferringThread(Thread):
    """
    The books a kernel keeps on its transfers.

    `landing` has reads by L1 address: a whole tile page of a tensor, or (source, size).
    `leaving` has writes not yet delivered, `sources` the L1 ranges they read; `unacknowledged`
    and `atomics` count what needs a barrier before the kernel returns. `unordered` tells that
    the program has no semaphores, so that nothing orders what different cores do.
    """

    def __init__(
        self, machine: Machine, core: Core, role: str, kernel: Translation, arguments: Arguments
    ) -> None:
        super().__init__(machine, core, role, kernel, arguments)
        self.landing: dict[int, tuple[Buffer, int] | tuple[Location, int]] = {}
        self.leaving: list[tuple[int, Buffer, int] | tuple[Location, Location, int]] = []
        self.sources: list[tuple[int, int]] = []
        self.unacknowledged = 0
        self.atomics = 0
        self.noc_bytes: int = 0
        self.unordered = not core.semaphores

    def read(self, source: Location, address: int, size: int) -> None:
        """Starts a read of bytes into this core's L1."""
        if size == 0:
            return
        target = InL1(self.core, address)
        check_target(self.core, address, size)
        check_alignment(source, target)
        if isinstance(source, InDram):
            source.buffer.reads += size
        if address in self.landing:
            self.refuse_second_read(address)
        self.core.bytes(address, size)[:] = 0xFF
        self.noc_bytes += size
        self.landing[address] = (source, size)

    def land(self) -> None:
        """Lets every read of this kernel arrive."""
        tiles = self.core.tiles
        for address, (source, detail) in self.landing.items():
            if isinstance(source, Buffer):
                tile = source.tiles[detail]
                tiles[address] = tile if tile is not None else source.tile(detail)
            else:
                copy(source, InL1(self.core, address), detail)
        self.landing.clear()

    def write(self, address: int, target: Location, size: int) -> None:
        """Starts a write of bytes from this core's L1."""
        source = InL1(self.core, address)
        self.core.check(address, size)
        self.check_source(address, size)
        check_alignment(source, target)
        if isinstance(target, InDram):
            target.buffer.writes += size
        self.noc_bytes += size
        self.unacknowledged += 1
        self.sources.append((address, size))
        self.leaving.append((source, target, size))

    def deliver(self) -> None:
        """Lets every write of this kernel arrive, in order."""
        leaving, self.leaving = self.leaving, []
        for first, second, detail in leaving:
            if isinstance(second, Buffer):
                assert isinstance(first, int)
                cb = self.cbs[self.core.slots[first][0]]
                second.tiles[detail] = self.core.tile(cb, first)
                continue
            assert not isinstance(first, int)
            if isinstance(second, InL1):
                check_target(second.core, second.address, detail)
            copy(first, second, detail)
            if isinstance(second, InL1):
                self.machine.touched(second.core, second.address)

    def before_wait(self) -> None:
        if self.leaving:
            self.deliver()

    def check_source(self, address: int, size: int) -> None:
        """Refuses to send pages that hold nothing this kernel may read."""
        for cb in self.core.buffers_at(address, size):
            first = (max(address, cb.base) - cb.base) // cb.page_bytes
            last = (min(address + size, cb.end) - 1 - cb.base) // cb.page_bytes
            for slot in range(first, last + 1):
                if (slot - cb.read_page) % cb.pages < cb.front:
                    continue
                if cb.slot_state(slot) == "ready" and cb.consumer is self:
                    raise MachineError(f"page {slot} of {cb} is sent, but was not waited for")
                if cb.pushed and cb.slot_state(slot) == "free":
                    raise MachineError(f"page {slot} of {cb} is sent, but nothing is in it")
        for start in self.landing:
            if address <= start < address + size:
                raise MachineError("bytes are sent whose read was not waited for by a barrier")

    def refuse_reuse(self, address: int, size: int) -> None:
        """Refuses to change or free bytes that a write of this kernel still reads."""
        for start, length in self.sources:
            if start < address + size and address < start + length:
                where = self.core.buffers_at(start, length)
                what = str(where[0]) if where else f"L1 address {start:#x}"
                raise MachineError(
                    f"bytes of {what} are popped or overwritten while {self.role} still writes "
                    f"them to the NoC; it needs noc_async_writes_flushed or a write barrier"
                )

    def refuse_second_read(self, address: int) -> None:
        where = self.core.slots.get(address)
        what = f"a page of {self.cbs[where[0]]}" if where else f"L1 address {address:#x}"
        raise MachineError(f"{what} is the target of two reads without a barrier between them")

    def refuse_unlanded(self, cb: CircularBuffer, n: int) -> None:
        """Refuses to publish pages that reads have yet to fill."""
        start = cb.base + cb.write_page * cb.page_bytes
        end = start + n * cb.page_bytes
        for address, (_, detail) in self.landing.items():
            size = detail if not isinstance(self.landing[address][0], Buffer) else cb.page_bytes
            if address < end and start < address + size:
                raise MachineError(
                    f"pages of {cb} are pushed before noc_async_read_barrier: "
                    f"{len(self.landing)} reads have not landed"
                )

    def finish(self) -> None:
        self.machine.counters.noc_bytes += self.noc_bytes
        for count, what, way in (
            (len(self.landing), "reads", "noc_async_read_barrier"),
            (self.unacknowledged, "writes", "noc_async_write_barrier"),
            (self.atomics, "semaphore increments", "noc_async_atomic_barrier"),
        ):
            if count:
                raise MachineError(
                    f"kernel_main of {self.role} returns with {count} {what} outstanding; "
                    f"it must call {way} first"
                )
