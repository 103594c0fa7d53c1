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
from xdsl.ir import Attribute, Block, Operation, SSAValue

from ttc.dialects import grid
from ttc.runtime_sim.reference_ops import (
    BINARY,
    TYPED,
    UNARY,
    Value,
    as_signed,
    constant,
    rounded,
    storage_type,
)

Array = npt.NDArray[Any]


@dataclass(eq=False)
class Memory:
    """A buffer's elements as the interpreter holds them, and the type they are rounded to."""

    data: Array
    element: Attribute

    def put(self, where: Any, value: Value, source: Attribute | None = None) -> None:
        """Writes elements, rounded unless `source` says that they have this type already."""
        value = value if source == self.element else rounded(value, self.element)
        if self.data.dtype.kind == "u":
            value = np.asarray(value).astype(np.int64).astype(self.data.dtype)
        self.data[where] = value


def run(module: ModuleOp, arrays: Sequence[Array]) -> None:
    """
    Executes the module's kernel on all its parameters, in order; outputs are written in place.

    A bfloat16 array is one of ml_dtypes. Raises ValueError for arrays that do not fit.
    """
    kernel = next(op for op in module.walk() if isinstance(op, grid.KernelOp))
    if len(arrays) != len(kernel.args):
        raise ValueError(f"{len(kernel.args)} parameters, {len(arrays)} arrays")
    memories: list[Memory] = []
    for arg, array in zip(kernel.args, arrays, strict=True):
        assert isinstance(arg.type, grid.BufferType)
        if array.shape != arg.type.dims:
            raise ValueError(f"'{arg.name_hint}' is {arg.type.dims}, the array {array.shape}")
        element = arg.type.element_type
        memories.append(Memory(array.astype(storage_type(element)), element))
    with np.errstate(all="ignore"):
        _Interpreter(dict(zip(kernel.args, memories, strict=True))).block(kernel.entry)
    written = {id(value) for op in module.walk() for value in _written(op)}
    for arg, memory, array in zip(kernel.args, memories, arrays, strict=True):
        if id(arg) in written:
            array[...] = memory.data.astype(array.dtype)


def _written(op: Operation) -> tuple[SSAValue, ...]:
    match op:
        case grid.CopyOp():
            return (op.dst,)
        case grid.StoreOp():
            return (op.buffer,)
        case _:
            return ()


class _Interpreter:
    """Executes ops; in a T.Parallel a value is an array with one axis per loop variable."""

    def __init__(self, buffers: dict[SSAValue, Memory]) -> None:
        self.buffers = buffers
        self.values: dict[SSAValue, Value] = {}
        self.stored: frozenset[SSAValue] = frozenset()

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

    def alloc(self, op: grid.AllocOp) -> None:
        kind = op.buffer.type
        assert isinstance(kind, grid.BufferType)
        held = storage_type(kind.element_type)
        # Fresh memory holds anything: NaN shows up in every result that depends on it.
        fill = np.nan if held is np.float32 else 0x5A5A
        self.buffers[op.buffer] = Memory(np.full(kind.dims, fill, held), kind.element_type)

    def copy(self, op: grid.CopyOp) -> None:
        src, dst = self.buffers[op.src], self.buffers[op.dst]
        block = _taken(src.data, self.indices(op.src_offsets), op.src_shape)
        block = block.reshape(op.dst_shape)
        inside, kept = _clipped(dst.data.shape, self.indices(op.dst_offsets), op.dst_shape)
        dst.put(inside, block[kept], src.element)

    def fill(self, op: grid.FillOp) -> None:
        self.buffers[op.buffer].put(..., self.values[op.value])

    def gemm(self, op: grid.GemmOp) -> None:
        a, b = (self.buffers[value].data.astype(np.float64) for value in (op.a, op.b))
        c = self.buffers[op.c]
        total = (a.T if op.transpose_a else a) @ (b.T if op.transpose_b else b)
        c.put(..., (total if op.clear_accum else total + c.data).astype(np.float32))

    def parallel(self, op: grid.ParallelOp) -> None:
        rank = len(op.dims)
        for axis, (arg, extent) in enumerate(zip(op.body.block.args, op.dims, strict=True)):
            shape = [1] * rank
            shape[axis] = extent
            self.values[arg] = np.arange(extent).reshape(shape)
        self.stored = frozenset(o.buffer for o in op.body.block.ops if isinstance(o, grid.StoreOp))
        self.block(op.body.block)

    def load(self, op: grid.LoadOp) -> None:
        memory = self.buffers[op.buffer]
        where = self.indices(op.indices)
        if self._covers(op, memory):
            value: Value = memory.data.copy() if op.buffer in self.stored else memory.data
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
    grid.AllocOp: _Interpreter.alloc,
    grid.CopyOp: _Interpreter.copy,
    grid.FillOp: _Interpreter.fill,
    grid.GemmOp: _Interpreter.gemm,
    grid.ParallelOp: _Interpreter.parallel,
    grid.LoadOp: _Interpreter.load,
    grid.StoreOp: _Interpreter.store,
}


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
