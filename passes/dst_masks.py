"""
Numbers of places and masks in DST: what a tile needs is decided by its index.

    if (int32_t(d) < 31) {              // d = start + 32*(a*row + b*col), not wholly inside
        if (int32_t(d) < -31) {         // wholly outside
            fill_tile(0, fill);
        } else { ...                    // where(numbers >= -d, tile, fill)
        }
    }
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerAttr, IntegerType, i32
from xdsl.ir import OpResult, SSAValue

from ttc.dialects import metal, tile
from ttc.dtypes import dtype_of
from ttc.passes import sfpu
from ttc.passes.build import Emitter, constant_of

SIDE = 32
"""Rows and columns of a tile."""


def extremes(factors: tuple[int, int]) -> tuple[int, int]:
    """The least and the greatest of `a*r + b*c` in a tile."""
    least = sum(min(0, factor) for factor in factors) * (SIDE - 1)
    return least, sum(max(0, factor) for factor in factors) * (SIDE - 1)


@dataclass
class Subblock:
    """
    The subblock at hand of `h` x `w` tiles of a block with `cols` columns.

    It begins at tile (`row`, `col`), which is tile `first` of the block. `slots` are the
    subblocks that DST holds; single tiles follow them.
    """

    h: int
    w: int
    cols: int
    slots: int
    row: SSAValue
    col: SSAValue
    first: SSAValue

    @property
    def n(self) -> int:
        return self.h * self.w

    def dst(self, e: Emitter, slot: int, tile_in_slot: SSAValue) -> SSAValue:
        return e.add(tile_in_slot, slot * self.n)

    def scratch(self, e: Emitter, number: int) -> SSAValue:
        """A single tile behind the slots."""
        return e.index(self.slots * self.n + number)

    def each(self, e: Emitter, body: Callable[[Emitter, SSAValue], object]) -> None:
        """Runs over the tiles of a subblock."""
        t, inner = e.over(self.n, "t")
        body(inner, t)

    def grid(self, e: Emitter, body: Callable[[Emitter, SSAValue, SSAValue], object]) -> None:
        """Runs over the rows and columns of a subblock."""
        r, e = e.over(self.h, "r")
        c, e = e.over(self.w, "c")
        body(e, r, c)

    def number_of(self, e: Emitter, r: SSAValue, c: SSAValue) -> SSAValue:
        """The number of tile (r, c) within the subblock."""
        return e.add(e.mul(r, self.w), c)


@dataclass
class Masks(Subblock):
    sources: dict[SSAValue, SSAValue]

    def places(
        self,
        e: Emitter,
        start: SSAValue,
        factors: tuple[int, int],
        body: Callable[[Emitter, SSAValue, SSAValue], object],
    ) -> None:
        """
        Runs over the tiles of a subblock and the number in the first element of each.

        Where all numbers are known it is not a loop, so that each tile is decided here.
        """
        if all(constant_of(value) is not None for value in (start, self.row, self.col)):
            for t in range(self.n):
                r, c = e.index(t // self.w), e.index(t % self.w)
                body(e, self.number_at(e, start, factors, r, c), e.index(t))
        else:
            self.grid(
                e,
                lambda e, r, c: body(
                    e, self.number_at(e, start, factors, r, c), self.number_of(e, r, c)
                ),
            )

    def number_at(
        self,
        e: Emitter,
        start: SSAValue,
        factors: tuple[int, int],
        r: SSAValue,
        c: SSAValue,
    ) -> SSAValue:
        """`start + 32*(a*row + b*col)`, the number in the first element of a tile."""
        number = start
        for factor, index in zip(factors, (e.add(self.row, r), e.add(self.col, c)), strict=True):
            step = e.mul(index, SIDE * abs(factor))
            number = e.add(number, step) if factor >= 0 else e.sub(number, step)
        if isinstance(number, OpResult) and number is not start and constant_of(number) is None:
            number.name_hint = "d"
        return number

    def number(self, e: Emitter, op: tile.IotaOp, slot: int) -> None:
        """The numbers of a tile's own places, and that of its first element added."""
        numbers = None if op.numbers is None else self.sources[op.numbers]

        def one(e: Emitter, d: SSAValue, t: SSAValue) -> None:
            dst, known = self.dst(e, slot, t), constant_of(d)
            if numbers is None:
                if known is not None:
                    e.emit(metal.FillTileOp(float(known), dst))
                else:
                    e.emit(metal.FillWordOp(e.emit(metal.FloatBitsOp(d)).bits, dst))
                return
            e.emit(metal.CopyTileOp(numbers, e.index(0), dst))
            add = sfpu.SCALAR["add"]
            if known is None:
                e.emit(metal.SfpuUnaryOp(add, dst, words=[e.emit(metal.FloatBitsOp(d)).bits]))
            elif known:
                e.emit(metal.SfpuUnaryOp(add, dst, [sfpu.bits(float(known))]))

        self.places(e, op.start, op.factors, one)

    def mask(self, e: Emitter, op: tile.MaskOp, slot: int) -> None:
        """Tiles wholly inside stay, those wholly outside are filled, others are chosen from."""
        least, most = extremes(op.factors)

        def one(e: Emitter, d: SSAValue, t: SSAValue) -> None:
            dst, known = self.dst(e, slot, t), constant_of(d)
            if known is None and op.numbers is None:  # no tile is across
                (outside,) = e.branch(below(e, d, -most))
                self.fill(outside, op, dst)
            elif known is None:
                (cut,) = e.branch(below(e, d, -least))
                outside, across = cut.branch(below(cut, d, -most), otherwise=True)
                self.fill(outside, op, dst)
                self.choose(across, op, d, dst)
            elif known + most < 0:
                self.fill(e, op, dst)
            elif known + least < 0:
                self.choose(e, op, d, dst)

        self.places(e, op.start, op.factors, one)

    def fill(self, e: Emitter, op: tile.MaskOp, dst: SSAValue) -> None:
        element_type = tile.element_type_of(op.result)
        if isinstance(element_type, IntegerType):
            e.emit(metal.FillTileOp(integer(op.number), dst))
        else:
            e.emit(metal.FillTileOp(op.number, dst))

    def choose(self, e: Emitter, op: tile.MaskOp, d: SSAValue, dst: SSAValue) -> None:
        """The elements whose own number is at least -d stay, or its negative at most d."""
        assert op.numbers is not None
        kept, other = self.scratch(e, 0), self.scratch(e, 1)
        e.emit(metal.CopyTileOp(self.sources[op.numbers], e.index(0), kept))
        known, compare = constant_of(d), sfpu.SCALAR["ge" if op.negated is None else "le"]
        if known is None:
            edge = e.sub(e.index(0), d) if op.negated is None else d
            e.emit(metal.SfpuUnaryOp(compare, kept, words=[e.emit(metal.FloatBitsOp(edge)).bits]))
        else:
            edge = -known if op.negated is None else known
            e.emit(metal.SfpuUnaryOp(compare, kept, [sfpu.bits(float(edge))]))
        self.fill(e, op, other)
        where = sfpu.where_function(dtype_of(tile.element_type_of(op.result)))
        e.emit(metal.SfpuTernaryOp(where, kept, dst, other, dst))


def integer(number: float) -> IntegerAttr:
    return IntegerAttr(int(number), i32)


def below(e: Emitter, number: SSAValue, bound: int) -> SSAValue:
    return e.emit(arith.CmpiOp(number, e.index(bound), "slt")).result
