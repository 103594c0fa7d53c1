"""
DST: the tiles math works on, and the life of one section of it.

acquire -> commit -> wait -> release, each once; release clears to zero (metalium
api/compute/reg_api.h, hardware: Dst of the ISA documentation). In 16-bit mode every stored
result is rounded to bfloat16.
"""

from __future__ import annotations

from typing import NoReturn

import numpy as np

from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import TILE, Array, round_bf16_away, truncate_bf16

FREE, ACQUIRED, COMMITTED, WAITED = "free", "acquired", "committed", "waited"
NEXT_CALL = {
    FREE: "tile_regs_acquire",
    ACQUIRED: "tile_regs_commit",
    COMMITTED: "tile_regs_wait",
    WAITED: "tile_regs_release",
}
ZERO = np.zeros((TILE, TILE), np.float32)
ZERO.flags.writeable = False


class Dst:
    """
    One section of DST.

    `slots[i]` is tile i, float32 or an integer type, or None while it is still zero. Arrays
    are shared, never written to in place. `wide` is 32-bit mode.
    """

    def __init__(self, wide: bool, full_sync: bool) -> None:
        self.wide = wide
        self.capacity = (8 if wide else 16) // (1 if full_sync else 2)
        self.full_sync = full_sync
        self.slots: list[Array | None] = [None] * self.capacity
        self.state = FREE

    def step(self, call: str, of: str, to: str) -> None:
        """Goes from one state of the section to the next."""
        if self.state != of:
            raise MachineError(
                f"{call} while the section of DST is {self.state}: the next call must be "
                f"{NEXT_CALL[self.state]}"
            )
        self.state = to

    def release(self) -> None:
        self.slots = [None] * self.capacity

    def index_error(self, index: int) -> NoReturn:
        mode = "32-bit" if self.wide else "16-bit"
        sync = "full-sync" if self.full_sync else "half-sync"
        raise MachineError(
            f"tile {index} of DST is used; a section holds {self.capacity} ({mode}, {sync})"
        )

    def state_error(self, what: str, wanted: str) -> NoReturn:
        call = "tile_regs_acquire" if wanted == ACQUIRED else "tile_regs_wait"
        raise MachineError(
            f"{what} needs {call} before it; the section of DST is {self.state} here"
        )

    def store(self, index: int, values: Array) -> None:
        """Stores a result of the FPU, or a copy: rounded in 16-bit mode, ties away from zero."""
        if not 0 <= index < self.capacity:
            self.index_error(index)
        self.slots[index] = values if self.wide else round_bf16_away(values)

    def store_truncated(self, index: int, values: Array) -> None:
        """Stores what an SFPU store cuts off in 16-bit mode."""
        if not 0 <= index < self.capacity:
            self.index_error(index)
        self.slots[index] = values if self.wide else truncate_bf16(values)

    def store_raw(self, index: int, values: Array) -> None:
        """Stores values that fit as they are; a 16-bit integer in the lower half of a word."""
        if not 0 <= index < self.capacity:
            self.index_error(index)
        is_half = self.wide and values.dtype == np.uint16
        self.slots[index] = values.astype(np.uint32) if is_half else values

    def store_converted(self, index: int, values: Array) -> None:
        """
        Stores integers that `typecast_tile` made.

        In 32-bit mode it puts 16-bit ones into the upper half of a word, where the packer looks
        for them and nobody else does (metalium ckernel_sfpu_typecast.h).
        """
        if not 0 <= index < self.capacity:
            self.index_error(index)
        self.slots[index] = values

    def load(self, index: int) -> Array | None:
        if not 0 <= index < self.capacity:
            self.index_error(index)
        return self.slots[index]

    def floats(self, index: int, what: str) -> Array:
        """Tile `index` as float32; an error if it holds integers."""
        values = self.load(index)
        if values is None:
            return ZERO
        if values.dtype.kind != "f":
            raise MachineError(f"{what} works on floats, but DST[{index}] holds {values.dtype}")
        return values

    def integers(self, index: int, dtype: type[np.integer], what: str) -> Array:
        """Tile `index` as integers; an error if it holds floats."""
        values = self.load(index)
        if values is None:
            return ZERO.astype(dtype)
        if values.dtype.kind == "f":
            raise MachineError(f"{what} works on integers, but DST[{index}] holds floats")
        if self.wide and values.dtype == np.uint16:
            raise MachineError(
                f"{what} looks into the lower half of the words of DST[{index}], but typecast_tile "
                f"left uint16 in the upper one, for the packer"
            )
        return values.astype(dtype)
