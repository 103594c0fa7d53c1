"""
Compares what a kernel computed with what it means, element by element; no mismatch is tolerated.

An element may be off by `limit` times its scale: its own magnitude, or where it is small, the
median magnitude of the expected array or the upper quartile of its row, the larger of them. So a
sum that cancels to nearly zero is measured against its terms, and one huge element does not hide
wrong small ones. Limits, from u, half a unit in the last place:

    dtype       limit    why
    bfloat16    1.6e-2   u = 2^-8; two roundings each way, and sums in float32
    float32     2e-3     u = 2^-24; the functions of the SFPU are approximations
    tfloat32    1e-2     float32 cut to ten bits of mantissa: operands are up to 2^-10 too small
    bfloat8_b   1e-1     seven bits of mantissa shared by sixteen elements
    integers    0        exact

A float32 output is held to the limit of the coarsest dtype that the kernel computes in. A kernel
that rounds to bfloat16 may keep values more exactly where they stay in DST. float32 operands of
the FPU, those of every product, are cut to TF32. Both operands of a product cut, it is up to 2^-9
off; over K terms such errors add up as the terms themselves do, with the root of K, so their size
against the sum's does not depend on K. The worst of many elements is some deviations off: 1e-2 is
five times the 2^-9 of one product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

LIMITS = {"bfloat16": 1.6e-2, "float32": 2e-3, "tfloat32": 1e-2, "bfloat8_b": 1e-1}
PCC_LIMITS = {"bfloat16": 0.999, "float32": 0.9999, "tfloat32": 0.9999, "bfloat8_b": 0.99}


@dataclass(frozen=True)
class Comparison:
    """
    One output against its expected value.

    `relative` is the largest error over the element's scale, `worst` the index where it stands;
    `pcc` is 1.0 where both arrays are constant and equal within the limit.
    """

    name: str
    pcc: float
    absolute: float
    relative: float
    limit: float
    pcc_limit: float
    mismatches: int
    worst: tuple[int, ...]
    got: float
    expected: float

    @property
    def ok(self) -> bool:
        return self.mismatches == 0 and self.pcc >= self.pcc_limit


def compare(
    name: str, dtype: str, got: Array, expected: Array, computed: str | None = None
) -> Comparison:
    """
    Compares an output of `dtype`, a name of plan.json, with an array of the same shape.

    `computed` is the dtype the kernel computes in, where that is coarser than its output's: it
    says only how exact the values between must be at least.
    """
    import numpy as np

    actual, wanted = got.astype(np.float64), expected.astype(np.float64)
    measure = computed if computed is not None and dtype in LIMITS else dtype
    limit = max(LIMITS.get(dtype, 0.0), LIMITS.get(measure, 0.0))
    pcc_limit = min(PCC_LIMITS.get(kind, 1.0 - 1e-12) for kind in (dtype, measure))
    error = _errors(actual, wanted)
    relative = _relative(error, wanted)
    worst = np.unravel_index(int(np.argmax(relative)), relative.shape) if relative.size else ()
    index = tuple(int(position) for position in worst)
    largest = float(relative[worst]) if relative.size else 0.0
    pcc = _pcc(actual, wanted)
    return Comparison(
        name=name,
        pcc=pcc if pcc is not None else float(largest <= limit),
        absolute=float(error.max(initial=0.0)),
        relative=largest,
        limit=limit,
        pcc_limit=pcc_limit,
        mismatches=int(np.count_nonzero(~(relative <= limit))),
        worst=index,
        got=float(actual[index]) if relative.size else 0.0,
        expected=float(wanted[index]) if relative.size else 0.0,
    )


def _errors(got: Floats, expected: Floats) -> Floats:
    """
    Absolute errors; 0 for equal infinities, and inf for a NaN against a number.

    Where a NaN is expected an infinity will do: the packer makes one of it in bfloat16.
    """
    import numpy as np

    with np.errstate(invalid="ignore"):
        errors = np.abs(got - expected)
    errors[(got == expected) | (~np.isfinite(got) & np.isnan(expected))] = 0.0
    return np.nan_to_num(errors, nan=np.inf, posinf=np.inf)


def _relative(error: Floats, expected: Floats) -> Floats:
    import numpy as np

    magnitude = np.abs(np.nan_to_num(expected, nan=0.0, posinf=0.0, neginf=0.0))
    ordinary = magnitude[magnitude > 0]
    scale = np.maximum(magnitude, np.median(ordinary) if ordinary.size else 0.0)
    if magnitude.ndim > 1:
        scale = np.maximum(scale, np.quantile(magnitude, 0.75, axis=-1, keepdims=True))
    # Where everything expected is 0 there is no scale: any error at all is too large.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error == 0, 0.0, error / scale)


def _pcc(got: Floats, expected: Floats) -> float | None:
    """Pearson's correlation over the elements finite in both; None where it is undefined."""
    import numpy as np

    finite: Mask = np.isfinite(got) & np.isfinite(expected)
    x, y = got[finite], expected[finite]
    if x.size < 2:
        return None
    # Scaled first: squares of large values leave the range of float64.
    x, y = _centred(x), _centred(y)
    norm = float(np.linalg.norm(x)) * float(np.linalg.norm(y))
    return float(np.dot(x, y)) / norm if norm > 0 else None


def _centred(values: Floats) -> Floats:
    import numpy as np

    largest = float(np.max(np.abs(values)))
    scaled = values / largest if largest > 0 else values
    return scaled - scaled.mean()
