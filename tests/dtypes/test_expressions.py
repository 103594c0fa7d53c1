"""Random expressions of integers: whatever is shared, wrapped or kept in DST, numpy agrees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import ttc.language as T

from .kernels import elementwise
from .programs import INTEGERS, Array, assert_same, empty, executed, values


def smaller(x: Array, y: Array) -> Array:
    return np.where(x < y, x, y)


BINARY: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    "+": (lambda x, y: x + y, np.add),
    "-": (lambda x, y: x - y, np.subtract),
    "*": (lambda x, y: x * y, np.multiply),
    "&": (lambda x, y: x & y, np.bitwise_and),
    "|": (lambda x, y: x | y, np.bitwise_or),
    "^": (lambda x, y: x ^ y, np.bitwise_xor),
    "min": (T.min, np.minimum),
    "max": (T.max, np.maximum),
    "<": (lambda x, y: T.if_then_else(x < y, x, y), smaller),
    ">>": (lambda x, y: x >> (y & 3), lambda x, y: np.right_shift(x, y & y.dtype.type(3))),
}


@dataclass(frozen=True)
class Node:
    """An op on two others; a leaf is an operand, or a number."""

    op: str
    left: Node | str | int
    right: Node | str | int

    def __str__(self) -> str:
        return f"({self.left} {self.op} {self.right})"


Tree = Node | str | int


def evaluated(tree: Tree, x: Any, y: Any, *, numbers: Any = None) -> Any:
    """Computes a tree on a kernel's values, or on arrays with `numbers`, their type."""
    if isinstance(tree, str):
        return x if tree == "x" else y
    if isinstance(tree, int):
        return tree if numbers is None else numbers(tree)
    left = evaluated(tree.left, x, y, numbers=numbers)
    right = evaluated(tree.right, x, y, numbers=numbers)
    return BINARY[tree.op][numbers is not None](left, right)


def trees() -> st.SearchStrategy[Node]:
    leaves: st.SearchStrategy[Tree] = st.sampled_from(["x", "y"])

    def node(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        # A number meets an operand: two numbers are Python's own arithmetic.
        operand: st.SearchStrategy[Tree] = st.one_of(inner, st.integers(0, 100))
        return st.builds(Node, st.sampled_from([*BINARY]), inner, operand)

    return st.recursive(leaves, node, max_leaves=8).filter(lambda tree: isinstance(tree, Node))  # pyright: ignore[reportReturnType]


@settings(max_examples=40, deadline=None)
@given(trees(), st.sampled_from(INTEGERS), st.sampled_from(["wormhole", "blackhole"]))
def test_an_expression_is_what_numpy_computes(tree: Node, dtype: str, target: str):
    a, b = values(dtype, seed=5), values(dtype, seed=6)
    kernel = elementwise((dtype, dtype), dtype, lambda x, y: evaluated(tree, x, y))
    (got,), (meant,) = executed(kernel, (a, b), (empty(dtype),), target)
    with np.errstate(all="ignore"):
        wanted = evaluated(tree, a, b, numbers=a.dtype.type)
    assert_same(meant, wanted)
    assert_same(got, wanted)
