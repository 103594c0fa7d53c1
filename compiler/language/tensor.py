"""`T.Tensor`: the annotation of a kernel's parameter."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, SupportsIndex, cast

from ttc.dtypes import DType
from ttc.language.dtypes import resolve, spelled
from ttc.language.place import active, error
from ttc.language.signature import bind


@dataclass(frozen=True)
class TensorSpec:
    """Shape and element type of a global tensor, dense and row-major; `written` as spelt."""

    shape: tuple[int, ...]
    dtype: DType
    written: str


class _Tensor:
    """`T.Tensor(shape, dtype)` and `T.Tensor[shape, dtype]`; `T.Buffer` is the same."""

    SIGNATURE = "shape, dtype='float32', data=None, scope=None"

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *args: object, **kwargs: object) -> Any:
        given = bind(self.name, self.SIGNATURE, args, kwargs)
        data = given["data"]
        if data is None:
            return tensor_spec(self.name, given["shape"], given["dtype"])
        lowering = active()
        if lowering is None:
            raise error(f"{self.name}(..., data) belongs in the body of a @T.prim_func")
        from ttc.language import CONSTRUCTS

        view = {"src": data, "shape": given["shape"], "dtype": given["dtype"]}
        return lowering.call(CONSTRUCTS["view"], view)

    def __getitem__(self, item: object) -> TensorSpec:
        given = items_of(item)
        if given is None or len(given) != 2 or items_of(given[0]) is None:
            raise error(f"{self.name}[...] takes a shape and a dtype").note(
                f"write {self.name}[[M, N], dtype]"
            )
        return tensor_spec(self.name, *given)

    def __repr__(self) -> str:
        return self.name


class _StridedTensor:
    """
    `T.StridedTensor(shape, strides, dtype)`: as T.Tensor, for strides that leave no gaps.

    Which dimension is the next in memory is of no matter: arrays of a call have strides of their
    own.
    """

    SIGNATURE = "shape, strides, dtype='float32', scope=None"

    def __call__(self, *args: object, **kwargs: object) -> TensorSpec:
        given = bind("T.StridedTensor", self.SIGNATURE, args, kwargs)
        return _dense(given["shape"], given["strides"], given["dtype"])

    def __getitem__(self, item: object) -> TensorSpec:
        given = items_of(item)
        if given is None or len(given) != 3:
            raise error("T.StridedTensor[...] takes a shape, strides and a dtype")
        return _dense(*given)

    def __repr__(self) -> str:
        return "T.StridedTensor"


def _dense(shape: object, strides: object, dtype: object) -> TensorSpec:
    spec = tensor_spec("T.StridedTensor", shape, dtype)
    given = static_shape("T.StridedTensor", strides)
    if len(given) != len(spec.shape):
        raise error(f"T.StridedTensor of shape {spec.shape} has {len(given)} strides")
    # Those of single elements may be anything. Each other one steps over all the smaller ones.
    walked = sorted((stride, n) for stride, n in zip(given, spec.shape, strict=True) if n > 1)
    covered = 1
    for stride, extent in walked:
        if stride != covered:
            dense = tuple(prod(spec.shape[axis + 1 :]) for axis in range(len(spec.shape)))
            raise error(f"T.StridedTensor of strides {given} has gaps or overlaps").note(
                f"strides that fill memory are {dense}, or these of the dimensions in another order"
            )
        covered *= extent
    return spec


def tensor_spec(name: str, shape: object, dtype: object) -> TensorSpec:
    """Checks a shape and a dtype; CompileError at the author's place."""
    return TensorSpec(static_shape(name, shape), resolve(dtype), spelled(dtype))


def static_shape(name: str, shape: object) -> tuple[int, ...]:
    """Returns a shape of positive Python ints, one int counting as one dimension."""
    dims = items_of(shape)
    if dims is None:
        dims = (shape,)
    if not dims:
        raise error(f"{name} needs at least one dimension")
    return tuple(_extent(name, dim) for dim in dims)


def _extent(name: str, dim: object) -> int:
    extent = int_of(dim)
    if extent is None:
        raise error(f"{name}: an extent is a Python int, not {described(dim)}").note(
            "shapes are fixed when the kernel is compiled; a factory compiles one per shape"
        )
    if extent < 1:
        raise error(f"{name}: an extent is at least 1, not {extent}")
    return extent


def items_of(value: object) -> tuple[object, ...] | None:
    """Returns what a tuple or list holds, None for anything else."""
    return tuple(cast("list[object]", value)) if isinstance(value, tuple | list) else None


def int_of(value: object) -> int | None:
    """Returns an integer of Python's or numpy's, None for anything else, also for a bool."""
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        return None
    return value.__index__()


def described(value: object) -> str:
    """Names a value in a message: a number or string as it is, else its kind."""
    if value is None or isinstance(value, int | float | str):
        return repr(value)
    kind: object = getattr(value, "KIND", None)
    name = type(value).__name__
    article = "an" if name[0].lower() in "aeiou" else "a"
    return kind if isinstance(kind, str) else f"{article} {name}"


Tensor = _Tensor("T.Tensor")
Buffer = _Tensor("T.Buffer")
StridedTensor = _StridedTensor()
