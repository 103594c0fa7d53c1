"""The table from ops of the `metal` dialect to calls of the SDK: one op, one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import FloatAttr, StringAttr
from xdsl.ir import Operation, SSAValue

from ttc.codegen import api, spellings
from ttc.diagnostics import CompileError
from ttc.dialects import metal
from ttc.dtypes import dtype_of

Argument = SSAValue | int | str


@dataclass(frozen=True)
class Call:
    """
    A call: the function as spelt, its arguments, and the header that declares it.

    Template arguments that are values of the kernel are beside it, as is the object whose method
    it is.
    """

    spelling: str
    arguments: tuple[Argument, ...]
    header: str
    templates: tuple[Argument, ...] = ()
    owner: SSAValue | None = None


HELPERS = ("read_zeros", "write_numbers")
"""Functions that the emitted file brings along."""

BROADCASTS = {"rows": "ROW", "cols": "COL", "scalar": "SCALAR"}
"""By how the kernel's broadcasts are called: metalium's BroadcastType."""


def call_of(op: Operation, role: api.Role) -> Call | None:
    """
    Returns the call that `op` stands for in a kernel of `role`; None for any other op.

    Raises `CompileError` for a function that the SDK does not have, or not for this role.
    """
    if isinstance(op, metal.PrepareReduceScalerOp):
        name = "dataflow_kernel_lib::prepare_reduce_scaler"
        (row, *_) = api.overloads(name, role)
        kinds = (f"ckernel::PoolType::{op.pool.data}", f"ckernel::ReduceDim::{op.dim.data}")
        templates = (op.cb, *kinds)
        return Call(name, ("1.0f",), row.header, templates)
    if isinstance(op, metal.GetNocAddrOp):
        (row, *_) = api.overloads("TensorAccessor.get_noc_addr", role)
        return Call("get_noc_addr", (op.page, op.offset), row.header, owner=op.tensor)
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
        case metal.WriteNumbersOp():
            return name, (op.l1, op.row.value.data, op.col.value.data)
        case metal.CBTokensOp():
            return name, (op.cb, op.pages.value.data)
        case metal.UnaryBcastConfigurationOp():
            return f"{name}<{_broadcast(op.dim)}>", (op.cb,)
        case metal.OneCBOp() | metal.CBPointerOp():
            return name, (op.cb,)
        case metal.NocPageOp():
            return name, (op.page, op.tensor, op.l1)
        case metal.ReadZerosOp():
            return name, (op.l1, op.bytes_.value.data)
        case metal.NocAsyncReadOp():
            return name, (op.source, op.l1, op.bytes_.value.data)
        case metal.NocAsyncWriteOp():
            return name, (op.l1, op.target, op.bytes_.value.data)
        case metal.TilizeInitOp():
            return name, (op.cb, op.width.value.data, op.out)
        case metal.TilizeBlockOp():
            return name, (op.cb, op.width.value.data, op.out, op.index, op.index)
        case metal.TilizeUninitOp():
            return name, (op.cb, op.out)
        case metal.PackUntilizeDestInitOp():
            return f"{name}<{_untilized(op)}>", (op.cb,)
        case metal.PackUntilizeDestOp():
            return f"{name}<{_untilized(op)}>", (op.cb, op.rows.value.data, op.col)
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
        case metal.UnaryBcastOp():
            return f"{name}<{_broadcast(op.dim)}>", (op.cb, op.index, op.dst)
        case metal.BcastTilesOp(kind=kind, dim=dim):
            spelling = f"{kind.data}_tiles_bcast_{dim.data}"
            return spelling, (op.in0, op.in1, op.index0, op.index1, op.dst)
        case metal.BcastInitOp(kind=kind, dim=dim):
            return f"{kind.data}_bcast_{dim.data}_init", (op.in0, op.in1)
        case metal.ReduceInitOp():
            return f"{name}<{_reduction(op)}>", (op.cb, op.scaler, op.out)
        case metal.ReduceTileOp():
            arguments = (op.cb, op.scaler, op.index, op.scaler_index, op.dst)
            return f"{name}<{_reduction(op)}>", arguments
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


def _broadcast(dim: StringAttr) -> str:
    return f"BroadcastType::{BROADCASTS[dim.data]}"


def _reduction(op: metal.ReduceInitOp | metal.ReduceTileOp) -> str:
    return f"PoolType::{op.pool.data}, ReduceDim::{op.dim.data}"


def _untilized(op: metal.PackUntilizeOp) -> str:
    return f"{op.block.value.data}, {op.full.value.data}"


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
            given = (*_parameters(op, row, op.param_values, len(op.words)), *op.words)
            return spelling, (op.dst, *given)
        case metal.SfpuBinaryOp(function=name):
            return _looked_up(op, name.data)[0], (op.lhs, op.rhs, op.out)
        case metal.SfpuTernaryOp(function=name):
            return _looked_up(op, name.data)[0], (op.a, op.b, op.c, op.out)
        case metal.FillWordOp():
            integer = op.integer is not None
            function = "fill_tile_int<DataFormat::Int32>" if integer else "fill_tile_bitcast"
            return function, (op.dst, op.word)
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


def _parameters(op: Operation, row: api.Function, values: Sequence[int], later: int) -> list[str]:
    """Spells constant parameters; `later` ones that follow are known at run time."""
    try:
        return spellings.parameters(row, values, later)
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
