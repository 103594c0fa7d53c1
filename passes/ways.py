"""
Tensors that are used in blocks over several pairs of dimensions: a form of the tensor for each.

    grid.copy %X[%b, %r, %c0] sizes <1x32x64> to ...      // dimensions 1 and 2 are rows and columns
    grid.copy %X[%r, %n, %c0] sizes <32x1x64> to ...      // 0 and 2: of a form of X

Tiles hold one pair. gather-rows decides what becomes of the forms: copies, or rows of one tensor.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ttc.dialects import grid
from ttc.passes.forms import Kernel, add_form
from ttc.passes.touches import Touch, touches

IMAGE = (2, 3)
"""A window sees pixels of a row of an image (batch, row, column, channel)."""


def part_ways(kernels: Sequence[Kernel]) -> None:
    """Adds the forms of each tensor, and lets its blocks use them."""
    found = [touch for kernel in kernels for touch in looked_at(kernel)]
    for same in list(zip(*(kernel.args for kernel in kernels), strict=True)):
        mine = [touch for touch in found if touch.buffer in same]
        for way in ways_of(mine)[1:]:
            forms = add_form(kernels, same, same[0].type)
            for touch in way:
                place = touch.op.operands.index(touch.buffer)
                touch.op.operands[place] = forms[same.index(touch.buffer)]


def looked_at(kernel: Kernel) -> list[Touch]:
    """Returns the parts of tensors that a kernel touches, through windows, too."""
    found: list[Touch] = []
    for op in kernel.walk():
        found += touches(op)
        if isinstance(op, grid.Im2colOp):
            found.append(Touch(op, op.src, (), IMAGE))
    return found


def ways_of(found: Sequence[Touch]) -> list[list[Touch]]:
    """
    Sorts what touches a tensor by the dimensions that have to be its tiles.

    A line goes with the first blocks that extend over its dimension, too; single elements go with
    anything. Without blocks, lines over two dimensions lie in rows and in columns of one matrix.
    """
    ways: dict[tuple[int, ...], list[Touch]] = {}
    for touch in found:
        if len(touch.walked) == 2:
            ways.setdefault(touch.walked, []).append(touch)
    lines = [touch for touch in found if len(touch.walked) == 1]
    if not ways:
        dims = dict.fromkeys(touch.walked[0] for touch in lines)
        ways = {tuple(dims)[:2]: []}
    for touch in lines:
        (dim,) = touch.walked
        home = next((pair for pair in ways if dim in pair), (dim,))
        ways.setdefault(home, []).append(touch)
    others = [touch for touch in found if len(touch.walked) not in (1, 2)]
    first, *rest = ways.values()
    return [list(chain(first, others)), *rest]
