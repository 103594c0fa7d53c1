"""`T.annotate_safe_value`: what a read outside a tensor gives instead of 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ttc.dialects import grid
from ttc.frontend import arithmetic, indices
from ttc.frontend.values import Buffer, Element, Scalar
from ttc.language.place import error
from ttc.language.tensor import described

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ttc.frontend.indices import IndexLike
    from ttc.frontend.kernel import KernelLowering


def annotate_safe_value(k: KernelLowering, safe_value_map: object) -> None:
    if not isinstance(safe_value_map, dict):
        raise error(
            f"T.annotate_safe_value takes a dict of tensors, not {described(safe_value_map)}"
        )
    for tensor, value in cast("dict[object, object]", safe_value_map).items():
        if not isinstance(tensor, Buffer) or tensor.scope != "global":
            raise error(f"T.annotate_safe_value: {described(tensor)} is no tensor")
        if not isinstance(value, int | float):
            raise error(f"T.annotate_safe_value: a value is a number, not {described(value)}")
        if value:
            k.safe_values[tensor.ssa] = value
        else:
            k.safe_values.pop(tensor.ssa, None)


def chosen(k: KernelLowering, part: Element, loaded: Scalar) -> Scalar:
    """Returns the element that was loaded, or the safe value where it is outside its tensor."""
    value = k.safe_values.get(part.buffer.ssa)
    inside = None if value is None else _inside(k, part.buffer, part.offsets)
    if inside is None:
        return loaded
    safe = Scalar(k.builder.number(value or 0, loaded.dtype), loaded.dtype)
    merged = arithmetic.select(k, inside, loaded, safe)
    assert isinstance(merged, Scalar)
    return merged


def _inside(k: KernelLowering, tensor: Buffer, offsets: Sequence[IndexLike]) -> object | None:
    """Makes the condition that an element is inside, None if it certainly is."""
    condition: object | None = None
    for offset, extent in zip(offsets, tensor.shape, strict=True):
        low, high = indices.interval(offset)
        bounds = ((low < 0, ">=", 0), (high >= extent, "<", extent))
        for is_needed, operator, bound in bounds:
            if is_needed:
                one = arithmetic.binary(k, operator, offset, bound)
                condition = one if condition is None else arithmetic.binary(k, "&", condition, one)
    return condition


def copied(
    k: KernelLowering, src: Element, taken: Sequence[int], dst: Element, given: Sequence[int]
) -> bool:
    """Lowers a T.copy from a tensor with a safe value element by element; False for others."""
    if src.buffer.ssa not in k.safe_values:
        return False
    extents = grid.squeezed(taken) or (1,)
    if len(extents) > 3:
        raise error(f"T.copy of {len(extents)} dimensions from a tensor with a safe value")
    with k.elementwise(extents) as variables:
        k.store(moved(dst, given, variables), k.load(moved(src, taken, variables)))
    return True


def moved(part: Element, sizes: Sequence[int], variables: Sequence[IndexLike]) -> Element:
    """Returns the element of a part at the variables, one for each wide dimension."""
    pending = list(variables)
    offsets = [
        indices.added(offset, pending.pop(0)) if size != 1 and pending else offset
        for offset, size in zip(part.offsets, sizes, strict=True)
    ]
    return Element(part.buffer, tuple(offsets), (None,) * len(offsets))
