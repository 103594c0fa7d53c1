"""Matmul on the FPU (metalium api/compute/matmul.h): operand 0 in SrcB, operand 1 in SrcA."""

from __future__ import annotations

import numpy as np

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.dst import ACQUIRED
from ttc.runtime_sim.formats import TILE, Array
from ttc.runtime_sim.packer import PackingThread


class MatmulThread(PackingThread):
    """Products of tiles, added to what DST holds in this section."""

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

    @kernel_call()
    def mm_uninit(self, a: int = 0, b: int = 0) -> None:
        """Does nothing, as in the SDK."""
