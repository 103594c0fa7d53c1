"""The chip while a program runs: DRAM, cores, and the kernels that may go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ttc.runtime_sim.chip import Chip
from ttc.runtime_sim.core import Core
from ttc.runtime_sim.counters import Counters
from ttc.runtime_sim.dram import Dram
from ttc.runtime_sim.errors import MachineError

if TYPE_CHECKING:
    from ttc.runtime_sim.data_movement import DataMovement
    from ttc.runtime_sim.thread import Thread


@dataclass(eq=False)
class Machine:
    """
    The state all kernels share.

    `ready` has the kernels that may go on; `watchers` those that wait for a word in a core's
    L1 to change; `changes` counts stores that a polling kernel might see.
    """

    chip: Chip
    dram: Dram
    counters: Counters
    cores: dict[tuple[int, int], Core] = field(default_factory=dict[tuple[int, int], Core])
    ready: list[Thread] = field(default_factory=list["Thread"])
    movers: dict[Core, list[DataMovement]] = field(default_factory=dict[Core, "list[DataMovement]"])
    watchers: dict[Core, list[Thread]] = field(default_factory=dict[Core, "list[Thread]"])
    changes: int = 0

    def virtual(self, core: Core) -> tuple[int, int]:
        """The NoC coordinates of a core."""
        x, y = self.chip.virtual_origin
        return core.x + x, core.y + y

    def core_at(self, x: int, y: int) -> Core:
        """The core at NoC coordinates."""
        left, top = self.chip.virtual_origin
        core = self.cores.get((x - left, y - top))
        if core is None:
            raise MachineError(
                f"no core of the program has NoC coordinates ({x}, {y}); the host translates "
                f"logical ones with worker_core_from_logical_core"
            )
        return core

    def writers(self, core: Core) -> list[DataMovement]:
        """The data-movement kernels of a core."""
        return self.movers.setdefault(core, [])

    def touched(self, core: Core, address: int) -> None:
        """Wakes kernels that wait for a word of this core."""
        self.changes += 1
        waiting = self.watchers.pop(core, None)
        if waiting:
            self.ready += waiting

    def watch(self, core: Core, thread: Thread) -> None:
        self.watchers.setdefault(core, []).append(thread)

    def load_word(self, core: Core, address: int) -> int:
        return int(core.bytes(address, 4).view(np.uint32)[0])

    def store_word(self, core: Core, address: int, value: int) -> None:
        for writer in self.writers(core):
            writer.refuse_reuse(address, 4)
        core.bytes(address, 4).view(np.uint32)[0] = value & 0xFFFFFFFF
        self.touched(core, address)
