"""Ops of the `grid` dialect along one dimension of a block: reductions and running sums."""

from __future__ import annotations

from typing import ClassVar

from xdsl.dialects.builtin import I64, IntegerAttr, StringAttr, UnitAttr, i64
from xdsl.ir import SSAValue
from xdsl.irdl import (
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
)
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.grid.types import BufferType, buffer_type


class AlongOp(IRDLOperation):
    """Base of ops along dimension `dim` of a local buffer."""

    src = operand_def(BufferType)
    dst = operand_def(BufferType)
    dim = prop_def(IntegerAttr[I64])

    irdl_options = (ParsePropInAttrDict(),)

    @property
    def axis(self) -> int:
        return self.dim.value.data

    def verify_(self) -> None:
        src, dst = buffer_type(self.src), buffer_type(self.dst)
        if any(type_.is_global or type_.is_var for type_ in (src, dst)):
            raise VerifyException("both are blocks of shared or fragment memory")
        if not 0 <= self.axis < len(src.dims):
            raise VerifyException(f"dimension {self.axis} of a block of {len(src.dims)}")


@irdl_op_definition
class ReduceOp(AlongOp):
    """
    `T.reduce_sum` and its kin: every element of `dst` becomes that of a line of `src`.

    `dst` lacks dimension `dim` of `src`, or has 1 there. Without `clear` the old element of `dst`
    counts too.
    """

    name = "grid.reduce"

    KINDS: ClassVar[tuple[str, ...]] = ("sum", "max", "min", "abssum", "absmax")

    kind = prop_def(StringAttr)
    clear = opt_prop_def(UnitAttr)

    assembly_format = "$kind $src `,` $dst attr-dict `:` type($src) `,` type($dst)"

    def __init__(self, kind: str, src: SSAValue, dst: SSAValue, dim: int, *, clear: bool):
        super().__init__(
            operands=[src, dst],
            properties={
                "kind": StringAttr(kind),
                "dim": IntegerAttr(dim, i64),
                "clear": UnitAttr() if clear else None,
            },
        )

    def verify_(self) -> None:
        if self.kind.data not in self.KINDS:
            raise VerifyException(f"the kind is one of {', '.join(self.KINDS)}")
        super().verify_()
        src, dst = buffer_type(self.src).dims, buffer_type(self.dst).dims
        before, after = src[: self.axis], src[self.axis + 1 :]
        if dst not in ((*before, *after) or (1,), (*before, 1, *after)):
            raise VerifyException(f"dimension {self.axis} of {src} leaves no {dst}")


@irdl_op_definition
class CumsumOp(AlongOp):
    """`T.cumsum`: the sums of all elements up to each, from the end if `reverse`."""

    name = "grid.cumsum"

    reverse = opt_prop_def(UnitAttr)

    assembly_format = "$src `,` $dst attr-dict `:` type($src) `,` type($dst)"

    def __init__(self, src: SSAValue, dst: SSAValue, dim: int, *, reverse: bool):
        super().__init__(
            operands=[src, dst],
            properties={
                "dim": IntegerAttr(dim, i64),
                "reverse": UnitAttr() if reverse else None,
            },
        )

    def verify_(self) -> None:
        super().verify_()
        if buffer_type(self.src).dims != buffer_type(self.dst).dims:
            raise VerifyException("both have one shape")
