"""
Element-wise ops on the FPU (metalium api/compute/eltwise_binary.h, bcast.h).

Sums overwrite DST unless their init says otherwise; products always add to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ttc.runtime_sim.calls import MARK, KernelCall, kernel_call
from ttc.runtime_sim.dst import ACQUIRED
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import TILE, Array, truncate_tf32
from ttc.runtime_sim.fpu16 import add16, mul16
from ttc.runtime_sim.matmul import MatmulThread
from ttc.runtime_sim.thread import Template

WIDE: dict[str, Callable[[Array, Array], Array]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
}
NARROW: dict[str, Callable[[Array, Array], Array]] = {
    "add": add16,
    "sub": lambda a, b: add16(a, -b),
    "mul": mul16,
}
"""The same with a DST of 16 bits."""
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


class EltwiseThread(MatmulThread):
    """Binary ops of two circular buffers, with broadcasts, and of DST and one buffer."""

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
        result = self.computed(op, left, right)
        old = self.dst.load(dst) if self.init[1] else None
        self.dst.store(dst, result if old is None else old + result)

    def computed(self, op: str, left: Array, right: Array) -> Array:
        return (WIDE if self.dst.wide else NARROW)[op](left, right)

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
        cb = self.cbs[a]
        # What is unpacked to DST is broadcast there (metalium llk_math_eltwise_unary_datacopy.h).
        is_word = not cb.format.is_float and cb.format.tile_bytes == 4096
        exact = self.dst.wide and (cb.unpack_to_dest or is_word)
        tile = broadcast(self.unpacked_to_dst(a, ia) if exact else self.operand(a, ia), dim)
        self.ops["eltwise"] += 1
        store = self.dst.store_raw if is_word else self.dst.store
        store(dst, np.broadcast_to(tile, (TILE, TILE)).copy())

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
        self.dst.store(dst, self.computed(op, *sides))


def binary_calls(op: str) -> dict[str, Callable[..., Any]]:
    """The inits and ops of one element-wise operation, by their names in the SDK."""

    def init(self: EltwiseThread, a: int, b: int, accumulates: bool = False) -> None:
        self.binary_init(op, "", accumulates)

    def tiles(self: EltwiseThread, a: int, b: int, ia: int, ib: int, dst: int) -> None:
        left, right = self.operand(a, ia), self.operand(b, ib)
        self.binary(f"{op}_tiles", op, f"{op}_init", a, b, left, right, dst)

    def block(self: EltwiseThread, a: int, b: int, ia: int, ib: int, dst: int, n: int) -> None:
        for i in range(n):
            tiles(self, a, b, ia + i, ib + i, dst + i)

    def reuse_init(self: EltwiseThread, id: int, *, template: Template = ()) -> None:
        self.reuse_init(op, template)

    def reuse(
        self: EltwiseThread, id: int, index: int, dst: int, *, template: Template = ()
    ) -> None:
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
    def init(self: EltwiseThread, a: int, b: int) -> None:
        self.binary_init(op, f"_bcast_{dim}", False)

    def tiles(
        self: EltwiseThread, a: int, b: int, ia: int, ib: int, dst: int, row: int = 0
    ) -> None:
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


for operation in WIDE:
    install(EltwiseThread, binary_calls(operation))
