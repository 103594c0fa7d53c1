"""What a run counts: DRAM and NoC traffic, tile operations, stalls."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Traffic:
    """Bytes and pages (tiles) moved between one tensor, or all of DRAM, and the cores."""

    read_bytes: int = 0
    read_tiles: int = 0
    written_bytes: int = 0
    written_tiles: int = 0


@dataclass
class Counters:
    """
    One run.

    `tile_ops` has tiles by kind: matmul (tile multiply-accumulates), eltwise, reduce, copy,
    sfpu, unpack, pack. `cb_stalls` counts waits that had to wait, by circular buffer and side
    (`A_shared.front`). `l1_bytes` is the most a core allocates for circular buffers.
    """

    dram: Traffic = field(default_factory=Traffic)
    tensors: dict[str, Traffic] = field(default_factory=dict[str, Traffic])
    noc_bytes: int = 0
    tile_ops: dict[str, int] = field(default_factory=dict[str, int])
    cb_stalls: dict[str, int] = field(default_factory=dict[str, int])
    l1_bytes: int = 0
    cores: int = 0

    def merge_tile_ops(self, ops: dict[str, int]) -> None:
        for kind, count in ops.items():
            self.tile_ops[kind] = self.tile_ops.get(kind, 0) + count
