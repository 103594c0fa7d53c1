"""`tile.section`: what one DST section computes."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import ArrayAttr, StringAttr
from xdsl.ir import Attribute, Region, SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    irdl_op_definition,
    opt_operand_def,
    prop_def,
    region_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import RecursiveMemoryEffect
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import SizesAttr
from ttc.dialects.tile.elementwise import YieldOp
from ttc.dialects.tile.types import BlockType, dims_of

VIEWS = ("tiles", "rows", "cols", "transposed", "whole")
"""
What a section's body sees of an input, for the subblock (i, j) of h x w tiles: its own tiles, the
whole h rows (a matmul's lhs, what is reduced to a column, a column that is broadcast), the whole
w columns, the w x h tiles at (j, i), or all of it.
"""


@irdl_op_definition
class SectionOp(IRDLOperation):
    """
    What one DST section computes, once for each subblock of its outputs.

    Block arguments are the views of `ins`; the body yields the outputs' subblocks. A section
    whose subblock is the whole block may hold a loop that accumulates in DST, with the loads it
    needs. With `acc` the packer adds the yielded value to what the output's pages hold.

    split-threads gives the inputs and outputs circular buffers: `ins` and `outs` are then
    buffers, there are no results, and `acc` is a number: 0 overwrites, 1 adds.
    """

    name = "tile.section"

    ins = var_operand_def()
    outs = var_operand_def()
    acc = opt_operand_def()
    views = prop_def(ArrayAttr)
    subblock = prop_def(SizesAttr)
    blocks = var_result_def(BlockType)
    body = region_def("single_block")

    traits = traits_def(RecursiveMemoryEffect())
    irdl_options = (AttrSizedOperandSegments(as_property=True),)
    assembly_format = (
        "$subblock `ins` `(` $ins `:` type($ins) `)` $views `outs` `(` $outs `:` type($outs) `)` "
        "(`acc` $acc^ `:` type($acc))? attr-dict `->` `(` type($blocks) `)` $body"
    )

    def __init__(
        self,
        ins: Sequence[SSAValue],
        views: Sequence[str],
        subblock: tuple[int, int],
        results: Sequence[Attribute],
        body: Region,
        *,
        outs: Sequence[SSAValue] = (),
        acc: SSAValue | None = None,
    ):
        super().__init__(
            operands=[ins, outs, [] if acc is None else [acc]],
            properties={
                "views": ArrayAttr([StringAttr(view) for view in views]),
                "subblock": SizesAttr(subblock),
            },
            result_types=[results],
            regions=[body],
        )

    @property
    def view_names(self) -> tuple[str, ...]:
        names: list[str] = []
        for view in self.views:
            assert isinstance(view, StringAttr)
            names.append(view.data)
        return tuple(names)

    @property
    def subblock_dims(self) -> tuple[int, int]:
        h, w = self.subblock.data
        return h, w

    @property
    def yielded(self) -> YieldOp:
        last = self.body.block.last_op
        assert isinstance(last, YieldOp)
        return last

    def verify_(self) -> None:
        if not len(self.view_names) == len(self.ins) == len(self.body.block.args):
            raise VerifyException("one view and one body argument for each input")
        if any(view not in VIEWS for view in self.view_names):
            raise VerifyException(f"a view is one of {', '.join(VIEWS)}")
        if not isinstance(self.body.block.last_op, YieldOp):
            raise VerifyException("the body ends in tile.yield")
        if bool(self.outs) == bool(self.blocks):
            raise VerifyException("a section has results, or circular buffers to fill")
        if len(self.yielded.values) != len(self.outs) + len(self.blocks):
            raise VerifyException("the body yields one value per output")
        h, w = self.subblock_dims
        for value in (*self.blocks, *self.outs):
            rows, cols = dims_of(value)
            if rows % h or cols % w:
                raise VerifyException(f"{h}x{w} subblocks do not divide {rows}x{cols} tiles")
        for value in self.yielded.values:
            if dims_of(value) != (h, w):
                raise VerifyException("the body yields subblocks")
