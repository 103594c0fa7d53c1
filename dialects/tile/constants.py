"""Tiles whose contents are known before a kernel starts: the reader makes them once."""

from __future__ import annotations

from xdsl.dialects.builtin import I64, Float32Type, IntegerAttr, StringAttr, f32, i64
from xdsl.ir import Attribute
from xdsl.irdl import IRDLOperation, irdl_op_definition, prop_def, result_def, traits_def
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import CoefficientsAttr
from ttc.dialects.tile.compute import ReduceOp
from ttc.dialects.tile.types import BlockType, verify_kind


class ConstantTileOp(IRDLOperation):
    """Base of the ops that are one tile, the same for every kernel that needs it."""

    block = result_def(BlockType)

    traits = traits_def(Pure())

    def verify_(self) -> None:
        assert isinstance(self.block.type, BlockType)
        if self.block.type.dims != (1, 1):
            raise VerifyException("a constant tile is one tile")


@irdl_op_definition
class ScalerOp(ConstantTileOp):
    """The ones a reduction of `kind` along `axis` multiplies by, in the format of its data."""

    name = "tile.scaler"

    kind = prop_def(StringAttr)
    axis = prop_def(IntegerAttr[I64])

    assembly_format = "$kind $axis attr-dict `:` type($block)"

    def __init__(self, kind: str, axis: int, element_type: Attribute):
        super().__init__(
            properties={"kind": StringAttr(kind), "axis": IntegerAttr(axis, i64)},
            result_types=[BlockType.of((1, 1), element_type)],
        )

    def verify_(self) -> None:
        super().verify_()
        verify_kind(self.kind, ReduceOp.KINDS)


@irdl_op_definition
class NumbersOp(ConstantTileOp):
    """The float32 number `a*r + b*c` in element (r, c) of a tile."""

    name = "tile.numbers"

    coefficients = prop_def(CoefficientsAttr)

    assembly_format = "$coefficients attr-dict `:` type($block)"

    def __init__(self, factors: tuple[int, int]):
        super().__init__(
            properties={"coefficients": CoefficientsAttr(factors)},
            result_types=[BlockType.of((1, 1), f32)],
        )

    @property
    def factors(self) -> tuple[int, int]:
        """The factors (a, b) of the row and the column."""
        a, b = self.coefficients.data
        return a, b

    def verify_(self) -> None:
        super().verify_()
        assert isinstance(self.block.type, BlockType)
        if not isinstance(self.block.type.element_type, Float32Type):
            raise VerifyException("numbers of places are float32")
        if len(self.coefficients.data) != 2:
            raise VerifyException("one coefficient for the row, one for the column")
