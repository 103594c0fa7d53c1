"""Kernels of the `metal` dialect, and the type of circular buffers."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    ArrayAttr,
    Float32Type,
    IndexType,
    IntAttr,
    IntegerType,
    StringAttr,
    i32,
)
from xdsl.ir import Attribute, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import (
    irdl_attr_definition,
    irdl_op_definition,
    param_def,
    prop_def,
    traits_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import IsolatedFromAbove, NoTerminator, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import (
    KernelOpBase,
    parse_shaped,
    print_shaped,
    shape_attr,
    verify_shape,
)
from ttc.dialects.tile import TensorType
from ttc.dtypes import dtype_of

ROLES = ("reader", "compute", "writer")
UNALLOCATED = -1


@irdl_attr_definition
class CBType(ParametrizedAttribute, TypeAttribute):
    """
    `!metal.cb<4x1xbf16, depth=2, id=0>`: a circular buffer of 2 blocks of 4x1 tiles.

    A page is one tile; producer and consumer hand over whole blocks. The id is missing until
    circular buffers are allocated. `unpack_to_dest` marks float32 pages that the unpacker puts
    into DST unrounded, instead of through the source registers (UnpackToDestFp32).
    """

    name = "metal.cb"

    shape: ArrayAttr[IntAttr] = param_def()
    element_type: Attribute = param_def()
    depth: IntAttr = param_def()
    index: IntAttr = param_def()
    unpack_to_dest: IntAttr = param_def()

    @classmethod
    def of(
        cls,
        shape: Sequence[int],
        element_type: Attribute,
        depth: int,
        index: int = UNALLOCATED,
        unpack_to_dest: bool = False,
    ) -> CBType:
        return cls(
            shape_attr(shape),
            element_type,
            IntAttr(depth),
            IntAttr(index),
            IntAttr(int(unpack_to_dest)),
        )

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        index = UNALLOCATED
        unpack = 0
        with parser.in_angle_brackets():
            shape, element_type = parse_shaped(parser)
            parser.parse_punctuation(",")
            parser.parse_keyword("depth")
            parser.parse_punctuation("=")
            depth = parser.parse_integer()
            while parser.parse_optional_punctuation(",") is not None:
                if parser.parse_optional_keyword("unpack_to_dest") is not None:
                    unpack = 1
                else:
                    parser.parse_keyword("id")
                    parser.parse_punctuation("=")
                    index = parser.parse_integer()
        return shape, element_type, IntAttr(depth), IntAttr(index), IntAttr(unpack)

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            print_shaped(printer, self.shape, self.element_type)
            printer.print_string(f", depth={self.depth.data}")
            if self.index.data != UNALLOCATED:
                printer.print_string(f", id={self.index.data}")
            if self.unpack_to_dest.data:
                printer.print_string(", unpack_to_dest")

    def verify(self) -> None:
        verify_shape(self.shape)
        if self.depth.data < 1:
            raise VerifyException("a circular buffer holds at least one block")
        if self.unpack_to_dest.data and not isinstance(self.element_type, Float32Type):
            raise VerifyException("only float32 pages have an unpack_to_dest mode to choose")
        try:
            dtype_of(self.element_type)
        except KeyError:
            raise VerifyException(f"no page has elements of type {self.element_type}") from None

    @property
    def dims(self) -> tuple[int, ...]:
        """Rows and columns of a block, in tiles."""
        return tuple(dim.data for dim in self.shape)

    @property
    def block_pages(self) -> int:
        pages = 1
        for dim in self.dims:
            pages *= dim
        return pages

    @property
    def pages(self) -> int:
        return self.depth.data * self.block_pages

    @property
    def page_bytes(self) -> int:
        return dtype_of(self.element_type).tile_bytes

    @property
    def byte_size(self) -> int:
        return self.pages * self.page_bytes

    @property
    def is_allocated(self) -> bool:
        return self.index.data != UNALLOCATED


@irdl_op_definition
class KernelOp(KernelOpBase):
    """
    The program of one role on every core: reader (NCRISC), compute (TRISCs) or writer (BRISC).

    Its arguments are circular buffers, tensors and numbers, in the order the host binds them.
    """

    name = "metal.kernel"

    role = prop_def(StringAttr)

    traits = traits_def(SymbolOpInterface(), NoTerminator(), IsolatedFromAbove())

    def verify_(self) -> None:
        if self.role.data not in ROLES:
            raise VerifyException(f"role is one of {', '.join(ROLES)}")
        kinds = [argument_kind(arg.type) for arg in self.args]
        if kinds != sorted(kinds):
            raise VerifyException("circular buffers come first, then tensors, then numbers")


def argument_kind(type_: Attribute) -> int:
    """Orders arguments: circular buffers, tensors, the author's scalars, a core's own numbers."""
    match type_:
        case CBType():
            return 0
        case TensorType():
            return 1
        case Float32Type():
            return 2
        case IntegerType() if type_ == i32:
            return 2
        case IndexType():
            return 3
        case _:
            raise VerifyException(f"a kernel takes no argument of type {type_}")
