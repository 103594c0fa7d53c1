"""Runs the statements of a body: Python's control flow at build time, loops and grids as IR."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import cast

from ttc.frontend import bodies
from ttc.frontend.build import name_value
from ttc.frontend.expressions import Evaluator
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.names import Names
from ttc.frontend.regions import element
from ttc.frontend.values import Buffer, Element, Operand, Scalar
from ttc.language.dtypes import dtype
from ttc.language.place import error
from ttc.language.tensor import described, items_of

_NOT_HERE: dict[type[ast.stmt], str] = {
    ast.While: "a while loop is not supported yet",
    ast.Break: "break is not supported yet",
    ast.Continue: "continue is not supported yet",
    ast.FunctionDef: "a function defined inside a kernel is not supported yet",
    ast.Import: "an import inside a kernel",
    ast.ImportFrom: "an import inside a kernel",
    ast.Try: "try inside a kernel",
    ast.Raise: "raise inside a kernel",
    ast.ClassDef: "a class inside a kernel",
    ast.Global: "global inside a kernel",
    ast.Nonlocal: "nonlocal inside a kernel",
    ast.Delete: "del inside a kernel",
}


class Executor:
    """Runs statements, in the names of one kernel."""

    def __init__(self, kernel: KernelLowering, names: Names, evaluate: Evaluator) -> None:
        self.kernel = kernel
        self.names = names
        self.evaluate = evaluate

    def run(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr():
                self.evaluate(node.value)
            case ast.Assign():
                value = self.evaluate(node.value)
                for target in node.targets:
                    self.assign(node, target, value)
            case ast.AnnAssign():
                self._annotated(node)
            case ast.AugAssign():
                self._augmented(node)
            case ast.For():
                bodies.for_loop(self, node)
            case ast.With():
                bodies.open_grid(self, node)
            case ast.If():
                self._if(node)
            case ast.Assert():
                self._assert(node)
            case ast.Pass():
                pass
            case ast.Return():
                self._return(node)
            case _:
                self.kernel.at(node)
                reason = _NOT_HERE.get(type(node), f"{type(node).__name__} inside a kernel")
                raise error(reason).note("do it outside the kernel, on Python values")

    # Assignment

    def assign(self, node: ast.stmt, target: ast.expr, value: object) -> None:
        match target:
            case ast.Name():
                self.kernel.at(target)
                self._name(target.id, value)
            case ast.Tuple() | ast.List():
                self.kernel.at(target)
                parts = _unpacked(value, len(target.elts))
                for part, item in zip(target.elts, parts, strict=True):
                    self.assign(node, part, item)
            case ast.Subscript():
                base = self.evaluate(target.value)
                item = self.evaluate(target.slice)
                self.kernel.at(node)
                if isinstance(base, Buffer):
                    self._store(node, _at(base, item), value)
                elif isinstance(base, list | dict):
                    cast("dict[object, object]", base)[item] = value
                else:
                    raise error(f"{described(base)} has no items to assign")
            case _:
                self.kernel.at(target)
                raise error("this target of an assignment is not supported in a kernel")

    def _store(self, node: ast.stmt, part: Element, value: object) -> None:
        self.kernel.at(node)
        if isinstance(value, Buffer):
            raise error(f"{value.title} is a whole buffer, not a number").note(
                "move blocks with T.copy"
            )
        self.kernel.store(part, value)

    def _name(self, name: str, value: object) -> None:
        if isinstance(value, Element) and value.is_plain and self.kernel.parallel is not None:
            value = self.kernel.load(value)  # a name keeps the element as it is now
        if isinstance(value, Buffer) and value.name is None:
            value.name = name
            name_value(value.ssa, name)
        for number, part in enumerate(items_of(value) or ()):
            if isinstance(part, Buffer) and part.name is None:
                part.name = f"{name}[{number}]"
                name_value(part.ssa, f"{name}{number}")
        if isinstance(value, Scalar) and value.ssa.name_hint is None:
            name_value(value.ssa, name)
        self.names.bind(name, value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is None:
            self.kernel.at(node)
            raise error("a declaration without a value").note(
                "declare tensors as parameters of the @T.prim_func"
            )
        value = self.evaluate(node.value)
        if isinstance(value, Scalar | Element):
            kind = self.evaluate(node.annotation)
            self.kernel.at(node)
            value = kind(value) if isinstance(kind, dtype) else value
        self.assign(node, node.target, value)

    def _augmented(self, node: ast.AugAssign) -> None:
        combine = ast.BinOp(_load_of(node.target), node.op, node.value)
        ast.copy_location(combine, node)
        if not isinstance(node.target, ast.Subscript):
            self.assign(node, node.target, self.evaluate(combine))
            return
        base = self.evaluate(node.target.value)
        item = self.evaluate(node.target.slice)
        if not isinstance(base, Buffer):
            self.assign(node, node.target, self.evaluate(combine))
            return
        self.kernel.at(node.target)
        part = _at(base, item)
        before = self.kernel.load(part)
        value = self.evaluate.combine(node, node.op, before, self.evaluate(node.value))
        self._store(node, part, value)

    # Control flow

    def _if(self, node: ast.If) -> None:
        condition = self.evaluate(node.test)
        if isinstance(condition, Operand):
            self.kernel.at(node.test)
            raise error("a branch on a value known only when the kernel runs").note(
                "not supported yet: choose between values with T.if_then_else"
            )
        self.kernel.at(node.test)
        self.run(node.body if condition else node.orelse)

    def _assert(self, node: ast.Assert) -> None:
        condition = self.evaluate(node.test)
        self.kernel.at(node.test)
        if not condition:
            reason = "" if node.msg is None else f": {self.evaluate(node.msg)}"
            self.kernel.at(node.test)
            raise error(f"the kernel's assertion fails{reason}")

    def _return(self, node: ast.Return) -> None:
        self.kernel.at(node)
        if self.kernel.launch is not None:
            raise error("return inside T.Kernel").note(
                "every block runs to its end: skip work with loop bounds or T.if_then_else"
            )
        if node.value is not None:
            raise error("a kernel returns nothing").note("write into a tensor parameter")
        raise error("return in a kernel is not supported").note("remove it")


def _at(buffer: Buffer, item: object) -> Element:
    return element(buffer, items_of(item) or (item,))


def _unpacked(value: object, count: int) -> Sequence[object]:
    parts = items_of(value)
    if parts is None:
        raise error(f"{described(value)} cannot be unpacked into {count} names")
    if len(parts) != count:
        raise error(f"{len(parts)} values are unpacked into {count} names")
    return parts


def _load_of(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    return target
