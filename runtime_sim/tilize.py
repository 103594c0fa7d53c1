"""Tiles from rows on the unpacker, and back into L1 (metalium api/compute/tilize.h)."""

from __future__ import annotations

import numpy as np

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.circular_buffer import CircularBuffer
from ttc.runtime_sim.dst import FREE
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import (
    BFLOAT16,
    FLOAT32,
    INT32,
    TILE,
    UINT32,
    Array,
    round_bf16_away,
    truncate_tf32,
)
from ttc.runtime_sim.reduce import ReduceThread


class TilizeThread(ReduceThread):
    """`tilize_block` has its own sections of DST; between init and uninit nothing else packs."""

    tilizes: bool = False

    @kernel_call()
    def tilize_init(self, source: int, width: int, output: int) -> None:
        self.init = ("tilize_init", width)
        self.tilizes = True

    @kernel_call()
    def tilize_uninit(self, source: int, output: int) -> None:
        self.init = ("tilize_uninit",)
        self.tilizes = False

    def packable(self, cb: CircularBuffer, dst: int) -> Array:
        if self.tilizes:
            raise MachineError(
                f"pack_tile writes to {cb} while the packer is set up by tilize_init; "
                f"it needs tilize_uninit"
            )
        return super().packable(cb, dst)

    @kernel_call()
    def tilize_block(
        self, source: int, width: int, output: int, index: int = 0, out_index: int = 0
    ) -> None:
        cb, out = self.cbs[source], self.cbs[output]
        if self.dst.state != FREE:
            raise MachineError(
                f"tilize_block has sections of DST of its own; one is {self.dst.state} here"
            )
        if self.init != ("tilize_init", width):
            last = " of ".join(map(str, self.init)) or "none"
            raise MachineError(
                f"tilize_block of {width} tiles without tilize_init of {width}: "
                f"the last init was {last}"
            )
        if cb.format is not self.source_a:
            self.format_error("tilize_block", cb, "SrcA")
        if out.format is not self.packed:
            self.pack_format_error(out)
        if index % width:
            # Rows of tiles are counted in whole ones (metalium llk_unpack_tilize_api.h).
            raise MachineError(f"tilize_block of {width} tiles reads {cb} from tile {index} on")
        for n, tile in enumerate(self.tilized(cb, index, width)):
            page = out.write_page + out_index + n
            if out_index + n >= out.reserved or page >= out.pages:
                self.pack_place_error(out, out_index + n)
            self.core.put_tile(
                out, out.base + page * out.page_bytes, self.converted(out.format, tile)
            )
        out.pack_next = -1
        for op in ("copy", "pack"):
            self.ops[op] += width
        self.unpacked += width

    def tilized(self, cb: CircularBuffer, index: int, width: int) -> Array:
        """The tiles of 32 rows in the front of a buffer, as DST holds them."""
        last = index + width - 1
        if last >= cb.front or cb.read_page + last >= cb.pages:
            cb.tile_error(last)
        if cb.format not in (BFLOAT16, FLOAT32, INT32, UINT32):
            raise MachineError(f"{cb} holds {cb.format.name}, of which rows are not tilized here")
        start = cb.base + (cb.read_page + index) * cb.page_bytes
        data = self.core.bytes(start, width * cb.page_bytes).copy()
        rows = cb.format.decode_datums(data[None]).reshape(TILE, width, TILE)
        if not cb.format.is_float:
            # Words go straight into DST (llk_unpack_tilize.h).
            if not self.dst.wide:
                raise MachineError(f"{cb} holds {cb.format.name}: tiles need fp32_dest_acc_en")
            return np.ascontiguousarray(rows.transpose(1, 0, 2))
        if cb.format is FLOAT32 and not (cb.unpack_to_dest and self.dst.wide):
            rows = truncate_tf32(rows)
        tiles = np.ascontiguousarray(rows.transpose(1, 0, 2))
        return tiles if self.dst.wide else round_bf16_away(tiles)
