"""Python's operators by their syntax; on a kernel's values they make IR."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Container

Function = Callable[..., object]


def _in(item: object, container: Container[object]) -> bool:
    return item in container


def _not_in(item: object, container: Container[object]) -> bool:
    return item not in container


_NAMES: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.BitAnd: "and_",
    ast.BitOr: "or_",
    ast.BitXor: "xor",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.MatMult: "matmul",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.Is: "is_",
    ast.IsNot: "is_not",
    ast.USub: "neg",
    ast.UAdd: "pos",
    ast.Invert: "invert",
}
OPERATORS: dict[type[ast.AST], Function] = {
    **{node: getattr(operator, name) for node, name in _NAMES.items()},
    ast.In: _in,
    ast.NotIn: _not_in,
}
