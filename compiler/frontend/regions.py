"""Parts of buffers: subscripts, and which elements of two parts T.copy pairs up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ttc.diagnostics import counted
from ttc.frontend import indices
from ttc.frontend.indices import IndexLike
from ttc.frontend.values import Buffer, Element, Index, Scalar, sizes
from ttc.language.place import error
from ttc.language.tensor import described, int_of

Extents = tuple[int | None, ...]


def element(buffer: Buffer, items: Sequence[object]) -> Element:
    """Makes `buffer[items]` of indices and slices, one per dimension."""
    if len(items) != len(buffer.shape):
        raise error(
            f"{buffer.title} has {counted(len(buffer.shape), 'dimension')}, "
            f"{len(items)} {'index' if len(items) == 1 else 'indices'} given"
        ).note("give one for each dimension: the block's first element, or a slice")
    offsets: list[IndexLike] = []
    extents: list[int | None] = []
    for item, dim in zip(items, buffer.shape, strict=True):
        if isinstance(item, slice):
            offset, extent = _sliced(cast("slice[object, object, object]", item), dim)
        else:
            offset, extent = _plain(item, dim), None
        offsets.append(offset)
        extents.append(extent)
    return Element(buffer, tuple(offsets), tuple(extents))


def _plain(item: object, dim: int) -> IndexLike:
    if isinstance(item, Index):
        return item
    if isinstance(item, Scalar | Element):
        raise error("an index that depends on data (gather, scatter) is not supported").note(
            "it is made of block and loop variables, scalar parameters and T.alloc_var"
        )
    position = int_of(item)
    if position is None:
        raise error(f"an index is an integer, not {described(item)}")
    return position + dim if position < 0 else position


def _sliced(item: slice[object, object, object], dim: int) -> tuple[IndexLike, int]:
    if item.step not in (None, 1):
        raise error("a slice with a step is not supported yet")
    start = 0 if item.start is None else _plain(item.start, dim)
    stop = dim if item.stop is None else _plain(item.stop, dim)
    extent = indices.added(stop, start, -1)
    if not isinstance(extent, int):
        raise error("the extent of a slice is not a constant").note(
            "write buffer[start:start + N] with a Python int N"
        )
    if extent < 1:
        raise error(f"a slice has at least one element, this one {extent}")
    return start, extent


def whole(buffer: Buffer) -> Element:
    """Returns the part that is the whole buffer."""
    return Element(buffer, (0,) * len(buffer.shape), buffer.shape)


def paired(src: Element, dst: Element) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """
    Returns the sizes that T.copy moves, per dimension of each side.

    An element without a slice is a corner that takes the other side's extents, aligned at the
    right; extents other than 1 pair up in order, or else dimension by dimension from the right.
    """
    left = src.extents if not src.is_plain else None
    right = dst.extents if not dst.is_plain else None
    if left is None and right is None:
        return (1,) * len(src.offsets), (1,) * len(dst.offsets)
    if left is None:
        return _corner(src, _known(right)), _known(right)
    if right is None:
        return _known(left), _corner(dst, _known(left))
    a, b = _known(left), _known(right)
    if _wide(a) == _wide(b):
        return a, b
    if len(_wide(a)) == len(_wide(b)):
        raise _mismatch(src, a, dst, b)
    return _aligned(src, a, dst, b)


def _known(extents: Extents | None) -> tuple[int, ...]:
    assert extents is not None
    return tuple(1 if extent is None else extent for extent in extents)


def _wide(extents: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(extent for extent in extents if extent != 1)


def _corner(corner: Element, other: tuple[int, ...]) -> tuple[int, ...]:
    rank = len(corner.offsets)
    if len(other) > rank:
        if any(extent != 1 for extent in other[: len(other) - rank]):
            raise error(
                f"T.copy pairs a block of {sizes(other)} with {corner.buffer.title}, "
                f"which has {rank} dimensions"
            )
        return other[len(other) - rank :]
    return (1,) * (rank - len(other)) + other


def _aligned(
    src: Element, a: tuple[int, ...], dst: Element, b: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    left, right = list(a), list(b)
    for back in range(1, min(len(a), len(b)) + 1):
        x, y = left[-back], right[-back]
        if x != y and x != 1 and y != 1:
            raise _mismatch(src, a, dst, b)
        left[-back] = right[-back] = max(x, y)
    if _wide(tuple(left)) != _wide(tuple(right)):
        raise _mismatch(src, a, dst, b)
    return tuple(left), tuple(right)


def _mismatch(src: Element, a: tuple[int, ...], dst: Element, b: tuple[int, ...]) -> Exception:
    return error(
        f"T.copy of {sizes(a)} elements of {src.buffer.title} "
        f"to {sizes(b)} elements of {dst.buffer.title}"
    ).note("both sides need the same extents; those of 1 may be left out")


def check_inside(part: Element, extents: Sequence[int]) -> None:
    """Refuses a part that certainly leaves a shared or fragment buffer; global ones may."""
    if part.buffer.scope == "global":
        return
    for axis, (offset, extent, dim) in enumerate(
        zip(part.offsets, extents, part.buffer.shape, strict=True)
    ):
        low, high = indices.interval(offset)
        last = high + extent - 1
        certain = not isinstance(offset, Index) or offset.reaches_ends
        if certain and (low < 0 or last >= dim):
            reached = low if low < 0 else last
            raise error(
                f"index {reached} is outside {part.buffer.title}: "
                f"dimension {axis} has {dim} elements"
            )
