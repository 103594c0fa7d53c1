"""What `T` is where a kernel file's text is run a second time: loops, and ops on blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from .measured import UNIT, Floats, Functions, Measured, known, number, rounded, select, to
from .memory import Memory, Places, Region, extents, region_of, taken

TF32 = 2.0**-10
"""What the FPU cuts off a float32 operand: its registers hold ten bits of mantissa."""


class Language(Functions):
    """What `T` is: loops over the grid and over places, and ops on measured blocks."""

    float32, bfloat16, int32 = "float32", "bfloat16", "int32"

    def __init__(self) -> None:
        self.masks: list[Any] = []

    @staticmethod
    def prim_func(function: Callable[..., None]) -> Callable[..., None]:
        return function

    @staticmethod
    def Tensor(shape: Any, dtype: str = "float32") -> None: ...

    def Kernel(self, *sizes: int, threads: int = 0) -> Iterator[Any]:
        for point in product(*(range(int(size)) for size in reversed(sizes))):
            yield point[::-1] if len(sizes) > 1 else point[0]

    def Parallel(self, *sizes: int) -> Iterator[Any]:
        places = tuple(p.view(Places) for p in np.ix_(*(np.arange(n) for n in sizes)))
        yield places if len(sizes) > 1 else places[0]

    def serial(self, start: int, stop: int | None = None, step: int = 1) -> range:
        return range(0, start) if stop is None else range(start, stop, step)

    unroll = serial

    def Pipelined(self, start: int, stop: int | None = None, num_stages: int = 0) -> range:
        return self.serial(start, stop)

    def annotate_schedule(self, **settings: object) -> None: ...

    def use_swizzle(self, panel_size: int) -> None: ...

    @staticmethod
    def ceildiv(a: int, b: int) -> int:
        return -(-a // b)

    @staticmethod
    def infinity(dtype: str) -> float:
        return np.inf

    def memory(self, shape: Any, dtype: str, is_global: bool = False) -> Memory:
        dims = (shape,) if isinstance(shape, int) else tuple(shape)
        nothing = np.full(dims, np.nan)
        return Memory(nothing, np.full(dims, np.inf), dtype, is_global, self.masks)

    def alloc_shared(self, shape: Any, dtype: str) -> Memory:
        return self.memory(shape, dtype)

    alloc_fragment = alloc_shared

    def alloc_var(self, dtype: str, init: Any = 0) -> Any:
        return init

    def when(self, condition: Any) -> Iterator[None]:
        """The body of an `if`: run or not, or run where the condition holds."""
        if isinstance(condition, bool | np.bool_ | int):
            if condition:
                yield
            return
        self.masks.append(condition)
        yield
        self.masks.pop()

    @staticmethod
    def both(*conditions: Any) -> Any:
        found = conditions[0]
        for condition in conditions[1:]:
            found = found & condition
        return found

    @staticmethod
    def either(*conditions: Any) -> Any:
        found = conditions[0]
        for condition in conditions[1:]:
            found = found | condition
        return found

    @staticmethod
    def negated(condition: Any) -> Any:
        return not condition if isinstance(condition, bool) else ~condition

    def chosen(self, condition: Any, then: Any, otherwise: Any) -> Any:
        if isinstance(condition, bool | np.bool_):
            return then if condition else otherwise
        return select(condition, then, otherwise)

    def copy(self, source: Memory | Region, target: Memory | Region) -> None:
        src, dst = region_of(source), region_of(target)
        from_sizes, to_sizes = src.sizes(), dst.sizes()
        if all(size is None for size in from_sizes):
            to_extents = extents(to_sizes, ())
            from_extents = extents(from_sizes, to_extents)
        else:
            from_extents = extents(from_sizes, ())
            to_extents = extents(to_sizes, from_extents)
        block = taken(src, from_extents)
        places = np.ix_(*(o + np.arange(n) for o, n in zip(dst.offsets(), to_extents, strict=True)))
        dst.memory[places] = Measured(
            block.value.reshape(to_extents), block.error.reshape(to_extents), block.dtype
        )

    def fill(self, target: Memory | Region, value: Any) -> None:
        region = region_of(target)
        places = np.ix_(
            *(o + np.arange(n or 1) for o, n in zip(region.offsets(), region.sizes(), strict=True))
        )
        region.memory[places] = number(value)

    def clear(self, target: Memory | Region) -> None:
        self.fill(target, 0)

    def transpose(self, source: Memory, target: Memory) -> None:
        x = source.measured()
        target.put(Measured(x.value.T, x.error.T, x.dtype))

    def reshape(self, source: Memory, shape: Any) -> Memory:
        dims = tuple(shape)
        value, error = source.value.reshape(dims), source.error.reshape(dims)
        return Memory(value, error, source.dtype, source.is_global, source.masks)

    def gemm(
        self,
        a: Memory | Region,
        b: Memory | Region,
        c: Memory,
        transpose_A: bool = False,
        transpose_B: bool = False,
        clear_accum: Any = False,
    ) -> None:
        x, y, old = matrix(a, transpose_A), matrix(b, transpose_B), c.measured()
        start = Measured(old.value * 0, old.error * 0, old.dtype) if clear_accum else old
        if clear_accum:
            start = Measured(np.zeros_like(old.value), np.zeros_like(old.error), old.dtype)
        total = start.value + x.value @ y.value
        size = np.abs(start.value) + np.abs(x.value) @ np.abs(y.value)
        error = start.error + np.abs(x.value) @ y.error + x.error @ (np.abs(y.value) + y.error)
        cut = TF32 * ((x.dtype == "float32") + (y.dtype == "float32"))
        bound = error + size * (cut + (x.value.shape[1] + 1) * UNIT["float32"])
        c.put(rounded(total, bound, c.dtype))

    def _reduced(self, kind: str, source: Memory, target: Memory, dim: int, clear: bool) -> None:
        x = source.measured()
        x = Functions.abs(x) if kind.startswith("abs") else x
        if x.dtype == "float32":
            x = known(x.value, x.error + TF32 * np.abs(x.value), x.dtype)
        result = folded(kind, x, dim, target.dtype)
        shape = target.shape
        result = Measured(result.value.reshape(shape), result.error.reshape(shape), result.dtype)
        old = target.measured()
        if not clear:
            join = {"sum": Measured.__add__, "min": Functions.min}
            result = join.get(kind.removeprefix("abs"), Functions.max)(old, result)
        target.put(result)

    def reduce_sum(self, src: Memory, dst: Memory, dim: int = -1, clear: bool = True) -> None:
        self._reduced("sum", src, dst, dim, clear)

    def reduce_max(self, src: Memory, dst: Memory, dim: int = -1, clear: bool = True) -> None:
        self._reduced("max", src, dst, dim, clear)

    def reduce_min(self, src: Memory, dst: Memory, dim: int = -1, clear: bool = True) -> None:
        self._reduced("min", src, dst, dim, clear)

    def reduce_abssum(self, src: Memory, dst: Memory, dim: int = -1) -> None:
        self._reduced("abssum", src, dst, dim, clear=True)

    def reduce_absmax(self, src: Memory, dst: Memory, dim: int = -1, clear: bool = True) -> None:
        self._reduced("absmax", src, dst, dim, clear)

    def cumsum(
        self, src: Memory, dst: Memory | None = None, dim: int = 0, reverse: bool = False
    ) -> None:
        """A product with a triangle of ones: operands of the FPU."""
        x = src.measured()
        cut = TF32 if x.dtype == "float32" else 0.0
        terms = x.error + (cut + x.value.shape[dim] * UNIT["float32"]) * np.abs(x.value)
        value, error = (_running(part, dim, reverse) for part in (x.value, terms))
        (src if dst is None else dst).put(known(value, error, "float32"))


def _running(x: Floats, dim: int, reverse: bool) -> Floats:
    return np.flip(np.cumsum(np.flip(x, dim), dim), dim) if reverse else np.cumsum(x, dim)


def matrix(operand: Memory | Region, transposed: bool) -> Measured:
    region = region_of(operand)
    block = taken(region, extents(region.sizes(), ()))
    value, error = (part.reshape(part.shape[-2:]) for part in (block.value, block.error))
    return Measured(value.T, error.T, block.dtype) if transposed else Measured(
        value, error, block.dtype
    )  # fmt: skip


def folded(kind: str, x: Measured, dim: int, dtype: str) -> Measured:
    """A reduction: sums are added up in float32, extremes are as sure as what competes."""
    if kind.endswith("sum"):
        terms = np.abs(x.value).sum(axis=dim)
        error = x.error.sum(axis=dim) + (x.value.shape[dim] + 1) * UNIT["float32"] * terms
        return to(known(x.value.sum(axis=dim), error, "float32"), dtype)
    if kind == "min":
        return -folded("max", -x, dim, dtype)
    value = x.value.max(axis=dim)
    with np.errstate(invalid="ignore"):
        above = (x.value + x.error).max(axis=dim) - value
        below = value - (x.value - x.error).max(axis=dim)
    return known(value, np.maximum(above, below), x.dtype)
