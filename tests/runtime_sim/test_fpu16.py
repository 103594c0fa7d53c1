"""Sums and products in a DST of 16 bits; the words are those of an independent simulator."""

from __future__ import annotations

import numpy as np
import pytest

from ttc.runtime_sim.formats import Array, round_bf16_away
from ttc.runtime_sim.fpu16 import add16, mul16


def bfloat16(*values: float) -> Array:
    return round_bf16_away(np.array(values, np.float32))


@pytest.mark.parametrize(
    ("a", "b", "total"),
    [
        (0.59765625, -0.0255126953125, 0.57421875),  # nearer to 0.5703125
        (-1.2421875, -0.01904296875, -1.265625),
        (0.08544921875, 2.1875, 2.28125),
        (256.0, 1.0, 258.0),
        (256.0, 0.0, 256.0),
        (0.0, 0.0, 0.0),
        (1e38, 3e38, np.inf),
        (np.inf, 1.0, np.inf),
    ],
)
def test_sums(a: float, b: float, total: float):
    for left, right in ((a, b), (b, a)):
        np.testing.assert_array_equal(add16(bfloat16(left), bfloat16(right)), bfloat16(total))
        np.testing.assert_array_equal(add16(bfloat16(-left), bfloat16(-right)), bfloat16(-total))


@pytest.mark.parametrize(
    ("a", "b", "product"),
    [
        (0.330078125, -0.54296875, -0.1787109375),  # nearer to -0.1796875
        (-1.3046875, -0.95703125, 1.2578125),
        (-0.482421875, 0.029541015625, -0.0142822265625),
        (3.0, 5.0, 15.0),
        (0.0, -2.0, 0.0),
        (1e30, 1e30, np.inf),
    ],
)
def test_products(a: float, b: float, product: float):
    np.testing.assert_array_equal(mul16(bfloat16(a), bfloat16(b)), bfloat16(product))


def test_they_are_next_to_the_exact_ones():
    rng = np.random.default_rng(0)
    a, b = (bfloat16(*rng.standard_normal(4096)) for _ in range(2))
    for ours, exact in ((add16(a, b), a + b), (mul16(a, b), a * b)):
        nearest = round_bf16_away(exact).view(np.uint32).astype(np.int64)
        apart = np.abs(ours.view(np.uint32).astype(np.int64) - nearest) >> 16
        assert apart.max() == 1
