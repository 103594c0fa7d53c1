"""
A core: its L1, circular buffers and semaphores.

A page of L1 is held as bytes or, if it is a whole page of a circular buffer, as a decoded
tile: `tiles` has it under its address as long as the tile is what counts. Whoever reads or
writes bytes gets the tile encoded first, so a pointer always sees real bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ttc.runtime_sim.chip import SEMAPHORES, Chip
from ttc.runtime_sim.circular_buffer import CircularBuffer
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import Array, Bytes


class BufferTable(dict[int, CircularBuffer]):
    """Circular buffers by id; an undeclared id is an error that says so."""

    def __missing__(self, id: int) -> CircularBuffer:
        declared = ", ".join(f"{cb.id} ({cb.name})" for cb in self.values()) or "none"
        raise MachineError(
            f"circular buffer {id} is not declared on this core (declared: {declared})"
        )


@dataclass(eq=False)
class Core:
    """One Tensix core at logical (x, y); `slots` gives the CB and slot that start at an address."""

    x: int
    y: int
    chip: Chip
    cbs: BufferTable
    slots: dict[int, tuple[int, int]]
    semaphores: dict[int, int] = field(default_factory=dict[int, int])
    tiles: dict[int, Array] = field(default_factory=dict[int, Array])

    @cached_property
    def top(self) -> int:
        """The first address above everything allocated."""
        return max([cb.end for cb in self.cbs.values()] or [self.chip.target.l1_cb_base])

    @cached_property
    def l1(self) -> Bytes:
        """The bytes from address 0 to `top`; 0xFF until written."""
        data = np.full(self.top, 0xFF, np.uint8)
        zeros = self.chip.zeros_base
        data[zeros : zeros + self.chip.zeros_bytes] = 0
        words = data.view(np.uint32)
        for id, value in self.semaphores.items():
            words[self.semaphore(id) // 4] = value
        return data

    @cached_property
    def by_address(self) -> list[CircularBuffer]:
        return sorted(self.cbs.values(), key=lambda cb: cb.base)

    def __str__(self) -> str:
        return f"core ({self.x}, {self.y})"

    def semaphore(self, id: int) -> int:
        """The L1 address of a semaphore's word."""
        return self.chip.semaphore_base + 16 * id

    def buffers_at(self, address: int, size: int) -> list[CircularBuffer]:
        """The circular buffers that `size` bytes at `address` touch."""
        last = bisect_right(self.by_address, address + size - 1, key=lambda cb: cb.base)
        return [cb for cb in self.by_address[:last] if cb.end > address]

    def check(self, address: int, size: int) -> list[CircularBuffer]:
        """Refuses bytes that nothing was allocated for; gives the CBs they lie in."""
        found = self.buffers_at(address, size)
        if found:
            if address < found[0].base or address + size > max(cb.end for cb in found):
                raise MachineError(
                    f"{size} bytes at L1 address {address:#x} run past the end of {found[-1]} "
                    f"({found[-1].base:#x} to {found[-1].end:#x})"
                )
            return found
        zeros, first = self.chip.zeros_base, self.chip.semaphore_base
        in_zeros = zeros <= address and address + size <= zeros + self.chip.zeros_bytes
        in_semaphores = first <= address and address + size <= first + 16 * SEMAPHORES
        if not (in_zeros or in_semaphores):
            raise MachineError(f"L1 address {address:#x} of {self} belongs to no circular buffer")
        return found

    def bytes(self, address: int, size: int) -> Bytes:
        """A view of `size` bytes at `address`, up to date, to read or to write."""
        for cb in self.check(address, size):
            first = max(0, (address - cb.base) // cb.page_bytes)
            last = min(cb.pages - 1, (address + size - 1 - cb.base) // cb.page_bytes)
            for start in range(cb.base + first * cb.page_bytes, cb.end, cb.page_bytes):
                if start > cb.base + last * cb.page_bytes:
                    break
                self.settle(cb, start)
        return self.l1[address : address + size]

    def settle(self, cb: CircularBuffer, start: int) -> None:
        """Turns the page at `start` into bytes."""
        tile = self.tiles.pop(start, None)
        if tile is None:
            return
        page = self.l1[start : start + cb.page_bytes]
        if tile is cb.format.poison:
            page[:] = 0xFF
        else:
            page[: cb.format.tile_bytes] = cb.format.encode(tile[None])[0]

    def tile(self, cb: CircularBuffer, address: int) -> Array:
        """The tile of `cb` at `address`, decoded; shared, not to be written to."""
        tile = self.tiles.get(address)
        if tile is None:
            size = cb.format.tile_bytes
            tile = cb.format.decode(self.bytes(address, size)[None])[0]
            if cb.decoded:
                self.tiles[address] = tile
        return tile

    def put_tile(self, cb: CircularBuffer, address: int, tile: Array) -> None:
        """Stores a tile whose values the format of `cb` holds exactly."""
        if cb.decoded:
            self.tiles[address] = tile
        else:
            self.bytes(address, cb.format.tile_bytes)[:] = cb.format.encode(tile[None])[0]

    def poison(self, cb: CircularBuffer, first: int, pages: int) -> None:
        """Fills pages from slot `first` with 0xFF."""
        start = cb.base + first * cb.page_bytes
        if not cb.decoded:
            self.bytes(start, pages * cb.page_bytes)[:] = 0xFF
            return
        for address in range(start, start + pages * cb.page_bytes, cb.page_bytes):
            self.tiles[address] = cb.format.poison
