"""
What a pass may know of a chip: the compute grid, L1, circular buffers and DST.

Numbers are those of the installed SDK's core and SoC descriptors; `l1_cb_base` is where
circular buffers may start, above firmware, mailboxes and the kernel configuration ring.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from ttc.diagnostics import CompileError


@dataclass(frozen=True)
class Target:
    """
    One chip.

    `grid` is the compute grid (x, y) in cores; `l1_bytes` the whole L1 of a core;
    `l1_cb_base` the first byte circular buffers may use; `dram_read_alignment` the bytes of which
    the address of a read from DRAM is a multiple (metalium noc_parameters.h).
    """

    name: str
    grid: tuple[int, int]
    l1_bytes: int
    l1_cb_base: int
    dram_read_alignment: int
    cb_count: int = 32

    @property
    def l1_cb_bytes(self) -> int:
        """Bytes of L1 that circular buffers of one core may take together."""
        return self.l1_bytes - self.l1_cb_base

    @property
    def cores(self) -> int:
        return self.grid[0] * self.grid[1]

    @staticmethod
    def dst_tiles(fp32: bool) -> int:
        """Tiles of one half of DST (half-sync; metalium LLK): 8 in 16 bits, 4 in 32 bits."""
        return 4 if fp32 else 8


WORMHOLE = Target(
    "wormhole", grid=(8, 8), l1_bytes=1_499_136, l1_cb_base=106_496, dram_read_alignment=32
)
BLACKHOLE = Target(
    "blackhole", grid=(11, 10), l1_bytes=1_572_864, l1_cb_base=108_544, dram_read_alignment=64
)

TARGETS: dict[str, Target] = {target.name: target for target in (WORMHOLE, BLACKHOLE)}


def target_named(name: str) -> Target:
    """Returns the target of that name; raises `CompileError` for another one."""
    if name not in TARGETS:
        nearest = get_close_matches(name, TARGETS, n=1)
        way_out = f"did you mean '{nearest[0]}'?" if nearest else f"targets: {', '.join(TARGETS)}"
        raise CompileError(f"there is no target '{name}'").note(way_out)
    return TARGETS[name]
