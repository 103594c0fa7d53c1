"""The SDK's object style (metalium api/dataflow/noc.h, dataflow_buffer.h): the same calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ttc.runtime_sim.accessor import Accessor
from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.data_movement import DataMovement
from ttc.runtime_sim.errors import MachineError

Options = dict[str, int]


@dataclass(frozen=True)
class BufferObject:
    """`DataflowBuffer b(cb);` or `CircularBuffer b(cb);`."""

    thread: DataMovement
    id: int

    def reserve_back(self, n: int) -> bool:
        return self.thread.cb_reserve_back(self.id, n)

    def wait_front(self, n: int) -> bool:
        return self.thread.cb_wait_front(self.id, n)

    def push_back(self, n: int) -> None:
        self.thread.cb_push_back(self.id, n)

    def pop_front(self, n: int) -> None:
        self.thread.cb_pop_front(self.id, n)

    def get_write_ptr(self) -> int:
        return self.thread.get_write_ptr(self.id)

    def get_read_ptr(self) -> int:
        return self.thread.get_read_ptr(self.id)

    def get_tile_size(self) -> int:
        return self.thread.get_tile_size(self.id)


@dataclass(frozen=True)
class NocObject:
    """`Noc noc;`: transfers between an accessor's pages and a buffer."""

    thread: DataMovement

    def async_read(
        self, source: Accessor, target: BufferObject, size: int, page: Options, place: Options
    ) -> None:
        address = target.get_write_ptr() + place.get("offset_bytes", 0)
        start = source.get_noc_addr(page["page_id"], page.get("offset_bytes", 0))
        self.thread.noc_async_read(start, address, size)

    def async_write(
        self, source: BufferObject, target: Accessor, size: int, place: Options, page: Options
    ) -> None:
        address = source.get_read_ptr() + place.get("offset_bytes", 0)
        start = target.get_noc_addr(page["page_id"], page.get("offset_bytes", 0))
        self.thread.noc_async_write(address, start, size)

    def async_read_barrier(self) -> None:
        self.thread.noc_async_read_barrier()

    def async_write_barrier(self) -> None:
        self.thread.noc_async_write_barrier()

    def async_writes_flushed(self) -> None:
        self.thread.noc_async_writes_flushed()

    def async_atomic_barrier(self) -> None:
        self.thread.noc_async_atomic_barrier()

    def async_full_barrier(self) -> None:
        self.thread.noc_async_full_barrier()


class Mover(DataMovement):
    """A data-movement kernel: free functions, objects, and the helpers for scaler tiles."""

    @kernel_call("object")
    def Noc(self, noc: int = 0) -> NocObject:
        return NocObject(self)

    @kernel_call("object")
    def DataflowBuffer(self, id: int) -> BufferObject:
        return BufferObject(self, id)

    @kernel_call("object")
    def CircularBuffer(self, id: int) -> BufferObject:
        return BufferObject(self, id)

    @kernel_call(blocking=True, templates=True)
    def prepare_reduce_scaler(
        self, factor: float, valid: int = 32, *, template: tuple[object, ...] = ()
    ) -> bool:
        # ttnn kernel_lib/reduce_helpers_dataflow.hpp: row 0 of each face holds the factor.
        if valid != 32:
            raise MachineError("prepare_reduce_scaler is known for whole tiles only")
        id = template[0]
        assert isinstance(id, int)
        if self.cb_reserve_back(id, 1):
            return True
        cb = self.cbs[id]
        tile = np.zeros_like(cb.format.poison)
        tile[0], tile[16] = factor, factor
        self.core.put_tile(cb, self.get_write_ptr(id), cb.format.round(tile))
        self.cb_push_back(id, 1)
        return False

    @kernel_call(blocking=True, templates=True)
    def calculate_and_prepare_reduce_scaler(
        self, valid: int = 32, *, template: tuple[object, ...] = ()
    ) -> bool:
        _, pool, dim, count = (*template, 1)[:4]
        assert isinstance(count, int)
        factor = 1.0
        if pool == "AVG":  # REDUCE_SCALAR applies the factor twice
            factor = count**-0.5 if dim == "REDUCE_SCALAR" else 1 / count
        return self.prepare_reduce_scaler(factor, valid, template=template)
