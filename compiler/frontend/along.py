"""Reductions and running sums along a dimension of a block, and other shapes of its elements."""

from __future__ import annotations

from math import prod

from ttc.dialects import grid
from ttc.frontend.blocks import (
    block_shape,
    is_whole,
    local_part,
    put_back,
    staged,
    taken_in,
)
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.values import Buffer, Element, sizes
from ttc.language.dtypes import resolve
from ttc.language.place import error
from ttc.language.tensor import described, int_of, static_shape


def reduce_as(kind: str, k: KernelLowering, /, **arguments: object) -> None:
    """Lowers `T.reduce_KIND`; T.reduce_abssum always clears."""
    _reduce(k, f"T.reduce_{kind}", kind, **{"clear": True, **arguments})


def reduce(k: KernelLowering, reduce_type: object, **arguments: object) -> None:
    if reduce_type not in grid.ReduceOp.KINDS:
        raise error(
            f"T.reduce: the type is one of {', '.join(grid.ReduceOp.KINDS)}, "
            f"not {described(reduce_type)}"
        )
    _reduce(k, "T.reduce", str(reduce_type), **arguments)


def _reduce(
    k: KernelLowering,
    what: str,
    kind: str,
    *,
    buffer: object,
    out: object,
    dim: object,
    clear: object,
    batch: object,
    nan_propagate: object = False,
    annotations: object = None,
) -> None:
    k.require_launch(what)
    source, target = local_part(what, buffer), local_part(what, out)
    count = int_of(batch)
    if count is None or count < 1:
        raise error(f"{what}: batch is a positive int, not {described(batch)}")
    if nan_propagate:
        raise error(f"{what}(nan_propagate=True) is not supported").note(
            "what becomes of a NaN is the hardware's choice"
        )
    if not isinstance(clear, bool | int):
        raise error(f"{what}: clear is a Python bool, not {described(clear)}")
    shape, wanted = block_shape(source), block_shape(target)
    axis = _axis(what, dim, len(shape))
    short = (*shape[:axis], *shape[axis + 1 :]) or (1,)
    if wanted not in (short, (*shape[:axis], 1, *shape[axis + 1 :])):
        raise error(
            f"{what} of {source.buffer.title} ({sizes(shape)}) over dimension {axis} "
            f"leaves {sizes(short)}, {target.buffer.title} is {sizes(wanted)}"
        )
    block = _block(k, what, source, reads=True)
    result = _block(k, what, target, reads=not clear)
    k.builder.insert(grid.ReduceOp(kind, block.ssa, result.ssa, axis, clear=bool(clear)))
    if result is not target.buffer:
        put_back(k, result, target)


def _axis(what: str, dim: object, rank: int) -> int:
    axis = int_of(dim)
    if axis is None:
        raise error(f"{what}: dim is a Python int, not {described(dim)}")
    if not -rank <= axis < rank:
        raise error(f"{what}: dim {axis} of a block of {rank} dimensions")
    return axis % rank


def _block(k: KernelLowering, what: str, part: Element, *, reads: bool) -> Buffer:
    """Returns a part as a buffer of its own, with what it holds if that is read."""
    if is_whole(part):
        return part.buffer
    block = staged(k, what, part, block_shape(part))
    if reads:
        taken_in(k, part, block)
    return block


def cumsum(
    k: KernelLowering, src: object, dst: object, dim: object, reverse: object, annotations: object
) -> None:
    k.require_launch("T.cumsum")
    source = local_part("T.cumsum", src)
    target = source if dst is None else local_part("T.cumsum", dst)
    shape, wanted = block_shape(source), block_shape(target)
    if shape != wanted:
        raise error(
            f"T.cumsum of {source.buffer.title} ({sizes(shape)}) into "
            f"{target.buffer.title} ({sizes(wanted)}): the shapes differ"
        )
    axis = _axis("T.cumsum", dim, len(shape))
    block = _block(k, "T.cumsum", source, reads=True)
    result = block if target is source else _block(k, "T.cumsum", target, reads=False)
    k.builder.insert(grid.CumsumOp(block.ssa, result.ssa, axis, reverse=bool(reverse)))
    if result is not target.buffer:
        put_back(k, result, target)


def reshape(k: KernelLowering, src: object, shape: object) -> Buffer:
    return _view(k, "T.reshape", src, shape)


def view(k: KernelLowering, src: object, shape: object, dtype: object) -> Buffer:
    if dtype is not None and isinstance(src, Buffer) and resolve(dtype) != src.element:
        raise error(f"T.view of {src} as {resolve(dtype).name}: the bits keep their dtype").note(
            "T.cast converts values"
        )
    return _view(k, "T.view", src, shape)


def _view(k: KernelLowering, what: str, src: object, shape: object) -> Buffer:
    if not isinstance(src, Buffer) or src.is_var:
        raise error(f"{what} takes a whole buffer, not {described(src)}").note(
            "copy the part into a buffer of its own"
        )
    if k.parallel is not None:
        raise error(f"{what} inside T.Parallel").note("move it out of the element-wise code")
    extents = src.shape if shape is None else static_shape(what, shape)
    if prod(extents) != prod(src.shape):
        raise error(
            f"{what} of {src} to {sizes(extents)}: {prod(src.shape)} elements are not "
            f"{prod(extents)}"
        )
    op = k.builder.insert(grid.ReshapeOp(src.ssa, extents))
    return Buffer(op.result, extents, src.element, src.scope)
