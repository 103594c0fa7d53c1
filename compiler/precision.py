"""How exactly a kernel computes: what `ttc run` may expect of its outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xdsl.dialects.builtin import ModuleOp
    from xdsl.ir import Attribute, Operation, SSAValue

    from ttc.dialects.grid import BufferType


def computed_in(module: ModuleOp) -> str | None:
    """
    Returns `bfloat16` if a GRID-level kernel rounds values on their way to it, else None.

    It is `bfloat8_b` if values share exponents on their way.
    """
    from xdsl.dialects.builtin import BFloat16Type

    from ttc.dialects.elements import BFloat8BType

    results = [type_ for op in module.walk() for type_ in _rounded_to(op)]
    if any(isinstance(type_, BFloat8BType) for type_ in results):
        return "bfloat8_b"
    return "bfloat16" if any(isinstance(type_, BFloat16Type) for type_ in results) else None


def cut_to(plan: Mapping[str, Any]) -> str | None:
    """
    Returns `tfloat32` if a program's FPU reads float32, else None.

    Pages of a circular buffer reach compute through the source registers, whose 19 bits hold
    TF32, or go into DST as they are; the SFPU works there (metalium UnpackToDestMode).
    """
    through_registers = (
        buffer["dtype"] == "float32"
        and buffer["consumer"] == "compute"
        and not buffer["unpack_to_dest_fp32"]
        for program in plan["programs"]
        for buffer in program["circular_buffers"]
    )
    return "tfloat32" if any(through_registers) else None


def _rounded_to(op: Operation) -> list[Attribute]:
    """The element types of what an op computes or converts; what it only moves is as it was."""
    from xdsl.dialects import arith

    from ttc.dialects import grid
    from ttc.dialects.elements import BFloat8BType

    match op:
        case grid.LoadOp() | arith.ConstantOp():
            return []
        case grid.CopyOp(src=src, dst=dst):
            source, to = _buffer(src), _buffer(dst)
            return (
                [] if source.element_type == to.element_type or to.is_global else [to.element_type]
            )
        case grid.GemmOp():
            return [_buffer(op.c).element_type]
        case grid.StoreOp(buffer=buffer):
            to = _buffer(buffer)
            # Other types are those of the stored value, which has been seen already.
            shares = isinstance(to.element_type, BFloat8BType) and not to.is_global
            return [to.element_type] if shares else []
        case _:
            return [result.type for result in op.results]


def _buffer(value: SSAValue) -> BufferType:
    from ttc.dialects.grid import BufferType

    assert isinstance(value.type, BufferType)
    return value.type
