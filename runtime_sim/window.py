"""What a convolution's window sees in an image, with numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ttc.dialects.window import Window

Array = npt.NDArray[Any]
Indices = npt.NDArray[np.int64]
Span = tuple[int, int]
"""The first of some consecutive numbers, and how many they are."""


def seen_by_window(image: Array, window: Window, places: Span, elements: Span) -> Array:
    """
    Returns [places, elements]: for each place of the window elements of what it sees.

    The image is (batch, row, column, channel). Places count images, then rows, then columns of
    the output; elements count the window's rows, its columns, then channels. What lies beside the
    image or behind the last place or element is 0.
    """
    images, height, width, channels = image.shape
    rows, cols = window.steps(height), window.steps(width)
    place = np.arange(places[0], places[0] + places[1])[:, None]
    element = np.arange(elements[0], elements[0] + elements[1])[None, :]
    n, y, x = place // (rows * cols), place // cols % rows, place % cols
    down, across = element // channels // window.kernel, element // channels % window.kernel
    row = y * window.stride + down * window.dilation - window.pad
    col = x * window.stride + across * window.dilation - window.pad
    inside = (n < images) & (down < window.kernel) & within(row, height) & within(col, width)
    where = (clipped(n, images), clipped(row, height), clipped(col, width), element % channels)
    return np.where(inside, image[where], image.dtype.type(0))


def within(index: Indices, extent: int) -> npt.NDArray[np.bool_]:
    return (index >= 0) & (index < extent)


def clipped(index: Indices, extent: int) -> Indices:
    return np.clip(index, 0, extent - 1)
