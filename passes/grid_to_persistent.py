"""
`grid-to-persistent`: one loop over the core's work items instead of a grid of blocks.

    grid.launch (%bx, %by) in (8, 4) { use(%bx, %by) }

    %start, %count, %step = grid.work_range 32 "contiguous"
    scf.for %i = %c0 to %count step %c1 {
      %work = arith.addi %start, %i {ttc.below = 32}
      %bx = arith.remui %work, %c8
      %by = arith.divui %work, %c8
      use(%bx, %by)
    }

The order says which blocks are neighbours: `row` runs the first extent fastest, `column` the
second, `swizzle` walks panels of `panel` block rows column by column, so that the cores of one
moment share operands in both directions. `strided` deals the items like cards.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, ModuleOp, StringAttr, i64
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.dialects.shaped import SizesAttr
from ttc.passes.build import Emitter, below, constant_of, move_ops

DEFAULT_PANEL = 4
AXES = ("bx", "by", "bz")


def row_order(e: Emitter, work: SSAValue, extents: tuple[int, ...], panel: int) -> list[SSAValue]:
    """First extent fastest."""
    ids: list[SSAValue] = []
    for axis, extent in enumerate(extents):
        if axis == len(extents) - 1:
            ids.append(work)
        else:
            ids.append(e.rem(work, extent))
            work = e.div(work, extent)
    return ids


def column_order(
    e: Emitter, work: SSAValue, extents: tuple[int, ...], panel: int
) -> list[SSAValue]:
    """Second extent fastest, then the first, then the third."""
    if len(extents) == 1:
        return row_order(e, work, extents, panel)
    x, y, *outer = extents
    by, bx, *rest = row_order(e, work, (y, x, *outer), panel)
    return [bx, by, *rest]


def swizzle_order(
    e: Emitter, work: SSAValue, extents: tuple[int, ...], panel: int
) -> list[SSAValue]:
    """Panels of `panel` rows; within a panel column by column."""
    if len(extents) == 1:
        return row_order(e, work, extents, panel)
    x, y, *outer = extents
    if panel >= y:
        return column_order(e, work, extents, panel)
    plane = e.rem(work, x * y, "plane") if outer else work
    first_row = e.mul(e.div(plane, panel * x), panel, "panel_row")
    inside = e.rem(plane, panel * x, "in_panel")
    # The last panel may be lower than the others.
    height: SSAValue | int = panel
    if y % panel:
        left = e.sub(e.index(y), first_row)
        height = e.emit(arith.MinUIOp(left, e.index(panel)), "panel_height").result
    by = e.add(first_row, e.rem(inside, height))
    bx = e.div(inside, height)
    rest = row_order(e, e.div(work, x * y), tuple(outer), panel) if outer else []
    return [bx, by, *rest]


ORDERS = {"row": row_order, "column": column_order, "swizzle": swizzle_order}


@dataclass(frozen=True)
class GridToPersistentPass(ModulePass):
    """Turns the grid into a loop over work items; options are for launches that say nothing."""

    name = "grid-to-persistent"

    work: str = "contiguous"
    order: str = "row"
    panel: int = DEFAULT_PANEL

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, grid.KernelOp):
                self.lower(kernel)

    def lower(self, kernel: grid.KernelOp) -> None:
        launches = [op for op in kernel.entry.ops if isinstance(op, grid.LaunchOp)]
        if len(launches) != 1:
            name = kernel.sym_name.data
            raise CompileError.at(
                launches[1] if launches else kernel,
                f"kernel '{name}' has {len(launches)} T.Kernel blocks; a program runs one",
            ).note("give each T.Kernel a @T.prim_func of its own")
        (launch,) = launches
        extents = launch.grid
        items = 1
        for extent in extents:
            items *= extent
        work = launch.work.data if launch.work is not None else self.work
        order = launch.order.data if launch.order is not None else self.order
        panel = launch.panel.value.data if launch.panel is not None else self.panel
        for option, known in ((work, launch.WORK), (order, launch.ORDER)):
            if option not in known:
                raise CompileError.at(launch, f"'{option}' is not one of {', '.join(known)}")
        if panel < 1:
            raise CompileError.at(launch, f"a panel of {panel} block rows; it has at least one")

        e = Emitter(kernel.entry, InsertPoint.before(launch))
        e.location = launch.location
        share = e.emit(grid.WorkRangeOp(items, work))
        for result, hint in zip(share.results, ("start", "count", "step"), strict=True):
            result.name_hint = hint
        loop, body = e.loop(share.count, "i")
        i = loop.body.block.args[0]
        # The stride is the number of cores, which shard-to-core decides.
        distance = i if work == "contiguous" else body.mul(i, share.step)
        item = below(body.add(share.start, distance, "work"), items)
        ids = ORDERS[order](body, item, extents, panel)
        for block_id, old, extent in zip(ids, launch.body.block.args, extents, strict=True):
            if block_id is not item and constant_of(block_id) is None:
                block_id.name_hint = old.name_hint
            old.replace_all_uses_with(below(block_id, extent))
        move_ops(launch.body.block, body.point)
        launch.detach()
        launch.erase()

        kernel.attributes["grid"] = SizesAttr(extents)
        kernel.attributes["dealing"] = StringAttr(work)
        kernel.attributes["order"] = StringAttr(order)
        kernel.attributes["panel"] = IntegerAttr(panel if order == "swizzle" else 1, i64)
