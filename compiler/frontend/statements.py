"""Runs the statements of a body: Python's control flow at build time, loops and grids as IR."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import cast

from ttc.frontend import bodies, variables
from ttc.frontend.branches import branch
from ttc.frontend.build import name_value
from ttc.frontend.expressions import Evaluator
from ttc.frontend.inline import inner
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.names import Names
from ttc.frontend.parameters import declare, give_back
from ttc.frontend.regions import element
from ttc.frontend.values import Buffer, Element, Operand, Scalar
from ttc.frontend.variables import is_variable
from ttc.language.dtypes import dtype
from ttc.language.place import error
from ttc.language.tensor import described, items_of

_NOT_HERE: dict[type[ast.stmt], str] = {
    ast.While: "a while loop is not supported",
    ast.Break: "break is not supported",
    ast.Continue: "continue is not supported",
    ast.Import: "an import inside a kernel",
    ast.ImportFrom: "an import inside a kernel",
    ast.Try: "try inside a kernel",
    ast.Raise: "raise inside a kernel",
    ast.ClassDef: "a class inside a kernel",
    ast.Global: "global inside a kernel",
    ast.Nonlocal: "nonlocal inside a kernel",
    ast.Delete: "del inside a kernel",
}

_OUTSIDE = "do it outside the kernel, on Python values"
_UNDER_IF = "bound the loop, or do its work under `if`"
_INSTEAD: dict[type[ast.stmt], str] = {
    ast.While: "loop over T.serial with a bound of block and loop variables, scalars or "
    "T.alloc_var",
    ast.Break: _UNDER_IF,
    ast.Continue: _UNDER_IF,
}


class Executor:
    """Runs statements, in the names of one kernel or of one call of a macro."""

    def __init__(
        self,
        kernel: KernelLowering,
        names: Names,
        evaluate: Evaluator,
        macro: str | None = None,
    ) -> None:
        self.kernel = kernel
        self.names = names
        self.evaluate = evaluate
        self._macro = macro
        self._block = kernel.builder.block
        self._returned: tuple[object] | None = None

    def run(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            if self._returned is not None:
                return
            self._statement(statement)

    def result_of(self, body: Sequence[ast.stmt]) -> object:
        """Runs the body of a macro and returns what it returns."""
        self.run(body)
        return None if self._returned is None else self._returned[0]

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr():
                self.evaluate(node.value)
            case ast.Assign(targets=[target]) | ast.AugAssign(target=target) if (
                self._is_of_elements(target)
            ):
                self.kernel.at(node)
                with self.kernel.elementwise((1,)):
                    self._statement(node)
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
            case ast.FunctionDef():
                self._name(node.name, inner(self.kernel, node, self.evaluate))
            case ast.Pass():
                pass
            case ast.Return():
                self._return(node)
            case _:
                self.kernel.at(node)
                reason = _NOT_HERE.get(type(node), f"{type(node).__name__} inside a kernel")
                raise error(reason).note(_INSTEAD.get(type(node), _OUTSIDE))

    # Assignment

    def _is_of_elements(self, target: ast.expr) -> bool:
        """Tells whether a target is an element of a block or tensor, outside T.Parallel."""
        if self.kernel.parallel is not None or self.kernel.launch is None:
            return False
        match target:
            case ast.Subscript(value=ast.Name(id=name)) if self.names.is_set(name):
                base = self.names[name]
                return isinstance(base, Buffer) and not base.is_var
            case ast.Name(id=name) if self.names.is_set(name):
                base = self.names[name]
                return is_variable(base) and not base.buffer.is_var
            case _:
                return False

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
        if part.buffer.is_var:
            variables.write(self.kernel, part.buffer, value)
            return
        if isinstance(value, Buffer):
            raise error(f"{value.title} is a whole buffer, not a number").note(
                "move blocks with T.copy"
            )
        self.kernel.store(part, value)

    def _name(self, name: str, value: object) -> None:
        held = self.names[name] if self.names.is_set(name) else None
        if is_variable(held) and not is_variable(value):
            variables.write(self.kernel, held.buffer, value)
            return
        if is_variable(value) and value.buffer.name is None:
            value.buffer.name = name
            name_value(value.buffer.ssa, name)
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
        eager = self.kernel.eager
        if node.value is None:
            self.kernel.at(node)
            if (
                eager is not None
                and isinstance(node.target, ast.Name)
                and (node.target.id in eager.tensors)
            ):
                declare(self.kernel, node, node.target.id, self.evaluate(node.annotation))
                self.names.bind(node.target.id, self.kernel.tensors[node.target.id])
                return
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
        before = variables.read(self.kernel, part) if base.is_var else self.kernel.load(part)
        value = self.evaluate.combine(node, node.op, before, self.evaluate(node.value))
        self._store(node, part, value)

    # Control flow

    def _if(self, node: ast.If) -> None:
        with self.kernel.decides("a branch"):
            condition = self.evaluate(node.test)
        if isinstance(condition, Operand):
            branch(self, node, condition)
            return
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
        if self._macro is not None:
            if self.kernel.builder.block is not self._block:
                raise error(f"return inside a loop or branch of macro '{self._macro}'").note(
                    "a macro returns at its end"
                )
            value = None if node.value is None else self.evaluate(node.value)
            self._returned = (value,)
            return
        if self.kernel.launch is not None:
            raise error("return inside T.Kernel").note(
                "every block runs to its end: skip work with loop bounds or T.if_then_else"
            )
        if self.kernel.eager is not None:
            value = None if node.value is None else self.evaluate(node.value)
            self.kernel.at(node)
            give_back(self.kernel, value)
            self._returned = (value,)
            return
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
