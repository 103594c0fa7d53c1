"""Evaluates the expressions of a body: Python on Python values, IR on the kernel's."""

from __future__ import annotations

import ast
import operator
from functools import partial
from typing import cast

from ttc.frontend import variables
from ttc.frontend.inline import Inline
from ttc.frontend.invoke import invoke, run_python
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.names import Names
from ttc.frontend.operators import OPERATORS, Function
from ttc.frontend.regions import element
from ttc.frontend.spaces import LoopSpace
from ttc.frontend.values import Buffer, Element, Index, Operand, Scalar
from ttc.frontend.variables import is_variable
from ttc.language import CONSTRUCTS, Macro
from ttc.language.place import error
from ttc.language.tensor import described, items_of


class Evaluator:
    """Evaluates expressions in the names of one kernel."""

    def __init__(self, kernel: KernelLowering, names: Names) -> None:
        self.kernel = kernel
        self.names = names

    def __call__(self, node: ast.expr) -> object:
        match node:
            case ast.Constant():
                return cast(object, node.value)
            case ast.Name():
                self.kernel.at(node)
                value = self.names[node.id]
                return variables.read(self.kernel, value) if is_variable(value) else value
            case ast.Call():
                return self._call(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.BinOp():
                return self.combine(node, node.op, self(node.left), self(node.right))
            case ast.UnaryOp():
                return self._unary(node)
            case ast.Subscript():
                return self._subscript(node)
            case ast.Compare():
                return self._compare(node)
            case ast.BoolOp():
                return self._logic(node)
            case ast.IfExp():
                return self._choice(node)
            case ast.Tuple():
                return tuple(self._items(node.elts))
            case ast.List():
                return self._items(node.elts)
            case ast.Slice():
                ends = (node.lower, node.upper, node.step)
                return slice(*(None if end is None else self(end) for end in ends))
            case ast.Dict():
                keys = [self._key(key) for key in node.keys]
                return dict(zip(keys, map(self, node.values), strict=True))
            case ast.JoinedStr():
                return "".join(str(self(part)) for part in node.values)
            case ast.FormattedValue():
                shown = self(node.value)
                return self._python(node, format, shown, "" if node.format_spec is None
                                    else self(node.format_spec))  # fmt: skip
            case ast.Lambda():
                return self._lambda(node)
            case ast.ListComp() | ast.GeneratorExp():
                return self._comprehension(node.elt, node.generators)
            case ast.Starred() | ast.NamedExpr() | _:
                self.kernel.at(node)
                kind = type(node).__name__
                raise error(f"this expression ({kind}) is not supported in a kernel").note(
                    "compute it outside the kernel and use its name"
                )

    def combine(self, node: ast.AST, op: ast.operator, lhs: object, rhs: object) -> object:
        """Applies a binary operator with the node as its place."""
        return self._python(node, OPERATORS[type(op)], lhs, rhs)

    def _items(self, nodes: list[ast.expr]) -> list[object]:
        found: list[object] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                found.extend(self._iterated(node.value))
            else:
                found.append(self(node))
        return found

    def _iterated(self, node: ast.expr) -> list[object]:
        value = self(node)
        self.kernel.at(node)
        items = value.constant if isinstance(value, LoopSpace) else items_of(value)
        if items is None:
            raise error(f"{described(value)} cannot be unpacked")
        return list(items)

    def _comprehension(
        self, element: ast.expr, generators: list[ast.comprehension]
    ) -> list[object]:
        """Evaluates a comprehension over Python values; all of them at once."""
        if not generators:
            return [self(element)]
        first, *rest = generators
        found: list[object] = []
        for item in self._iterated(first.iter):
            self.kernel.at(first.target)
            with self.names.frame("a comprehension", _matched(first.target, item)):
                if all(self(condition) for condition in first.ifs):
                    found += self._comprehension(element, rest)
        return found

    def _key(self, node: ast.expr | None) -> object:
        if node is None:
            raise error("** in a dict is not supported in a kernel")
        return self(node)

    def _python(self, node: ast.AST, function: Function, *args: object) -> object:
        return run_python(self.kernel, node, function, *args)

    def _call(self, node: ast.Call) -> object:
        function = self(node.func)
        if function is CONSTRUCTS["if_then_else"] or function is CONSTRUCTS["Select"]:
            with self.kernel.choosing():
                return self._invoke(node, function)
        return self._invoke(node, function)

    def _invoke(self, node: ast.Call, function: object) -> object:
        args = self._items(node.args)
        if isinstance(function, Macro | Inline):
            args = [self._by_name(n, v) for n, v in zip(node.args, args, strict=False)]
        kwargs: dict[str, object] = {}
        for keyword in node.keywords:
            if keyword.arg is not None:
                kwargs[keyword.arg] = self(keyword.value)
                continue
            more = self(keyword.value)
            self.kernel.at(keyword.value)
            if not isinstance(more, dict):
                raise error(f"{described(more)} cannot be unpacked as keywords")
            kwargs.update(cast("dict[str, object]", more))
        return invoke(self.kernel, node, function, args, kwargs)

    def _by_name(self, node: ast.expr, value: object) -> object:
        """Passes a variable itself to a macro, which may assign to it."""
        held = self.names[node.id] if isinstance(node, ast.Name) else None
        return held if is_variable(held) else value

    def _attribute(self, node: ast.Attribute) -> object:
        base = self(node.value)
        self.kernel.at(node)
        if isinstance(base, Buffer):
            if node.attr in ("shape", "dtype", "data"):
                return getattr(base, node.attr)
            raise error(f"{base.title} has no attribute '{node.attr}'").note(
                "a buffer has a shape and a dtype"
            )
        if isinstance(base, Index | Scalar | Element):
            if node.attr == "astype":
                return partial(CONSTRUCTS["cast"], base)
            raise error(f"{described(base)} has no attribute '{node.attr}'")
        try:
            return cast(object, getattr(base, node.attr))
        except AttributeError as failure:
            raise error(str(failure)) from failure

    def _unary(self, node: ast.UnaryOp) -> object:
        operand = self(node.operand)
        if not isinstance(node.op, ast.Not):
            return self._python(node, OPERATORS[type(node.op)], operand)
        self.kernel.at(node)
        if isinstance(operand, Operand):
            return self.kernel.unary("~", CONSTRUCTS["cast"](operand, "bool"))
        return not operand

    def _subscript(self, node: ast.Subscript) -> object:
        base, item = self(node.value), self(node.slice)
        self.kernel.at(node)
        if isinstance(base, Buffer):
            part = element(base, items_of(item) or (item,))
            return variables.read(self.kernel, part) if base.is_var else part
        if isinstance(base, Operand):
            raise error(f"{described(base)} has no elements")
        return self._python(node, operator.getitem, base, item)

    def _compare(self, node: ast.Compare) -> object:
        lhs = self(node.left)
        result: object = True
        for op, right in zip(node.ops, node.comparators, strict=True):
            rhs = self(right)
            step = self._python(node, OPERATORS[type(op)], lhs, rhs)
            result = step if result is True else self._both(node, result, step)
            if result is False:
                return False
            lhs = rhs
        return result

    def _both(self, node: ast.AST, lhs: object, rhs: object) -> object:
        if not isinstance(rhs, Operand):
            return lhs if rhs else False
        return self._python(node, OPERATORS[ast.BitAnd], lhs, rhs)

    def _logic(self, node: ast.BoolOp) -> object:
        """`and` and `or`: Python decides what it can, the kernel the rest."""
        stops_at = isinstance(node.op, ast.Or)
        combine = OPERATORS[ast.BitOr if stops_at else ast.BitAnd]
        pending: object | None = None
        value: object = None
        for part in node.values:
            value = self(part)
            self.kernel.at(part)
            if isinstance(value, Operand):
                condition = CONSTRUCTS["cast"](value, "bool")
                pending = (
                    condition if pending is None
                    else self._python(node, combine, pending, condition)
                )  # fmt: skip
            elif bool(value) is stops_at:
                return value
        return value if pending is None else pending

    def _choice(self, node: ast.IfExp) -> object:
        condition = self(node.test)
        if isinstance(condition, Operand):
            with self.kernel.choosing():
                chosen = (condition, self(node.body), self(node.orelse))
            self.kernel.at(node)
            return CONSTRUCTS["if_then_else"](*chosen)
        return self(node.body if condition else node.orelse)

    def _lambda(self, node: ast.Lambda) -> Function:
        parameters = [argument.arg for argument in node.args.args]

        def call(*args: object) -> object:
            if len(args) != len(parameters):
                raise error(f"the lambda takes {len(parameters)} arguments, not {len(args)}")
            with self.names.frame("a lambda", dict(zip(parameters, args, strict=True))):
                return self(node.body)

        return call


def _matched(target: ast.expr, value: object) -> dict[str, object]:
    """Binds the names of a target to a value."""
    if isinstance(target, ast.Name):
        return {target.id: value}
    parts = items_of(value)
    if not isinstance(target, ast.Tuple) or parts is None or len(parts) != len(target.elts):
        raise error(f"{described(value)} cannot be unpacked here")
    bound: dict[str, object] = {}
    for part, item in zip(target.elts, parts, strict=True):
        bound.update(_matched(part, item))
    return bound
