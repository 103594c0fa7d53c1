"""What a window sees, against loops over pixels."""

import numpy as np
import pytest

from ttc.dialects.window import Window
from ttc.runtime_sim.window import Array, seen_by_window


def spelt_out(image: Array, window: Window) -> Array:
    """All places by all elements, a pixel at a time."""
    images, height, width, channels = image.shape
    rows, cols = window.steps(height), window.steps(width)
    padding = ((0, 0), (window.pad, window.pad), (window.pad, window.pad), (0, 0))
    padded = np.pad(image, padding)
    seen = np.zeros((images, rows, cols, window.kernel, window.kernel, channels), image.dtype)
    for y in range(rows):
        for x in range(cols):
            for down in range(window.kernel):
                for across in range(window.kernel):
                    row = y * window.stride + down * window.dilation
                    col = x * window.stride + across * window.dilation
                    seen[:, y, x, down, across] = padded[:, row, col]
    return seen.reshape(images * rows * cols, -1)


@pytest.mark.parametrize(
    "window",
    [
        Window(1),
        Window(3, pad=1),
        Window(3, stride=2, pad=1),
        Window(2, stride=3),
        Window(3, dilation=2, pad=2),
        Window(5, stride=2, dilation=1, pad=4),
    ],
)
def test_a_block_is_a_part_of_all_that_is_seen(window: Window):
    image = np.arange(2 * 6 * 7 * 3, dtype=np.float32).reshape(2, 6, 7, 3) + 1
    whole = spelt_out(image, window)
    rows, cols = whole.shape
    beyond = np.zeros((rows + 5, cols + 4), np.float32)
    beyond[:rows, :cols] = whole
    np.testing.assert_array_equal(
        seen_by_window(image, window, (0, rows + 5), (0, cols + 4)), beyond
    )
    np.testing.assert_array_equal(seen_by_window(image, window, (3, 4), (1, 2)), whole[3:7, 1:3])


def test_a_window_that_reaches_further_than_the_image_has_no_place():
    assert Window(3).steps(2) == 0
    assert Window(3, dilation=3).steps(6) == 0
    assert Window(3, pad=1).steps(2) == 2
