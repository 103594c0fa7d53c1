"""The text of an expression means what the ops mean, on uint32_t."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import HealthCheck, assume, given, settings
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

    def __lt__(self, other: U32 | I32) -> bool:
        return other > self if isinstance(other, I32) else self.value < other.value

    def __gt__(self, other: U32 | I32) -> bool:
        return other < self if isinstance(other, I32) else self.value > other.value


def wrapped(value: int) -> U32:
    return U32(value & MASK)


def signed(value: U32) -> int:
    return value.value - (1 << 32) if value.value >> 31 else value.value


def meant(natural: bool, function: Callable[[int, int], int]) -> Callable[[int, int], int]:
    """An op on whole numbers; an unsigned one is not asked about negative ones."""

    def apply(a: int, b: int) -> int:
        assume(not natural or (a >= 0 and b >= 0))
        return function(a, b)

    return apply


def divided(a: int, b: int) -> int:
    assume(b > 0)
    return a // b


OPS: dict[str, tuple[type[Operation], Callable[[int, int], int]]] = {
    "add": (arith.AddiOp, meant(False, lambda a, b: a + b)),
    "sub": (arith.SubiOp, meant(False, lambda a, b: a - b)),
    "mul": (arith.MuliOp, meant(False, lambda a, b: a * b)),
    "divui": (arith.DivUIOp, meant(True, divided)),
    "remui": (arith.RemUIOp, meant(True, lambda a, b: a - divided(a, b) * b)),
    "floordivsi": (arith.FloorDivSIOp, meant(False, divided)),
    "maxsi": (arith.MaxSIOp, meant(False, max)),
    "minsi": (arith.MinSIOp, meant(False, min)),
    "and": (arith.AndIOp, meant(True, lambda a, b: a & b)),
    "or": (arith.OrIOp, meant(True, lambda a, b: a | b)),
    "ceildiv": (arith.CeilDivUIOp, meant(True, lambda a, b: divided(a + b - 1, b))),
}
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.integers(-3, 9) | st.sampled_from("xyz"),
    lambda inner: st.tuples(st.sampled_from(sorted(OPS)), inner, inner),
    max_leaves=8,
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


def value_of(tree: Tree, names: dict[str, int]) -> int:
    match tree:
        case int():
            return tree
        case str():
            return names[tree]
        case name, left, right:
            value = OPS[name][1](value_of(left, names), value_of(right, names))
            assume(abs(value) < 1 << 31)
            return value


def floor_div(a: U32, b: U32) -> U32:
    """What the helper of that name in the emitted file computes."""
    return wrapped(signed(a) // signed(b))


def python_of(cpp: str) -> str:
    """Rewrites each `condition ? yes : no`, of which a level of parentheses has one at most."""
    groups: list[str] = []
    level = ""
    depth = 0
    for character in cpp:
        if character == "(":
            if depth == 0:
                groups.append("")
                level += f"@{len(groups) - 1};"
            else:
                groups[-1] += character
            depth += 1
        elif character == ")":
            depth -= 1
            groups[-1] += character if depth else ""
        elif depth:
            groups[-1] += character
        else:
            level += character
    items = (re.sub("(.*) [?] (.*) : (.*)", r"\2 if \1 else \3", i) for i in level.split(","))
    return re.sub(r"@(\d+);", lambda m: f"({python_of(groups[int(m[1])])})", ",".join(items))


@dataclass(frozen=True)
class I32:
    """A number that is compared by its sign."""

    value: int

    def __gt__(self, other: I32 | U32) -> bool:
        return self.value > (other.value if isinstance(other, I32) else signed(other))

    def __lt__(self, other: I32 | U32) -> bool:
        return self.value < (other.value if isinstance(other, I32) else signed(other))


def int32(value: U32) -> I32:
    return I32(signed(value))


CPP: dict[str, object] = {
    "U32": U32,
    "int32_t": int32,
    "floor_div": floor_div,
}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(TREES, st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_text_means_what_the_ops_mean(tree: Tree, values: list[int]) -> None:
    names = dict(zip("xyz", values, strict=True))
    wanted = value_of(tree, names)
    text = text_of(tree).text
    # Two literals are ints in C++; a constant folder is not what is tested here.
    assume(not re.search(r"(^|[( ])-?\d+ [<>] -?\d+", text))
    # Literals become U32 too; a minus sign then applies to one, as in C++.
    code = re.sub(r"\b\d+\b", lambda literal: f"U32({literal[0]})", python_of(text))
    variables = {name: wrapped(value) for name, value in names.items()}
    assert eval(code, {**CPP, **variables}) == wrapped(wanted), text
