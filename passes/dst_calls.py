"""The Metalium calls of each step of a section, tile by tile of a subblock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import IntegerAttr, IntegerType, f32, i32
from xdsl.ir import SSAValue

from ttc.dialects import metal, tile
from ttc.passes import dst_steps as do
from ttc.passes.build import Emitter
from ttc.passes.dst_masks import Masks
from ttc.passes.movement import POOLS, REDUCE_DIMS


@dataclass(frozen=True)
class Place:
    """Where a block's tiles are: `width` tiles a row, from (row, col) of a circular buffer on."""

    cb: SSAValue
    width: int
    row: SSAValue | None = None
    col: SSAValue | None = None

    def at(self, e: Emitter, r: SSAValue, c: SSAValue) -> SSAValue:
        """The index of tile (r, c)."""
        row = r if self.row is None else e.add(self.row, r)
        col = c if self.col is None else e.add(self.col, c)
        return e.add(e.mul(row, self.width), col)


@dataclass
class Calls(Masks):
    """Steps of a section whose subblock at hand begins at tile (`row`, `col`), its `first`."""

    uninit_at_once: bool = True

    def place(self, value: SSAValue) -> Place:
        """Returns where a view's tiles, a buffer's own, or part of these are."""
        if isinstance(value.owner, tile.ExtractOp):
            part, whole = value.owner, self.place(value.owner.block)
            assert whole.row is None
            return Place(whole.cb, whole.width, part.row, part.col)
        cb = self.sources.get(value, value)
        return Place(cb, tile.dims_of(cb)[1])

    def steps(self, e: Emitter, steps: Iterable[do.Step]) -> None:
        for step in steps:
            self.step(e, step)

    def step(self, e: Emitter, step: do.Step) -> None:
        match step:
            case do.Copy(source, slot):
                block = self.place(source)
                self.tiles_of(
                    e,
                    block,
                    lambda e, t, at: e.emit(metal.CopyTileOp(block.cb, at, self.dst(e, slot, t))),
                )
            case do.Turn(source, slot):
                self.turn(e, self.place(source), slot)
            case do.Fpu(kind, lhs, rhs, slot):
                a, b = self.place(lhs), self.place(rhs)
                self.from_cbs(
                    e, [a, b],
                    lambda e, t, at: e.emit(
                        metal.BinaryTilesOp(kind, a.cb, b.cb, at[0], at[1], self.dst(e, slot, t))
                    ),
                )  # fmt: skip
            case do.Product(op, slot):
                self.product(e, op, slot)
            case do.Fold(op, slot):
                self.fold(e, op, slot)
            case do.Spread() | do.FpuBroadcast() | do.BinaryBroadcast():
                self.broadcast(e, step)
            case do.Number(op, slot):
                self.number(e, op, slot)
            case do.Mask(op, slot):
                self.mask(e, op, slot)
            case _:
                self.each(e, lambda e, t: self.in_dst(e, step, t))

    def in_dst(self, e: Emitter, step: do.Step, t: SSAValue) -> None:
        """Makes the call of a step that stays in DST."""
        match step:
            case do.Unary(call, slot):
                e.emit(metal.SfpuUnaryOp(call.function, self.dst(e, slot, t), call.params))
            case do.Binary(function, lhs, rhs, out):
                slots = (self.dst(e, slot, t) for slot in (lhs, rhs, out))
                e.emit(metal.SfpuBinaryOp(function, *slots))
            case do.Ternary(function, a, b, c, out):
                slots = (self.dst(e, slot, t) for slot in (a, b, c, out))
                e.emit(metal.SfpuTernaryOp(function, *slots))
            case do.Fill(value, element_type, slot):
                is_int = isinstance(element_type, IntegerType)
                number = IntegerAttr(int(value), i32) if is_int else value
                e.emit(metal.FillTileOp(number, self.dst(e, slot, t)))
            case do.FillWord(word, element_type, slot):
                is_int = isinstance(element_type, IntegerType)
                if not is_int and isinstance(word.type, IntegerType):
                    word = e.emit(metal.FloatBitsOp(word)).bits
                e.emit(metal.FillWordOp(word, self.dst(e, slot, t), integer=is_int))
            case do.Move(source, slot, element_type):
                source_tile, tile_ = self.dst(e, source, t), self.dst(e, slot, t)
                # Where slots are copied, something is computed, and DST holds whole words.
                words = i32 if isinstance(element_type, IntegerType) else f32
                e.emit(metal.CopyDestValuesOp(source_tile, tile_, words))
            case _:
                raise AssertionError(f"{step} works on circular buffers")

    def from_cbs(
        self,
        e: Emitter,
        places: Sequence[Place],
        body: Callable[[Emitter, SSAValue, Sequence[SSAValue]], object],
    ) -> None:
        """Runs over the tiles of a subblock and their places in blocks as large as the result."""
        plain = [p.row is None and p.width == self.cols for p in places]
        if all(plain) and (self.h == 1 or self.w == self.cols):

            def consecutive(e: Emitter, t: SSAValue) -> None:
                at = e.add(self.first, t)
                body(e, t, [at] * len(places))

            self.each(e, consecutive)
            return

        def one(e: Emitter, r: SSAValue, c: SSAValue) -> None:
            at = [
                e.add(e.add(self.first, e.mul(r, self.cols)), c)
                if like_result
                else place.at(e, e.add(self.row, r), e.add(self.col, c))
                for place, like_result in zip(places, plain, strict=True)
            ]
            body(e, self.number_of(e, r, c), at)

        self.grid(e, one)

    def tiles_of(
        self, e: Emitter, place: Place, body: Callable[[Emitter, SSAValue, SSAValue], object]
    ) -> None:
        """Runs over the tiles of a subblock and their places in one block."""
        self.from_cbs(e, [place], lambda e, t, at: body(e, t, at[0]))

    def turn(self, e: Emitter, block: Place, slot: int) -> None:
        """Tile (r, c) of the result is the transposed tile (c, r) of the source."""

        def one(e: Emitter, r: SSAValue, c: SSAValue) -> None:
            at = block.at(e, e.add(self.col, c), e.add(self.row, r))
            out = self.dst(e, slot, self.number_of(e, r, c))
            e.emit(metal.TransposeTileOp(block.cb, at, out))

        self.grid(e, one)

    def product(self, e: Emitter, op: tile.MatmulOp, slot: int) -> None:
        """One matmul_block for each tile of the inner dimension."""
        a, b = self.place(op.lhs), self.place(op.rhs)
        _, inner_tiles = tile.dims_of(op.lhs)
        k, e = e.over(inner_tiles, "kt")
        e.emit(
            metal.MatmulBlockOp(
                a.cb,
                b.cb,
                a.at(e, self.row, k),
                b.at(e, k, self.col),
                e.index(slot * self.n),
                transpose=op.transpose_b is not None,
                ct=self.w,
                rt=self.h,
                kt=a.width,
            )
        )

    def fold(self, e: Emitter, op: tile.ReduceOp, slot: int) -> None:
        """One reduce_tile for each tile along the axis; they add up in DST."""
        block, axis = self.place(op.block), op.axis.value.data
        assert op.scaler is not None
        scaler = self.sources[op.scaler]
        pool, dim = POOLS[op.kind.data], REDUCE_DIMS[axis]
        after = e
        if axis == 1:
            r, e = e.over(self.h, "r")
            k, e = e.over(tile.dims_of(op.block)[1], "k")
            at, t = block.at(e, e.add(self.row, r), k), r
        else:
            c, e = e.over(self.w, "c")
            k, e = e.over(tile.dims_of(op.block)[0], "k")
            at, t = block.at(e, k, e.add(self.col, c)), c
        e.emit(
            metal.ReduceTileOp(pool, dim, block.cb, scaler, at, e.index(0), self.dst(e, slot, t))
        )
        if self.uninit_at_once:
            after.emit(metal.ReduceUninitOp(block.cb))

    def broadcast(self, e: Emitter, step: do.Spread | do.FpuBroadcast | do.BinaryBroadcast) -> None:
        match step:
            case do.Spread(op, slot):
                self.vector(e, op, lambda e, at, t: self.spread(e, op, at, self.dst(e, slot, t)))
                e.emit(metal.UnaryBcastUninitOp(op.kind.data, self.place(op.block).cb))
            case do.FpuBroadcast(kind, lhs, op, slot):
                a, b, dim = self.place(lhs), self.place(op.block), op.kind.data

                def fpu(e: Emitter, r: SSAValue, c: SSAValue) -> None:
                    row, col = e.add(self.row, r), e.add(self.col, c)
                    at = (a.at(e, row, col), self.vector_at(e, op, r, c))
                    out = self.dst(e, slot, self.number_of(e, r, c))
                    e.emit(metal.BcastTilesOp(kind, dim, a.cb, b.cb, *at, out))

                self.grid(e, fpu)
            case do.BinaryBroadcast():
                self.binary_broadcast(e, step)

    def spread(self, e: Emitter, op: tile.BroadcastOp, at: SSAValue, dst: SSAValue) -> None:
        e.emit(metal.UnaryBcastOp(op.kind.data, self.place(op.block).cb, at, dst))

    def vector_at(self, e: Emitter, op: tile.BroadcastOp, r: SSAValue, c: SSAValue) -> SSAValue:
        """The tile of a vector that tile (r, c) of the subblock needs."""
        zero, kind = e.index(0), op.kind.data
        row = e.add(self.row, r) if kind == "cols" else zero
        col = e.add(self.col, c) if kind == "rows" else zero
        return self.place(op.block).at(e, row, col)

    def vector(
        self,
        e: Emitter,
        op: tile.BroadcastOp,
        body: Callable[[Emitter, SSAValue, SSAValue], object],
    ) -> None:
        """Runs over the tiles of a subblock with the vector's tile for each."""
        self.grid(e, lambda e, r, c: body(e, self.vector_at(e, op, r, c), self.number_of(e, r, c)))

    def binary_broadcast(self, e: Emitter, step: do.BinaryBroadcast) -> None:
        """Each tile of the vector comes into the scratch tile once for all that need it."""
        op, after, zero = step.op, e, e.index(0)
        scratch = self.scratch(e, 0)

        def function(e: Emitter, t: SSAValue) -> None:
            operands = self.dst(e, step.slot, t), scratch
            lhs, rhs = operands[::-1] if step.first else operands
            e.emit(metal.SfpuBinaryOp(step.function, lhs, rhs, self.dst(e, step.out, t)))

        match op.kind.data:
            case "cols":
                r, e = e.over(self.h, "r")
                self.spread(e, op, self.vector_at(e, op, r, zero), scratch)
                c, e = e.over(self.w, "c")
                function(e, e.add(e.mul(r, self.w), c))
            case "rows":
                c, e = e.over(self.w, "c")
                self.spread(e, op, self.vector_at(e, op, zero, c), scratch)
                r, e = e.over(self.h, "r")
                function(e, e.add(e.mul(r, self.w), c))
            case _:
                self.spread(e, op, self.vector_at(e, op, zero, zero), scratch)
                self.each(e, function)
        after.emit(metal.UnaryBcastUninitOp(op.kind.data, self.place(op.block).cb))
