"""Over which dimensions of its buffers an op of the GRID level extends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xdsl.ir import BlockArgument, Operation, SSAValue

from ttc.dialects import grid
from ttc.passes.affine import linear


@dataclass(frozen=True)
class Touch:
    """
    A part of a buffer: it extends over the dimensions `walked`, the others have one index each.

    In a T.Parallel, `ivs` are its indices that do so.
    """

    op: Operation
    buffer: SSAValue
    offsets: tuple[SSAValue, ...]
    walked: tuple[int, ...]
    ivs: tuple[BlockArgument, ...] = ()


def touches(op: Operation, local: bool = False) -> Iterator[Touch]:
    """Yields what an op touches of tensors, or with `local` of all buffers, source first."""
    match op:
        case grid.CopyOp():
            yield from _region(op, op.src, op.src_offsets, op.src_shape, local)
            yield from _region(op, op.dst, op.dst_offsets, op.dst_shape, local)
        case grid.LoadOp() | grid.StoreOp():
            yield from _element(op, op.buffer, op.indices, local)
        case _:
            return


def _region(
    op: Operation, buffer: SSAValue, offsets: Sequence[SSAValue], sizes: Sequence[int], local: bool
) -> Iterator[Touch]:
    if local or _is_global(buffer):
        walked = tuple(n for n, size in enumerate(sizes) if size != 1)
        yield Touch(op, buffer, tuple(offsets), walked)


def _element(
    op: Operation, buffer: SSAValue, indices: Sequence[SSAValue], local: bool
) -> Iterator[Touch]:
    parallel = op.parent_op()
    if not isinstance(parallel, grid.ParallelOp) or not (local or _is_global(buffer)):
        return
    walking = [iv for iv, n in zip(parallel.body.block.args, parallel.dims, strict=True) if n != 1]
    walked: list[int] = []
    ivs: list[BlockArgument] = []
    for n, index in enumerate(indices):
        form = linear(index)
        used = [iv for iv in walking if iv in form.terms]
        if used:
            walked.append(n)
            ivs += used
    yield Touch(op, buffer, tuple(indices), tuple(walked), tuple(ivs))


def _is_global(buffer: SSAValue) -> bool:
    assert isinstance(buffer.type, grid.BufferType)
    return buffer.type.is_global
