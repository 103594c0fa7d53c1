"""What a convolution's window is: how far it reaches and how it steps."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.ir import Data
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException


@dataclass(frozen=True)
class Window:
    """A square window over rows and columns of pixels, with `pad` pixels of zeros around them."""

    kernel: int
    stride: int = 1
    dilation: int = 1
    pad: int = 0

    @property
    def positions(self) -> int:
        """Pixels that the window takes up."""
        return self.kernel * self.kernel

    def steps(self, extent: int) -> int:
        """Returns how many places the window has along `extent` pixels; none are 0 or less."""
        reach = self.dilation * (self.kernel - 1) + 1
        return (extent + 2 * self.pad - reach) // self.stride + 1


@irdl_attr_definition
class WindowAttr(Data[Window]):
    """`#grid.window<3, stride 2, dilation 1, pad 1>`: a window of 3x3 pixels."""

    name = "grid.window"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> Window:
        with parser.in_angle_brackets():
            kernel = parser.parse_integer(allow_boolean=False)
            numbers: list[int] = []
            for keyword in ("stride", "dilation", "pad"):
                parser.parse_punctuation(",")
                parser.parse_keyword(keyword)
                numbers.append(parser.parse_integer(allow_boolean=False))
        return Window(kernel, *numbers)

    def print_parameter(self, printer: Printer) -> None:
        w = self.data
        with printer.in_angle_brackets():
            printer.print_string(
                f"{w.kernel}, stride {w.stride}, dilation {w.dilation}, pad {w.pad}"
            )


def verify_window(window: Window, image: tuple[int, ...]) -> None:
    """Refuses a window that has no place in an image of (batch, row, column, channel)."""
    if min(window.kernel, window.stride, window.dilation) < 1 or window.pad < 0:
        raise VerifyException("kernel, stride and dilation are at least 1, pad is not negative")
    if any(window.steps(extent) < 1 for extent in image[1:3]):
        raise VerifyException(f"no place for the window in {image[1]}x{image[2]} pixels")
