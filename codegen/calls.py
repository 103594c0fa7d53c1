"""The table from ops of the `metal` dialect to calls of the SDK: one op, one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import FloatAttr
from xdsl.ir import Operation, SSAValue

from ttc.codegen import api, spellings
from ttc.diagnostics import CompileError
from ttc.dialects import metal
from ttc.dtypes import dtype_of

Argument = SSAValue | int | str


@dataclass(frozen=True)
class Call:
    """A call: the function as spelt, its arguments, and the header that declares it."""

    spelling: str
    arguments: tuple[Argument, ...]
    header: str


HELPERS = ("read_zeros",)
"""Functions that the emitted file brings along."""


def call_of(op: Operation, role: api.Role) -> Call | None:
    """
    Returns the call that `op` stands for in a kernel of `role`; None for any other op.

    Raises `CompileError` for a function that the SDK does not have, or not for this role.
    """
    named = _spelled(op)
    if named is None:
        return None
    spelling, arguments = named
    base = spelling.partition("<")[0]
    if base in HELPERS:
        return Call(spelling, arguments, api.DATAFLOW_HEADER)
    rows = api.overloads(base, role)
    if not rows:
        raise CompileError.at(op, f"the SDK has no function '{base}' for a {role}")
    return Call(spelling, arguments, rows[0].header)


def _spelled(op: Operation) -> tuple[str, tuple[Argument, ...]] | None:
    name = op.name.removeprefix("metal.")
    match op:
        case metal.BareOp():
            return name, ()
        case metal.CBTokensOp():
            return name, (op.cb, op.pages.value.data)
        case metal.OneCBOp() | metal.CBPointerOp():
            return name, (op.cb,)
        case metal.NocPageOp():
            return name, (op.page, op.tensor, op.l1)
        case metal.ReadZerosOp():
            return name, (op.l1, op.bytes_.value.data)
        case metal.FromCBOp():
            return name, (op.cb, op.index, op.dst)
        case metal.PackTileOp():
            return name, (op.dst, op.cb)
        case metal.PackTileAtOp():
            return "pack_tile<true>", (op.dst, op.cb, op.index)
        case metal.PackReconfigL1AccOp():
            return name, (op.enable,)
        case metal.BinaryTilesOp(kind=kind):
            return f"{kind.data}_tiles", (op.in0, op.in1, op.index0, op.index1, op.dst)
        case metal.BinaryInitOp(kind=kind):
            return f"{kind.data}_init", (op.in0, op.in1)
        case metal.ReconfigDataFormatOp():
            return _ordered(name, op.reverse is not None), (op.in0, op.in1)
        case metal.HwStartupOp():
            return _startup(op)
        case metal.MatmulBlockInitOp():
            return name, (op.in0, op.in1, *_block(op))
        case metal.MatmulBlockOp():
            return name, (op.in0, op.in1, op.index0, op.index1, op.dst, *_block(op))
        case _:
            return _sfpu(op)


def _ordered(name: str, reverse: bool) -> str:
    return f"{name}<SrcOrder::Reverse>" if reverse else name


def _startup(op: metal.HwStartupOp) -> tuple[str, tuple[Argument, ...]]:
    name = "compute_kernel_hw_startup"
    if op.reverse is None and op.in0 is op.in1:
        return name, (op.in0, op.out)
    return _ordered(name, op.reverse is not None), (op.in0, op.in1, op.out)


def _block(op: metal.MatmulBlockInitOp | metal.MatmulBlockOp) -> tuple[int, int, int, int]:
    sizes = (op.ct.value.data, op.rt.value.data, op.kt.value.data)
    return (int(op.transpose is not None), *sizes)


def _sfpu(op: Operation) -> tuple[str, tuple[Argument, ...]] | None:
    match op:
        case metal.SfpuInitOp(function=name):
            return _looked_up(op, name.data, initialises=True)[0], ()
        case metal.SfpuUnaryOp(function=name):
            spelling, row = _looked_up(op, name.data)
            return spelling, (op.dst, *_parameters(op, row, op.param_values))
        case metal.SfpuBinaryOp(function=name):
            return _looked_up(op, name.data)[0], (op.lhs, op.rhs, op.out)
        case metal.CopyDestValuesOp():
            data_format = dtype_of(op.element_type).data_format
            return f"copy_dest_values<DataFormat::{data_format}>", (op.src, op.dst)
        case metal.FillTileOp():
            return _fill(op)
        case _:
            return None


def _looked_up(op: Operation, name: str, *, initialises: bool = False) -> tuple[str, api.Function]:
    try:
        return spellings.init(name) if initialises else spellings.function(name)
    except KeyError:
        raise CompileError.at(op, f"the SDK has no SFPU function '{name}'") from None


def _parameters(op: Operation, row: api.Function, values: Sequence[int]) -> list[str]:
    try:
        return spellings.parameters(row, values)
    except ValueError as error:
        raise CompileError.at(op, str(error)) from None


def _fill(op: metal.FillTileOp) -> tuple[str, tuple[Argument, ...]]:
    if not isinstance(op.value, FloatAttr):
        return "fill_tile_int<DataFormat::Int32>", (op.dst, op.value.value.data)
    value = op.value.value.data
    literal = spellings.float_literal(value)
    if literal is not None:
        return "fill_tile", (op.dst, literal)
    return "fill_tile_bitcast", (op.dst, spellings.bits_literal(spellings.float_bits(value)))
