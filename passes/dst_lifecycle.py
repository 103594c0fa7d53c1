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

Slots come from the linear scan of `dst.py`, a slot being a subblock of tiles. An op runs over all
tiles of the subblock before the next op starts, so that each needs its init only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import IntegerAttr, IntegerType, ModuleOp, i32
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.dialects import metal, tile
from ttc.passes import dst
from ttc.passes.build import Emitter


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
        lowering = Lowering(section, in_place)
        lowering.lower(e.at(InsertPoint.before(section), section.location))
    for section in sections:
        section.detach()
        section.erase(safe_erase=False)


@dataclass
class Lowering:
    """One section; `row` and `col` are the first tile of the subblock at hand."""

    section: tile.SectionOp
    in_place: set[SSAValue]
    sources: dict[SSAValue, SSAValue] = field(default_factory=dict[SSAValue, SSAValue])

    def __post_init__(self) -> None:
        s = self.section
        self.h, self.w = s.subblock_dims
        self.n = self.h * self.w
        self.rows, self.cols = tile.dims_of(s.outs[0])
        self.sources = dict(zip(s.body.block.args, s.ins, strict=True))
        self.views = dict(zip(s.body.block.args, s.view_names, strict=True))
        self.ops = [op for op in s.body.block.ops if not isinstance(op, tile.YieldOp)]
        self.plan = dst.plan(self.ops, s.yielded.values)
        is_run = self.h == 1 or self.w == self.cols
        self.linear = is_run and all(view == "tiles" for view in s.view_names)

    def lower(self, e: Emitter) -> None:
        s = self.section
        if s.acc is not None:
            e.emit(metal.PackReconfigL1AccOp(s.acc))
        self.subblocks(e, self.subblock)
        if s.acc is not None:
            after, anchor = e, enclosing_loop_of_one(s)
            if anchor is not None and anchor.next_op is not None:
                after = e.at(InsertPoint.before(anchor.next_op))
            after.emit(metal.PackReconfigL1AccOp(after.index(0)))

    def subblocks(self, e: Emitter, body: Callable[[Emitter], None]) -> None:
        """Runs over the subblocks: one after the other if each is a run of tiles."""
        self.row = self.col = self.first = e.index(0)
        if self.n == self.rows * self.cols:
            body(e)
        elif self.linear:
            loop, inner = e.loop(self.rows * self.cols, "first", self.n)
            self.first = loop.body.block.args[0]
            body(inner)
        else:
            if self.h < self.rows:
                loop, e = e.loop(self.rows, "row", self.h)
                self.row = loop.body.block.args[0]
            if self.w < self.cols:
                loop, e = e.loop(self.cols, "col", self.w)
                self.col = loop.body.block.args[0]
            self.first = e.add(e.mul(self.row, self.cols), self.col)
            body(e)

    def subblock(self, e: Emitter) -> None:
        e.emit(metal.TileRegsAcquireOp())
        self.body(e, self.ops)
        self.steps(e, self.plan.final)
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
                    self.steps(e, self.plan.steps[op])
                    self.loop(e, op)
                case metal.CBTokensOp():
                    op.detach()
                    e.emit(op)
                case scf.YieldOp():
                    pass
                case _ if self.plan.steps.get(op):
                    self.steps(e, self.plan.steps[op])
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

    def steps(self, e: Emitter, steps: Iterable[dst.Step]) -> None:
        for step in steps:
            self.step(e, step)

    def step(self, e: Emitter, step: dst.Step) -> None:
        match step:
            case dst.Copy(source, slot):
                cb = self.cb(source)
                self.tiles(
                    e, lambda e, t, at: e.emit(metal.CopyTileOp(cb, at, self.dst(e, slot, t)))
                )
            case dst.Turn(source, slot):
                self.turn(e, self.cb(source), slot)
            case dst.Fpu(kind, lhs, rhs, slot):
                a, b = self.cb(lhs), self.cb(rhs)
                self.tiles(
                    e,
                    lambda e, t, at: e.emit(
                        metal.BinaryTilesOp(kind, a, b, at, at, self.dst(e, slot, t))
                    ),
                )
            case dst.Product(op, slot):
                self.product(e, op, slot)
            case dst.Unary(call, slot):
                self.each(
                    e,
                    lambda e, t: e.emit(
                        metal.SfpuUnaryOp(call.function, self.dst(e, slot, t), call.params)
                    ),
                )
            case dst.Binary(function, lhs, rhs, out):
                self.each(
                    e,
                    lambda e, t: e.emit(
                        metal.SfpuBinaryOp(
                            function,
                            self.dst(e, lhs, t),
                            self.dst(e, rhs, t),
                            self.dst(e, out, t),
                        )
                    ),
                )
            case dst.Fill(value, element_type, slot):
                is_int = isinstance(element_type, IntegerType)
                number = IntegerAttr(int(value), i32) if is_int else value
                self.each(e, lambda e, t: e.emit(metal.FillTileOp(number, self.dst(e, slot, t))))
            case dst.Move(source, slot, element_type):
                self.each(
                    e,
                    lambda e, t: e.emit(
                        metal.CopyDestValuesOp(
                            self.dst(e, source, t), self.dst(e, slot, t), element_type
                        )
                    ),
                )

    def cb(self, value: SSAValue) -> SSAValue:
        """Returns the circular buffer that a view, or a buffer itself, reads."""
        return self.sources.get(value, value)

    def dst(self, e: Emitter, slot: int, tile_in_slot: SSAValue) -> SSAValue:
        return e.add(tile_in_slot, slot * self.n)

    def each(self, e: Emitter, body: Callable[[Emitter, SSAValue], object]) -> None:
        """Runs over the tiles of a subblock."""
        if self.n == 1:
            body(e, e.index(0))
        else:
            loop, inner = e.loop(self.n, "t")
            body(inner, loop.body.block.args[0])

    def tiles(self, e: Emitter, body: Callable[[Emitter, SSAValue, SSAValue], object]) -> None:
        """Runs over the tiles of a subblock and their places in a block."""
        if self.h == 1 or self.w == self.cols:
            self.each(e, lambda e, t: body(e, t, e.add(self.first, t)))
            return
        outer, inner = e.loop(self.h, "r")
        r = outer.body.block.args[0]
        if self.w == 1:
            body(inner, r, inner.add(self.first, inner.mul(r, self.cols)))
            return
        loop, inner = inner.loop(self.w, "c")
        c = loop.body.block.args[0]
        at = inner.add(inner.add(self.first, inner.mul(r, self.cols)), c)
        body(inner, inner.add(inner.mul(r, self.w), c), at)

    def turn(self, e: Emitter, cb: SSAValue, slot: int) -> None:
        """Tile (r, c) of the result is the transposed tile (c, r) of the source."""
        _, width = tile.dims_of(cb)
        r = c = e.index(0)
        if self.h > 1:
            loop, e = e.loop(self.h, "r")
            r = loop.body.block.args[0]
        if self.w > 1:
            loop, e = e.loop(self.w, "c")
            c = loop.body.block.args[0]
        at = e.add(e.mul(e.add(self.col, c), width), e.add(self.row, r))
        to = e.add(e.mul(r, self.w), c)
        e.emit(metal.TransposeTileOp(cb, at, self.dst(e, slot, to)))

    def product(self, e: Emitter, op: tile.MatmulOp, slot: int) -> None:
        """One matmul_block for each tile of the inner dimension."""
        a, b = self.cb(op.lhs), self.cb(op.rhs)
        _, inner_tiles = tile.dims_of(a)
        _, b_cols = tile.dims_of(b)
        k = e.index(0)
        if inner_tiles > 1:
            loop, e = e.loop(inner_tiles, "kt")
            k = loop.body.block.args[0]
        e.emit(
            metal.MatmulBlockOp(
                a,
                b,
                e.add(e.mul(self.row, inner_tiles), k),
                e.add(e.mul(k, b_cols), self.col),
                e.index(slot * self.n),
                transpose=op.transpose_b is not None,
                ct=self.w,
                rt=self.h,
                kt=inner_tiles,
            )
        )

    def pack(self, e: Emitter, slot: int, cb: SSAValue) -> None:
        if self.linear and cb not in self.in_place:
            self.each(e, lambda e, t: e.emit(metal.PackTileOp(self.dst(e, slot, t), cb)))
        else:
            self.tiles(e, lambda e, t, at: e.emit(metal.PackTileAtOp(self.dst(e, slot, t), cb, at)))


def enclosing_loop_of_one(section: tile.SectionOp) -> scf.ForOp | None:
    """Returns the loop around a section if nothing else in it packs."""
    loop = section.parent_op()
    if not isinstance(loop, scf.ForOp):
        return None
    others = [op for op in loop.walk() if isinstance(op, tile.SectionOp) and op is not section]
    return None if others else loop
