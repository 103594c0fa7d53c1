"""Element types that the builtin dialect lacks."""

from __future__ import annotations

from xdsl.ir import ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition


@irdl_attr_definition
class BFloat8BType(ParametrizedAttribute, TypeAttribute):
    """
    `!tile.bfloat8_b`: a sign and 7 bits, the exponent shared by 16 elements of a row.

    It is how blocks and tensors are stored; one element by itself is a bfloat16.
    """

    name = "tile.bfloat8_b"


bfloat8_b = BFloat8BType()
