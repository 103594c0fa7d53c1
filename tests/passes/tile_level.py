"""
What a kernel means at the TILE level: blocks executed with numpy, in elements or in tiles.

Padding is real here: a tensor's memory has whole tiles, and what a reduction leaves beside its
result is NaN, so that a pass which lets padding count shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from xdsl.dialects import arith, builtin, scf
from xdsl.dialects.builtin import IndexType, ModuleOp
from xdsl.ir import Attribute, Block, Operation, SSAValue

from ttc.dialects import tile
from ttc.dialects.host import WorkAttr
from ttc.runtime_sim.reference_ops import (
    BINARY,
    TYPED,
    UNARY,
    constant,
    of_type,
    rounded,
    storage_type,
)

Array = NDArray[Any]

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}
INDEX: dict[type[Operation], Callable[[Any, Any], Any]] = {
    arith.DivUIOp: lambda x, y: x // y,
    arith.RemUIOp: lambda x, y: x % y,
    arith.MinUIOp: min,
}
"""What passes make of index values, none of which is negative."""
ON_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "max": np.maximum,
    "min": np.minimum,
    "pow": np.power,
    "floordiv": np.floor_divide,
    "rem": np.remainder,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
    "shl": np.left_shift,
    "shr": np.right_shift,
    "rsub": lambda x, c: c - x,
    "rdiv": lambda x, c: c / x,
    **COMPARE,
}
ON_ONE: dict[str, Callable[[Any], Any]] = {
    "abs": np.abs,
    "ceil": np.ceil,
    "cos": np.cos,
    "erf": np.vectorize(math.erf, otypes=[np.float32]),
    "exp": np.exp,
    "exp2": np.exp2,
    "floor": np.floor,
    "isnan": np.isnan,
    "log": np.log,
    "log2": np.log2,
    "neg": np.negative,
    "recip": np.reciprocal,
    "relu": lambda x: np.maximum(x, 0),
    "round": np.rint,
    "rsqrt": lambda x: 1 / np.sqrt(x),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "sin": np.sin,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "trunc": np.trunc,
}


class Memory:
    """A tensor on the device: `data` has whole tiles in its last two dimensions."""

    def __init__(self, type_: tile.TensorType, given: Array) -> None:
        self.type = type_
        self.kept = [n for n in type_.order_dims if n >= 0]
        self.dims = (1, *type_.dims) if len(type_.dims) == 1 else type_.dims
        whole = (*self.dims[:-2], *(-(-n // 32) * 32 for n in self.dims[-2:]))
        self.data = np.zeros(whole, storage_type(type_.element_type))
        # The kernel may use the array under another shape.
        viewed = given.astype(self.data.dtype).reshape(type_.author_dims)
        self.inside[...] = viewed.transpose(self.kept).reshape(self.dims)

    @property
    def inside(self) -> Array:
        return self.data[tuple(slice(n) for n in self.dims)]

    def as_written(self) -> Array:
        """Returns the elements in the order of the author's dimensions."""
        shape = [self.type.author_dims[n] for n in self.kept]
        return self.inside.reshape(shape).transpose(np.argsort(self.kept))

    def places(
        self, offsets: Sequence[int], dims: Sequence[int], unit: int
    ) -> tuple[Any, Any, tuple[int, ...]]:
        """Returns where a region lies here, where in the block, and the block's extents."""
        *outer, row, col = (0, *offsets) if len(self.type.dims) == 1 else offsets
        rows, cols = (n * unit for n in dims)
        # Before pad-tiles there are no tiles, so there is no padding to read or write.
        limits = self.dims[-2:] if unit == 1 else self.data.shape[-2:]
        here: list[slice] = []
        there: list[slice] = []
        for first, extent, limit in zip(
            (row * unit, col * unit), (rows, cols), limits, strict=True
        ):
            low, high = min(max(first, 0), limit), max(min(first + extent, limit), 0)
            here.append(slice(low, max(low, high)))
            there.append(slice(low - first, max(low, high) - first))
        return (*outer, *here), tuple(there), (rows, cols)


def run(module: ModuleOp, arrays: Sequence[Any]) -> None:
    """Executes the kernels of a module, in order, on all parameters; writes them in place."""
    memories: dict[int, Memory] = {}
    kernels = [op for op in module.ops if isinstance(op, tile.KernelOp)]
    for kernel in kernels:
        work = kernel.attributes["work"]
        assert isinstance(work, WorkAttr)
        for _, start, count in work.data:
            machine = Machine()
            for arg in kernel.args:
                if isinstance(arg.type, tile.TensorType):
                    if arg.index not in memories:
                        given = arrays[arg.index] if arg.index < len(arrays) else fresh(arg.type)
                        memories[arg.index] = Memory(arg.type, given)
                    assert memories[arg.index].type == arg.type
                    machine.memories[arg] = memories[arg.index]
                elif isinstance(arg.type, IndexType):
                    machine.values[arg] = count if arg.name_hint == "count" else start
                else:
                    number = np.asarray(arrays[arg.index])
                    machine.values[arg] = number.astype(storage_type(arg.type))[()]
            with np.errstate(all="ignore"):
                machine.block(kernel.entry)
    for index, memory in memories.items():
        if index < len(arrays):
            left = memory.as_written().reshape(arrays[index].shape)
            arrays[index][...] = left.astype(arrays[index].dtype)


def fresh(type_: tile.TensorType) -> Array:
    return np.full(type_.author_dims, 1e30)


class Machine:
    """Values by name: blocks are arrays of their elements, index values ints."""

    def __init__(self) -> None:
        self.values: dict[SSAValue, Any] = {}
        self.memories: dict[SSAValue, Memory] = {}

    def block(self, block: Block) -> list[Any]:
        """Executes ops; returns what the block yields."""
        for op in block.ops:
            if isinstance(op, scf.YieldOp | tile.YieldOp):
                return [self.values[value] for value in op.operands]
            results = self.op(op)
            for result, value in zip(op.results, results, strict=True):
                self.values[result] = value
        return []

    def op(self, op: Operation) -> Sequence[Any]:
        given: list[Any] = [self.values.get(value) for value in op.operands]
        kind = type(op)
        if kind in INDEX:
            return [INDEX[kind](*given)]
        if kind in BINARY:
            return [BINARY[kind](*given)]
        if kind in UNARY:
            return [UNARY[kind](*given)]
        if kind in TYPED:
            return [TYPED[kind](op, *given)]
        match op:
            case arith.ConstantOp():
                return [constant(op)]
            case scf.ForOp():
                return self.loop(op)
            case scf.IfOp():
                region = op.true_region if self.values[op.cond] else op.false_region
                return self.block(region.block) if region.blocks else []
            case tile.StoreOp():
                memory, unit = self.memories[op.tensor], unit_of(op.block)
                here, there, _ = memory.places(given[2:], tile.dims_of(op.block), unit)
                memory.data[here] = given[0][there]
                return []
            case tile.GenericOp():
                return self.generic(op, given)
            case _:
                return [stored(self.made(op, given), tile.element_type_of(op.results[0]))]

    def loop(self, op: scf.ForOp) -> Sequence[Any]:
        low, high, step = (int(self.values[bound]) for bound in (op.lb, op.ub, op.step))
        carried = [self.values[value] for value in op.iter_args]
        iv, *args = op.body.block.args
        for n in range(low, high, step):
            self.values[iv] = n
            self.values.update(zip(args, carried, strict=True))
            carried = self.block(op.body.block)
        return carried

    def generic(self, op: tile.GenericOp, given: Sequence[Any]) -> Sequence[Any]:
        dims = [n * unit_of(op.outputs[0]) for n in tile.dims_of(op.outputs[0])]
        self.values.update(zip(op.body.block.args, given, strict=True))
        for inner in op.body.block.ops:
            if isinstance(inner, tile.IndexOp):
                self.values[inner.result] = places(inner.factors, self.values[inner.start], dims)
            elif isinstance(inner, tile.YieldOp):
                return [
                    stored(np.broadcast_to(self.values[value], dims), tile.element_type_of(output))
                    for value, output in zip(inner.values, op.outputs, strict=True)
                ]
            else:
                (self.values[inner.results[0]],) = self.op(inner)
        return []

    def made(self, op: Operation, given: Sequence[Any]) -> Any:
        """Returns the block that an op makes."""
        result = op.results[0]
        unit = unit_of(result)
        dims = [n * unit for n in tile.dims_of(result)]
        match op:
            case tile.LoadOp():
                return self.loaded(op, given[1:], unit)
            case tile.FillOp():
                return np.full(dims, op.number)
            case tile.SplatOp():
                return np.full(dims, given[0])
            case tile.CastOp():
                return given[0]
            case tile.TransposeOp():
                return given[0].T
            case tile.ReshapeOp():
                return given[0].reshape(dims)
            case tile.UntilizeOp():
                # A block of rows is an array as its memory is read with their length.
                rows = np.full(dims, np.nan if given[0].dtype.kind == "f" else -1, given[0].dtype)
                rows[: given[0].shape[0]] = given[0]
                return rows
            case tile.TilizeOp():
                return given[0].reshape(-1)[: dims[0] * dims[1]].reshape(dims)
            case tile.BroadcastOp():
                row, col = {"rows": (1, None), "cols": (None, 1), "scalar": (1, 1)}[op.kind.data]
                return np.broadcast_to(given[0][:row, :col], dims)
            case tile.ReduceOp():
                fold = np.sum if op.kind.data == "sum" else np.max
                folded = fold(given[0], axis=op.axis.value.data, keepdims=True)
                beside = np.full(dims, np.nan, np.float64)
                beside[: folded.shape[0], : folded.shape[1]] = folded
                return beside
            case tile.MatmulOp():
                return self.product(op)
            case tile.UnaryOp():
                return ON_ONE[op.kind.data](given[0])
            case tile.BinaryOp() | tile.CompareOp():
                return ON_TWO[op.kind.data](given[0], given[1])
            case tile.ScalarOp():
                return ON_TWO[op.kind.data](given[0], np.float32(op.number))
            case tile.SelectOp():
                condition, then, otherwise = cast("list[Array]", given)
                return np.where(condition != 0, then, otherwise)
            case tile.IotaOp():
                return places(op.factors, self.values[op.start], dims)
            case tile.MaskOp():
                kept: Array = places(op.factors, self.values[op.start], dims) >= 0
                return np.where(kept, self.values[op.block], op.number)
            case tile.ExtractOp():
                row, col = (int(n) * unit for n in given[1:])
                part: Array = given[0][row : row + dims[0], col : col + dims[1]]
                assert part.shape == tuple(dims)
                return part
            case tile.InsertOp():
                row, col = (int(n) * unit for n in given[2:])
                block, whole = given[0], given[1].copy()
                part = whole[row : row + block.shape[0], col : col + block.shape[1]]
                assert part.shape == block.shape
                part[...] = block
                return whole
            case _:
                raise AssertionError(op.name)

    def loaded(self, op: tile.LoadOp, offsets: Sequence[int], unit: int) -> Array:
        memory = self.memories[op.tensor]
        dims = tile.dims_of(op.block)
        turned = op.transposed is not None
        here, there, extents = memory.places(offsets, dims[::-1] if turned else dims, unit)
        block = np.zeros(extents, memory.data.dtype)
        block[there] = memory.data[here]
        return tiles_turned(block, each=False) if turned else block

    def product(self, op: tile.MatmulOp) -> Array:
        lhs, rhs, acc = (self.values[value].astype(np.float64) for value in op.operands)
        if op.transpose_b is not None:
            rhs = tiles_turned(rhs, each=True)
        return acc + lhs @ rhs


def tiles_turned(block: Array, *, each: bool) -> Array:
    """Transposes each tile where it lies, or the grid of tiles and leaves each as it is."""
    rows, cols = (n // 32 for n in block.shape)
    tiles: Array = block.reshape(rows, 32, cols, 32)
    if each:
        return tiles.transpose(0, 3, 2, 1).reshape(block.shape)
    return tiles.transpose(2, 1, 0, 3).reshape(cols * 32, rows * 32)


def places(factors: tuple[int, int], start: int, dims: Sequence[int]) -> Array:
    rows, cols = np.ogrid[: dims[0], : dims[1]]
    return start + factors[0] * rows + factors[1] * cols


def unit_of(value: SSAValue) -> int:
    """Returns 1 for a block of elements, 32 for one of tiles."""
    return 1 if isinstance(value.type, builtin.TensorType) else 32


def stored(block: Array, element_type: Attribute) -> Array:
    return of_type(rounded(block, element_type), np.dtype(storage_type(element_type))).astype(
        storage_type(element_type)
    )
