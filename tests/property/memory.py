"""What a kernel file's buffers and indices are where its text is run a second time."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from .measured import Floats, Functions, Measured, number, select, to


class Places(np.ndarray):  # pyright: ignore[reportMissingTypeArgument]
    """Indices of a T.Parallel: whole numbers, until they meet a float and are measured."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **settings: Any) -> Any:
        plain: list[Any] = [np.asarray(x) if _is_array(x) else x for x in inputs]
        if ufunc in OPERATORS and any(np.asarray(x).dtype.kind == "f" for x in plain):
            return OPERATORS[ufunc](*(number(x) for x in plain))
        return np.asarray(getattr(ufunc, method)(*plain, **settings)).view(Places)


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def is_slice(place: Any) -> bool:
    return isinstance(place, slice)


def _over(x: Measured, y: Measured) -> Measured:
    return x / y


def as_places(key: Any) -> tuple[Any, ...]:
    """An index of any number of dimensions."""
    return cast("tuple[Any, ...]", key) if isinstance(key, tuple) else (key,)


OPERATORS: dict[Any, Callable[..., Any]] = {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.true_divide: _over,
    np.less: operator.lt,
    np.less_equal: operator.le,
    np.greater: operator.gt,
    np.greater_equal: operator.ge,
    np.equal: operator.eq,
    np.not_equal: operator.ne,
    np.maximum: Functions.max,
    np.minimum: Functions.min,
}


@dataclass(eq=False)
class Memory:
    """A buffer: a tensor if `is_global`. Elements never written are NaN, of any error."""

    value: Floats
    error: Floats
    dtype: str
    is_global: bool
    masks: list[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        return self.value.shape

    def __getitem__(self, key: Any) -> Any:
        places = as_places(key)
        if not any(_is_array(place) for place in places):
            if not self.is_global and self.shape == (1,) and places == (0,):
                return self._loaded((np.zeros(1, np.int64),))
            return Region(self, places)
        return self._loaded(places)

    def _loaded(self, places: Sequence[Any]) -> Measured:
        near = tuple(np.clip(p, 0, n - 1) for p, n in zip(places, self.shape, strict=True))
        inside = self._inside(places)
        value = np.where(inside, self.value[near], 0.0)
        return Measured(value, np.where(inside, self.error[near], 0.0), self.dtype)

    def _inside(self, places: Sequence[Any]) -> Any:
        found: Any = np.True_
        for place, extent in zip(places, self.shape, strict=True):
            found = found & (np.asarray(place) >= 0) & (np.asarray(place) < extent)
        assert self.is_global or np.all(found), "an index outside a block"
        return found

    def __setitem__(self, key: Any, given: Any) -> None:
        places = as_places(key)
        value = number(given)
        for mask in self.masks:
            value = select(mask, value, self._loaded(places))
        value = to(value, self.dtype)
        inside = self._inside(places)
        shape = np.broadcast_shapes(*(np.shape(p) for p in places), value.value.shape)
        kept = np.broadcast_to(inside, shape)
        where = tuple(np.broadcast_to(place, shape)[kept] for place in places)
        self.value[where] = np.broadcast_to(value.value, shape)[kept]
        self.error[where] = np.broadcast_to(value.error, shape)[kept]

    def measured(self) -> Measured:
        return Measured(self.value.copy(), self.error.copy(), self.dtype)

    def put(self, x: Measured) -> None:
        x = to(x, self.dtype)
        self.value[...] = x.value.reshape(self.shape)
        self.error[...] = x.error.reshape(self.shape)


@dataclass(frozen=True, eq=False)
class Region:
    """Part of a buffer: an offset for each dimension, and an extent where a slice gives one."""

    memory: Memory
    places: tuple[Any, ...]

    def sizes(self) -> tuple[int | None, ...]:
        pairs = zip(self.places, self.memory.shape, strict=True)
        return tuple(
            (extent if place.stop is None else int(place.stop)) - int(place.start or 0)
            if is_slice(place)
            else None
            for place, extent in pairs
        )

    def offsets(self) -> tuple[int, ...]:
        starts: list[Any] = [p.start or 0 if is_slice(p) else p for p in self.places]
        return tuple(map(int, starts))


def region_of(operand: Memory | Region) -> Region:
    if isinstance(operand, Region):
        return operand
    return Region(operand, tuple(slice(0, extent) for extent in operand.shape))


def extents(sizes: tuple[int | None, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """Extents of a region: its slices', or where it has none the other side's, from the right."""
    if any(size is not None for size in sizes):
        return tuple(1 if size is None else size for size in sizes)
    if len(other) > len(sizes):
        other = tuple(extent for extent in other if extent != 1)
    return (1,) * (len(sizes) - len(other)) + other


def taken(region: Region, sizes: tuple[int, ...]) -> Measured:
    """The elements of a region, 0 outside the buffer."""
    places = np.ix_(*(o + np.arange(n) for o, n in zip(region.offsets(), sizes, strict=True)))
    return region.memory[places]
