"""What the buffers of the `grid` dialect are: a shape, an element type, and where they live."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import ArrayAttr, IntAttr, IntegerType, StringAttr, i1
from xdsl.ir import Attribute, ParametrizedAttribute, SSAValue, TypeAttribute
from xdsl.irdl import irdl_attr_definition, param_def
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import parse_shaped, print_shaped, shape_attr, verify_shape
from ttc.dtypes import dtype_of

SCOPES = ("global", "dram", "shared", "fragment", "var")
"""
`global` is a parameter not yet placed, `dram` one placed in interleaved DRAM pages; `var` is one
scalar that every core of a kernel keeps for itself.
"""


@irdl_attr_definition
class BufferType(ParametrizedAttribute, TypeAttribute):
    """`!grid.buffer<128x32xbf16, shared>`: a mutable array and where it lives."""

    name = "grid.buffer"

    shape: ArrayAttr[IntAttr] = param_def()
    element_type: Attribute = param_def()
    scope: StringAttr = param_def()

    @classmethod
    def of(cls, shape: Sequence[int], element_type: Attribute, scope: str) -> BufferType:
        return cls(shape_attr(shape), element_type, StringAttr(scope))

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        with parser.in_angle_brackets():
            shape, element_type = parse_shaped(parser)
            parser.parse_punctuation(",")
            scope = parser.parse_identifier("a memory scope")
        return shape, element_type, StringAttr(scope)

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            print_shaped(printer, self.shape, self.element_type)
            printer.print_string(f", {self.scope.data}")

    def verify(self) -> None:
        verify_shape(self.shape)
        if self.scope.data not in SCOPES:
            raise VerifyException(f"'{self.scope.data}' is not one of {', '.join(SCOPES)}")
        if self.is_var:
            if self.dims != (1,):
                raise VerifyException("a variable has one element")
            if self.element_type == i1:
                return
        try:
            dtype_of(self.element_type)
        except KeyError:
            raise VerifyException(f"no buffer has elements of type {self.element_type}") from None

    @property
    def dims(self) -> tuple[int, ...]:
        return tuple(dim.data for dim in self.shape)

    @property
    def is_global(self) -> bool:
        return self.scope.data in ("global", "dram")

    @property
    def is_var(self) -> bool:
        """Tells a variable, which is read and written anywhere, from a block of elements."""
        return self.scope.data == "var"


def buffer_type(value: SSAValue) -> BufferType:
    """Returns the type of a value that is a buffer."""
    assert isinstance(value.type, BufferType)
    return value.type


def signless(element_type: Attribute) -> Attribute:
    """Returns the type of a scalar of a buffer: arith's integers carry no sign."""
    if element_type == i1:
        return element_type
    dtype = dtype_of(element_type).alone
    return dtype.ir if dtype.is_float else IntegerType(dtype.bits)
