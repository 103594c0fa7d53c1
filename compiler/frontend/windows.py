"""T.im2col: what the window of a convolution sees, as a block with a row for each of its places."""

from __future__ import annotations

from ttc.dialects import grid
from ttc.frontend import indices
from ttc.frontend.blocks import block_shape, is_whole, local_part, put_back, staged
from ttc.frontend.indices import IndexLike
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.values import Buffer, Index, sizes
from ttc.language.place import error
from ttc.language.tensor import described, int_of


def im2col(
    k: KernelLowering,
    img: object,
    col: object,
    nhw_step: object,
    c_step: object,
    kernel: object,
    stride: object,
    dilation: object,
    pad: object,
    **hints: object,
) -> None:
    """Lowers `T.im2col`: block `nhw_step` of the places, `c_step` of the window's elements."""
    what = "T.im2col"
    k.require_launch(what)
    image, part = _image(what, img), local_part(what, col)
    shape = block_shape(part)
    if len(shape) != 2:
        raise error(f"{what}: {part.buffer.title} is {sizes(shape)}, not a block of two dimensions")
    if part.buffer.element != image.element:
        raise error(
            f"{what} of {image.title}, which is {image.element.name}, into {part.buffer.title}, "
            f"which is {part.buffer.element.name}"
        ).note("T.copy converts: gather first, convert in a second buffer")
    window = grid.Window(
        _number(what, "kernel", kernel, 1),
        _number(what, "stride", stride, 1),
        _number(what, "dilation", dilation, 1),
        _number(what, "pad", pad, 0),
    )
    for extent, name in zip(image.shape[1:3], ("rows", "columns"), strict=True):
        if window.steps(extent) < 1:
            raise error(f"{what}: the window has no place in the {extent} {name} of {image.title}")
    place = indices.scaled(_index(what, "nhw_step", nhw_step), shape[0])
    element = indices.scaled(_index(what, "c_step", c_step), shape[1])
    whole = is_whole(part)
    block = part.buffer if whole else staged(k, what, part, shape)
    first, start = (indices.value_of(k.builder, index) for index in (place, element))
    k.builder.insert(grid.Im2colOp(image.ssa, first, start, block.ssa, window))
    if not whole:
        put_back(k, block, part)


def _image(what: str, value: object) -> Buffer:
    if not isinstance(value, Buffer) or value.scope != "global":
        raise error(f"{what} gathers from a whole tensor, not from {described(value)}")
    if len(value.shape) != 4:
        raise error(
            f"{what}: {value.title} is {sizes(value.shape)}; "
            "an image has dimensions (batch, row, column, channel)"
        )
    return value


def _number(what: str, name: str, value: object, least: int) -> int:
    number = int_of(value)
    if number is None or number < least:
        raise error(f"{what}: {name} is a Python int of at least {least}, not {described(value)}")
    return number


def _index(what: str, name: str, value: object) -> IndexLike:
    if isinstance(value, Index):
        return value
    number = int_of(value)
    if number is None:
        raise error(f"{what}: {name} is an index of blocks, not {described(value)}")
    return number
