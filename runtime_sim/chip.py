"""
The facts of a chip that the machine model needs beside those of `ttc.targets`.

Sources: metalium noc_parameters.h (alignments, burst), the SoC descriptors (banks), and the
virtual coordinates that the runtime hands to kernels.
"""

from __future__ import annotations

from dataclasses import dataclass

from ttc.targets import BLACKHOLE, WORMHOLE, Target

L1_ALIGNMENT = 16
DRAM_WRITE_ALIGNMENT = 16
SEMAPHORES = 16
"""Semaphores a core has (ids 0..15; the runtime refuses others)."""


@dataclass(frozen=True)
class Chip:
    """
    One chip; sizes in bytes.

    `dram_base` is the first offset of a bank that tensors may use; `zeros_base` the firmware's
    block of zeros in L1; `semaphore_base` the L1 address of semaphore 0; `virtual_origin` the
    NoC coordinates kernels use for logical core (0, 0).
    """

    target: Target
    dram_banks: int
    dram_read_alignment: int
    noc_burst: int
    virtual_origin: tuple[int, int]
    dram_base: int = 0x20000
    zeros_base: int = 0x2800
    zeros_bytes: int = 512
    semaphore_base: int = 0x4000

    @property
    def name(self) -> str:
        return self.target.name


CHIPS: dict[str, Chip] = {
    "wormhole": Chip(WORMHOLE, 12, 32, 8192, (18, 18)),
    "blackhole": Chip(BLACKHOLE, 8, 64, 16384, (1, 2)),
}
