"""
What the padding of blocks holds, and masks where it must be something else.

A block that is no multiple of 32 has elements beside it in its last tiles. They are zeros if the
block is loaded from the end of a tensor, whose own padding is zero; in front of the end they are
the author's. A product or a reduction that adds them up needs what is neutral: 0 for sums and
products, the least number for a maximum. Where zeros were relied on, everything that writes the
tensor keeps its padding zero: a later launch may load it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import prod

from xdsl.dialects import scf
from xdsl.ir import BlockArgument, Operation, OpResult, SSAValue
from xdsl.rewriter import InsertPoint

from ttc.dialects import tile
from ttc.dtypes import TILE_DIM, dtype_of, tiles
from ttc.passes.affine import linear, range_of
from ttc.passes.build import Emitter
from ttc.passes.sfpu_integer import limits

Tensors = frozenset[int]
"""Parameters by number: the launches of a function have the same ones."""
NONE: Tensors = frozenset()


def make_neutral(kernels: Sequence[tile.KernelOp]) -> None:
    """Masks what counts, and what is stored where its padding will; blocks are in elements."""
    padding = Padding()
    for kernel in kernels:
        e = Emitter(kernel.entry)
        for op in list(kernel.entry.walk()):
            padding.visit(e.at(InsertPoint.before(op), op.location), op)
    stores = [op for kernel in kernels for op in kernel.walk() if isinstance(op, tile.StoreOp)]
    while any(padding.keep_zero(op) for op in stores):
        pass  # what is stored as it was loaded relies on what it was loaded from
    for kernel in kernels:
        e = Emitter(kernel.entry)
        for op in list(kernel.entry.walk()):
            if isinstance(op, tile.StoreOp) and padding.axes(op.tensor):
                op.operands[0] = padding.zero_outside(e.at(InsertPoint.before(op), op.location), op)


@dataclass
class Padding:
    """`relied` are the tensors whose padding must be zero, and along which axis."""

    relied: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def visit(self, e: Emitter, op: Operation) -> None:
        match op:
            case tile.MatmulOp():
                op.operands[0] = self.neutral(e, op.lhs, 1, 0.0)
                op.operands[1] = self.neutral(e, op.rhs, 0, 0.0)
            case tile.ReduceOp():
                value = 0.0 if op.kind.data == "sum" else least(op.block)
                op.operands[0] = self.neutral(e, op.block, op.axis.value.data, value)
            case tile.LoadOp() if not op.is_rows:
                for axis, part in enumerate(parts(op, op.block)):
                    if part.high > part.size:  # elements past the end read 0
                        self.relied.add((parameter(op.tensor), axis))
            case _:
                pass

    def neutral(self, e: Emitter, value: SSAValue, axis: int, number: float) -> SSAValue:
        """Returns a block whose padding along an axis holds `number`."""
        size = tile.dims_of(value)[axis]
        if size % TILE_DIM == 0:
            return value
        sources = zeros_of(value) if number == 0.0 else None
        if sources is not None:
            self.rely(sources)
            return value
        factors = (-1, 0) if axis == 0 else (0, -1)
        made = tile.MaskOp(factors, e.index(size - 1), value, number)
        return e.emit(made, value.name_hint).result

    def keep_zero(self, op: tile.StoreOp) -> bool:
        """Adds what a store must rely on to keep zeros zero; tells whether that is new."""
        before = len(self.relied)
        if self.axes(op.tensor):
            self.rely(zeros_of(op.block) or NONE)
        return len(self.relied) > before

    def rely(self, tensors: Tensors) -> None:
        """Notes both axes: what was turned on its way here is not looked for."""
        self.relied |= {(tensor, axis) for tensor in tensors for axis in (0, 1)}

    def axes(self, tensor: SSAValue) -> list[int]:
        return [axis for axis in (0, 1) if (parameter(tensor), axis) in self.relied]

    def zero_outside(self, e: Emitter, op: tile.StoreOp) -> SSAValue:
        """Returns the block of a store with zeros where it lies outside of its tensor."""
        value = op.block
        if is_copy(op):
            return value
        is_zero = zeros_of(op.block) is not None
        for axis, part in enumerate(parts(op, op.block)):
            if axis not in self.axes(op.tensor) or part.size % TILE_DIM == 0:
                continue
            if part.extent % TILE_DIM == 0 and part.high <= part.size:
                continue
            if is_zero and part.extent % TILE_DIM:
                continue
            factors = (-1, 0) if axis == 0 else (0, -1)
            last = e.index(part.size - 1)
            if part.offset is not None:
                last = e.sub(last, part.offset)
            value = e.emit(tile.MaskOp(factors, last, value, 0.0), value.name_hint).result
        return value


def is_copy(op: tile.StoreOp) -> bool:
    """Tells whether a store puts back what was read of as large a tensor, at the same place."""
    value = op.block
    while isinstance(value.owner, tile.CastOp):
        value = value.owner.block
    load = value.owner
    if not isinstance(load, tile.LoadOp) or len(load.offsets) != len(op.offsets):
        return False
    pairs = zip(parts(load, load.block), parts(op, op.block), strict=True)
    return all(a.size == b.size and _same(a.offset, b.offset) for a, b in pairs)


def _same(a: SSAValue | None, b: SSAValue | None) -> bool:
    if a is None or b is None:
        return a is b
    difference = linear(a).plus(linear(b), -1)
    return not difference.terms and difference.constant == 0


@dataclass(frozen=True)
class Part:
    """`extent` of `size` rows or columns; it ends between `low` and `high`."""

    offset: SSAValue | None
    extent: int
    size: int
    low: int
    high: int

    @property
    def fills_tiles(self) -> bool:
        """Tells whether nothing of the author's stands beside it in its last tile."""
        return self.extent % TILE_DIM == 0 or self.low >= self.size


def parts(
    op: tile.LoadOp | tile.StoreOp | tile.ExtractOp | tile.InsertOp, block: SSAValue
) -> Iterator[Part]:
    """Yields which rows and which columns of a tensor or a block an op touches."""
    if isinstance(op, tile.ExtractOp | tile.InsertOp):
        whole = op.block if isinstance(op, tile.ExtractOp) else op.into
        sizes, offsets = tile.dims_of(whole), [op.row, op.col]
    else:
        assert isinstance(op.tensor.type, tile.TensorType)
        # A vector is one row.
        sizes = (1, *op.tensor.type.dims)[-2:]
        offsets = [None, *op.offsets][-2:]
    for offset, extent, size in zip(offsets, tile.dims_of(block), sizes, strict=True):
        low, high = (0, 0) if offset is None else range_of(offset)
        yield Part(offset, extent, size, low + extent, high + extent)


def parameter(tensor: SSAValue) -> int:
    memory = tile.memory_of(tensor)
    assert isinstance(memory, BlockArgument)
    return memory.index


def least(value: SSAValue) -> float:
    """Returns the least number of a block's type."""
    dtype = dtype_of(tile.element_type_of(value))
    return -math.inf if dtype.is_float else float(limits(dtype)[0])


def zeros_of(value: SSAValue, assumed: frozenset[SSAValue] = frozenset()) -> Tensors | None:
    """
    Returns the tensors whose zero padding makes that of a block zero; None if it may not be.

    What a loop carries is zero if it is at first and stays so: `assumed` are such values.
    """
    if value in assumed:
        return NONE
    if isinstance(value, BlockArgument):
        return _carried_zeros(value, value.index - 1, assumed)
    assert isinstance(value, OpResult)
    match value.op:
        case tile.LoadOp() as op if op.is_rows:
            return NONE  # the reader puts zeros beside what it gathers
        case tile.LoadOp() as op:
            is_clean = all(part.fills_tiles for part in parts(op, op.block))
            return frozenset([parameter(op.tensor)]) if is_clean else None
        case tile.ExtractOp() as op:
            is_clean = all(part.fills_tiles for part in parts(op, op.result))
            return zeros_of(op.block, assumed) if is_clean else None
        case tile.FillOp() as op:
            return NONE if op.number == 0.0 else None
        case tile.CastOp() | tile.TransposeOp():
            return zeros_of(value.op.block, assumed)
        case tile.ReshapeOp() as op:
            # The padding of a reshape are the elements behind its last one.
            ends_inside = padded_size(op.result) <= padded_size(op.block)
            return zeros_of(op.block, assumed) if ends_inside else None
        case tile.InsertOp() as op:
            return _all_zeros([op.block, op.into], assumed)
        case tile.MatmulOp() as op:
            # Rows or columns of zeros stay zero; what they are added to must be zero, too.
            return _all_zeros(op.operands, assumed)
        case scf.ForOp() as op:
            return _carried_zeros(op.body.block.args[value.index + 1], value.index, assumed)
        case scf.IfOp() as op:
            ends = [region.block.last_op for region in op.regions]
            return _all_zeros([end.operands[value.index] for end in ends if end], assumed)
        case _:
            return None


def padded_size(block: SSAValue) -> int:
    """Returns how many elements the tiles of a block hold."""
    return prod(tiles(extent) * TILE_DIM for extent in tile.dims_of(block))


def _carried_zeros(arg: BlockArgument, n: int, assumed: frozenset[SSAValue]) -> Tensors | None:
    loop = arg.block.parent_op()
    if not isinstance(loop, scf.ForOp):
        return None
    end = loop.body.block.last_op
    assert isinstance(end, scf.YieldOp)
    return _all_zeros([loop.iter_args[n], end.arguments[n]], assumed | {arg})


def _all_zeros(values: Sequence[SSAValue], assumed: frozenset[SSAValue]) -> Tensors | None:
    found = NONE
    for value in values:
        sources = zeros_of(value, assumed)
        if sources is None:
            return None
        found |= sources
    return found
