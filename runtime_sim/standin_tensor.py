"""Tensors and devices of the stand-in: arrays in the simulated DRAM, as tiles or as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from ttc.runtime_sim.chip import Chip
from ttc.runtime_sim.counters import Counters
from ttc.runtime_sim.dram import Buffer, Dram
from ttc.runtime_sim.errors import SimulationError
from ttc.runtime_sim.formats import Array
from ttc.runtime_sim.rows import allocate_rows, put_rows, rows_back
from ttc.runtime_sim.standin_types import (
    BufferType,
    CoreCoord,
    DataType,
    Layout,
    MemoryConfig,
    Shape,
    TensorMemoryLayout,
)
from ttc.runtime_sim.tiling import from_tiles, tile_grid, to_tiles


@dataclass(eq=False)
class Device:
    """The simulated chip as the host sees it; `names` are for tensors in order of creation."""

    chip: Chip
    counters: Counters = field(default_factory=Counters)
    names: list[str] = field(default_factory=list[str])
    seed: int | None = None

    def __post_init__(self) -> None:
        self.dram = Dram(self.chip)

    def next_name(self) -> str:
        made = len(self.dram.buffers)
        return self.names[made] if made < len(self.names) else f"tensor {made}"

    def compute_with_storage_grid_size(self) -> CoreCoord:
        return CoreCoord(*self.chip.target.grid)

    def worker_core_from_logical_core(self, core: CoreCoord) -> CoreCoord:
        x, y = self.chip.virtual_origin
        return CoreCoord(core.x + x, core.y + y)

    def arch(self) -> str:
        return self.chip.name


class Tensor:
    """
    `ttnn.Tensor(array, data_type, device, layout, mem_config)`, on the host or in DRAM.

    On the host it is an array. On a device its pages are in a buffer: tiles, padding zero, or the
    rows of its last dimension, each from an address that a read from DRAM may have.
    """

    def __init__(
        self,
        tensor: Any,
        data_type: DataType | None = None,
        device: Device | None = None,
        layout: Layout | None = None,
        mem_config: MemoryConfig | None = None,
    ) -> None:
        array = np.asarray(tensor)
        self.dtype = data_type or DataType(array.dtype.name)
        self.layout = layout or Layout.ROW_MAJOR
        self.shape = Shape(array.shape)
        self.array: Array | None = array
        self.buffer: Buffer | None = None
        self.on: Device | None = None
        if device is not None:
            self.place(device, mem_config or MemoryConfig(), array)

    def place(self, device: Device, memory: MemoryConfig, values: Array | None) -> None:
        """Allocates pages in DRAM and fills them with an array's values, if there is one."""
        interleaved = memory.memory_layout is TensorMemoryLayout.INTERLEAVED
        if memory.buffer_type is not BufferType.DRAM or not interleaved:
            raise SimulationError("the simulator holds tensors interleaved in DRAM only")
        name, format = device.next_name(), self.dtype.format
        if self.layout is Layout.ROW_MAJOR:
            self.buffer = allocate_rows(device, name, tuple(self.shape), format)
            if values is not None:
                put_rows(self.buffer, values, format)
        else:
            pages = prod(tile_grid(tuple(self.shape)))
            self.buffer = device.dram.allocate(name, pages, format.tile_bytes, format)
            if values is not None:
                self.buffer.tiles = list(to_tiles(values, format))
        self.on, self.array = device, None

    def buffer_address(self) -> int:
        return self.allocated().base

    def allocated(self) -> Buffer:
        if self.buffer is None:
            raise SimulationError("this tensor is on the host; a program wants it on the device")
        return self.buffer

    def device(self) -> Device | None:
        return self.on

    def to_numpy(self) -> Array:
        """The tensor's values without padding, as an array of its data type."""
        if self.array is not None:
            return self.array
        format, shape = self.dtype.format, tuple(self.shape)
        if self.layout is Layout.ROW_MAJOR:
            return rows_back(self.allocated(), shape, format).astype(format.file)
        return from_tiles(self.allocated().read_back(), shape).astype(format.file)

    def to_list(self) -> list[Any]:
        return self.to_numpy().tolist()

    def memory_config(self) -> MemoryConfig:
        return MemoryConfig()


def from_buffer(
    buffer: Sequence[float],
    shape: Sequence[int],
    dtype: DataType,
    device: Device,
    layout: Layout | None = None,
    memory_config: MemoryConfig | None = None,
) -> Tensor:
    """A tensor on a device from a flat sequence."""
    array = np.array(buffer, dtype.format.array).reshape(tuple(shape))
    return Tensor(array, dtype, device, layout, memory_config)


def allocate_tensor_on_device(
    shape: Sequence[int],
    dtype: DataType,
    layout: Layout,
    device: Device,
    memory_config: MemoryConfig | None = None,
) -> Tensor:
    """A tensor whose bytes nobody has written: 0xFF, NaN in the float formats."""
    tensor = Tensor.__new__(Tensor)
    tensor.dtype, tensor.layout, tensor.shape = dtype, layout, Shape(tuple(shape))
    tensor.array, tensor.on, tensor.buffer = None, None, None
    tensor.place(device, memory_config or MemoryConfig(), None)
    return tensor


def from_device(tensor: Tensor) -> Tensor:
    host = Tensor.__new__(Tensor)
    host.dtype, host.layout, host.shape = tensor.dtype, tensor.layout, tensor.shape
    host.array, host.on, host.buffer = tensor.to_numpy(), None, None
    return host


def to_dtype(tensor: Tensor, dtype: DataType) -> Tensor:
    """A host tensor with its values converted."""
    if tensor.array is None:
        raise SimulationError("to_dtype works on host tensors here; call from_device before it")
    return Tensor(tensor.array.astype(dtype.format.file), dtype, layout=tensor.layout)


def to_layout(tensor: Tensor, layout: Layout) -> Tensor:
    if tensor.array is None:
        raise SimulationError("to_layout works on host tensors here; call from_device before it")
    if tensor.dtype.name == "bfloat8_b" and layout is not Layout.TILE:
        raise SimulationError(
            "bfloat8_b has no other layout than TILE: call to_dtype before to_layout"
        )
    tensor.layout = layout
    return tensor


class TensorAccessorArgs:
    """The compile-time words of a tensor: 2 (interleaved in DRAM) and the aligned page size."""

    def __init__(self, tensor: Tensor) -> None:
        self.words = [2, tensor.allocated().page_bytes]

    def get_compile_time_args(self) -> list[int]:
        return list(self.words)
