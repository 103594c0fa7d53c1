"""What the SDK's build calls each chip, and the defines it gives to every kernel of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """
    One target as the runtime's JIT sees it.

    `llk` names its folders below tt-llk and ckernels, `cpu` is SFPI's -mcpu; banks and the place
    of PCIe are those of the mock device (`cluster`), as the runtime passes them;
    `buffers` is how many circular buffers its headers have arrays for.
    """

    name: str
    llk: str
    cpu: str
    cluster: str
    dram_banks: int
    l1_banks: tuple[str, ...]
    pcie: tuple[int, int]
    buffers: int

    @property
    def defines(self) -> tuple[str, ...]:
        return (
            f"ARCH_{self.name.upper()}",
            "IS_NOT_POW2_NUM_DRAM_BANKS=1",
            f"NUM_DRAM_BANKS={self.dram_banks}",
            *self.l1_banks,
            f"PCIE_NOC_X={self.pcie[0]}",
            f"PCIE_NOC_Y={self.pcie[1]}",
        )


WORMHOLE = Chip(
    name="wormhole",
    llk="wormhole_b0",
    cpu="tt-wh",
    cluster="n150",
    dram_banks=12,
    l1_banks=("NUM_L1_BANKS=64", "LOG_BASE_2_OF_NUM_L1_BANKS=6"),
    pcie=(0, 3),
    buffers=32,
)
BLACKHOLE = Chip(
    name="blackhole",
    llk="blackhole",
    cpu="tt-bh",
    cluster="p100",
    dram_banks=7,
    l1_banks=("NUM_L1_BANKS=120", "IS_NOT_POW2_NUM_L1_BANKS=1"),
    pcie=(19, 24),
    buffers=64,
)
CHIPS: dict[str, Chip] = {chip.name: chip for chip in (WORMHOLE, BLACKHOLE)}
