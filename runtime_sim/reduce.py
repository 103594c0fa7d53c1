"""Reductions and transposes on the FPU (metalium api/compute/reduce.h, transpose.h)."""

from __future__ import annotations

import numpy as np

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.dst import ACQUIRED
from ttc.runtime_sim.eltwise import EltwiseThread
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import FACE, TILE, Array
from ttc.runtime_sim.thread import Template


class ReduceThread(EltwiseThread):
    """Ops that rearrange or fold a tile."""

    # Reduce

    @kernel_call(templates=True)
    def reduce_init(self, a: int, scaler: int, output: int, *, template: Template = ()) -> None:
        if template[0] not in ("SUM", "AVG", "MAX"):
            raise MachineError(f"reduce_init does not know the pool {template[0]}")
        self.init = ("reduce_init", *template[:2])
        self.pack_mask = str(template[1])

    @kernel_call(templates=True)
    def reduce_tile(
        self, a: int, scaler: int, ia: int, i_scaler: int, dst: int, *, template: Template = ()
    ) -> None:
        if self.dst.state != ACQUIRED or self.init != ("reduce_init", *template[:2]):
            self.require("reduce_tile", f"reduce_init<{', '.join(map(str, template[:2]))}>", "")
        pool, dim = template[:2]
        swapped = dim == "REDUCE_ROW" and pool != "MAX"
        first, second = (scaler, a) if swapped else (a, scaler)
        if self.cbs[first].format is not self.source_a:
            self.format_error("reduce_tile", self.cbs[first], "SrcA")
        if self.cbs[second].format is not self.source_b:
            self.format_error("reduce_tile", self.cbs[second], "SrcB")
        self.ops["reduce"] += 1
        result = reduced(self.operand(a, ia), self.operand(scaler, i_scaler), pool, dim)
        old = self.dst.load(dst)
        if old is not None:
            result = np.maximum(old, result) if pool == "MAX" else old + result
        self.dst.store(dst, result)

    @kernel_call(templates=True)
    def reduce_block(
        self,
        a: int,
        scaler: int,
        ia: int,
        i_scaler: int,
        dst: int,
        n: int,
        *,
        template: Template = (),
    ) -> None:
        for i in range(n):
            self.reduce_tile(a, scaler, ia + i, i_scaler, dst, template=template)

    @kernel_call()
    def reduce_uninit(self, a: int = 0) -> None:
        self.pack_mask = ""

    # Transpose

    @kernel_call(templates=True)
    def transpose_init(self, a: int, *, template: Template = ()) -> None:
        self.init = ("transpose_init",)

    @kernel_call(templates=True)
    def transpose_tile(self, a: int, ia: int, dst: int, *, template: Template = ()) -> None:
        if self.dst.state != ACQUIRED or self.init[0] != "transpose_init":
            self.require("transpose_tile", "transpose_init", "")
        if self.cbs[a].format is not self.source_a:
            self.format_error("transpose_tile", self.cbs[a], "SrcA")
        self.ops["copy"] += 1
        cb = self.cbs[a]
        if cb.unpack_to_dest or not cb.format.is_float:
            # What has 32 bits is turned in DST, bytes on the FPU's way for integers
            # (metalium transpose.h).
            self.dst.store_raw(dst, np.ascontiguousarray(self.unpacked_to_dst(a, ia).T))
            return
        self.dst.store(dst, np.ascontiguousarray(self.operand(a, ia).T))

    @kernel_call(templates=True)
    def transpose_block(
        self, a: int, ia: int, dst: int, n: int, *, template: Template = ()
    ) -> None:
        for i in range(n):
            self.transpose_tile(a, ia + i, dst + i)


def face_rows(scaler: Array) -> Array:
    """Row 0 of each face of a scaler tile, [face row, face column, 16]."""
    return scaler[::FACE].reshape(2, 2, FACE)


def reduced(tile: Array, scaler: Array, pool: str, dim: str) -> Array:
    """One tile reduced, its result in column 0, row 0 or element (0, 0)."""
    factors = face_rows(scaler)  # each face of the data meets row 0 of the same face
    faces = tile.reshape(2, FACE, 2, FACE)
    across = faces * factors[:, None, :, :]
    down = faces * factors.transpose(0, 2, 1)[:, :, :, None]
    fold = np.max if pool == "MAX" else np.sum
    result = np.zeros((TILE, TILE), np.float32)
    match dim:
        case "REDUCE_ROW":
            result[:, 0] = fold(across.reshape(TILE, TILE), axis=1)
        case "REDUCE_COL":
            result[0, :] = fold(down.reshape(TILE, TILE), axis=0)
        case _:
            twice = across * factors.transpose(0, 2, 1)[:, :, :, None]
            result[0, 0] = fold(twice if pool != "MAX" else across)
    return result
