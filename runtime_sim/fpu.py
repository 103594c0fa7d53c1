"""Matmul, element-wise, broadcast, reduce and transpose on the FPU (metalium api/compute/)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ttc.runtime_sim.calls import MARK, KernelCall, kernel_call
from ttc.runtime_sim.compute import ComputeThread
from ttc.runtime_sim.dst import ACQUIRED
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import FACE, TILE, Array, truncate_tf32
from ttc.runtime_sim.thread import Template

OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
}
GENERIC = {"ELWADD": "add", "ELWSUB": "sub", "ELWMUL": "mul"}
BROADCASTS = {"rows": "ROW", "cols": "COL", "scalar": "SCALAR"}


def broadcast(tile: Array, dim: str, row: int = 0) -> Array:
    """Row `row` repeated down, column 0 repeated across, or element (0, 0) everywhere."""
    match dim:
        case "rows":
            return tile[row : row + 1]
        case "cols":
            return tile[:, :1]
        case _:
            return tile[:1, :1]


class FpuThread(ComputeThread):
    """Ops that read circular buffers through the source registers."""

    # Matmul: operand 0 goes to SrcB, operand 1 to SrcA

    @kernel_call()
    def matmul_init(self, a: int, b: int, transpose: int = 0) -> None:
        self.init = ("matmul_init", transpose)

    @kernel_call()
    def matmul_tiles(self, a: int, b: int, ia: int, ib: int, dst: int) -> None:
        if self.dst.state != ACQUIRED or self.init[0] != "matmul_init":
            self.require("matmul_tiles", "matmul_init", "")
        self.check_matmul("matmul_tiles", a, b)
        right = self.operand(b, ib)
        if self.init[1]:
            right = right.T
        self.accumulate(dst, np.dot(self.operand(a, ia), right))
        self.ops["matmul"] += 1

    @kernel_call()
    def matmul_block_init(
        self, a: int, b: int, transpose: int = 0, ct: int = 1, rt: int = 1, kt: int = 1
    ) -> None:
        self.init = ("matmul_block_init", transpose, ct, rt, kt)

    @kernel_call()
    def matmul_block(
        self,
        a: int,
        b: int,
        ia: int,
        ib: int,
        dst: int,
        transpose: int,
        ct: int,
        rt: int,
        kt: int,
    ) -> None:
        if self.dst.state != ACQUIRED or self.init != ("matmul_block_init", transpose, ct, rt, kt):
            given = f"({transpose}, {ct}, {rt}, {kt})"
            last = self.init[1:] if self.init[0] == "matmul_block_init" else ""
            self.require(f"matmul_block {given}", f"matmul_block_init {given}", f" {last}".rstrip())
        self.check_matmul("matmul_block", a, b)
        operand = self.operand
        self.ops["matmul"] += rt * ct
        if rt == 1 and ct == 1:
            right = operand(b, ib)
            self.accumulate(dst, np.dot(operand(a, ia), right.T if transpose else right))
            return
        left = np.concatenate([operand(a, ia + r * kt) for r in range(rt)])
        columns = [operand(b, ib + c) for c in range(ct)]
        right = np.concatenate([t.T for t in columns] if transpose else columns, axis=1)
        product = np.dot(left, right).reshape(rt, TILE, ct, TILE)
        for r in range(rt):
            for c in range(ct):
                self.accumulate(dst + r * ct + c, product[r, :, c])

    def check_matmul(self, call: str, a: int, b: int) -> None:
        if self.cbs[a].format is not self.source_b:
            self.format_error(call, self.cbs[a], "SrcB")
        if self.cbs[b].format is not self.source_a:
            self.format_error(call, self.cbs[b], "SrcA")

    def accumulate(self, dst: int, product: Array) -> None:
        old = self.dst.load(dst)
        self.dst.store(dst, product if old is None else old + product)

    # Element-wise

    def binary_init(self, op: str, kind: str, accumulates: bool) -> None:
        # Multiplication always adds to what DST holds (executed on a simulator of the chip).
        self.init = (f"{op}{kind}_init", accumulates or op == "mul")

    def binary(
        self, call: str, op: str, init: str, a: int, b: int, left: Array, right: Array, dst: int
    ) -> None:
        if self.dst.state != ACQUIRED or self.init[0] != init:
            self.require(call, init, "")
        if self.cbs[a].format is not self.source_a:
            self.format_error(call, self.cbs[a], "SrcA")
        if self.cbs[b].format is not self.source_b:
            self.format_error(call, self.cbs[b], "SrcB")
        self.ops["eltwise"] += 1
        result = OPERATIONS[op](left, right)
        old = self.dst.load(dst) if self.init[1] else None
        self.dst.store(dst, result if old is None else old + result)

    @kernel_call(templates=True)
    def binary_tiles_init(
        self, a: int, b: int, accumulates: bool = False, *, template: Template = ()
    ) -> None:
        self.binary_init(GENERIC[template[1]], "", accumulates)

    @kernel_call(templates=True)
    def bcast_init(self, a: int, b: int, *, template: Template = ()) -> None:
        dim = next(name for name, value in BROADCASTS.items() if value == template[1])
        self.binary_init(GENERIC[template[0]], f"_bcast_{dim}", False)

    @kernel_call(templates=True)
    def any_tiles_bcast(
        self, a: int, b: int, ia: int, ib: int, dst: int, row: int = 0, *, template: Template = ()
    ) -> None:
        dim = next(name for name, value in BROADCASTS.items() if value == template[1])
        self.broadcast_binary(GENERIC[template[0]], dim, a, b, ia, ib, dst, row)

    def broadcast_binary(
        self, op: str, dim: str, a: int, b: int, ia: int, ib: int, dst: int, row: int = 0
    ) -> None:
        call, init = f"{op}_tiles_bcast_{dim}", f"{op}_bcast_{dim}_init"
        right = broadcast(self.operand(b, ib), dim, row)
        self.binary(call, op, init, a, b, self.operand(a, ia), right, dst)

    @kernel_call(templates=True)
    def unary_bcast_init(self, a: int, output: int = 0, *, template: Template = ()) -> None:
        self.init = ("unary_bcast_init", template[0])

    @kernel_call(templates=True)
    def unary_bcast(self, a: int, ia: int, dst: int, *, template: Template = ()) -> None:
        if self.dst.state != ACQUIRED or self.init != ("unary_bcast_init", template[0]):
            self.require("unary_bcast", "unary_bcast_init", "")
        dim = next(name for name, value in BROADCASTS.items() if value == template[0])
        tile = broadcast(self.operand(a, ia), dim)
        self.ops["eltwise"] += 1
        self.dst.store(dst, np.broadcast_to(tile, (TILE, TILE)).copy())

    @kernel_call(templates=True)
    def unary_bcast_uninit(self, a: int, *, template: Template = ()) -> None:
        self.init = ("",)

    # Dest reuse: DST passes through a source register

    def reuse_init(self, op: str, template: Template) -> None:
        if template not in (("DEST_TO_SRCA",), ("DEST_TO_SRCB",)):
            raise MachineError(f"{op}_reuse_dest_init wants DEST_TO_SRCA or DEST_TO_SRCB")
        self.init = (f"{op}_reuse_dest_init", template)

    def reuse(self, op: str, template: Template, id: int, index: int, dst: int) -> None:
        call = f"{op}_reuse_dest_tiles"
        if self.dst.state != ACQUIRED or self.init != (f"{op}_reuse_dest_init", template):
            self.require(call, f"{op}_reuse_dest_init<{template[0]}>", "")
        cb = self.cbs[id]
        if cb.format not in (self.source_a, self.source_b):
            self.format_error(call, cb, "SrcA")
        held = truncate_tf32(self.dst.floats(dst, call))
        tile = self.operand(id, index)
        sides = (held, tile) if template[0] == "DEST_TO_SRCA" else (tile, held)
        self.ops["eltwise"] += 1
        self.dst.store(dst, OPERATIONS[op](*sides))

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


def binary_calls(op: str) -> dict[str, Callable[..., Any]]:
    """The inits and ops of one element-wise operation, by their names in the SDK."""

    def init(self: FpuThread, a: int, b: int, accumulates: bool = False) -> None:
        self.binary_init(op, "", accumulates)

    def tiles(self: FpuThread, a: int, b: int, ia: int, ib: int, dst: int) -> None:
        left, right = self.operand(a, ia), self.operand(b, ib)
        self.binary(f"{op}_tiles", op, f"{op}_init", a, b, left, right, dst)

    def block(self: FpuThread, a: int, b: int, ia: int, ib: int, dst: int, n: int) -> None:
        for i in range(n):
            tiles(self, a, b, ia + i, ib + i, dst + i)

    def reuse_init(self: FpuThread, id: int, *, template: Template = ()) -> None:
        self.reuse_init(op, template)

    def reuse(self: FpuThread, id: int, index: int, dst: int, *, template: Template = ()) -> None:
        self.reuse(op, template, id, index, dst)

    found: dict[str, Callable[..., Any]] = {
        f"{op}_init": init,
        f"{op}_tiles": tiles,
        f"{op}_block": block,
        f"{op}_reuse_dest_init": reuse_init,
        f"{op}_reuse_dest_tiles": reuse,
    }
    for dim in BROADCASTS:
        found |= broadcast_calls(op, dim)
    return found


def broadcast_calls(op: str, dim: str) -> dict[str, Callable[..., Any]]:
    def init(self: FpuThread, a: int, b: int) -> None:
        self.binary_init(op, f"_bcast_{dim}", False)

    def tiles(self: FpuThread, a: int, b: int, ia: int, ib: int, dst: int, row: int = 0) -> None:
        self.broadcast_binary(op, dim, a, b, ia, ib, dst, row)

    return {f"{op}_bcast_{dim}_init": init, f"{op}_tiles_bcast_{dim}": tiles}


def install(owner: type, calls: dict[str, Callable[..., Any]]) -> None:
    """Makes functions methods of a class that kernels may call."""
    for name, function in calls.items():
        function.__name__ = name
        templates = "template" in (function.__kwdefaults__ or {})
        marked = kernel_call(templates=templates)(function)
        assert isinstance(getattr(marked, MARK), KernelCall)
        setattr(owner, name, marked)


for operation in OPERATIONS:
    install(FpuThread, binary_calls(operation))
