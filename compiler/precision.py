"""How exactly a kernel computes: what `ttc run` may expect of its outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xdsl.dialects.builtin import ModuleOp
    from xdsl.ir import Attribute, Operation, SSAValue

    from ttc.dialects.grid import BufferType


def computed_in(module: ModuleOp) -> str | None:
    """Returns `bfloat16` if a GRID-level kernel rounds values on their way to it, else None."""
    from xdsl.dialects.builtin import BFloat16Type

    results = (type_ for op in module.walk() for type_ in _rounded_to(op))
    return "bfloat16" if any(isinstance(type_, BFloat16Type) for type_ in results) else None


def _rounded_to(op: Operation) -> list[Attribute]:
    """The element types of what an op computes or converts; what it only moves is as it was."""
    from xdsl.dialects import arith

    from ttc.dialects import grid

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
        case _:
            return [result.type for result in op.results]


def _buffer(value: SSAValue) -> BufferType:
    from ttc.dialects.grid import BufferType

    assert isinstance(value.type, BufferType)
    return value.type
