"""
What a kernel means: the grid level executed with numpy, block by block.

Arithmetic is float32, a product of blocks is summed in float64, and a store rounds to the
buffer's type. It knows nothing of tiles, circular buffers or cores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects import arith, scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Attribute, Block, BlockArgument, Operation, SSAValue

from ttc.dialects import grid
from ttc.dialects.elements import BFloat8BType
from ttc.parameters import scratch_names
from ttc.runtime_sim.reference_ops import (
    BINARY,
    REDUCTIONS,
    TYPED,
    UNARY,
    Value,
    as_signed,
    constant,
    neighbours,
    of_type,
    rounded,
    shared,
    storage_type,
)
from ttc.runtime_sim.window import seen_by_window

Array = npt.NDArray[Any]


@dataclass(eq=False)
class Memory:
    """A buffer's elements as the interpreter holds them, and the type they are rounded to."""

    data: Array
    element: Attribute

    @property
    def root(self) -> int:
        """Tells memories apart; one and its reshaped views are the same."""
        return id(self.data if self.data.base is None else self.data.base)

    def put(self, where: Any, value: Value, source: Attribute | None = None) -> None:
        """Writes elements, rounded unless `source` says that they have this type already."""
        value = value if source == self.element else rounded(value, self.element)
        self.data[where] = of_type(value, self.data.dtype)
        if isinstance(self.element, BFloat8BType):
            # An element that grows takes bits from its neighbours.
            rows = neighbours(where)
            self.data[rows] = shared(self.data[rows])


Argument = Memory | Value
"""A tensor, or a number of the type of a scalar parameter."""


def run(module: ModuleOp, arrays: Sequence[Any]) -> None:
    """
    Executes the module's launches on all parameters, in order; outputs are written in place.

    A bfloat16 array is one of ml_dtypes; a scalar parameter takes a number. Raises ValueError for
    arguments that do not fit.
    """
    first, *more = [op for op in module.ops if isinstance(op, grid.KernelOp)]
    count = len(first.args) - len(scratch_names(first))
    if len(arrays) != count:
        raise ValueError(f"{count} parameters, {len(arrays)} arrays")
    arguments: list[Argument] = [
        _argument(arg, array) for arg, array in zip(first.args[:count], arrays, strict=True)
    ]
    arguments += [_fresh(grid.buffer_type(arg)) for arg in first.args[count:]]
    written: set[int] = set()
    with np.errstate(all="ignore"):
        for kernel in (first, *more):
            _Interpreter(kernel, arguments).block(kernel.entry)
            written.update(arg.index for arg in kernel.args if _is_written(arg))
    for index, (memory, array) in enumerate(zip(arguments[:count], arrays, strict=True)):
        if index in written:
            array[...] = memory.data.astype(array.dtype)


def _argument(arg: BlockArgument, given: Any) -> Argument:
    if not isinstance(arg.type, grid.BufferType):
        return np.asarray(given).astype(storage_type(arg.type))[()]
    if given.shape != arg.type.dims:
        raise ValueError(f"'{arg.name_hint}' is {arg.type.dims}, the array {given.shape}")
    element = arg.type.element_type
    data = given.astype(storage_type(element))
    return Memory(shared(data) if isinstance(element, BFloat8BType) else data, element)


def _fresh(kind: grid.BufferType) -> Memory:
    """Makes memory that holds anything: NaN shows up in every result that depends on it."""
    held = storage_type(kind.element_type)
    fill = np.nan if held is np.float32 else 0x5A5A
    return Memory(np.full(kind.dims, fill).astype(held), kind.element_type)


def _is_written(buffer: SSAValue) -> bool:
    """Tells whether a kernel writes a buffer, under this name or a reshaped one."""
    for use in buffer.uses:
        match use.operation:
            case grid.CopyOp() as op if op.dst is buffer:
                return True
            case grid.StoreOp() as op if op.buffer is buffer:
                return True
            case grid.ReshapeOp() as op if _is_written(op.result):
                return True
            case _:
                pass
    return False


class _Interpreter:
    """Executes ops; in a T.Parallel a value is an array with one axis per loop variable."""

    def __init__(self, kernel: grid.KernelOp, arguments: Sequence[Argument]) -> None:
        self.buffers: dict[SSAValue, Memory] = {}
        self.values: dict[SSAValue, Value] = {}
        self.stored: frozenset[int] = frozenset()
        for arg, given in zip(kernel.args, arguments, strict=True):
            (self.buffers if isinstance(given, Memory) else self.values)[arg] = given

    def block(self, block: Block) -> None:
        values = self.values
        for op in block.ops:
            kind = type(op)
            if kind in BINARY:
                lhs, rhs = op.operands
                values[op.results[0]] = BINARY[kind](values[lhs], values[rhs])
            elif kind in UNARY:
                values[op.results[0]] = UNARY[kind](values[op.operands[0]])
            elif kind in TYPED:
                values[op.results[0]] = TYPED[kind](op, *(values[v] for v in op.operands))
            elif kind is arith.ConstantOp:
                values[op.results[0]] = constant(op)
            elif kind is not scf.YieldOp:
                _EFFECTS[kind](self, op)

    def indices(self, operands: Sequence[SSAValue]) -> list[Value]:
        return [self.values[operand] for operand in operands]

    def launch(self, op: grid.LaunchOp) -> None:
        for point in product(*(range(extent) for extent in reversed(op.grid))):
            self.values.update(zip(op.body.block.args, reversed(point), strict=True))
            self.block(op.body.block)

    def loop(self, op: scf.ForOp) -> None:
        low, high, step = (int(self.values[bound]) for bound in (op.lb, op.ub, op.step))
        for value in range(low, high, step):
            self.values[op.body.block.args[0]] = value
            self.block(op.body.block)

    def branch(self, op: scf.IfOp) -> None:
        region = op.true_region if self.values[op.cond] else op.false_region
        for block in region.blocks:
            self.block(block)

    def alloc(self, op: grid.AllocOp) -> None:
        self.buffers[op.buffer] = _fresh(grid.buffer_type(op.buffer))

    def reshape(self, op: grid.ReshapeOp) -> None:
        src = self.buffers[op.src]
        # Buffers are contiguous, so this is a view of the same elements.
        self.buffers[op.result] = Memory(
            src.data.reshape(grid.buffer_type(op.result).dims), src.element
        )

    def copy(self, op: grid.CopyOp) -> None:
        src, dst = self.buffers[op.src], self.buffers[op.dst]
        block = _taken(src.data, self.indices(op.src_offsets), op.src_shape)
        block = block.reshape(op.dst_shape)
        inside, kept = _clipped(dst.data.shape, self.indices(op.dst_offsets), op.dst_shape)
        dst.put(inside, block[kept], src.element)

    def im2col(self, op: grid.Im2colOp) -> None:
        place, element = (int(value) for value in self.indices((op.place, op.element)))
        rows, cols = grid.buffer_type(op.dst).dims
        image = self.buffers[op.src]
        seen = seen_by_window(image.data, op.window.data, (place, rows), (element, cols))
        self.buffers[op.dst].put(..., seen, image.element)

    def fill(self, op: grid.FillOp) -> None:
        self.buffers[op.buffer].put(..., self.values[op.value])

    def gemm(self, op: grid.GemmOp) -> None:
        a, b = (self.buffers[value].data.astype(np.float64) for value in (op.a, op.b))
        c = self.buffers[op.c]
        total = (a.T if op.transpose_a else a) @ (b.T if op.transpose_b else b)
        c.put(..., _narrow(total if op.clear_accum else total + c.data, c))

    def reduce(self, op: grid.ReduceOp) -> None:
        src, dst = self.buffers[op.src], self.buffers[op.dst]
        fold, into, is_abs = REDUCTIONS[op.kind.data]
        data = np.abs(_wide(src.data)) if is_abs else _wide(src.data)
        result = fold(data, axis=op.axis).reshape(dst.data.shape)
        dst.put(..., _narrow(result if op.clear else into(_wide(dst.data), result), dst))

    def cumsum(self, op: grid.CumsumOp) -> None:
        src, dst = self.buffers[op.src], self.buffers[op.dst]
        data = _wide(np.flip(src.data, op.axis) if op.reverse else src.data)
        total = np.cumsum(data, axis=op.axis)
        dst.put(..., _narrow(np.flip(total, op.axis) if op.reverse else total, dst))

    def parallel(self, op: grid.ParallelOp) -> None:
        rank = len(op.dims)
        for axis, (arg, extent) in enumerate(zip(op.body.block.args, op.dims, strict=True)):
            shape = [1] * rank
            shape[axis] = extent
            self.values[arg] = np.arange(extent).reshape(shape)
        self.stored = frozenset(
            self.buffers[o.buffer].root for o in op.body.block.ops if isinstance(o, grid.StoreOp)
        )
        self.block(op.body.block)

    def load(self, op: grid.LoadOp) -> None:
        memory = self.buffers[op.buffer]
        where = self.indices(op.indices)
        if self._covers(op, memory):
            value: Value = memory.data.copy() if memory.root in self.stored else memory.data
        elif (inside := _inside(memory.data.shape, where)) is True:
            value = memory.data[tuple(where)]
        else:
            near = [np.clip(i, 0, n - 1) for i, n in zip(where, memory.data.shape, strict=True)]
            value = np.where(inside, memory.data[tuple(near)], memory.data.dtype.type(0))
        self.values[op.value] = as_signed(value) if memory.data.dtype.kind == "u" else value

    def store(self, op: grid.StoreOp) -> None:
        memory = self.buffers[op.buffer]
        value = self.values[op.value]
        if self._covers(op, memory):
            memory.put(..., value)
            return
        where = self.indices(op.indices)
        inside = _inside(memory.data.shape, where)
        if inside is True:
            memory.put(tuple(where), value)
            return
        shape = np.broadcast_shapes(np.shape(inside), np.shape(value))
        kept = np.broadcast_to(inside, shape)
        places = tuple(np.broadcast_to(index, shape)[kept] for index in where)
        memory.put(places, np.broadcast_to(value, shape)[kept])

    def _covers(self, op: grid.LoadOp | grid.StoreOp, memory: Memory) -> bool:
        """Tells whether the indices are the loop variables over the whole buffer."""
        parent = op.parent_op()
        return (
            isinstance(parent, grid.ParallelOp)
            and tuple(op.indices) == tuple(parent.body.block.args)
            and parent.dims == memory.data.shape
        )


_EFFECTS: dict[type[Operation], Callable[[_Interpreter, Any], None]] = {
    grid.LaunchOp: _Interpreter.launch,
    scf.ForOp: _Interpreter.loop,
    scf.IfOp: _Interpreter.branch,
    grid.AllocOp: _Interpreter.alloc,
    grid.CopyOp: _Interpreter.copy,
    grid.Im2colOp: _Interpreter.im2col,
    grid.FillOp: _Interpreter.fill,
    grid.GemmOp: _Interpreter.gemm,
    grid.ReduceOp: _Interpreter.reduce,
    grid.CumsumOp: _Interpreter.cumsum,
    grid.ReshapeOp: _Interpreter.reshape,
    grid.ParallelOp: _Interpreter.parallel,
    grid.LoadOp: _Interpreter.load,
    grid.StoreOp: _Interpreter.store,
}


def _wide(data: Array) -> Array:
    """Widens elements for a sum over many of them."""
    return data.astype(np.float64 if data.dtype.kind == "f" else np.int64)


def _narrow(data: Array, memory: Memory) -> Array:
    return data.astype(np.float32 if memory.data.dtype.kind == "f" else np.int64)


def _inside(shape: Sequence[int], where: Sequence[Value]) -> Value:
    """Returns True if every index is in range, else which are."""
    if all(np.min(i) >= 0 and np.max(i) < n for i, n in zip(where, shape, strict=True)):
        return True
    kept: Value = True
    for index, n in zip(where, shape, strict=True):
        kept = kept & ((index >= 0) & (index < n))
    return kept


def _clipped(
    shape: Sequence[int], offsets: Sequence[Value], sizes: Sequence[int]
) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Cuts a region to the buffer: the part of the buffer, and the part of the region."""
    inside: list[slice] = []
    kept: list[slice] = []
    for extent, offset, size in zip(shape, map(int, offsets), sizes, strict=True):
        low, high = min(max(offset, 0), extent), max(min(offset + size, extent), 0)
        inside.append(slice(low, max(low, high)))
        kept.append(slice(low - offset, max(low, high) - offset))
    return tuple(inside), tuple(kept)


def _taken(data: Array, offsets: Sequence[Value], sizes: Sequence[int]) -> Array:
    """Returns a region of a buffer, 0 outside it."""
    inside, kept = _clipped(data.shape, offsets, sizes)
    part = data[inside]
    if part.shape == tuple(sizes):
        return part
    block = np.zeros(sizes, data.dtype)
    block[kept] = part
    return block
