"""Operations on blocks that only move or set elements: allocation, copy, fill, transpose."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.ir import SSAValue

from ttc.dialects import grid
from ttc.dtypes import INT32, DType
from ttc.frontend import indices, integers, operands, safe, variables
from ttc.frontend.blocks import (
    allocate,
    block_shape,
    is_whole,
    local_part,
    move,
    part_of,
    put_back,
    sizes_of,
    staged,
)
from ttc.frontend.convert import BOOL
from ttc.frontend.indices import IndexLike
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.regions import paired, whole
from ttc.frontend.values import Buffer, Element, Operand, Variable, sizes
from ttc.language.dtypes import resolve, spelled
from ttc.language.place import error
from ttc.language.tensor import described, int_of, items_of, static_shape

FLOAT16_NOTE = "float16 is stored as bfloat16: the SDK's tensors have no float16"


def element_type(k: KernelLowering, dtype: object) -> DType:
    """Resolves a dtype, with a note where it is stored as another one."""
    if spelled(dtype) == "float16":
        k.note(FLOAT16_NOTE)
    return resolve(dtype)


def alloc(
    scope: str, k: KernelLowering, /, shape: object, dtype: object, **hints: object
) -> Buffer:
    what = f"T.alloc_{scope}"
    k.require_launch(what)
    # Conditions are 0 or 1; a tile of bits is none of the hardware's.
    element = INT32 if spelled(dtype) == "bool" else element_type(k, dtype)
    return allocate(k, what, scope, static_shape(what, shape), element)


def _scalar_type(k: KernelLowering, dtype: object) -> DType:
    if spelled(dtype) == "bool":
        return BOOL
    if spelled(dtype) == "int64":
        raise error("a variable of int64: the cores compute with 32 bits").note("use int32")
    return variables.kept_as(k, element_type(k, dtype))


def alloc_var(
    k: KernelLowering, dtype: object, args: tuple[object, ...], scope: object, init: object
) -> Variable:
    if len(args) > 2:
        raise error(
            f"T.alloc_var takes a dtype, an initial value and a scope, {len(args) + 1} given"
        )
    for argument in args:
        if isinstance(argument, str):
            continue
        if init is not None:
            raise error("T.alloc_var: two initial values")
        init = argument
    buffer = _scalar(k, "T.alloc_var", (1,), dtype)
    value = 0 if init is None else init
    if buffer.is_var or not isinstance(value, int | float):
        variables.write(k, buffer, value)
    else:
        k.builder.insert(grid.FillOp(buffer.ssa, k.builder.number(value, buffer.element)))
    return Variable(buffer)


def _scalar(k: KernelLowering, what: str, shape: tuple[int, ...], dtype: object) -> Buffer:
    """Allocates a scalar: a fraction is data in a fragment, an integer steers the kernel."""
    kept = _scalar_type(k, dtype)
    buffer = allocate(k, what, "fragment" if kept.is_float else "var", shape, kept)
    buffer.is_private = kept.is_float
    return buffer


def alloc_local(k: KernelLowering, shape: object, dtype: object, scope: object) -> Buffer:
    extents = static_shape("T.alloc_local", shape)
    if any(extent != 1 for extent in extents):
        raise error(
            f"T.alloc_local of {sizes(extents)} elements is an array of a CUDA thread; "
            "a tile program has no threads"
        ).note("use T.alloc_fragment for a block; T.alloc_local((1,), dtype) is a scalar")
    return _scalar(k, "T.alloc_local", extents, dtype)


def alloc_global(k: KernelLowering, shape: object, dtype: object, scope: object) -> Buffer:
    return _global(k, static_shape("T.alloc_global", shape), dtype)


def empty(k: KernelLowering, shape: tuple[object, ...], dtype: object) -> Buffer:
    """Makes a tensor of a shape, given as one tuple or as several ints."""
    *first, last = shape or ((),)
    if first and items_of(first[0]) is not None and int_of(last) is None:
        shape, dtype = (first[0],), last  # T.empty((M, N), dtype)
    extents = shape[0] if len(shape) == 1 else shape
    return _global(k, static_shape("T.empty", extents), dtype)


def _global(k: KernelLowering, shape: tuple[int, ...], dtype: object) -> Buffer:
    element = element_type(k, dtype)
    entry = k.builder.blocks[0]
    arg = entry.insert_arg(grid.BufferType.of(shape, element.ir, "global"), len(entry.args))
    arg.location = k.source.location(k.builder.node)
    k.written[arg] = spelled(dtype)
    tensor = Buffer(arg, shape, element, "global")
    k.scratch.append(tensor)
    return tensor


def copy(k: KernelLowering, src: object, dst: object, **hints: object) -> None:
    k.require_launch("T.copy")
    source, target = part_of("T.copy", src), part_of("T.copy", dst)
    if isinstance(src, Buffer) and isinstance(dst, Buffer) and src.shape != dst.shape:
        raise error(f"T.copy of {src} to {dst}: the shapes differ").note(
            "index the larger one: its corner takes the other's extents"
        )
    for part in (source, target):
        if part.buffer.is_var:
            raise error(f"T.copy moves blocks, {part.buffer.title} is a scalar").note("assign it")
    taken, given = paired(source, target)
    if source.buffer.scope == target.buffer.scope == "global":
        block = staged(k, "T.copy", target, grid.squeezed(given) or (1,))
        if not safe.copied(k, source, taken, whole(block), block.shape):
            move(k, source, taken, whole(block), block.shape)
        move(k, whole(block), block.shape, target, given)
    elif not safe.copied(k, source, taken, target, given):
        move(k, source, taken, target, given)


def transpose(k: KernelLowering, src: object, dst: object, annotations: object) -> None:
    k.require_launch("T.transpose")
    source, target = local_part("T.transpose", src), local_part("T.transpose", dst)
    shape, turned = grid.squeezed(sizes_of(source)), grid.squeezed(sizes_of(target))
    shape, turned = (
        (own if len(own) == 2 else block_shape(part))
        for own, part in ((shape, source), (turned, target))
    )
    if len(shape) != 2 or turned != shape[::-1]:
        raise error(f"T.transpose of {sizes(shape)} elements into {sizes(turned)}").note(
            "both are matrices, M x N and N x M"
        )
    if source.buffer is target.buffer:
        raise error(f"T.transpose of {source.buffer.title} in place").note(
            "write to a second buffer"
        )
    region = grid.new_body(2)
    k.builder.insert(grid.ParallelOp(shape, region))
    i, j = region.block.args
    with k.builder.inside(region.block):
        load = grid.LoadOp(source.buffer.ssa, _places(k, source, shape, (i, j)))
        value = integers.converted(
            k, k.emit(load), source.buffer.element.alone, target.buffer.element.alone
        )
        places = _places(k, target, turned, (j, i))
        k.builder.insert(grid.StoreOp(value, target.buffer.ssa, places))


def _places(
    k: KernelLowering, part: Element, shape: Sequence[int], variables: Sequence[SSAValue]
) -> list[SSAValue]:
    """Returns the indices of a part's element at the variables, one for each wide dimension."""
    pending = list(zip(shape, variables, strict=True))
    places: list[SSAValue] = []
    for offset, size in zip(part.offsets, sizes_of(part), strict=True):
        place: IndexLike = offset
        if pending and size == pending[0][0]:
            extent, variable = pending.pop(0)
            place = indices.added(place, k.builder.variable(variable, 0, extent - 1))
        places.append(indices.value_of(k.builder, place))
    return places


def fill(k: KernelLowering, buffer: object, value: object, annotations: object) -> None:
    _fill(k, "T.fill", buffer, value)


def clear(k: KernelLowering, buffer: object, annotations: object) -> None:
    _fill(k, "T.clear", buffer, 0)


def _fill(k: KernelLowering, what: str, buffer: object, value: object) -> None:
    k.require_launch(what)
    part = part_of(what, buffer)
    filled = part.buffer
    if filled.is_var:
        variables.write(k, filled, value)
        return
    if filled.scope == "global":
        raise error(f"{what} on {filled.title}, a whole tensor, is not supported yet").note(
            "fill a block and copy it to the tensor"
        )
    value = operands.python_number(value)
    if not isinstance(value, int | float | Operand):
        raise error(f"{what}: the value is a number, not {described(value)}")
    if isinstance(value, Element) and value.buffer.is_private:
        _spread(k, what, part, value)
        return
    with k.decides(f"the value of {what}"):
        number = operands.cast(k, value, filled.element.alone)
    if is_whole(part):
        k.builder.insert(grid.FillOp(filled.ssa, number.ssa))
        return
    block = staged(k, what, part, block_shape(part))
    k.builder.insert(grid.FillOp(block.ssa, number.ssa))
    put_back(k, block, part)


def _spread(k: KernelLowering, what: str, part: Element, value: Element) -> None:
    """Writes a scalar that is data to every element of a part."""
    extents = grid.squeezed(sizes_of(part)) or (1,)
    if len(extents) > 3:
        raise error(f"{what} of {len(extents)} dimensions with data")
    with k.elementwise(extents) as places:
        k.store(safe.moved(part, sizes_of(part), places), value)
