"""
The description of an emitted folder as plain data, read off its `host.program`s.

plan.json, host.py and host.cpp are three prints of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

from xdsl.dialects.builtin import FloatAttr, IntegerAttr, StringAttr
from xdsl.ir import Attribute, SSAValue

from ttc.codegen.source_lines import place
from ttc.diagnostics import BrokenPass, SourceSpan
from ttc.dialects import host
from ttc.dialects.metal import CBType
from ttc.dialects.tile import TensorType
from ttc.dtypes import BFLOAT8_B, DType, dtype_of

MATH_FIDELITY = "HiFi4"
"""All four passes over the mantissas: bfloat16 products are exact (metalium, MathFidelity)."""


@dataclass(frozen=True)
class Tensor:
    """
    A parameter of the kernel; `index` is its place among them, `role` as of all launches together.

    `shape` is the author's, `view` the one under which the kernel uses it; `order` says which of
    its dimensions each one on the device is, -1 being an added one. A `scratch` tensor is no
    caller's: the host allocates it. Nor is one that is a copy `of` another, whose index it
    has: the host makes it of that one's array.
    """

    name: str
    index: int
    role: str
    shape: tuple[int, ...]
    view: tuple[int, ...]
    device_shape: tuple[int, ...]
    order: tuple[int, ...]
    why: str
    dtype: DType
    memory: str
    tile_grid: tuple[int, int]
    page_bytes: int
    of: str = ""

    @property
    def is_scratch(self) -> bool:
        return self.role == "scratch"

    @property
    def is_converted(self) -> bool:
        """Whether its elements lie on the device in another order than a row-major array's."""
        rank = len(self.view)
        added = (-1,) * (len(self.order) - rank)
        return self.is_viewed or self.order != (*added, *range(rank))

    @property
    def is_viewed(self) -> bool:
        """Whether the kernel uses it under another shape than the author's."""
        return self.view != self.shape

    @property
    def is_rows(self) -> bool:
        """Whether a page is a row of the last dimension, not a tile (ttnn ROW_MAJOR_LAYOUT)."""
        return self.memory == "dram_rows"

    @property
    def pages(self) -> int:
        return prod((*self.device_shape[:-2], *self.tile_grid))


@dataclass(frozen=True)
class Scalar:
    """A number among the parameters; kernels get its 32 bits as a runtime argument."""

    name: str
    index: int
    dtype: DType
    default: int | float | None


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
    """An argument of a kernel: `kind` is cb, accessor, address, scalar or work."""

    kind: str
    name: str
    value: int | None = None
    dtype: DType | None = None


@dataclass(frozen=True)
class Kernel:
    """One kernel and its arguments; `function` is the symbol of its `metal.kernel`."""

    role: str
    function: str
    file: str
    compile_time_args: tuple[Argument, ...]
    runtime_args: tuple[Argument, ...]


@dataclass(frozen=True)
class Work:
    """What one core does: `count` items from `start` on."""

    core: tuple[int, int]
    start: int
    count: int


@dataclass(frozen=True)
class Program:
    """
    One launch; bytes are those of one core's L1 and of one run's DRAM traffic, where it is known.

    `suffix` tells the files and functions of several launches apart; `roles` are those of the
    tensors that this launch uses, by name.
    """

    name: str
    suffix: str
    grid: tuple[int, ...]
    dealing: str
    order: str
    panel: int
    roles: dict[str, str]
    core_ranges: tuple[tuple[int, int, int, int], ...]
    buffers: tuple[CircularBuffer, ...]
    kernels: tuple[Kernel, ...]
    work: tuple[Work, ...]
    fp32_dest: bool
    l1_available: int
    dram_read: int | None
    dram_write: int | None

    @property
    def packs_bfloat8_b(self) -> bool:
        """Tells whether the packer makes shared exponents."""
        return any(
            buffer.dtype == BFLOAT8_B and buffer.producer == "compute" for buffer in self.buffers
        )

    @property
    def scalars(self) -> frozenset[str]:
        """The names of the scalars that this launch uses."""
        arguments = (arg for kernel in self.kernels for arg in kernel.runtime_args)
        return frozenset(arg.name for arg in arguments if arg.kind == "scalar")

    @property
    def l1_used(self) -> int:
        """Bytes that the circular buffers of one core take together."""
        return sum(buffer.pages * buffer.page_bytes for buffer in self.buffers)


@dataclass(frozen=True)
class Description:
    """A kernel: its parameters, and its launches in order. Scratch tensors come last."""

    name: str
    source: str
    target: str
    tensors: tuple[Tensor, ...]
    scalars: tuple[Scalar, ...]
    programs: tuple[Program, ...]
    notes: tuple[str, ...]


def describe(programs: Sequence[host.ProgramOp]) -> Description:
    """Reads the description off the launches of one kernel, whose IR is valid."""
    first = programs[0]
    launches = tuple(_program(op) for op in programs)
    span = SourceSpan.of(first.location)
    notes = [note for op in programs if op.notes is not None for note in _strings(op.notes.data)]
    return Description(
        name=first.kernel_name,
        source="unknown" if span is None else Path(span.file).name,
        target=first.target.data,
        tensors=_tensors(programs, launches),
        scalars=tuple(
            Scalar(op.scalar_name.data, index, dtype_of(op.scalar.type), _number(op.default))
            for index, op in enumerate(_parameters(first))
            if isinstance(op, host.ScalarOp)
        ),
        programs=launches,
        notes=tuple(dict.fromkeys(notes)),
    )


def _parameters(program: host.ProgramOp) -> list[host.TensorOp | host.ScalarOp]:
    ops = program.body.block.ops
    return [op for op in ops if isinstance(op, host.TensorOp | host.ScalarOp)]


def _tensors(programs: Sequence[host.ProgramOp], launches: Sequence[Program]) -> tuple[Tensor, ...]:
    """The tensors with their roles in all launches; these must agree on how each one lies."""
    rows = [
        {i: _tensor(i, op) for i, op in enumerate(_parameters(p)) if isinstance(op, host.TensorOp)}
        for p in programs
    ]
    for row in rows[1:]:
        for index, tensor in row.items():
            if replace(tensor, role="", why="") != replace(rows[0][index], role="", why=""):
                problem = f"launches disagree on how '{tensor.name}' lies on the device"
                raise BrokenPass("codegen", problem)
    tensors: list[Tensor] = []
    for index, tensor in rows[0].items():
        whys = [row[index].why for row in rows if row[index].why]
        why = whys[0] if whys else ""
        roles = [program.roles[tensor.name] for program in launches if tensor.name in program.roles]
        role = tensor.role if tensor.is_scratch else _together(roles)
        place = next((other.index for other in tensors if other.name == tensor.of), index)
        tensors.append(replace(tensor, role=role, why=why, index=place))
    return tuple(tensors)


def _together(roles: Sequence[str]) -> str:
    """What several launches in a row do with a tensor, as its caller sees it."""
    if all(role == "in" for role in roles):
        return "in"
    if roles[0] == "out" or all(role in ("out", "part") for role in roles):
        # What a launch writes everywhere cannot be seen any more; later launches may read it.
        return "out" if "out" in roles else "part"
    return "inout"


def _program(op: host.ProgramOp) -> Program:
    parts = list(op.body.block.ops)
    names: dict[SSAValue, str] = {}
    for part in parts:
        match part:
            case host.CBOp():
                names[part.cb] = part.cb_name.data
            case host.TensorOp():
                names[part.tensor] = part.tensor_name.data
            case host.ScalarOp():
                names[part.scalar] = part.scalar_name.data
            case _:
                pass
    suffix = "" if op.launch is None else f"_{op.launch.value.data}"
    return Program(
        name=op.sym_name.data,
        suffix=suffix,
        grid=op.grid.data,
        dealing=op.dealing.data,
        order=op.order.data,
        panel=op.panel.value.data,
        roles={
            part.tensor_name.data: part.role.data
            for part in parts
            if isinstance(part, host.TensorOp) and part.tensor.uses
        },
        core_ranges=op.core_ranges.data,
        buffers=tuple(_buffer(part) for part in parts if isinstance(part, host.CBOp)),
        kernels=tuple(
            _kernel(part, names, suffix) for part in parts if isinstance(part, host.KernelOp)
        ),
        work=tuple(Work(core, start, count) for core, start, count in op.work.data),
        fp32_dest=op.fp32_dest is not None,
        l1_available=op.l1_available.value.data,
        dram_read=None if op.dram_read is None else op.dram_read.value.data,
        dram_write=None if op.dram_write is None else op.dram_write.value.data,
    )


def _tensor(index: int, op: host.TensorOp) -> Tensor:
    type_ = op.tensor.type
    assert isinstance(type_, TensorType)
    return Tensor(
        name=op.tensor_name.data,
        index=index,
        role=op.role.data if op.scratch is None else "scratch",
        shape=type_.author_dims if op.written is None else op.written.data,
        view=type_.author_dims,
        device_shape=type_.dims,
        order=type_.order_dims,
        why="" if op.why is None else op.why.data,
        dtype=dtype_of(type_.element_type),
        memory=type_.memory.data,
        tile_grid=type_.tile_grid,
        page_bytes=type_.page_bytes,
        of="" if op.of is None else op.of.data,
    )


def _number(default: Attribute | None) -> int | float | None:
    match default:
        case IntegerAttr() | FloatAttr():
            return default.value.data
        case _:
            return None


def _buffer(op: host.CBOp) -> CircularBuffer:
    type_ = op.cb.type
    assert isinstance(type_, CBType)
    return CircularBuffer(
        name=op.cb_name.data,
        id=type_.index.data,
        dtype=dtype_of(type_.element_type).paged,
        page_bytes=type_.page_bytes,
        pages=type_.pages,
        block=type_.block_pages,
        producer=op.producer.data,
        consumer=op.consumer.data,
        unpack_to_dest_fp32=bool(type_.unpack_to_dest.data),
        source=place(op),
    )


def _kernel(op: host.KernelOp, names: dict[SSAValue, str], suffix: str) -> Kernel:
    compile_time: list[Argument] = []
    addresses: list[Argument] = []
    scalars: list[Argument] = []
    for value in op.bound:
        name = names[value]
        match value.type:
            case CBType() as type_:
                compile_time.append(Argument("cb", name, type_.index.data))
            case TensorType():
                compile_time.append(Argument("accessor", name))
                addresses.append(Argument("address", name))
            case _:
                scalars.append(Argument("scalar", name, dtype=dtype_of(value.type)))
    work = [Argument("work", field) for field in op.work_fields]
    role = op.role.data
    runtime = (*addresses, *scalars, *work)
    return Kernel(role, op.kernel.data, f"{role}{suffix}.cpp", tuple(compile_time), runtime)


def _strings(attributes: Sequence[object]) -> tuple[str, ...]:
    return tuple(attr.data for attr in attributes if isinstance(attr, StringAttr))
