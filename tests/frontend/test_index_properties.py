"""Folded index arithmetic computes what Python computes, for any expression."""

import ast
from collections.abc import Callable
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, IntegerAttr
from xdsl.ir import Block, Operation, OpResult, SSAValue

import ttc.language as T
from ttc.diagnostics import CompileError
from ttc.frontend import indices
from ttc.frontend.build import Builder
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.source import Source
from ttc.frontend.values import Index
from ttc.language.place import activated

EXTENTS = (4, 3)
SMALL = st.integers(-5, 40).map(str)
EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "y"]) | SMALL,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        st.tuples(inner, st.sampled_from(["//", "%"]), st.integers(1, 9).map(str)).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        st.tuples(st.sampled_from(["T.min", "T.max", "T.ceildiv"]), inner, SMALL).map(
            lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"
        ),
    ),
    max_leaves=8,
)
OPS: dict[type[Operation], Callable[[int, int], int]] = {
    arith.AddiOp: lambda a, b: a + b,
    arith.SubiOp: lambda a, b: a - b,
    arith.MuliOp: lambda a, b: a * b,
    arith.FloorDivSIOp: lambda a, b: a // b,
    arith.RemSIOp: lambda a, b: a % b,
    arith.MinSIOp: min,
    arith.MaxSIOp: max,
}


def evaluated(value: SSAValue, variables: dict[SSAValue, int]) -> int:
    if value in variables:
        return variables[value]
    assert isinstance(value, OpResult)
    if isinstance(value.op, arith.ConstantOp):
        assert isinstance(value.op.value, IntegerAttr)
        return value.op.value.value.data
    assert not isinstance(value.op, arith.RemSIOp) or all(
        evaluated(operand, variables) >= 0 for operand in value.op.operands
    )
    return OPS[type(value.op)](*(evaluated(operand, variables) for operand in value.op.operands))


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS)
def test_index_arithmetic(text: str):
    block = Block(arg_types=[IndexType(), IndexType()])
    node = ast.parse(text, mode="eval").body
    kernel = KernelLowering(Builder(Source("k.py", [text]), node, block), None)
    x, y = (
        kernel.builder.variable(arg, 0, extent - 1)
        for arg, extent in zip(block.args, EXTENTS, strict=True)
    )
    try:
        with activated(kernel):
            made = eval(text, {"x": x, "y": y, "T": T})
            result = indices.value_of(kernel.builder, made)
    except (CompileError, ZeroDivisionError):
        return  # a remainder of what may be negative, a division by what may be 0
    seen: set[int] = set()
    for point in product(*map(range, EXTENTS)):
        expected = eval(text, {"x": point[0], "y": point[1], "T": T})
        assert evaluated(result, dict(zip(block.args, point, strict=True))) == expected
        seen.add(expected)
    low, high = indices.interval(made)
    assert low <= min(seen)
    assert max(seen) <= high
    if isinstance(made, Index) and made.reaches_ends:
        assert (low, high) == (min(seen), max(seen))
