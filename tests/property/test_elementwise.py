"""Random element-wise kernels: expressions, dtypes, shapes, blocks, grids, inputs and outputs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttc.targets import TARGETS

from .measured import Functions, Measured, exact, to
from .running import Array, assert_within, attempt, repeatable, run

FLOAT_UNARY = (
    "(-{0})",
    "T.abs({0})",
    "T.max({0}, 0.0)",
    "({0} * 0.75 + 0.25)",
    "(2.0 * {0})",
    "(1.0 - {0})",
    "({0} / 3.0)",
    "(1.0 / (T.abs({0}) + 1.0))",
    "(2.5 / (T.abs({0}) + 1.0))",
    "T.tanh({0})",
    "T.sigmoid({0})",
    "T.sin(T.clamp({0}, -3.0, 3.0))",
    "T.cos(T.clamp({0}, -3.0, 3.0))",
    "T.exp(T.min({0}, 2.0))",
    "T.exp2(T.min({0}, 3.0))",
    "T.sqrt(T.abs({0}) + 0.5)",
    "T.rsqrt(T.abs({0}) + 0.5)",
    "T.log(T.abs({0}) + 1.5)",
    "T.log2(T.abs({0}) + 1.5)",
    "T.cast({0}, 'float32')",
)
FLOAT_BINARY = (
    "({0} + {1})",
    "({0} - {1})",
    "({0} * {1})",
    "({0} / (T.abs({1}) + 1.0))",
    "T.max({0}, {1})",
    "T.min({0}, {1})",
)
INT_UNARY = ("(-{0})", "T.abs({0})", "({0} + 7)", "({0} * 3)", "(5 - {0})", "T.max({0}, 0)")
INT_BINARY = ("({0} + {1})", "({0} - {1})", "({0} * {1})", "T.max({0}, {1})", "T.min({0}, {1})")
MOST_OPS = 6

HEADER = "import ttc.language as T\n"


@dataclass(frozen=True)
class Elementwise:
    """A kernel of expressions over its inputs, each expression an output."""

    shape: tuple[int, int]
    block: tuple[int, int]
    inputs: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    schedule: str
    direct: bool

    def text(self) -> str:
        (m, n), (bm, bn) = self.shape, self.block
        at = f"[by * {bm}, bx * {bn}]"
        names = [(f"X{i}", dtype) for i, dtype in enumerate(self.inputs)]
        names += [(f"Y{i}", dtype) for i, (_, dtype) in enumerate(self.outputs)]
        lines = [HEADER, "", "@T.prim_func", "def elementwise("]
        lines += [f"    {name}: T.Tensor(({m}, {n}), '{dtype}')," for name, dtype in names]
        lines += ["):"]
        lines += [f"    with T.Kernel(T.ceildiv({n}, {bn}), T.ceildiv({m}, {bm})) as (bx, by):"]
        if self.schedule:
            lines += [f"        {self.schedule}"]
        for name, dtype in names:
            if name[0] == "Y" or not self.direct:
                kind = "fragment" if name[0] == "Y" else "shared"
                lines += [f"        {name.lower()} = T.alloc_{kind}(({bm}, {bn}), '{dtype}')"]
        if not self.direct:
            lines += [f"        T.copy({x}{at}, {x.lower()})" for x, _ in names if x[0] == "X"]
        lines += [f"        for i, j in T.Parallel({bm}, {bn}):"]
        place = f"X{{}}[by * {bm} + i, bx * {bn} + j]" if self.direct else "x{}[i, j]"
        values = [place.format(i) for i in range(len(self.inputs))]
        for i, (expression, _) in enumerate(self.outputs):
            lines += [f"            y{i}[i, j] = {expression.format(*values)}"]
        lines += [f"        T.copy(y{i}, Y{i}{at})" for i in range(len(self.outputs))]
        return "\n".join(lines) + "\n"

    def expected(self, arrays: list[Any]) -> list[Measured]:
        values = [exact(a, dtype) for a, dtype in zip(arrays, self.inputs, strict=True)]
        names: dict[str, Any] = {f"x{i}": value for i, value in enumerate(values)}
        found: list[Measured] = []
        for expression, dtype in self.outputs:
            text = expression.format(*names)
            found.append(to(eval(text, {"T": Functions, **names}), dtype))
        return found


@st.composite
def expressions(draw: st.DrawFn, inputs: int, unary: Any, binary: Any, ops: int) -> str:
    """An expression of `{0}`, `{1}`, ... with at most `ops` steps; a value may be used again."""
    values = [f"{{{i}}}" for i in range(inputs)]
    for _ in range(draw(st.integers(0, ops))):
        if draw(st.booleans()):
            made = draw(st.sampled_from(unary)).format(draw(st.sampled_from(values)))
        else:
            pair = draw(st.sampled_from(values)), draw(st.sampled_from(values))
            made = draw(st.sampled_from(binary)).format(*pair)
        values.append(made)
    return values[-1]


@st.composite
def kernels(draw: st.DrawFn) -> Elementwise:
    count = draw(st.integers(1, 6))
    floats = st.sampled_from(["bfloat16", "float32"])
    is_int = draw(st.integers(0, 4)) == 0
    dtypes = st.just("int32") if is_int else floats
    inputs = tuple(draw(dtypes) for _ in range(count))
    unary, binary = (INT_UNARY, INT_BINARY) if is_int else (FLOAT_UNARY, FLOAT_BINARY)
    body = expressions(count, unary, binary, MOST_OPS)
    outputs = tuple((draw(body), draw(dtypes)) for _ in range(draw(st.integers(1, 3))))
    blocks = st.sampled_from([32, 64, 96, 160])
    extents = st.sampled_from([1, 31, 32, 33, 64, 100, 150, 320])
    work = draw(st.sampled_from(["contiguous", "strided"]))
    order = draw(st.sampled_from(["row", "column", "swizzle"]))
    panel = f", panel_size={draw(st.integers(1, 3))}" if order == "swizzle" else ""
    schedule = f"T.annotate_schedule(work='{work}', order='{order}'{panel})"
    return Elementwise(
        (draw(extents), draw(extents)),
        (draw(blocks), draw(blocks)),
        inputs,
        outputs,
        draw(st.sampled_from(["", schedule])),
        draw(st.integers(0, 3)) == 0,
    )


def values(dtype: Any, shape: tuple[int, ...]) -> Array:
    random = np.random.default_rng(len(shape))
    if np.issubdtype(dtype, np.integer):
        return random.integers(-20, 21, shape)
    return random.standard_normal(shape)


@pytest.mark.parametrize("target", TARGETS)
@repeatable(60)
@given(kernel=kernels())
def test_expressions_are_computed_within_their_bounds(target: str, kernel: Elementwise):
    def check(path: Path) -> None:
        ran = run(path, target, values)
        for got, wanted in zip(ran.outputs(), kernel.expected(ran.inputs()), strict=True):
            assert_within(got, wanted.value, wanted.error)

    attempt(kernel.text(), target, check)
