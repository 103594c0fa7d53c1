"""What the dialects share: shaped types, index lists and kernel ops with named arguments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar, Protocol, Self

from xdsl.dialects.builtin import (
    ArrayAttr,
    FunctionType,
    IntAttr,
    StringAttr,
    f64,
)
from xdsl.dialects.utils import parse_func_op_like, print_func_op_like
from xdsl.ir import Attribute, Block, BlockArgument, Data, Region
from xdsl.irdl import IRDLOperation, irdl_attr_definition, prop_def, region_def
from xdsl.parser import AttrParser, Parser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException


@irdl_attr_definition
class SizesAttr(Data[tuple[int, ...]]):
    """`#grid.sizes<128x32>`: static extents, one per dimension."""

    name = "grid.sizes"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> tuple[int, ...]:
        with parser.in_angle_brackets():
            return tuple(parser.parse_dimension_list())

    def print_parameter(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            printer.print_string("x".join(map(str, self.data)))


@irdl_attr_definition
class CoefficientsAttr(Data[tuple[int, ...]]):
    """`#tile.coefficients<1, -1>`: the factors of a linear form, one per index."""

    name = "tile.coefficients"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> tuple[int, ...]:
        return tuple(
            parser.parse_comma_separated_list(
                parser.Delimiter.ANGLE, lambda: parser.parse_integer(allow_boolean=False)
            )
        )

    def print_parameter(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            printer.print_string(", ".join(map(str, self.data)))


@irdl_attr_definition
class NumberAttr(Data[float]):
    """`#tile.number<2.5>`, `<neg_inf>`: a constant of the author's, infinite ones included."""

    name = "tile.number"

    NAMES: ClassVar[dict[str, float]] = {
        "inf": math.inf,
        "neg_inf": -math.inf,
        "nan": math.nan,
    }

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> float:
        for name, number in cls.NAMES.items():
            if parser.parse_optional_keyword(name):
                return number
        return float(parser.parse_number())

    def print_parameter(self, printer: Printer) -> None:
        if math.isfinite(self.data):
            printer.print_float(self.data, f64)
        else:
            names = {number: name for name, number in self.NAMES.items()}
            printer.print_string(names.get(self.data, "nan"))


def shape_attr(shape: Sequence[int]) -> ArrayAttr[IntAttr]:
    return ArrayAttr([IntAttr(dim) for dim in shape])


def parse_shaped(parser: AttrParser) -> tuple[ArrayAttr[IntAttr], Attribute]:
    """Parses `4x2xbf16`."""
    dims, element_type = parser.parse_ranked_shape()
    return shape_attr(dims), element_type


def print_shaped(printer: Printer, shape: ArrayAttr[IntAttr], element_type: Attribute) -> None:
    for dim in shape:
        printer.print_string(f"{dim.data}x")
    printer.print_attribute(element_type)


def verify_shape(shape: ArrayAttr[IntAttr]) -> None:
    if not shape.data:
        raise VerifyException("a shape has at least one dimension")
    if any(dim.data < 1 for dim in shape):
        raise VerifyException("every dimension is at least 1")


class Tiled(Protocol):
    """A type that holds a block of tiles: extents in tiles, and an element type."""

    @property
    def dims(self) -> tuple[int, ...]: ...

    @property
    def element_type(self) -> Attribute: ...


class KernelOpBase(IRDLOperation):
    """Base of the ops that are one kernel: a symbol, and a body with the signature as arguments."""

    sym_name = prop_def(StringAttr)
    body = region_def("single_block")

    RESERVED: ClassVar[tuple[str, ...]] = ("sym_name",)

    def __init__(
        self,
        name: str,
        body: Region,
        attributes: dict[str, Attribute] | None = None,
    ):
        super().__init__(
            properties={"sym_name": StringAttr(name)},
            regions=[body],
            attributes=attributes or {},
        )

    @property
    def args(self) -> Sequence[BlockArgument]:
        return self.body.block.args

    @property
    def entry(self) -> Block:
        return self.body.block

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        name, _, _, body, extra, _, _ = parse_func_op_like(parser, reserved_attr_names=cls.RESERVED)
        if not body.blocks:
            # `{}` is a kernel with nothing to do, not one without a body.
            body.add_block(Block())
        attributes = dict(extra.data) if extra is not None else {}
        properties = {
            key: attributes.pop(key) for key in list(attributes) if key in cls.property_names()
        }
        op = cls.create(
            properties={"sym_name": StringAttr(name), **properties},
            attributes=attributes,
            regions=[body],
        )
        return op

    @classmethod
    def property_names(cls) -> frozenset[str]:
        return frozenset(cls.get_irdl_definition().properties)

    def print(self, printer: Printer) -> None:
        extra = {key: value for key, value in self.properties.items() if key != "sym_name"}
        print_func_op_like(
            printer,
            self.sym_name,
            FunctionType.from_lists([arg.type for arg in self.args], []),
            self.body,
            {**extra, **self.attributes},
            reserved_attr_names=self.RESERVED,
        )
