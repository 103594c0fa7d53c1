"""Ops of the `grid` dialect on whole blocks: allocation, copy, fill, product."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from xdsl.dialects.builtin import IndexType, UnitAttr
from xdsl.ir import SSAValue
from xdsl.irdl import (
    AttrSizedOperandSegments,
    IRDLOperation,
    ParsePropInAttrDict,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from ttc.dialects.grid.types import BufferType, buffer_type, signless
from ttc.dialects.shaped import SizesAttr


@irdl_op_definition
class AllocOp(IRDLOperation):
    """
    `T.alloc_shared` or `T.alloc_fragment`: a fresh buffer for each block; not initialised.

    `T.alloc_var` is one of scope `var`: a scalar.
    """

    name = "grid.alloc"

    buffer = result_def(BufferType)

    assembly_format = "attr-dict `:` type($buffer)"

    def __init__(self, buffer_type: BufferType):
        super().__init__(result_types=[buffer_type])

    def verify_(self) -> None:
        if buffer_type(self.buffer).is_global:
            raise VerifyException("a block allocates shared or fragment buffers")


@irdl_op_definition
class ReshapeOp(IRDLOperation):
    """`T.reshape`, `T.view`: the same elements, in row-major order, under another shape."""

    name = "grid.reshape"

    src = operand_def(BufferType)
    result = result_def(BufferType)

    traits = traits_def(Pure())
    assembly_format = "$src attr-dict `:` type($src) `to` type($result)"

    def __init__(self, src: SSAValue, shape: Sequence[int]):
        type_ = buffer_type(src)
        super().__init__(
            operands=[src],
            result_types=[BufferType.of(shape, type_.element_type, type_.scope.data)],
        )

    def verify_(self) -> None:
        src, result = buffer_type(self.src), buffer_type(self.result)
        if (src.element_type, src.scope) != (result.element_type, result.scope):
            raise VerifyException("both have the same element type and scope")
        if prod(src.dims) != prod(result.dims):
            raise VerifyException(f"{prod(src.dims)} elements under a shape of {prod(result.dims)}")


@irdl_op_definition
class CopyOp(IRDLOperation):
    """
    `T.copy`: the region of `src` at `src_offsets` goes to the region of `dst` at `dst_offsets`.

    Sizes are elements per dimension; sizes other than 1 pair up in order. Elements outside a
    global `src` read 0, elements outside a global `dst` are skipped. Converts the dtype.
    """

    name = "grid.copy"

    src = operand_def(BufferType)
    src_offsets = var_operand_def(IndexType)
    dst = operand_def(BufferType)
    dst_offsets = var_operand_def(IndexType)
    src_sizes = prop_def(SizesAttr)
    dst_sizes = prop_def(SizesAttr)

    irdl_options = (AttrSizedOperandSegments(as_property=True),)
    assembly_format = (
        "$src `[` $src_offsets `]` `sizes` $src_sizes `to` "
        "$dst `[` $dst_offsets `]` `sizes` $dst_sizes attr-dict `:` type($src) `to` type($dst)"
    )

    def __init__(
        self,
        src: SSAValue,
        src_offsets: Sequence[SSAValue],
        src_sizes: Sequence[int],
        dst: SSAValue,
        dst_offsets: Sequence[SSAValue],
        dst_sizes: Sequence[int],
    ):
        super().__init__(
            operands=[src, src_offsets, dst, dst_offsets],
            properties={
                "src_sizes": SizesAttr(tuple(src_sizes)),
                "dst_sizes": SizesAttr(tuple(dst_sizes)),
            },
        )

    @property
    def src_shape(self) -> tuple[int, ...]:
        return self.src_sizes.data

    @property
    def dst_shape(self) -> tuple[int, ...]:
        return self.dst_sizes.data

    def verify_(self) -> None:
        for side, value, offsets, sizes in (
            ("src", self.src, self.src_offsets, self.src_shape),
            ("dst", self.dst, self.dst_offsets, self.dst_shape),
        ):
            rank = len(buffer_type(value).dims)
            if len(offsets) != rank or len(sizes) != rank:
                raise VerifyException(f"{side} has rank {rank}: one offset and size for each")
        if squeezed(self.src_shape) != squeezed(self.dst_shape):
            raise VerifyException(
                f"copies {self.src_shape} elements into {self.dst_shape} elements"
            )


def squeezed(sizes: Sequence[int]) -> tuple[int, ...]:
    """Returns the sizes other than 1."""
    return tuple(n for n in sizes if n != 1)


@irdl_op_definition
class FillOp(IRDLOperation):
    """`T.fill` and `T.clear`: every element of `buffer` becomes `value`."""

    name = "grid.fill"

    buffer = operand_def(BufferType)
    value = operand_def()

    assembly_format = "$buffer `,` $value attr-dict `:` type($buffer) `,` type($value)"

    def __init__(self, buffer: SSAValue, value: SSAValue):
        super().__init__(operands=[buffer, value])

    def verify_(self) -> None:
        if self.value.type != signless(buffer_type(self.buffer).element_type):
            raise VerifyException("the value has the buffer's element type")


@irdl_op_definition
class GemmOp(IRDLOperation):
    """`T.gemm`: c = c + op(a) op(b), or c = op(a) op(b) with `clear_accum`."""

    name = "grid.gemm"

    a = operand_def(BufferType)
    b = operand_def(BufferType)
    c = operand_def(BufferType)
    transpose_a = opt_prop_def(UnitAttr)
    transpose_b = opt_prop_def(UnitAttr)
    clear_accum = opt_prop_def(UnitAttr)

    irdl_options = (ParsePropInAttrDict(),)
    assembly_format = "$a `,` $b `,` $c attr-dict `:` type($a) `,` type($b) `,` type($c)"

    def __init__(
        self,
        a: SSAValue,
        b: SSAValue,
        c: SSAValue,
        *,
        transpose_a: bool = False,
        transpose_b: bool = False,
        clear_accum: bool = False,
    ):
        super().__init__(
            operands=[a, b, c],
            properties={
                "transpose_a": UnitAttr() if transpose_a else None,
                "transpose_b": UnitAttr() if transpose_b else None,
                "clear_accum": UnitAttr() if clear_accum else None,
            },
        )

    def verify_(self) -> None:
        a, b, c = dims = [buffer_type(value).dims for value in self.operands]
        if any(len(d) != 2 for d in dims):
            raise VerifyException("a, b and c have two dimensions")
        m, k = a[::-1] if self.transpose_a is not None else a
        k_b, n = b[::-1] if self.transpose_b is not None else b
        if (m, k, n) != (c[0], k_b, c[1]):
            raise VerifyException(f"{m}x{k} times {k_b}x{n} into {c[0]}x{c[1]}")
