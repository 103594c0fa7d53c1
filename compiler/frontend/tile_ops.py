"""Operations on whole buffers: allocation, copy, product, fill."""

from __future__ import annotations

from ttc.dialects import grid
from ttc.dtypes import BFLOAT16, FLOAT32, DType
from ttc.frontend import indices, operands
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.regions import check_inside, paired, whole
from ttc.frontend.values import Buffer, Element, sizes
from ttc.language.dtypes import resolve, spelled
from ttc.language.place import error
from ttc.language.tensor import described, static_shape

FLOAT16_NOTE = "float16 is stored as bfloat16: the SDK's tensors have no float16"

PRODUCTS: dict[DType, tuple[DType, ...]] = {
    BFLOAT16: (FLOAT32, BFLOAT16),
    FLOAT32: (FLOAT32,),
}
"""Accumulator types of T.gemm by the type of its operands (the matrix unit adds in float)."""


def element_type(k: KernelLowering, dtype: object) -> DType:
    """Resolves a dtype, with a note where it is stored as another one."""
    if spelled(dtype) == "float16":
        k.note(FLOAT16_NOTE)
    return resolve(dtype)


def alloc(
    scope: str, k: KernelLowering, /, shape: object, dtype: object, **hints: object
) -> Buffer:
    what = f"T.alloc_{scope}"
    launch = k.require_launch(what)
    extents = static_shape(what, shape)
    element = element_type(k, dtype)
    op = grid.AllocOp(grid.BufferType.of(extents, element.ir, scope))
    # A buffer belongs to the block however deep in loops it is allocated.
    outer = k.builder.block
    while outer is not launch.body.block:
        parent = outer.parent_op()
        assert parent is not None
        assert parent.parent is not None
        if parent.parent is launch.body.block:
            op.location = k.source.location(k.builder.node)
            launch.body.block.insert_op_before(op, parent)
            break
        outer = parent.parent
    else:
        k.builder.insert(op)
    return Buffer(op.buffer, extents, element, scope)


def part_of(what: str, value: object) -> Element:
    """Returns an argument as a part of a buffer."""
    match value:
        case Buffer():
            return whole(value)
        case Element():
            return value
        case _:
            raise error(f"{what} takes a buffer or a part of one, not {described(value)}").note(
                "give a buffer, its corner `A[i, j]`, or slices of it"
            )


def whole_buffer(what: str, value: object) -> Buffer:
    """Returns an argument that has to be a buffer, or all of it."""
    part = part_of(what, value)
    if part.extents != part.buffer.shape or any(offset != 0 for offset in _ints(part)):
        raise error(f"{what} on a part of {part.buffer.title} is not supported yet").note(
            "give the whole buffer: copy the part into one of its own size"
        )
    return part.buffer


def _ints(part: Element) -> list[int]:
    return [offset if isinstance(offset, int) else -1 for offset in part.offsets]


def copy(k: KernelLowering, src: object, dst: object, **hints: object) -> None:
    k.require_launch("T.copy")
    source, target = part_of("T.copy", src), part_of("T.copy", dst)
    if isinstance(src, Buffer) and isinstance(dst, Buffer) and src.shape != dst.shape:
        raise error(f"T.copy of {src} to {dst}: the shapes differ").note(
            "index the larger one: its corner takes the other's extents"
        )
    if source.buffer.scope == target.buffer.scope == "global":
        raise error(
            f"T.copy from {source.buffer.title} to {target.buffer.title}, both global, "
            "is not supported yet"
        ).note("copy through a buffer of T.alloc_shared")
    taken, given = paired(source, target)
    check_inside(source, taken)
    check_inside(target, given)
    k.builder.insert(
        grid.CopyOp(
            source.buffer.ssa,
            [indices.value_of(k.builder, offset) for offset in source.offsets],
            taken,
            target.buffer.ssa,
            [indices.value_of(k.builder, offset) for offset in target.offsets],
            given,
        )
    )


def gemm(
    k: KernelLowering,
    A: object,
    B: object,
    C: object,
    transpose_A: object,
    transpose_B: object,
    clear_accum: object,
    mbar: object,
    **hints: object,
) -> None:
    k.require_launch("T.gemm")
    a, b, c = (whole_buffer("T.gemm", operand) for operand in (A, B, C))
    flags: list[bool] = []
    for name, flag in (("transpose_A", transpose_A), ("transpose_B", transpose_B),
                       ("clear_accum", clear_accum)):  # fmt: skip
        if not isinstance(flag, bool | int):
            raise error(f"T.gemm: {name} is a Python bool, not {described(flag)}").note(
                "clear the accumulator with T.clear before the loop"
                if name == "clear_accum"
                else f"write {name}=True"
            )
        flags.append(bool(flag))
    if mbar is not None:
        raise error("T.gemm(mbar=...) is a CUDA barrier").note("remove it")
    _check_product(a, b, c, flags[0], flags[1])
    k.builder.insert(
        grid.GemmOp(
            a.ssa,
            b.ssa,
            c.ssa,
            transpose_a=flags[0],
            transpose_b=flags[1],
            clear_accum=flags[2],
        )
    )


def _check_product(a: Buffer, b: Buffer, c: Buffer, flip_a: bool, flip_b: bool) -> None:
    for operand in (a, b, c):
        if operand.scope == "global":
            raise error(f"T.gemm reads blocks, {operand.title} is a whole tensor").note(
                "copy a block of it into a buffer of T.alloc_shared first"
            )
        if len(operand.shape) != 2:
            raise error(f"T.gemm on {operand}: two dimensions are supported")
    if c is a or c is b:
        raise error(f"T.gemm writes {c.title}, which it also reads").note(
            "accumulate into another fragment"
        )
    m, inner = a.shape[::-1] if flip_a else a.shape
    inner_b, n = b.shape[::-1] if flip_b else b.shape
    if inner != inner_b:
        raise error(
            f"T.gemm: the inner dimensions differ, {inner} of {_seen(a, flip_a)} "
            f"and {inner_b} of {_seen(b, flip_b)}"
        ).note("A is M x K and B is K x N; transpose_A and transpose_B swap them")
    if c.shape != (m, n):
        raise error(f"T.gemm: the product is {m}x{n}, the accumulator {c.title} {sizes(c.shape)}")
    if a.element != b.element:
        raise error(f"T.gemm: the operands' dtypes differ, {a} and {b}").note(
            "copy one of them into a buffer of the other's dtype first"
        )
    accumulators = PRODUCTS.get(a.element)
    if accumulators is None:
        raise error(f"T.gemm of {a.element.name} operands: the target multiplies floats").note(
            f"use {' or '.join(dtype.name for dtype in PRODUCTS)}"
        )
    if c.element not in accumulators:
        raise error(f"T.gemm of {a.element.name} operands into {c}").note(
            f"accumulate in {' or '.join(dtype.name for dtype in accumulators)}"
        )


def _seen(buffer: Buffer, flipped: bool) -> str:
    return f"{buffer.title} ({sizes(buffer.shape)}{' transposed' if flipped else ''})"


def fill(k: KernelLowering, buffer: object, value: object, annotations: object) -> None:
    _fill(k, "T.fill", buffer, value)


def clear(k: KernelLowering, buffer: object, annotations: object) -> None:
    _fill(k, "T.clear", buffer, 0)


def _fill(k: KernelLowering, what: str, buffer: object, value: object) -> None:
    k.require_launch(what)
    filled = whole_buffer(what, buffer)
    if filled.scope == "global":
        raise error(f"{what} on {filled.title}, a whole tensor, is not supported yet").note(
            "fill a block and copy it to the tensor"
        )
    value = operands.python_number(value)
    if not isinstance(value, int | float):
        raise error(f"{what}: the value is a Python number, not {described(value)}").note(
            "write other values inside T.Parallel"
        )
    constant = operands.cast(k, value, filled.element)
    k.builder.insert(grid.FillOp(filled.ssa, constant.ssa))
