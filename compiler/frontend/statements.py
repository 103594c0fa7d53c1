"""Runs the statements of a body: Python's control flow at build time, loops and grids as IR."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import cast

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType, IntegerAttr, i64
from xdsl.ir import Block, Region, SSAValue

from ttc.dialects import grid
from ttc.frontend import indices
from ttc.frontend.expressions import Evaluator
from ttc.frontend.kernel import KernelLowering, ParallelBody
from ttc.frontend.names import Names
from ttc.frontend.parallel import check_races
from ttc.frontend.regions import element
from ttc.frontend.spaces import GridSpace, LoopSpace, ParallelSpace
from ttc.frontend.values import Buffer, Element, Index, Operand, Scalar
from ttc.language.place import error
from ttc.language.tensor import described, items_of

UNROLLED = 64
"""Iterations of a loop inside T.Parallel at most: each is lowered on its own."""

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
                    self._assign(node, target, value)
            case ast.AnnAssign():
                self._annotated(node)
            case ast.AugAssign():
                self._augmented(node)
            case ast.For():
                self._for(node)
            case ast.With():
                self._with(node)
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

    def _assign(self, node: ast.stmt, target: ast.expr, value: object) -> None:
        match target:
            case ast.Name():
                self.kernel.at(target)
                self._name(target.id, value)
            case ast.Tuple() | ast.List():
                self.kernel.at(target)
                parts = _unpacked(value, len(target.elts))
                for part, item in zip(target.elts, parts, strict=True):
                    self._assign(node, part, item)
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
            value.ssa.name_hint = name
        if isinstance(value, Scalar) and value.ssa.name_hint is None:
            value.ssa.name_hint = name
        self.names.bind(name, value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is None:
            self.kernel.at(node)
            raise error("a declaration without a value").note(
                "declare tensors as parameters of the @T.prim_func"
            )
        self._assign(node, node.target, self.evaluate(node.value))

    def _augmented(self, node: ast.AugAssign) -> None:
        combine = ast.BinOp(_load_of(node.target), node.op, node.value)
        ast.copy_location(combine, node)
        if not isinstance(node.target, ast.Subscript):
            self._assign(node, node.target, self.evaluate(combine))
            return
        base = self.evaluate(node.target.value)
        item = self.evaluate(node.target.slice)
        if not isinstance(base, Buffer):
            self._assign(node, node.target, self.evaluate(combine))
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

    def _for(self, node: ast.For) -> None:
        if node.orelse:
            self.kernel.at(node)
            raise error("else of a loop is not supported in a kernel")
        space = self.evaluate(node.iter)
        self.kernel.at(node.iter)
        match space:
            case ParallelSpace():
                self._parallel(node, space)
            case LoopSpace() if self.kernel.parallel is not None:
                self._unrolled(node, self._constant(space))
            case LoopSpace():
                if space.constant is None or len(space.constant):
                    self._loop(node, space)
            case tuple() | list():
                self._unrolled(node, cast("list[object]", space))
            case GridSpace():
                raise error("T.Kernel opens with `with`, not `for`")
            case _:
                raise error(f"a loop over {described(space)} is not supported").note(
                    "loop over range, T.serial, T.Pipelined or T.Parallel"
                )

    def _constant(self, space: LoopSpace) -> range:
        values = space.constant
        if values is None or len(values) > UNROLLED:
            raise error(
                f"a loop inside T.Parallel of more than {UNROLLED} or of unknown iterations "
                "is not supported yet"
            ).note("put the T.Parallel inside the loop")
        return values

    def _unrolled(self, node: ast.For, values: Sequence[object]) -> None:
        for value in values:
            self._assign(node, node.target, value)
            self.run(node.body)

    def _loop(self, node: ast.For, space: LoopSpace) -> None:
        if self.kernel.launch is None:
            raise error("a loop outside T.Kernel").note("put it inside the grid")
        name = self._single(node.target)
        b = self.kernel.builder
        start, stop, step = (
            indices.value_of(b, bound) for bound in (space.start, space.stop, space.step)
        )
        block = Block(arg_types=[IndexType()])
        op = scf.ForOp(start, stop, step, [], Region(block))
        if space.stages is not None:
            op.attributes["num_stages"] = IntegerAttr(space.stages, i64)
        b.insert(op)
        bound = self._variables(node.target, [name], block.args, [space.bounds])
        with b.inside(block), self.names.frame("the loop", bound):
            self.run(node.body)
            self.kernel.at(node.iter)
            b.insert(scf.YieldOp())

    def _parallel(self, node: ast.For, space: ParallelSpace) -> None:
        self.kernel.require_launch("T.Parallel")
        names = self._names(node.target, len(space.extents), "T.Parallel")
        region = grid.new_body(len(space.extents))
        self.kernel.builder.insert(grid.ParallelOp(space.extents, region))
        args = region.block.args
        ranges = [(0, extent - 1) for extent in space.extents]
        bound = self._variables(node.target, names, args, ranges)
        body = ParallelBody(dict(zip(args, zip(names, space.extents, strict=True), strict=True)))
        self.kernel.parallel = body
        with self.kernel.builder.inside(region.block), self.names.frame("T.Parallel", bound):
            self.run(node.body)
        self.kernel.parallel = None
        check_races(body)

    def _with(self, node: ast.With) -> None:
        item = node.items[0]
        space = self.evaluate(item.context_expr)
        self.kernel.at(item.context_expr)
        if not isinstance(space, GridSpace):
            raise error(f"`with` opens T.Kernel, not {described(space)}")
        if len(node.items) > 1:
            self.kernel.at(node.items[1].context_expr)
            raise error("`with` opens T.Kernel and nothing beside it")
        if self.kernel.launch is not None:
            raise error("T.Kernel inside T.Kernel").note("open one after the other")
        if len(self.kernel.builder.blocks) > 1:
            raise error("T.Kernel inside a loop is not supported").note("loop inside the grid")
        count = len(space.extents)
        target = item.optional_vars
        names = [f"b{axis}" for axis in "xyz"[:count]]
        if target is not None and not (isinstance(target, ast.Name) and count > 1):
            names = self._names(target, count, "T.Kernel")
        region = grid.new_body(count)
        launch = grid.LaunchOp(space.extents, region)
        self.kernel.builder.insert(launch)
        ranges = [(0, extent - 1) for extent in space.extents]
        bound = self._variables(item.context_expr, names, region.block.args, ranges)
        if isinstance(target, ast.Name) and count > 1:
            bound = {target.id: tuple(bound.values())}
        self.kernel.launch = launch
        with (
            self.kernel.builder.inside(region.block),
            self.names.frame("T.Kernel", {} if target is None else bound),
        ):
            self.run(node.body)
        self.kernel.launch = None

    def _single(self, target: ast.expr) -> str:
        return self._names(target, 1, "the loop")[0]

    def _names(self, target: ast.expr, count: int, what: str) -> list[str]:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        self.kernel.at(target)
        if len(parts) != count:
            raise error(f"{what} has {count} variables, {len(parts)} names are given")
        names: list[str] = []
        for part in parts:
            if not isinstance(part, ast.Name):
                self.kernel.at(part)
                raise error(f"a variable of {what} is a plain name")
            names.append(part.id)
        return names

    def _variables(
        self,
        place: ast.AST,
        names: Sequence[str],
        args: Sequence[SSAValue],
        ranges: Sequence[tuple[int, int]],
    ) -> dict[str, object]:
        """Names the arguments of a body and gives each its range; `_` twice is allowed."""
        self.kernel.at(place)
        bound: dict[str, object] = {}
        for name, arg, (low, high) in zip(names, args, ranges, strict=True):
            if name != "_":
                arg.name_hint = name
            index: Index = self.kernel.builder.variable(arg, low, high)
            bound[name] = index
        return bound


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
