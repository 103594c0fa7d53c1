"""The text of an expression means what the ops mean, on uint32_t."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, IntegerAttr
from xdsl.ir import Block, Operation

from ttc.codegen.expressions import Expr, expression

Tree: TypeAlias = "int | str | tuple[str, Tree, Tree]"
MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class U32:
    """Python's operators with C++'s results; their precedence is C++'s for those used here."""

    value: int

    def _with(self, other: U32 | int, f: Callable[[int, int], int]) -> U32:
        value = other.value if isinstance(other, U32) else other
        return U32(f(self.value, value & MASK) & MASK)

    def __add__(self, other: U32 | int) -> U32:
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: U32 | int) -> U32:
        return self._with(other, lambda a, b: a - b)

    def __mul__(self, other: U32 | int) -> U32:
        return self._with(other, lambda a, b: a * b)

    def __truediv__(self, other: U32 | int) -> U32:
        return self._with(other, lambda a, b: a // b if b else 0)

    def __mod__(self, other: U32 | int) -> U32:
        return self._with(other, lambda a, b: a % b if b else 0)

    def __and__(self, other: U32 | int) -> U32:
        return self._with(other, lambda a, b: a & b)

    def __or__(self, other: U32 | int) -> U32:
        return self._with(other, lambda a, b: a | b)

    def __neg__(self) -> U32:
        return U32(-self.value & MASK)


OPS: dict[str, tuple[type[Operation], Callable[[U32, U32], U32]]] = {
    "add": (arith.AddiOp, lambda a, b: a + b),
    "sub": (arith.SubiOp, lambda a, b: a - b),
    "mul": (arith.MuliOp, lambda a, b: a * b),
    "div": (arith.DivUIOp, lambda a, b: a / b),
    "rem": (arith.RemUIOp, lambda a, b: a % b),
    "and": (arith.AndIOp, lambda a, b: a & b),
    "or": (arith.OrIOp, lambda a, b: a | b),
    "ceildiv": (arith.CeilDivUIOp, lambda a, b: (a + b - 1) / b),
}
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.integers(-3, 9) | st.sampled_from("xyz"),
    lambda inner: st.tuples(st.sampled_from(sorted(OPS)), inner, inner),
    max_leaves=12,
)
DUMMIES = Block(arg_types=[IndexType(), IndexType()]).args


def text_of(tree: Tree) -> Expr:
    match tree:
        case int():
            op = arith.ConstantOp(IntegerAttr(tree, IndexType()))
            found = expression(op, [])
        case str():
            return Expr(tree)
        case name, left, right:
            op = OPS[name][0].create(operands=DUMMIES, result_types=[IndexType()])
            found = expression(op, [text_of(left), text_of(right)])
    assert found is not None
    return found


def value_of(tree: Tree, names: dict[str, U32]) -> U32:
    match tree:
        case int():
            return U32(tree & MASK)
        case str():
            return names[tree]
        case name, left, right:
            return OPS[name][1](value_of(left, names), value_of(right, names))


@settings(max_examples=300, deadline=None)
@given(TREES, st.lists(st.integers(0, MASK), min_size=3, max_size=3))
def test_text_means_what_the_ops_mean(tree: Tree, values: list[int]) -> None:
    names = {name: U32(value) for name, value in zip("xyz", values, strict=True)}
    text = text_of(tree).text
    # Constants become U32 too; a minus sign then applies to one, as in C++.
    code = "".join(f"U32({token})" if token.isdigit() else token for token in _tokens(text))
    assert eval(code, {"U32": U32, **names}) == value_of(tree, names), text


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for character in text:
        if tokens and tokens[-1].isdigit() and character.isdigit():
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens
