"""From rows to tiles: the op of the `tile` dialect for blocks that were gathered row by row."""

from __future__ import annotations

from typing import ClassVar

from xdsl.ir import SSAValue
from xdsl.irdl import IRDLOperation, irdl_op_definition, operand_def, result_def, traits_def
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.tile.memory import LoadOp
from ttc.dialects.tile.types import SAME_VALUE


@irdl_op_definition
class TilizeOp(IRDLOperation):
    """
    A block of tiles from one that holds rows: the same elements, in another order in L1.

    A row of tiles of the operand is 32 rows of elements, one after the other.
    """

    name = "tile.tilize"

    T: ClassVar = SAME_VALUE

    block = operand_def(T)
    result = result_def(T)

    traits = traits_def(Pure())
    assembly_format = "$block attr-dict `:` type($block)"

    def __init__(self, block: SSAValue):
        super().__init__(operands=[block], result_types=[block.type])

    def verify_(self) -> None:
        owner = self.block.owner
        if isinstance(owner, LoadOp) and not owner.is_rows:
            raise VerifyException("what is loaded from a tensor in tiles is tiles already")
