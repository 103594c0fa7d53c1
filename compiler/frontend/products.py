"""T.gemm: the product of two blocks."""

from __future__ import annotations

from xdsl.dialects import scf
from xdsl.ir import Block, Region

from ttc.dialects import grid
from ttc.dtypes import BFLOAT8_B, BFLOAT16, FLOAT32, INT8, INT32, UINT8, DType
from ttc.frontend import operands
from ttc.frontend.blocks import block_shape, is_whole, local_part, put_back, staged, taken_in
from ttc.frontend.convert import BOOL
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.values import Buffer, Element, Operand, sizes
from ttc.language.place import error
from ttc.language.tensor import described

PRODUCTS: dict[DType, tuple[DType, ...]] = {
    BFLOAT16: (FLOAT32, BFLOAT16),
    FLOAT32: (FLOAT32,),
    BFLOAT8_B: (FLOAT32, BFLOAT16),
    INT8: (INT32,),
    UINT8: (INT32,),
}
"""Accumulator types of T.gemm by the type of its operands."""
ALIKE = ((BFLOAT16, BFLOAT8_B), (INT8, UINT8))
"""Types that may meet in a product: each side of the FPU unpacks a format of its own."""


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
    parts = [local_part("T.gemm", operand) for operand in (A, B, C)]
    flip_a, flip_b = _flag("transpose_A", transpose_A), _flag("transpose_B", transpose_B)
    clear = clear_accum if isinstance(clear_accum, Operand) else _flag("clear_accum", clear_accum)
    if mbar is not None:
        raise error("T.gemm(mbar=...) is a CUDA barrier").note("remove it")
    a, b, c = shapes = [_matrix(part) for part in parts]
    _check_shapes(parts, shapes, flip_a, flip_b)
    _check_dtypes(*(part.buffer for part in parts))
    into = parts[2]
    left, right = (
        _operand(k, part, shape, reads=True) for part, shape in zip(parts[:2], (a, b), strict=True)
    )
    total = _operand(k, into, c, reads=clear is not True)
    if isinstance(clear, Operand):
        _clear_if(k, clear, total)
    k.builder.insert(
        grid.GemmOp(
            left.ssa,
            right.ssa,
            total.ssa,
            transpose_a=flip_a,
            transpose_b=flip_b,
            clear_accum=clear is True,
        )
    )
    if total is not into.buffer:
        put_back(k, total, into)


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool | int):
        raise error(f"T.gemm: {name} is a Python bool, not {described(value)}").note(
            f"write {name}=True"
        )
    return bool(value)


def _matrix(part: Element) -> tuple[int, ...]:
    """Returns the shape of an operand, dimensions of 1 before the last two left out."""
    shape = block_shape(part)
    if len(shape) < 2 or any(extent != 1 for extent in shape[:-2]):
        raise error(
            f"T.gemm on {part.buffer.title} ({sizes(shape)} {part.buffer.element.name}): "
            "an operand has two dimensions, and others of 1 before them"
        )
    return shape[-2:]


def _operand(k: KernelLowering, part: Element, shape: tuple[int, ...], *, reads: bool) -> Buffer:
    """Returns the buffer that is an operand, or one that a part of a buffer is copied into."""
    if is_whole(part) and part.buffer.shape == shape:
        return part.buffer
    block = staged(k, "T.gemm", part, shape)
    if reads:
        taken_in(k, part, block)
    return block


def _clear_if(k: KernelLowering, condition: Operand, total: Buffer) -> None:
    with k.decides("clear_accum"):
        chosen = operands.cast(k, condition, BOOL)
    block = Block()
    k.builder.insert(scf.IfOp(chosen.ssa, [], Region(block), Region()))
    with k.builder.inside(block):
        zero = k.builder.number(0, total.element.alone)
        k.builder.insert(grid.FillOp(total.ssa, zero))
        k.builder.insert(scf.YieldOp())


def _check_shapes(
    parts: list[Element], shapes: list[tuple[int, ...]], flip_a: bool, flip_b: bool
) -> None:
    a, b, c = shapes
    into = parts[2].buffer
    if is_whole(parts[2]) and any(part.buffer is into for part in parts[:2]):
        raise error(f"T.gemm writes {into.title}, which it also reads").note(
            "accumulate into another fragment"
        )
    m, inner = a[::-1] if flip_a else a
    inner_b, n = b[::-1] if flip_b else b
    if inner != inner_b:
        raise error(
            f"T.gemm: the inner dimensions differ, {inner} of {_seen(parts[0], a, flip_a)} "
            f"and {inner_b} of {_seen(parts[1], b, flip_b)}"
        ).note("A is M x K and B is K x N; transpose_A and transpose_B swap them")
    if c != (m, n):
        raise error(f"T.gemm: the product is {m}x{n}, the accumulator {into.title} {sizes(c)}")


def _check_dtypes(a: Buffer, b: Buffer, c: Buffer) -> None:
    meets = any(a.element in types and b.element in types for types in ALIKE)
    if a.element != b.element and not meets:
        raise error(f"T.gemm: the operands' dtypes differ, {a} and {b}").note(
            "copy one of them into a buffer of the other's dtype first"
        )
    accumulators = PRODUCTS.get(a.element)
    if accumulators is None:
        raise error(f"T.gemm of {a.element.name} operands: the target has no such product").note(
            f"use {' or '.join(dtype.name for dtype in PRODUCTS)}"
        )
    if c.element not in accumulators:
        raise error(f"T.gemm of {a.element.name} operands into {c}").note(
            f"accumulate in {' or '.join(dtype.name for dtype in accumulators)}"
        )


def _seen(part: Element, shape: tuple[int, ...], flipped: bool) -> str:
    return f"{part.buffer.title} ({sizes(shape)}{' transposed' if flipped else ''})"
