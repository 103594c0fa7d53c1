"""
`dst-lifecycle`: a section becomes acquire, math, commit, wait, pack, release for each subblock.

    tile.section <1x4> ins(%x, %y) ["tiles", "tiles"] outs(%z) {
    ^bb0(%p, %q):
      %s = tile.binary "add" %p, %q
      tile.yield %s
    }

    scf.for %first = %c0 to %c16 step %c4 {
      metal.tile_regs_acquire
      scf.for %t = %c0 to %c4 step %c1 { metal.binary_tiles "add" %x[%first + %t], %y[...] to %t }
      metal.tile_regs_commit
      metal.tile_regs_wait
      scf.for %t = %c0 to %c4 step %c1 { metal.pack_tile %t to %z }
      metal.tile_regs_release
    }

Slots come from the linear scan of `dst_scan.py`, a slot being a subblock of tiles. An op runs over
all tiles of the subblock before the next op starts, so that each needs its init only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.dialects import metal, tile
from ttc.passes import dst_steps as do
from ttc.passes.build import Emitter
from ttc.passes.dst_calls import Calls, Place
from ttc.passes.dst_scan import plan
from ttc.passes.sections import run_subblock
from ttc.passes.tilize import tilize
from ttc.passes.untilize import untilize


@dataclass(frozen=True)
class DstLifecyclePass(ModulePass):
    """Gives every value of a section its DST slots and lowers the section to Metalium calls."""

    name = "dst-lifecycle"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, metal.KernelOp) and kernel.role.data == "compute":
                lower_kernel(kernel)


def lower_kernel(kernel: metal.KernelOp) -> None:
    sections = [op for op in kernel.walk() if isinstance(op, tile.SectionOp)]
    # The packer's own pointer runs on until a push; an accumulator is packed many times before.
    in_place = {op.outs[0] for op in sections if op.acc is not None}
    e = Emitter(kernel.entry)
    for section in sections:
        e.location = section.location
        lowering = Lowering(section, in_place, e)
        lowering.lower(e.at(InsertPoint.before(section)))
    for section in sections:
        section.detach()
        section.erase(safe_erase=False)


@dataclass
class Lowering:
    section: tile.SectionOp
    in_place: set[SSAValue]
    top: Emitter
    ops: list[Operation] = field(default_factory=list[Operation])

    def __post_init__(self) -> None:
        s = self.section
        h, w = s.subblock_dims
        self.rows, self.cols = tile.dims_of(s.outs[0])
        self.ops = [op for op in s.body.block.ops if not isinstance(op, tile.YieldOp)]
        self.plan = plan(self.ops, s.yielded.values)
        is_run = h == 1 or w == self.cols
        self.linear = (
            is_run
            and all(view == "tiles" for view in s.view_names)
            and not any(isinstance(op, tile.IotaOp | tile.MaskOp) for op in self.ops)
        )
        zero = self.top.index(0)
        self.calls = Calls(
            h, w, self.cols, self.plan.slots, zero, zero, zero,
            dict(zip(s.body.block.args, s.ins, strict=True)),
        )  # fmt: skip

    def lower(self, e: Emitter) -> None:
        s = self.section
        for op in self.ops:
            if isinstance(op, tile.TilizeOp):
                tilize(e, s.ins[0], s.outs)
                return
            if isinstance(op, tile.UntilizeOp):
                untilize(e, s, self.calls, self.plan)
                return
            if isinstance(op, tile.InsertOp):
                self.insert(e, op)
                return
        if s.acc is not None:
            e.emit(metal.PackReconfigL1AccOp(s.acc))
        steps = self.plan.all_steps()
        folds = [step for step in steps if isinstance(step, do.Fold)]
        # The packer may keep to what a reduction fills, if nothing else is packed with it.
        self.calls.uninit_at_once = any(isinstance(step, do.UNPACKS) for step in steps)
        self.subblocks(e, self.subblock)
        if folds and not self.calls.uninit_at_once:
            e.emit(metal.ReduceUninitOp(self.calls.place(folds[-1].op.block).cb))
        if s.acc is not None:
            after, anchor = e, enclosing_loop_of_one(s)
            if anchor is not None and anchor.next_op is not None:
                after = e.at(InsertPoint.before(anchor.next_op))
            after.emit(metal.PackReconfigL1AccOp(after.index(0)))

    def subblocks(self, e: Emitter, body: Callable[[Emitter], None]) -> None:
        """Runs over the subblocks: one after the other if each is a run of tiles."""
        calls = self.calls
        if calls.n == self.rows * self.cols:
            body(e)
        elif self.linear:
            loop, inner = e.loop(self.rows * self.cols, "first", calls.n)
            calls.first = loop.body.block.args[0]
            body(inner)
        else:
            if calls.h < self.rows:
                loop, e = e.loop(self.rows, "row", calls.h)
                calls.row = loop.body.block.args[0]
            if calls.w < self.cols:
                loop, e = e.loop(self.cols, "col", calls.w)
                calls.col = loop.body.block.args[0]
            calls.first = e.add(e.mul(calls.row, self.cols), calls.col)
            body(e)

    def subblock(self, e: Emitter) -> None:
        e.emit(metal.TileRegsAcquireOp())
        self.body(e, self.ops)
        self.calls.steps(e, self.plan.final)
        e.location = self.section.location
        e.emit(metal.TileRegsCommitOp())
        e.emit(metal.TileRegsWaitOp())
        for slot, cb in zip(self.plan.outputs, self.section.outs, strict=True):
            self.pack(e, slot, cb)
        e.emit(metal.TileRegsReleaseOp())

    def body(self, e: Emitter, ops: Iterable[Operation]) -> None:
        for op in list(ops):
            e.location = op.location
            match op:
                case scf.ForOp():
                    # What the loop carries is brought in before it.
                    self.calls.steps(e, self.plan.steps[op])
                    self.loop(e, op)
                case metal.CBTokensOp():
                    op.detach()
                    e.emit(op)
                case scf.YieldOp():
                    pass
                case _ if self.plan.steps.get(op):
                    self.calls.steps(e, self.plan.steps[op])
                case _ if op.results and not isinstance(op.results[0].type, tile.BlockType):
                    op.detach()
                    e.emit(op)  # index arithmetic of a loop's body
                case _:
                    pass

    def loop(self, e: Emitter, op: scf.ForOp) -> None:
        made, inner = e.loop(op.ub, op.body.block.args[0].name_hint or "k")
        made.operands = [op.lb, op.ub, op.step]
        op.body.block.args[0].replace_all_uses_with(made.body.block.args[0])
        self.body(inner, op.body.block.ops)

    def pack(self, e: Emitter, slot: int, cb: SSAValue) -> None:
        calls = self.calls
        if self.linear and cb not in self.in_place:
            calls.each(e, lambda e, t: e.emit(metal.PackTileOp(calls.dst(e, slot, t), cb)))
        else:
            whole = Place(cb, self.cols)
            calls.tiles_of(
                e,
                whole,
                lambda e, t, at: e.emit(metal.PackTileAtOp(calls.dst(e, slot, t), cb, at)),
            )

    def insert(self, e: Emitter, op: tile.InsertOp) -> None:
        """Copies the whole block, then the part over it: its pages are packed twice."""
        rows, cols = tile.dims_of(op.block)
        for out in self.section.outs:
            whole, part = Place(out, self.cols), Place(out, self.cols, op.row, op.col)
            self.copy(e, self.calls.place(op.into), whole, (self.rows, self.cols))
            self.copy(e, self.calls.place(op.block), part, (rows, cols))

    def copy(self, e: Emitter, source: Place, target: Place, dims: tuple[int, int]) -> None:
        """Copies tiles of one block to pages of another, a subblock at a time."""
        h, w = run_subblock(*dims, self.calls.n)
        row, e = e.over(dims[0] // h, "row")
        col, e = e.over(dims[1] // w, "col")
        row, col = e.mul(row, h), e.mul(col, w)
        first = e.add(e.mul(row, dims[1]), col)
        calls = Calls(h, w, dims[1], 1, row, col, first, {})
        e.emit(metal.TileRegsAcquireOp())
        calls.tiles_of(e, source, lambda e, t, at: e.emit(metal.CopyTileOp(source.cb, at, t)))
        e.emit(metal.TileRegsCommitOp())
        e.emit(metal.TileRegsWaitOp())
        calls.tiles_of(e, target, lambda e, t, at: e.emit(metal.PackTileAtOp(t, target.cb, at)))
        e.emit(metal.TileRegsReleaseOp())


def enclosing_loop_of_one(section: tile.SectionOp) -> scf.ForOp | None:
    """Returns the loop around a section if nothing else in it packs."""
    loop = section.parent_op()
    if not isinstance(loop, scf.ForOp):
        return None
    others = [op for op in loop.walk() if isinstance(op, tile.SectionOp) and op is not section]
    return None if others else loop
