"""Blocks as operations take them: whole buffers, or copies of parts of buffers."""

from __future__ import annotations

from collections.abc import Sequence

from ttc.dialects import grid
from ttc.dtypes import DType
from ttc.frontend import indices
from ttc.frontend.build import name_value
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.regions import check_inside, whole
from ttc.frontend.values import Buffer, Element
from ttc.language.place import error
from ttc.language.tensor import described


def allocate(
    k: KernelLowering, what: str, scope: str, shape: tuple[int, ...], element: DType
) -> Buffer:
    """Allocates a buffer of the block, however deep in loops and branches it stands."""
    launch = k.require_launch(what)
    if element.alone != element and len(shape) == 1:
        raise error(
            f"{what}: a vector of {element.name}; 16 elements of a row share an exponent, and a "
            f"vector may lie in a column"
        ).note("use bfloat16 for it")
    kind = grid.BufferType.of((1,) if scope == "var" else shape, element.ir, scope)
    op = grid.AllocOp(kind)
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
    return Buffer(op.buffer, shape, element, scope)


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


def is_whole(part: Element) -> bool:
    return part.extents == part.buffer.shape and all(
        isinstance(offset, int) and offset == 0 for offset in part.offsets
    )


def local_part(what: str, value: object) -> Element:
    """Returns an argument that has to lie in shared or fragment memory."""
    part = part_of(what, value)
    if part.buffer.scope == "global":
        raise error(f"{what} works on blocks, {part.buffer.title} is a whole tensor").note(
            "copy a block of it into a buffer of T.alloc_shared first"
        )
    if part.buffer.is_var:
        raise error(f"{what} works on blocks, {part.buffer.title} is a scalar")
    return part


def block_shape(part: Element) -> tuple[int, ...]:
    """Returns the extents of a part's slices; a plain index drops its dimension."""
    return tuple(extent for extent in part.extents if extent is not None) or (1,)


def sizes_of(part: Element) -> tuple[int, ...]:
    return tuple(1 if extent is None else extent for extent in part.extents)


def staged(k: KernelLowering, what: str, part: Element, shape: tuple[int, ...]) -> Buffer:
    """Allocates a buffer of `shape` that stands in for a part of another one."""
    block = allocate(k, what, "shared", shape, part.buffer.element)
    block.name = f"{part.buffer.name or 'block'}_part"
    name_value(block.ssa, block.name)
    return block


def move(
    k: KernelLowering, src: Element, taken: Sequence[int], dst: Element, given: Sequence[int]
) -> None:
    """Copies `taken` elements from `src` on to `given` elements from `dst` on."""
    if not k.guarded:
        check_inside(src, taken)
        check_inside(dst, given)
    k.builder.insert(
        grid.CopyOp(
            src.buffer.ssa,
            [indices.value_of(k.builder, offset) for offset in src.offsets],
            taken,
            dst.buffer.ssa,
            [indices.value_of(k.builder, offset) for offset in dst.offsets],
            given,
        )
    )


def taken_in(k: KernelLowering, part: Element, block: Buffer) -> None:
    """Copies a part of a buffer into the buffer that stands in for it."""
    move(k, part, sizes_of(part), whole(block), block.shape)


def put_back(k: KernelLowering, block: Buffer, part: Element) -> None:
    move(k, whole(block), block.shape, part, sizes_of(part))
