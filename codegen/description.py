"""
The description of one program as plain data, read off a `host.program` and its kernels.

plan.json, host.py and host.cpp are three prints of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xdsl.dialects.builtin import StringAttr
from xdsl.ir import SSAValue

from ttc.codegen.source_lines import place
from ttc.diagnostics import SourceSpan
from ttc.dialects import host
from ttc.dialects.metal import CBType
from ttc.dialects.tile import TensorType
from ttc.dtypes import DType, dtype_of

MATH_FIDELITY = "HiFi4"
"""All four passes over the mantissas: bfloat16 products are exact (metalium, MathFidelity)."""


@dataclass(frozen=True)
class Tensor:
    """A parameter of the kernel; `index` is its place among them."""

    name: str
    index: int
    role: str
    shape: tuple[int, ...]
    dtype: DType
    memory: str
    tile_grid: tuple[int, int]
    page_bytes: int


@dataclass(frozen=True)
class CircularBuffer:
    """A circular buffer; `block` is how many pages are handed over at a time."""

    name: str
    id: int
    dtype: DType
    page_bytes: int
    pages: int
    block: int
    producer: str
    consumer: str
    unpack_to_dest_fp32: bool
    source: str


@dataclass(frozen=True)
class Argument:
    """An argument of a kernel: `kind` is cb, accessor, address or work."""

    kind: str
    name: str
    value: int | None = None


@dataclass(frozen=True)
class Kernel:
    """One kernel and its arguments; `function` is the symbol of its `metal.kernel`."""

    role: str
    function: str
    compile_time_args: tuple[Argument, ...]
    runtime_args: tuple[Argument, ...]

    @property
    def file(self) -> str:
        """The name of its C++ file."""
        return f"{self.role}.cpp"


@dataclass(frozen=True)
class Work:
    """What one core does: `count` items from `start` on."""

    core: tuple[int, int]
    start: int
    count: int


@dataclass(frozen=True)
class Program:
    """One launch; bytes are those of one core's L1 and of one run's DRAM traffic."""

    name: str
    source: str
    target: str
    grid: tuple[int, ...]
    dealing: str
    order: str
    panel: int
    tensors: tuple[Tensor, ...]
    core_ranges: tuple[tuple[int, int, int, int], ...]
    buffers: tuple[CircularBuffer, ...]
    kernels: tuple[Kernel, ...]
    work: tuple[Work, ...]
    fp32_dest: bool
    l1_available: int
    dram_read: int
    dram_write: int
    notes: tuple[str, ...]

    @property
    def l1_used(self) -> int:
        """Bytes that the circular buffers of one core take together."""
        return sum(buffer.pages * buffer.page_bytes for buffer in self.buffers)


def describe(program: host.ProgramOp) -> Program:
    """Reads the description off a program, whose IR is valid."""
    parts = list(program.body.block.ops)
    tensors = [op for op in parts if isinstance(op, host.TensorOp)]
    buffers = [op for op in parts if isinstance(op, host.CBOp)]
    names: dict[SSAValue, str] = {op.tensor: op.tensor_name.data for op in tensors}
    names.update({op.cb: op.cb_name.data for op in buffers})
    span = SourceSpan.of(program.location)
    return Program(
        name=program.sym_name.data,
        source="unknown" if span is None else Path(span.file).name,
        target=program.target.data,
        grid=program.grid.data,
        dealing=program.dealing.data,
        order=program.order.data,
        panel=program.panel.value.data,
        tensors=tuple(_tensor(index, op) for index, op in enumerate(tensors)),
        core_ranges=program.core_ranges.data,
        buffers=tuple(_buffer(op) for op in buffers),
        kernels=tuple(_kernel(op, names) for op in parts if isinstance(op, host.KernelOp)),
        work=tuple(Work(core, start, count) for core, start, count in program.work.data),
        fp32_dest=program.fp32_dest is not None,
        l1_available=program.l1_available.value.data,
        dram_read=program.dram_read.value.data,
        dram_write=program.dram_write.value.data,
        notes=_strings(() if program.notes is None else program.notes.data),
    )


def _tensor(index: int, op: host.TensorOp) -> Tensor:
    type_ = op.tensor.type
    assert isinstance(type_, TensorType)
    return Tensor(
        name=op.tensor_name.data,
        index=index,
        role=op.role.data,
        shape=type_.dims,
        dtype=dtype_of(type_.element_type),
        memory=type_.memory.data,
        tile_grid=type_.tile_grid,
        page_bytes=type_.page_bytes,
    )


def _buffer(op: host.CBOp) -> CircularBuffer:
    type_ = op.cb.type
    assert isinstance(type_, CBType)
    return CircularBuffer(
        name=op.cb_name.data,
        id=type_.index.data,
        dtype=dtype_of(type_.element_type),
        page_bytes=type_.page_bytes,
        pages=type_.pages,
        block=type_.block_pages,
        producer=op.producer.data,
        consumer=op.consumer.data,
        unpack_to_dest_fp32=bool(type_.unpack_to_dest.data),
        source=place(op),
    )


def _kernel(op: host.KernelOp, names: dict[SSAValue, str]) -> Kernel:
    compile_time: list[Argument] = []
    runtime: list[Argument] = []
    for value in op.bound:
        name = names[value]
        if isinstance(value.type, CBType):
            compile_time.append(Argument("cb", name, value.type.index.data))
        else:
            compile_time.append(Argument("accessor", name))
            runtime.append(Argument("address", name))
    runtime += [Argument("work", field) for field in op.work_fields]
    function = op.kernel.data
    return Kernel(op.role.data, function, tuple(compile_time), tuple(runtime))


def _strings(attributes: Sequence[object]) -> tuple[str, ...]:
    return tuple(attr.data for attr in attributes if isinstance(attr, StringAttr))
