"""
`shard-to-core`: which cores run, what each of them gets, and where tensors live.

    grid.kernel @add(%A : !grid.buffer<64x64xbf16, global>) {
      %start, %count, %step = grid.work_range 130 "contiguous"

    grid.kernel @add(%A : !grid.buffer<64x64xbf16, dram>, %start : index, %count : index)
      attributes {cores = #host.core_ranges<(0, 0) to (7, 7)>,
                  work = #host.work<(0, 0) 0 + 3, (1, 0) 3 + 3, (2, 0) 6 + 2, ...>} {

The split is the SDK's two-group split: the first cores get one item more than the others. Cores
fill the target's compute grid row by row; tensors are interleaved over the DRAM banks.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import IndexType, ModuleOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.dialects.host import CoreRangesAttr, WorkAttr
from ttc.passes.build import Emitter
from ttc.targets import target_named


def core_ranges(count: int, grid_size: tuple[int, int]) -> CoreRangesAttr:
    """Returns the rectangles of the first `count` cores, row by row: full rows, then the rest."""
    width, _ = grid_size
    rows, rest = divmod(count, width)
    ranges: list[tuple[int, int, int, int]] = []
    if rows:
        ranges.append((0, 0, width - 1, rows - 1))
    if rest:
        ranges.append((0, rows, rest - 1, rows))
    return CoreRangesAttr(tuple(ranges))


def split_work(items: int, cores: int, dealing: str) -> list[tuple[int, int]]:
    """Returns (start, count) of each core; counts differ by at most one."""
    share, longer = divmod(items, cores)
    counts = [share + (core < longer) for core in range(cores)]
    if dealing == "strided":
        return list(enumerate(counts))
    return [(core * share + min(core, longer), counts[core]) for core in range(cores)]


@dataclass(frozen=True)
class ShardToCorePass(ModulePass):
    """Places work on cores and tensors in memory; `cores` limits how many cores may be used."""

    name = "shard-to-core"

    target: str = "wormhole"
    cores: int | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, grid.KernelOp):
                self.place(kernel)

    def place(self, kernel: grid.KernelOp) -> None:
        target = target_named(self.target)
        if self.cores is not None and self.cores < 1:
            raise CompileError(f"a kernel cannot run on {self.cores} cores")
        (share,) = [op for op in kernel.entry.ops if isinstance(op, grid.WorkRangeOp)]
        items, dealing = share.items.value.data, share.work.data
        used = min(items, target.cores, self.cores or target.cores)
        ranges = core_ranges(used, target.grid)
        rows = zip(ranges.cores, split_work(items, used, dealing), strict=True)
        kernel.attributes["cores"] = ranges
        kernel.attributes["work"] = WorkAttr(tuple((core, *part) for core, part in rows))

        for arg in list(kernel.args):
            if isinstance(arg.type, grid.BufferType):
                _place_in_dram(arg)
        e = Emitter(kernel.entry, InsertPoint.before(share))
        e.location = share.location
        for result, hint in ((share.start, "start"), (share.count, "count")):
            arg = kernel.entry.insert_arg(IndexType(), len(kernel.args))
            arg.name_hint = hint
            result.replace_all_uses_with(arg)
        share.step.replace_all_uses_with(e.index(used if dealing == "strided" else 1))
        share.detach()
        share.erase()


def _place_in_dram(tensor: SSAValue) -> None:
    """Retypes a tensor, under all its shapes."""
    type_ = grid.buffer_type(tensor)
    placed = Rewriter.replace_value_with_new_type(
        tensor, grid.BufferType.of(type_.dims, type_.element_type, "dram")
    )
    for use in list(placed.uses):
        if isinstance(use.operation, grid.ReshapeOp):
            _place_in_dram(use.operation.result)
