"""Rows from tiles, on the packer (metalium api/compute/pack_untilize.h, llk_pack_untilize.h)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.dst import ACQUIRED, COMMITTED, FREE, WAITED
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import TILE, Array
from ttc.runtime_sim.packer import PackingThread
from ttc.runtime_sim.thread import Template
from ttc.runtime_sim.tilize import TilizeThread

if TYPE_CHECKING:
    from ttc.runtime_sim.circular_buffer import CircularBuffer

WIDEST = 8
"""Tiles of a block, whatever DST holds (static_assert of Blackhole's llk_pack_untilize.h)."""


class UntilizeThread(TilizeThread):
    """
    The packer writes rows to the back of a buffer; between init and uninit it writes nothing else.

    `untilizes` are the tiles of a block and of a whole row that it is set up for, (0, 0) if for
    none. Both inits and the uninit configure the packer for the format of their buffer.
    """

    untilizes: tuple[int, int] = (0, 0)

    @kernel_call(templates=True)
    def pack_untilize_init(self, source: int, output: int, *, template: Template = ()) -> None:
        self.init = ("copy_init",)
        self.pack_untilize_dest_init(output, template=template)

    @kernel_call(templates=True)
    def pack_untilize_dest_init(self, output: int, *, template: Template = ()) -> None:
        block, full = widths(template)
        if self.dst.state != FREE:
            # Blackhole's FPU would wait for the packer before it changes how DST is addressed.
            raise MachineError(
                f"pack_untilize_dest_init belongs between sections of DST; one is "
                f"{self.dst.state} here"
            )
        if full % block:
            raise MachineError(f"rows of {full} tiles are not untilized in blocks of {block}")
        most = min(WIDEST, self.dst.capacity)
        if block > most:
            raise MachineError(f"a block of {block} tiles is untilized; a section holds {most}")
        self.packed = self.cbs[output].format
        self.untilizes = block, full

    @kernel_call()
    def tilize_init(self, source: int, width: int, output: int) -> None:
        if self.untilizes[0]:
            raise MachineError(
                "tilize_init while the packer is set up by pack_untilize_init; it needs "
                "pack_untilize_uninit"
            )
        super().tilize_init(source, width, output)

    @kernel_call()
    def pack_untilize_uninit(self, output: int) -> None:
        self.packed = self.cbs[output].format
        self.untilizes = 0, 0

    def packable(self, cb: CircularBuffer, dst: int) -> Array:
        if self.untilizes[0]:
            raise MachineError(
                f"pack_tile writes to {cb} while the packer is set up by pack_untilize_init; "
                f"it needs pack_untilize_uninit"
            )
        return super().packable(cb, dst)

    @kernel_call(templates=True)
    def pack_untilize_block(
        self, source: int, rows: int, output: int, col: int = 0, *, template: Template = ()
    ) -> None:
        block, _ = widths(template)
        if self.dst.state != FREE:
            raise MachineError(
                f"pack_untilize_block has sections of DST of its own; one is {self.dst.state} here"
            )
        if rows != 1:
            # Every turn of its loop reads the front from the first tile on, and packs to the same
            # place (pack_untilize.h).
            raise MachineError(
                f"pack_untilize_block of {rows} rows does the first one {rows} times"
            )
        self.dst.step("tile_regs_acquire", FREE, ACQUIRED)
        for tile in range(block):
            self.copy_tile(source, tile, tile)
        self.dst.step("tile_regs_commit", ACQUIRED, COMMITTED)
        self.dst.step("tile_regs_wait", COMMITTED, WAITED)
        self.untilize("pack_untilize_block", output, 1, col, template)
        self.dst.step("tile_regs_release", WAITED, FREE)
        self.dst.release()

    @kernel_call(templates=True)
    def pack_untilize_dest(
        self, output: int, rows: int = 1, col: int = 0, *, template: Template = ()
    ) -> None:
        if self.dst.state != WAITED:
            self.dst.state_error("pack_untilize_dest", WAITED)
        self.untilize("pack_untilize_dest", output, rows, col, template)

    def untilize(self, call: str, output: int, rows: int, col: int, template: Template) -> None:
        """Packs `rows` rows of a block's tiles into the columns of block `col`."""
        block, full = widths(template)
        out = self.cbs[output]
        if self.untilizes != (block, full):
            last = "of blocks of {} in {}".format(*self.untilizes) if self.untilizes[0] else "none"
            raise MachineError(
                f"{call} of blocks of {block} tiles in {full}: the packer's init was {last}"
            )
        if out.format is not self.packed:
            self.pack_format_error(out)
        if (col + 1) * block > full:
            raise MachineError(f"{call} packs block {col} of rows of {full // block} blocks")
        if out.format.tile_bytes % (TILE * TILE):
            raise MachineError(f"{out} holds {out.format.name}, which has no rows, only tiles")
        if self.accumulates_in_l1:
            raise MachineError(f"{call} does not add in L1 here; it needs pack_reconfig_l1_acc(0)")
        pages = rows * full
        if pages > out.reserved or out.write_page + pages > out.pages:
            self.pack_place_error(out, pages - 1)
        start = out.base + out.write_page * out.page_bytes
        line = full * TILE * (out.format.tile_bytes // (TILE * TILE))
        rows_there = self.core.bytes(start, pages * out.page_bytes).reshape(rows * TILE, line)
        size = line * block // full
        for row in range(rows):
            tiles = [PackingThread.packable(self, out, row * block + tile) for tile in range(block)]
            values = np.ascontiguousarray(np.hstack(tiles))
            data = out.format.encode_datums(np.maximum(values, 0) if self.relu else values)
            there = rows_there[row * TILE : (row + 1) * TILE, col * size : (col + 1) * size]
            there[...] = data.reshape(TILE, size)
        out.pack_next = -1
        self.ops["pack"] += rows * block


def widths(template: Template) -> tuple[int, int]:
    """The tiles of a block and of a row: template arguments, 8 and as many by default."""
    block = int(template[0]) if template else WIDEST
    return block, int(template[1]) if len(template) > 1 else block
