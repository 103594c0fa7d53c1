"""Kernels, and the ops that move blocks: whole tensors to L1 and back, parts of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from xdsl.dialects.builtin import IndexType, UnitAttr
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import IsolatedFromAbove, NoTerminator, Pure, SymbolOpInterface
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.shaped import KernelOpBase, SizesAttr
from ttc.dialects.tile.types import (
    SAME_VALUE,
    BlockType,
    TensorType,
    Value,
    dims_of,
    element_type_of,
)
from ttc.dialects.window import WindowAttr, verify_window


@irdl_op_definition
class KernelOp(KernelOpBase):
    """One launch on one core: its arguments are tensors, then `start` and `count` of its work."""

    name = "tile.kernel"

    traits = traits_def(SymbolOpInterface(), NoTerminator(), IsolatedFromAbove())


@irdl_op_definition
class LoadOp(IRDLOperation):
    """
    Reads a block of a tensor; what lies outside the tensor reads 0.

    One offset for each dimension of the tensor: elements before pad-tiles, then tiles in the
    last two dimensions. `guard_rows` and `guard_cols` say that the block may reach past the last
    tile row or column, `guard_outer` that an index of another dimension may be outside.
    `transposed` lays the tiles out column by column: tile (r, c) of the result is tile (c, r) of
    the region, itself not transposed.

    Of a tensor in rows, offsets stay elements, any row may lie outside without a guard, and the
    block holds rows until `tile.tilize`: `elements` says how many rows and columns of it are asked
    for, the others are 0. With a `window` the two offsets are a place of it and one of its
    elements, counted as `grid.im2col` does.
    """

    name = "tile.load"

    tensor = operand_def(TensorType)
    offsets = var_operand_def(IndexType)
    guard_outer = opt_prop_def(UnitAttr)
    guard_rows = opt_prop_def(UnitAttr)
    guard_cols = opt_prop_def(UnitAttr)
    transposed = opt_prop_def(UnitAttr)
    elements = opt_prop_def(SizesAttr)
    window = opt_prop_def(WindowAttr)
    block = result_def(Value)

    traits = traits_def(Pure())
    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$tensor `[` $offsets `]` attr-dict `:` type($tensor) `->` type($block)"

    def __init__(
        self,
        tensor: SSAValue,
        offsets: Sequence[SSAValue],
        block_type: Attribute,
        *,
        guard_outer: bool = False,
        guard_rows: bool = False,
        guard_cols: bool = False,
        transposed: bool = False,
        elements: Sequence[int] | None = None,
        window: WindowAttr | None = None,
    ):
        super().__init__(
            operands=[tensor, offsets],
            properties={
                "guard_outer": UnitAttr() if guard_outer else None,
                "guard_rows": UnitAttr() if guard_rows else None,
                "guard_cols": UnitAttr() if guard_cols else None,
                "transposed": UnitAttr() if transposed else None,
                "elements": None if elements is None else SizesAttr(tuple(elements)),
                "window": window,
            },
            result_types=[block_type],
        )

    @property
    def is_rows(self) -> bool:
        """Tells a load that gathers rows from one of tiles."""
        assert isinstance(self.tensor.type, TensorType)
        return self.tensor.type.is_rows

    def verify_(self) -> None:
        if self.window is None:
            verify_access(self.tensor, self.offsets, self.block)
        else:
            verify_gather(self)
        if not self.is_rows and self.elements is not None:
            raise VerifyException("only a load of rows says how many elements it asks for")
        if self.is_rows:
            guards = (self.guard_outer, self.guard_rows, self.guard_cols, self.transposed)
            if any(guard is not None for guard in guards):
                raise VerifyException("a load of rows needs no guards, and cannot transpose")
            if isinstance(self.block.type, BlockType) and self.elements is None:
                raise VerifyException("a load of rows into tiles says how many elements it wants")


@irdl_op_definition
class StoreOp(IRDLOperation):
    """
    Writes a block to a tensor; what lies outside the tensor is skipped. Offsets as in load.

    To a tensor in rows any row may be the first, columns begin at multiples of 16, and `elements`
    says how many rows and columns of a block of tiles are written.
    """

    name = "tile.store"

    block = operand_def(Value)
    tensor = operand_def(TensorType)
    offsets = var_operand_def(IndexType)
    guard_outer = opt_prop_def(UnitAttr)
    guard_rows = opt_prop_def(UnitAttr)
    guard_cols = opt_prop_def(UnitAttr)
    elements = opt_prop_def(SizesAttr)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = (
        "$block `,` $tensor `[` $offsets `]` attr-dict `:` type($block) `,` type($tensor)"
    )

    def __init__(
        self,
        block: SSAValue,
        tensor: SSAValue,
        offsets: Sequence[SSAValue],
        *,
        guard_outer: bool = False,
        guard_rows: bool = False,
        guard_cols: bool = False,
        elements: Sequence[int] | None = None,
    ):
        super().__init__(
            operands=[block, tensor, offsets],
            properties={
                "guard_outer": UnitAttr() if guard_outer else None,
                "guard_rows": UnitAttr() if guard_rows else None,
                "guard_cols": UnitAttr() if guard_cols else None,
                "elements": None if elements is None else SizesAttr(tuple(elements)),
            },
        )

    @property
    def is_rows(self) -> bool:
        """Tells a store of rows from one of tiles."""
        assert isinstance(self.tensor.type, TensorType)
        return self.tensor.type.is_rows

    def verify_(self) -> None:
        verify_access(self.tensor, self.offsets, self.block)
        if not self.is_rows and self.elements is not None:
            raise VerifyException("only a store of rows says how many elements it writes")
        if self.is_rows:
            if self.guard_rows is not None or self.guard_cols is not None:
                raise VerifyException("a store of rows needs no guards")
            if isinstance(self.block.type, BlockType) and self.elements is None:
                raise VerifyException("a store of tiles in rows says how many elements it writes")


@irdl_op_definition
class ViewOp(IRDLOperation):
    """
    A tensor under another type that has the same pages: it costs nothing.

    Rows may be in another order, that of the dimensions: then the tensor is in the author's.
    """

    name = "tile.view"

    tensor = operand_def(TensorType)
    result = result_def(TensorType)

    traits = traits_def(Pure())
    assembly_format = "$tensor attr-dict `:` type($tensor) `to` type($result)"

    def __init__(self, tensor: SSAValue, type_: TensorType):
        super().__init__(operands=[tensor], result_types=[type_])

    def verify_(self) -> None:
        assert isinstance(self.tensor.type, TensorType)
        assert isinstance(self.result.type, TensorType)
        if not self.tensor.type.has_pages_of(self.result.type):
            raise VerifyException("the two types are cut into other pages")


def memory_of(tensor: SSAValue) -> SSAValue:
    """Returns the parameter that a tensor is, or is a view of."""
    return tensor.owner.tensor if isinstance(tensor.owner, ViewOp) else tensor


def verify_gather(op: LoadOp) -> None:
    assert isinstance(op.tensor.type, TensorType)
    assert op.window is not None
    if len(op.tensor.type.dims) != 4:
        raise VerifyException("a window looks at an image (batch, row, column, channel)")
    if isinstance(op.block.type, BlockType) and not op.is_rows:
        raise VerifyException("what a window sees is gathered from a tensor in rows")
    if len(op.offsets) != 2:
        raise VerifyException("a window has two offsets: a place and an element")
    verify_window(op.window.data, op.tensor.type.dims)
    verify_element_types(op.tensor, op.block)


def verify_access(tensor: SSAValue, offsets: Sequence[SSAValue], block: SSAValue) -> None:
    assert isinstance(tensor.type, TensorType)
    if len(offsets) != len(tensor.type.dims):
        raise VerifyException(f"the tensor has rank {len(tensor.type.dims)}: one offset for each")
    verify_element_types(tensor, block)


def verify_element_types(tensor: SSAValue, block: SSAValue) -> None:
    assert isinstance(tensor.type, TensorType)
    if element_type_of(block) != tensor.type.element_type:
        raise VerifyException("a load or store keeps the element type; tile.cast converts")


@irdl_op_definition
class ExtractOp(IRDLOperation):
    """
    The part of a block that begins at `[row, col]`.

    Offsets are in the unit of the block: elements before pad-tiles, tiles afterwards.
    """

    name = "tile.extract"

    block = operand_def(Value)
    row = operand_def(IndexType)
    col = operand_def(IndexType)
    result = result_def(Value)

    traits = traits_def(Pure())
    assembly_format = "$block `[` $row `,` $col `]` attr-dict `:` type($block) `->` type($result)"

    def __init__(self, block: SSAValue, row: SSAValue, col: SSAValue, type_: Attribute):
        super().__init__(operands=[block, row, col], result_types=[type_])

    def verify_(self) -> None:
        verify_part(self.result, self.block)


@irdl_op_definition
class InsertOp(IRDLOperation):
    """
    `into` with the part that begins at `[row, col]` replaced by `block`; offsets as above.

    A part that is `alone` has no rows of the author's beside it in its last tiles, as a block of a
    stack; pad-tiles no longer needs to know.
    """

    name = "tile.insert"

    T: ClassVar = SAME_VALUE

    block = operand_def(Value)
    into = operand_def(T)
    row = operand_def(IndexType)
    col = operand_def(IndexType)
    alone = opt_prop_def(UnitAttr)
    result = result_def(T)

    irdl_options = (ParsePropInAttrDict(),)
    traits = traits_def(Pure())
    assembly_format = (
        "$block `,` $into `[` $row `,` $col `]` attr-dict `:` type($block) `,` type($into)"
    )

    def __init__(
        self,
        block: SSAValue,
        into: SSAValue,
        row: SSAValue,
        col: SSAValue,
        *,
        alone: bool = False,
    ):
        super().__init__(
            operands=[block, into, row, col],
            properties={"alone": UnitAttr() if alone else None},
            result_types=[into.type],
        )

    def verify_(self) -> None:
        # A section sees a subblock of `into`, which may be smaller than the part.
        section = self.parent_op()
        in_section = section is not None and section.name == "tile.section"
        verify_part(self.block, self.into, of_subblock=in_section)


def verify_part(part: SSAValue, whole: SSAValue, *, of_subblock: bool = False) -> None:
    if element_type_of(part) != element_type_of(whole):
        raise VerifyException("a part has the element type of the whole")
    if not of_subblock and any(n > m for n, m in zip(dims_of(part), dims_of(whole), strict=True)):
        raise VerifyException("a part is no larger than the whole")
