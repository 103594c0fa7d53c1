"""The packer of a compute kernel: tiles of DST into pages of circular buffers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.compute import ComputeThread
from ttc.runtime_sim.dst import WAITED, ZERO
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import BFLOAT16, UINT16, Array, Format
from ttc.runtime_sim.thread import Template

if TYPE_CHECKING:
    from ttc.runtime_sim.circular_buffer import CircularBuffer


class PackingThread(ComputeThread):
    """What follows `tile_regs_wait`, and the packer's modes."""

    @kernel_call(templates=True)
    def pack_reconfig_data_format(
        self, first: int, second: int = -1, *, template: Template = ()
    ) -> None:
        self.packed = self.cbs[first if second == -1 else second].format

    @kernel_call()
    def pack_reconfig_l1_acc(self, on: int) -> None:
        self.accumulates_in_l1 = bool(on)

    @kernel_call("relu")
    def ReluConfig_none(self) -> bool:
        return False

    @kernel_call("relu")
    def ReluConfig_zero(self) -> bool:
        return True

    @kernel_call()
    def pack_relu_config(self, on: bool) -> None:
        self.relu = on

    @kernel_call()
    def pack_init(self, id: int) -> None:
        self.pack_mask = ""

    @kernel_call(templates=True)
    def pack_tile(
        self, dst: int, id: int, index: int = 0, *, template: Template = (False,)
    ) -> None:
        if self.dst.state != WAITED:
            self.dst.state_error("pack_tile", WAITED)
        cb = self.cbs[id]
        if cb.format is not self.packed:
            self.pack_format_error(cb)
        if template[0]:
            if cb.pack_next > 0:
                self.mixing_error(cb)
            cb.pack_next = -1
        else:
            index = cb.pack_next
            if index < 0:
                self.mixing_error(cb)
            cb.pack_next = index + 1
        page = cb.write_page + index
        if index >= cb.reserved or page >= cb.pages:
            self.pack_place_error(cb, index)
        self.ops["pack"] += 1
        values = self.packable(cb, dst)
        address = cb.base + page * cb.page_bytes
        if self.relu:
            values = np.maximum(values, 0)
        if self.pack_mask:
            values = masked(values, self.pack_mask)
        if self.accumulates_in_l1:
            values = cb.format.round(self.core.tile(cb, address) + values)
        if cb.decoded:
            self.tiles[address] = values
        else:
            self.core.put_tile(cb, address, values)

    @kernel_call()
    def pack_block(self, dst: int, id: int, n: int) -> None:
        for i in range(n):
            self.pack_tile(dst + i, id)

    def packable(self, cb: CircularBuffer, dst: int) -> Array:
        """Tile `dst` of DST as the format of `cb` holds it."""
        values, format = self.dst.load(dst), cb.format
        if values is None:
            return ZERO.astype(format.array)
        if (values.dtype.kind == "f") != format.is_float:
            raise MachineError(
                f"DST[{dst}] holds {values.dtype} and {cb} {format.name}; it needs typecast_tile"
            )
        if not format.is_float:
            if format is UINT16 and self.dst.wide and values.dtype != np.uint16:
                raise MachineError(
                    f"{cb} takes uint16 from the upper half of the words of a 32-bit DST, and "
                    f"DST[{dst}] has it in the lower one; it needs typecast_tile to UInt16"
                )
            return values.astype(format.array)
        return self.converted(format, values)

    def converted(self, format: Format, values: Array) -> Array:
        """Floats of DST in another format; 16-bit ones stay as they are."""
        return values if format is BFLOAT16 and not self.dst.wide else format.pack(values)

    def pack_format_error(self, cb: CircularBuffer) -> NoReturn:
        name = self.packed.name if self.packed is not None else "nothing"
        raise MachineError(
            f"pack_tile writes {cb.format.name} to {cb}, but the packer is configured for {name}; "
            f"it needs pack_reconfig_data_format"
        )

    def mixing_error(self, cb: CircularBuffer) -> NoReturn:
        raise MachineError(f"{cb} is packed both in order and by index in one reservation")

    def pack_place_error(self, cb: CircularBuffer, index: int) -> NoReturn:
        if index >= cb.reserved:
            raise MachineError(f"page {index} of {cb} is packed, but {cb.reserved} are reserved")
        raise MachineError(
            f"page {index} of {cb} lies past its end: the reservation starts at page "
            f"{cb.write_page} of {cb.pages}"
        )


def masked(values: Array, dim: str) -> Array:
    """The packer's edge mask after `reduce_init`: only what a reduction fills is kept."""
    kept = np.zeros_like(values)
    match dim:
        case "REDUCE_ROW":
            kept[:, 0] = values[:, 0]
        case "REDUCE_COL":
            kept[0, :] = values[0, :]
        case _:
            kept[0, 0] = values[0, 0]
    return kept
