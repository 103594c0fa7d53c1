"""The values that kernels over any dtype are run on, and how they are run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ml_dtypes
import numpy as np
from numpy.typing import NDArray

import ttc
from ttc.build import lower
from ttc.language import PrimFunc
from ttc.runtime_sim import reference
from ttc.targets import TARGETS

from .kernels import M, N

Array = NDArray[Any]

FLOATS = ("float32", "bfloat16", "bfloat8_b")
INTEGERS = ("int32", "uint32", "uint16", "uint8", "int8")
DTYPES = FLOATS + INTEGERS


def numpy_type(dtype: str) -> np.dtype[Any]:
    names = {"bfloat16": ml_dtypes.bfloat16, "bfloat8_b": np.float32}
    return np.dtype(names.get(dtype, dtype))


NOTABLE = (0.0, -0.0, np.inf, -np.inf, np.nan, 1e-40, 0.5, 1.5, -2.5, 3e9, -3e9, 70000.0, 127.5)


def values(dtype: str, shape: Sequence[int] = (M, N), seed: int = 0) -> Array:
    """Random elements with the limits and notable values of the type among them."""
    rng = np.random.default_rng(seed)
    kind = numpy_type(dtype)
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        drawn = rng.integers(limits.min, limits.max, shape, dtype=kind, endpoint=True)
        drawn.flat[:5] = [0, 1, limits.max, limits.min, limits.max - 1]
        return drawn
    floats = rng.standard_normal(shape) * 2.0 ** rng.integers(-4, 9, shape)
    floats.flat[32 : 32 + len(NOTABLE)] = NOTABLE
    return floats.astype(np.float32).astype(kind)


def executed(
    kernel: PrimFunc, inputs: Sequence[Array], outputs: Sequence[Array], target: str
) -> tuple[list[Array], list[Array]]:
    """Runs a kernel on the simulator and by its meaning; returns the outputs of both."""
    simulated, meant = ([a.copy() for a in (*inputs, *outputs)] for _ in range(2))
    ttc.compile(kernel, target=target)(*simulated)
    reference.run(lower(kernel), meant)
    return simulated[len(inputs) :], meant[len(inputs) :]


def in_turn(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, str, str]]:
    """All pairs, each on one target: each of either is on both."""
    targets = [*TARGETS]
    return [
        (one, other, targets[(n + m) % len(targets)])
        for n, one in enumerate(first)
        for m, other in enumerate(second)
    ]


def assert_same(got: Array, *wanted: Array):
    """
    Fails unless each element is the one of an array in `wanted`.

    A packer makes an infinity of a NaN in bfloat16, and 0 of what is subnormal: so both are taken
    for the other.
    """
    if got.dtype.kind in "iu":
        right = np.any([got == array for array in wanted], axis=0)
    else:
        ours, *theirs = map(normal, (got, *wanted))
        right = np.any([ours == array for array in theirs], axis=0)
        right |= np.isnan(theirs[0]) & ~np.isfinite(ours)
    if not right.all():
        np.testing.assert_array_equal(got, np.where(right, got, wanted[0]))


def beside(array: Array) -> list[Array]:
    """An array of bfloat16, and its neighbours: a sum in 16 bits of DST is one of them."""
    bits = array.view(np.uint16)
    return [array, *((bits + np.uint16(step)).view(array.dtype) for step in (1, -1 & 0xFFFF))]


def normal(array: Array) -> Array:
    with np.errstate(invalid="ignore"):
        wide = array.astype(np.float64)
    return np.where(np.abs(wide) < np.finfo(np.float32).tiny, 0.0, wide)


def empty(dtype: str, shape: Sequence[int] = (M, N)) -> Array:
    return np.zeros(shape, numpy_type(dtype))
