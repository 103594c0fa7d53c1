"""The op of the `grid` dialect that gathers what a convolution's window sees."""

from __future__ import annotations

from xdsl.dialects.builtin import IndexType
from xdsl.ir import SSAValue
from xdsl.irdl import IRDLOperation, irdl_op_definition, operand_def, prop_def
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.grid.types import BufferType, buffer_type
from ttc.dialects.window import Window, WindowAttr, verify_window


@irdl_op_definition
class Im2colOp(IRDLOperation):
    """
    `T.im2col`: what a window sees at some places of an image (batch, row, column, channel).

    Row r of `dst` is the place `place + r`, counted over images, then rows, then columns of the
    output; its column c is the element `element + c` of the window, counted over its rows, its
    columns, then channels. Pixels beside the image, places behind the last and elements behind the
    last are 0.
    """

    name = "grid.im2col"

    src = operand_def(BufferType)
    place = operand_def(IndexType)
    element = operand_def(IndexType)
    dst = operand_def(BufferType)
    window = prop_def(WindowAttr)

    assembly_format = (
        "$src `[` $place `,` $element `]` `through` $window `to` $dst attr-dict "
        "`:` type($src) `to` type($dst)"
    )

    def __init__(
        self, src: SSAValue, place: SSAValue, element: SSAValue, dst: SSAValue, window: Window
    ):
        super().__init__(
            operands=[src, place, element, dst], properties={"window": WindowAttr(window)}
        )

    def verify_(self) -> None:
        src, dst = buffer_type(self.src), buffer_type(self.dst)
        if not src.is_global or len(src.dims) != 4:
            raise VerifyException("the image is a tensor (batch, row, column, channel)")
        if dst.is_global or len(dst.dims) != 2:
            raise VerifyException("the block has a row for each place of the window")
        if src.element_type != dst.element_type:
            raise VerifyException("both have the same element type")
        verify_window(self.window.data, src.dims)
