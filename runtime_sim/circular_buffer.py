"""
Circular buffers: counters and pointers of one producer and one consumer.

The pointers wrap only when they land exactly on the end (metalium api/dataflow/dataflow_api.h,
cb_push_back and cb_pop_front); running past it is an error here and silent on a chip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import Format

if TYPE_CHECKING:
    from ttc.runtime_sim.thread import Thread


@dataclass(eq=False, slots=True)
class CircularBuffer:
    """
    One circular buffer of one core.

    `ready` pages are published and not popped; the consumer waited for `front` of them; the
    producer holds `reserved` pages; `pack_next` of those were packed in order, or -1 if they
    are packed by index. `decoded` is false if several formats share the memory.
    """

    id: int
    name: str
    format: Format
    page_bytes: int
    pages: int
    base: int
    decoded: bool = True
    unpack_to_dest: bool = False
    ready: int = 0
    front: int = 0
    reserved: int = 0
    read_page: int = 0
    write_page: int = 0
    pack_next: int = 0
    pushed: int = 0
    producer: Thread | None = None
    consumer: Thread | None = None
    consumer_waits: int = 0
    producer_waits: int = 0

    @property
    def end(self) -> int:
        return self.base + self.pages * self.page_bytes

    def __str__(self) -> str:
        return f"cb {self.name}"

    def count_error(self, call: str, n: int) -> NoReturn:
        raise MachineError(f"{call} of {n} pages of {self}, which has {self.pages}")

    def tile_error(self, index: int) -> NoReturn:
        """Why tile `index` of the front cannot be read."""
        if index >= self.front:
            raise MachineError(
                f"tile {index} of {self} is read, but {self.front} of its pages were waited for"
            )
        raise MachineError(
            f"tile {index} of {self} lies past its end: the front starts at page "
            f"{self.read_page} of {self.pages}"
        )

    def push_error(self, n: int) -> NoReturn:
        """Why `n` pages cannot be published."""
        if n > self.reserved:
            raise MachineError(f"{n} pages of {self} are pushed, but {self.reserved} are reserved")
        raise MachineError(
            f"a push of {n} pages at page {self.write_page} runs past the end of {self}, which "
            f"has {self.pages}; pushes must sum to exactly {self.pages} in each turn"
        )

    def pop_error(self, n: int) -> NoReturn:
        """Why `n` pages cannot be freed."""
        if n > self.front:
            raise MachineError(f"{n} pages of {self} are popped, but {self.front} were waited for")
        raise MachineError(
            f"a pop of {n} pages at page {self.read_page} runs past the end of {self}, which "
            f"has {self.pages}; pops must sum to exactly {self.pages} in each turn"
        )

    def slot_state(self, slot: int) -> str:
        """`reserved`, `ready` (published) or `free`."""
        if self.write_page <= slot < self.write_page + self.reserved:
            return "reserved"
        if (slot - self.read_page) % self.pages < self.ready:
            return "ready"
        return "free"
