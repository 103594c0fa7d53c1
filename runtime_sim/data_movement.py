"""The calls of a reader or writer (metalium api/dataflow/dataflow_api.h)."""

from __future__ import annotations

from ttc.runtime_sim.accessor import Accessor, AccessorArgs
from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.noc import (
    InL1,
    encode,
    encode_dram,
    encode_rectangle,
    locate,
)
from ttc.runtime_sim.semaphores import SynchronisingThread
from ttc.runtime_sim.thread import Template


class DataMovement(SynchronisingThread):
    """A kernel on one of the two data-movement processors."""

    # Circular buffers

    @kernel_call()
    def cb_push_back(self, id: int, n: int) -> None:
        if self.landing:
            self.refuse_unlanded(self.cbs[id], n)
        super().cb_push_back(id, n)

    @kernel_call("u32")
    def get_write_ptr(self, id: int) -> int:
        cb = self.cbs[id]
        return cb.base + cb.write_page * cb.page_bytes

    @kernel_call("u32")
    def get_read_ptr(self, id: int) -> int:
        cb = self.cbs[id]
        return cb.base + cb.read_page * cb.page_bytes

    @kernel_call("bool")
    def cb_pages_reservable_at_back(self, id: int, n: int) -> bool:
        cb = self.cbs[id]
        return cb.pages - cb.ready >= n

    @kernel_call("bool")
    def cb_pages_available_at_front(self, id: int, n: int) -> bool:
        return self.cbs[id].ready >= n

    # Addresses

    @kernel_call("accessor_args", templates=True)
    def TensorAccessorArgs(self, *, template: Template = ()) -> AccessorArgs:
        offset = int(template[0])
        flags = self.get_compile_time_arg_val(offset)
        if flags != 2:
            raise MachineError(
                f"compile-time argument {offset} is {flags}, but the words of an interleaved "
                f"DRAM tensor start with 2"
            )
        return AccessorArgs(offset, flags, self.get_compile_time_arg_val(offset + 1))

    @kernel_call("accessor")
    def TensorAccessor(self, args: AccessorArgs, base: int, page_bytes: int = 0) -> Accessor:
        return Accessor(self, self.machine.dram.at(base), base, page_bytes or args.page_bytes)

    @kernel_call("u64")
    def get_noc_addr(self, x: int, y: int = -1, address: int = -1, noc: int = 0) -> int:
        if y == -1 or address == -1:  # get_noc_addr(address [, noc]): this core
            own_x, own_y = self.machine.virtual(self.core)
            return encode(own_x, own_y, x)
        return encode(x, y, address)

    @kernel_call("u64", templates=True)
    def get_noc_addr_from_bank_id(
        self, bank: int, offset: int, noc: int = 0, *, template: Template = (True,)
    ) -> int:
        if not template[0]:
            raise MachineError("only DRAM banks are known: get_noc_addr_from_bank_id<true>")
        return encode_dram(bank, offset)

    @kernel_call("u64")
    def get_noc_multicast_addr(
        self, x0: int, y0: int, x1: int, y1: int, address: int, noc: int = 0
    ) -> int:
        return encode_rectangle(x0, y0, x1, y1, address)

    # Transfers

    @kernel_call()
    def noc_async_read_page(
        self, page: int, accessor: Accessor, address: int, offset: int = 0, noc: int = 0
    ) -> None:
        buffer, slot = accessor.buffer, self.core.slots.get(address)
        if buffer is None or slot is None or offset or not 0 <= page < buffer.pages:
            self.read_part(page, accessor, address, offset)
            return
        cb = self.cbs[slot[0]]
        behind = slot[1] - cb.write_page
        size = cb.page_bytes
        if (
            cb.format is not buffer.format
            or accessor.page_bytes != size
            or not 0 <= behind < cb.reserved
        ):
            self.read_part(page, accessor, address, offset)
            return
        if address in self.landing:
            self.refuse_second_read(address)
        self.core.tiles[address] = cb.format.poison
        self.landing[address] = (buffer, page)
        buffer.reads += size
        self.noc_bytes += size
        if self.unordered:
            buffer.note_read(page, self.core)

    def read_part(self, page: int, accessor: Accessor, address: int, offset: int) -> None:
        source = accessor.get_noc_addr(page, offset)
        self.noc_async_read(source, address, accessor.page_bytes - offset)

    @kernel_call()
    def noc_async_read(
        self, source: int, address: int, size: int, noc: int = 0, vc: int = 0
    ) -> None:
        if size:
            self.read(locate(self.machine, source, size), address, size)

    @kernel_call()
    def noc_async_read_one_packet(
        self, source: int, address: int, size: int, noc: int = 0, vc: int = 0
    ) -> None:
        self.check_packet(size)
        self.noc_async_read(source, address, size)

    @kernel_call()
    def noc_async_write_one_packet(
        self, address: int, target: int, size: int, noc: int = 0, vc: int = 0
    ) -> None:
        self.check_packet(size)
        self.noc_async_write(address, target, size)

    def check_packet(self, size: int) -> None:
        limit = self.machine.chip.noc_burst
        if size > limit:
            raise MachineError(f"one packet holds {limit} bytes, {size} are asked for")

    @kernel_call()
    def noc_async_read_barrier(self, noc: int = 0) -> None:
        if self.landing:
            self.land()

    @kernel_call()
    def noc_async_write_page(
        self,
        page: int,
        accessor: Accessor,
        address: int,
        size: int = 0,
        offset: int = 0,
        noc: int = 0,
    ) -> None:
        buffer, slot = accessor.buffer, self.core.slots.get(address)
        size = size or accessor.page_bytes
        if buffer is not None and slot is not None and 0 <= page < buffer.pages and not offset:
            cb = self.cbs[slot[0]]
            ahead = slot[1] - cb.read_page
            whole = size == cb.page_bytes == buffer.page_bytes == accessor.page_bytes
            if whole and cb.format is buffer.format and 0 <= ahead < cb.front:
                self.leaving.append((address, buffer, page))
                self.sources.append((address, size))
                self.unacknowledged += 1
                buffer.writes += size
                self.noc_bytes += size
                if self.unordered:
                    buffer.note_write(page, self.core)
                return
        self.noc_async_write(address, accessor.get_noc_addr(page, offset), size)

    @kernel_call()
    def noc_async_write(
        self, address: int, target: int, size: int, noc: int = 0, vc: int = 0
    ) -> None:
        self.write(address, locate(self.machine, target, size), size)

    @kernel_call()
    def noc_async_writes_flushed(self, noc: int = 0) -> None:
        if self.leaving:
            self.deliver()
        self.sources.clear()

    @kernel_call()
    def noc_async_write_barrier(self, noc: int = 0) -> None:
        if self.leaving:
            self.deliver()
        self.sources.clear()
        self.unacknowledged = 0

    @kernel_call()
    def noc_async_atomic_barrier(self, noc: int = 0) -> None:
        self.atomics = 0

    @kernel_call()
    def noc_async_full_barrier(self, noc: int = 0) -> None:
        self.noc_async_read_barrier()
        self.noc_async_write_barrier()
        self.noc_async_atomic_barrier()

    @kernel_call()
    def noc_inline_dw_write(
        self, target: int, value: int, be: int = 0xF, noc: int = 0, vc: int = 0
    ) -> None:
        place = locate(self.machine, target, 4)
        if not isinstance(place, InL1):
            raise MachineError("noc_inline_dw_write does not reach DRAM")
        self.machine.store_word(place.core, place.address, value)
        self.unacknowledged += 1
