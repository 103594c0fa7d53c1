"""
DRAM: tensors interleaved over the banks, a page at a time.

Page p of a tensor lies in bank `p % banks` at offset `base + (p // banks) * page_bytes`
(metalium tensor accessors, interleaved). A page is held as bytes or as a decoded tile,
whichever was written last; the other form is made when someone asks for it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from ttc.runtime_sim.chip import Chip
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import Array, Bytes, Format

if TYPE_CHECKING:
    from ttc.runtime_sim.core import Core


@dataclass(eq=False, slots=True)
class Buffer:
    """
    A tensor's pages.

    `tiles[p]` is page p decoded, or None if `raw[p]` holds its bytes. `reads` and `writes`
    count bytes that kernels moved. `readers` and `writers` say which core used a page in this
    program, None if several read it.
    """

    name: str
    base: int
    pages: int
    page_bytes: int
    format: Format
    tiles: list[Array | None]
    raw: Bytes | None = None
    reads: int = 0
    writes: int = 0
    readers: dict[int, Core | None] = field(default_factory=dict[int, "Core | None"])
    writers: dict[int, Core] = field(default_factory=dict[int, "Core"])

    def tile(self, page: int) -> Array:
        """Page `page` decoded; the array is shared and must not be written to."""
        tile = self.tiles[page]
        if tile is None:
            tile = self.format.decode(self.all_bytes()[page : page + 1])[0]
            self.tiles[page] = tile
        return tile

    def all_bytes(self) -> Bytes:
        if self.raw is None:
            self.raw = np.full((self.pages, self.page_bytes), 0xFF, np.uint8)
        return self.raw

    def page(self, page: int) -> Bytes:
        """The bytes of a page, to read."""
        raw, tile = self.all_bytes(), self.tiles[page]
        if tile is not None and tile is not self.format.poison:
            raw[page, : self.format.tile_bytes] = self.format.encode(tile[None])[0]
        elif tile is not None:
            raw[page] = 0xFF
        return raw[page]

    def store(self, page: int, offset: int, data: Bytes) -> None:
        """Overwrites bytes of a page; `offset` counts from its start."""
        target = self.page(page)
        self.tiles[page] = None
        target[offset : offset + len(data)] = data

    def note_read(self, page: int, core: Core) -> None:
        """A core reads a page; an error if another one wrote it in the same program."""
        writer = self.writers.get(page)
        if writer is not None and writer is not core:
            self.race(page, f"{writer} writes it", f"{core} reads it")
        known = self.readers.setdefault(page, core)
        if known is not core:
            self.readers[page] = None

    def note_write(self, page: int, core: Core) -> None:
        """A core writes a page; an error if another one read or wrote it."""
        writer = self.writers.setdefault(page, core)
        if writer is not core:
            self.race(page, f"{writer} writes it", f"{core} too")
        reader = self.readers.get(page, core)
        if reader is not core:
            self.race(page, f"{reader or 'several cores'} read it", f"{core} writes it")

    def race(self, page: int, first: str, second: str) -> NoReturn:
        raise MachineError(
            f"page {page} of '{self.name}': {first} and {second}, and no semaphore puts the two "
            f"in an order"
        )

    def read_back(self) -> Array:
        """All pages decoded, [pages, 32, 32]."""
        unread = [page for page, tile in enumerate(self.tiles) if tile is None]
        if unread:
            decoded = self.format.decode(self.all_bytes()[unread])
            for page, tile in zip(unread, decoded, strict=True):
                self.tiles[page] = tile
        return np.stack([tile for tile in self.tiles if tile is not None])


@dataclass
class Dram:
    """The banks: an allocator of offsets, and the way from a bank's offset to a page."""

    chip: Chip
    top: int = 0
    buffers: list[Buffer] = field(default_factory=list[Buffer])

    def __post_init__(self) -> None:
        self.top = self.top or self.chip.dram_base

    def allocate(self, name: str, pages: int, page_bytes: int, format: Format) -> Buffer:
        """A buffer of `pages`; its bytes are 0xFF until something is written."""
        buffer = Buffer(name, self.top, pages, page_bytes, format, [format.poison] * pages)
        rows = -(-pages // self.chip.dram_banks)
        self.top += -(-rows * page_bytes // 64) * 64
        self.buffers.append(buffer)
        return buffer

    def at(self, address: int) -> Buffer | None:
        """The buffer whose base is `address`."""
        index = bisect_right(self.buffers, address, key=lambda buffer: buffer.base) - 1
        if index >= 0 and self.buffers[index].base == address:
            return self.buffers[index]
        return None

    def find(self, bank: int, offset: int, size: int) -> tuple[Buffer, int, int]:
        """The buffer, page and offset in the page of `size` bytes at a bank's offset."""
        if bank >= self.chip.dram_banks:
            raise MachineError(
                f"DRAM bank {bank} does not exist; {self.chip.name} has {self.chip.dram_banks}"
            )
        index = bisect_right(self.buffers, offset, key=lambda buffer: buffer.base) - 1
        if index < 0:
            raise MachineError(f"no tensor lies at DRAM bank {bank}, offset {offset:#x}")
        buffer = self.buffers[index]
        row, within = divmod(offset - buffer.base, buffer.page_bytes)
        page = row * self.chip.dram_banks + bank
        if page >= buffer.pages:
            raise MachineError(
                f"DRAM bank {bank}, offset {offset:#x} is page {page} of '{buffer.name}', "
                f"which has {buffer.pages}"
            )
        if within + size > buffer.page_bytes:
            raise MachineError(
                f"{size} bytes from byte {within} of a page of '{buffer.name}' run past "
                f"its {buffer.page_bytes} bytes"
            )
        return buffer, page, within
