"""Which buffers an op of the GRID level reads and writes."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from xdsl.ir import Operation, SSAValue

from ttc.dialects import grid


def reads(op: Operation) -> tuple[SSAValue, ...]:
    """Returns the buffers whose content an op uses."""
    match op:
        case grid.CopyOp():
            return (op.src, op.dst) if _is_part(op.dst, op.dst_shape) else (op.src,)
        case grid.GemmOp():
            return (op.a, op.b) if op.clear_accum is not None else (op.a, op.b, op.c)
        case grid.ReduceOp():
            return (op.src,) if op.clear is not None else (op.src, op.dst)
        case grid.CumsumOp() | grid.Im2colOp():
            return (op.src,)
        case grid.LoadOp():
            return (op.buffer,)
        case grid.StoreOp():
            parallel = op.parent_op()
            is_part = isinstance(parallel, grid.ParallelOp) and _is_part(op.buffer, parallel.dims)
            return (op.buffer,) if is_part else ()
        case _:
            return ()


def _is_part(buffer: SSAValue, sizes: Sequence[int]) -> bool:
    """Tells whether writing `sizes` elements leaves some of a buffer as they were."""
    assert isinstance(buffer.type, grid.BufferType)
    return prod(sizes) != prod(buffer.type.dims)


def writes(op: Operation) -> tuple[SSAValue, ...]:
    """Returns the buffers an op writes."""
    match op:
        case grid.CopyOp() | grid.ReduceOp() | grid.CumsumOp() | grid.Im2colOp():
            return (op.dst,)
        case grid.GemmOp():
            return (op.c,)
        case grid.FillOp() | grid.StoreOp():
            return (op.buffer,)
        case _:
            return ()
