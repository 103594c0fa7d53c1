"""
A second meaning for kernel files: their own Python text, run on measured arrays.

A `T.Parallel` is one step over arrays of places, a grid or another loop is a Python loop, and
every buffer holds values together with what a correct program may be off by. Nothing of the
compiler is used, its frontend included.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .language import Language
from .measured import exact
from .memory import Memory


class _Rewrite(ast.NodeTransformer):
    """What Python does not let a library redefine: `with` as a loop, `and`, `not`, `if`."""

    def __init__(self) -> None:
        self.count = 0

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None: ...

    def visit_Import(self, node: ast.Import) -> None: ...

    def visit_With(self, node: ast.With) -> ast.For:
        self.generic_visit(node)
        (item,) = node.items
        assert item.optional_vars is not None
        return ast.For(item.optional_vars, item.context_expr, node.body, [])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.Call:
        self.generic_visit(node)
        return _called("both" if isinstance(node.op, ast.And) else "either", node.values)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return _called("negated", [node.operand]) if isinstance(node.op, ast.Not) else node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        sides = [node.left, *node.comparators]
        steps: list[ast.expr] = [
            ast.Compare(a, [op], [b])
            for a, op, b in zip(sides, node.ops, node.comparators, strict=False)
        ]
        return steps[0] if len(steps) == 1 else _called("both", steps)

    def visit_IfExp(self, node: ast.IfExp) -> ast.Call:
        self.generic_visit(node)
        return _called("chosen", [node.test, node.body, node.orelse])

    def visit_If(self, node: ast.If) -> list[ast.stmt]:
        self.generic_visit(node)
        self.count += 1
        name = f"_{self.count}"
        held = ast.Name(name, ast.Load())
        made: list[ast.stmt] = [ast.Assign([ast.Name(name, ast.Store())], node.test)]
        for body, test in ((node.body, held), (node.orelse, _called("negated", [held]))):
            if body:
                anyone = ast.Name("_", ast.Store())
                made.append(ast.For(anyone, _called("when", [test]), body, []))
        return made


def _called(name: str, args: Sequence[ast.expr]) -> ast.Call:
    function = ast.Attribute(ast.Name("T", ast.Load()), name, ast.Load())
    return ast.Call(function, [*args], [])


@dataclass(frozen=True)
class Tensor:
    """A parameter as a test gives it: its name, its elements and their dtype; or a scalar."""

    name: str
    array: NDArray[Any]
    dtype: str
    is_scalar: bool = False


def meaning(text: str, function: str, tensors: Sequence[Tensor]) -> dict[str, Memory]:
    """Runs a kernel file's function and returns its tensors by name."""
    language = Language()
    tree = ast.fix_missing_locations(_Rewrite().visit(ast.parse(text)))
    names: dict[str, Any] = {"T": language}
    exec(compile(tree, "<kernel>", "exec"), names)
    given: dict[str, Any] = {}
    for tensor in tensors:
        measured = exact(tensor.array, tensor.dtype)
        if tensor.is_scalar:
            given[tensor.name] = int(tensor.array) if tensor.dtype == "int32" else measured
        else:
            memory = language.memory(tensor.array.shape, tensor.dtype, is_global=True)
            memory.put(measured)
            given[tensor.name] = memory
    with np.errstate(all="ignore"):
        names[function](**given)
    return {name: memory for name, memory in given.items() if isinstance(memory, Memory)}
