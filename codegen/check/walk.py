"""
Runs a kernel abstractly: every path once, loops until nothing new is learnt at their heads.

The walker knows C++ and nothing of the SDK; `calls` checks a call by itself, and the checkers
get it in the order in which the kernel makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ttc.codegen.api import overloads
from ttc.codegen.api_names import REPLACED
from ttc.codegen.check.calls import CallReader
from ttc.codegen.check.context import Checker, Context, Loop
from ttc.codegen.check.counted import Counted, assignments, counted, last_line
from ttc.codegen.check.evaluate import TYPES, Scope
from ttc.codegen.check.paths import VOID, Exit, Frame, PathWalker
from ttc.codegen.check.poly import ONE, Poly
from ttc.codegen.check.values import Closure, Number, Other, Pointer, Value, implied
from ttc.runtime_sim.cpp import nodes as n

ROUNDS = 8
DEPTH = 12


class Walker(PathWalker):
    """Walks one kernel with its checkers."""

    def __init__(self, context: Context, checkers: Sequence[Checker[Any]]):
        super().__init__(context, checkers)
        self.reader = CallReader(context)
        self.loops: list[Frame] = []
        self.calls: list[Frame] = [Frame()]
        self.shapes: dict[int, Counted | None] = {}
        self.assigned: dict[int, frozenset[str]] = {}
        self.generic: set[str] = set()
        self.path = ONE
        self.outer = 0

    def run(self, main: n.Function) -> None:
        for declaration in self.context.unit.globals:
            self.statement(declaration)
        for function in self.context.unit.functions:
            assignments(function.body, self.assigned)
            self.generic |= set(function.template_parameters)
            for used in (function.result, *(p.type for p in function.parameters)):
                self.known_type(used)
        self.function(main.body, main.place)
        end = n.Place(max(main.place.line, last_line(main.body)), 1)
        for checker in self.checkers:
            checker.finish(end)

    # Statements: each tells whether the path goes on behind it.

    def statement(self, node: n.Stmt) -> bool:
        match node:
            case n.Block():
                return self.scoped(*node.statements)
            case n.Declaration():
                for declarator in node.declarators:
                    self.declare(declarator)
            case n.ExprStatement():
                self.expr(node.expr)
            case n.If():
                return self.if_(node)
            case n.For():
                self.for_(node)
            case n.While():
                self.loop((node.body,), node.place, None, node.condition)
            case n.Return():
                value = self.expr(node.value) if node.value is not None else VOID
                when = None if self.loops[self.outer :] else self.path
                self.calls[-1].returns.append(Exit(self.snapshot(), when, value))
                return False
            case n.Break() if self.loops:
                self.loops[-1].breaks.append(Exit(self.snapshot()))
                return False
            case n.Continue() if self.loops:
                self.loops[-1].continues.append(Exit(self.snapshot(), self.path))
                return False
            case n.StaticAssert():
                if self.condition(node.condition).constant == 0:
                    self.context.report(node.place, f"this does not hold: {node.message}")
            case n.Break() | n.Continue():
                self.context.report(node.place, "there is no loop to leave here")
        return True

    def scoped(self, *statements: n.Stmt) -> bool:
        self.scopes.append({})
        alive = all(self.statement(s) for s in statements)
        self.scopes.pop()
        return alive

    def declare(self, node: n.Declarator) -> None:
        type_name = node.type.name.split("<")[0]
        value: Value | None = self.construct(node, type_name)
        if value is None:
            self.known_type(node.type)
            value = self.initial(node)
        if node.name in self.scopes[-1]:
            self.context.report(node.place, f"'{node.name}' is declared twice in one scope")
        self.scopes[-1][node.name] = value

    def known_type(self, node: n.CType) -> None:
        name = node.name.split("<")[0]
        if name in REPLACED:
            message = f"the SDK has no {name} any more"
            self.context.report(node.place, message, f"it now has {REPLACED[name]}")
            return
        of_the_sdk = any(row.result in ("args", "accessor", "object") for row in overloads(name))
        if not of_the_sdk and name not in self.generic and name.split(" ")[-1] not in TYPES:
            self.context.report(node.place, f"the type {node.name} is not known")

    def initial(self, node: n.Declarator) -> Value:
        for size in node.sizes:
            if size is not None:
                self.expr(size)
        if node.value is None or node.sizes:
            if node.value is not None:
                self.expr(node.value)
            return Pointer(self.context.symbols.unknown(node.place)) if node.sizes else (
                Number(self.context.symbols.unknown(node.place))
            )  # fmt: skip
        value = self.expr(node.value)
        if isinstance(value, Number):
            if node.type.name == "float":
                return Number(value.poly, "float")
            if value.kind == "float" and node.type.name != "auto":
                return Number(self.context.symbols.unknown(node.place))
        return value

    def if_(self, node: n.If) -> bool:
        when = self.condition(node.condition)
        other = node.other or n.Block(node.place, ())
        if when.constant is not None:
            return self.scoped(node.then if when.constant else other)
        before, path, symbols = self.snapshot(), self.path, self.context.symbols
        assumed = symbols.assumed
        self.context.guards += 1
        alive: list[Exit] = []
        for arm, holds in ((node.then, when), (other, ONE - when)):
            self.restore(before)
            self.path, symbols.assumed = path * holds, {**assumed, **implied(holds)}
            if self.scoped(arm):
                alive.append(Exit(self.snapshot(), holds))
        if len(alive) == 1:  # what follows is under the condition of the arm that goes on
            holds = alive[0].when or ONE
            self.restore(alive[0].snapshot)
            self.path, symbols.assumed = path * holds, {**assumed, **implied(holds)}
            return True
        self.context.guards -= 1
        self.path, symbols.assumed = path, assumed
        self.meet(alive, node.place)
        return bool(alive)

    def for_(self, node: n.For) -> None:
        self.scopes.append({})
        if node.start is not None:
            self.statement(node.start)
        if id(node) not in self.shapes:
            self.shapes[id(node)] = counted(node, self.assigned[id(node)])
        shape, parts = self.shapes[id(node)], (node.body,)
        if shape is None and node.step is not None:
            parts = (node.body, n.ExprStatement(node.step.place, node.step))
        self.loop(parts, node.place, shape, None if shape else node.condition)
        self.scopes.pop()

    def loop(
        self,
        body: tuple[n.Stmt, ...],
        place: n.Place,
        shape: Counted | None,
        condition: n.Expr | None,
    ) -> None:
        symbols, index = self.context.symbols, f"i{len(self.loops)}"
        variable = n.Name(place, shape.variable) if shape is not None else None
        first, trips, step = Poly(), symbols.unknown(place, "trips"), Poly()
        if shape is not None and variable is not None:
            first, step = self.integer(variable), Poly.of(shape.step)
            trips = shape.trips(first, self.integer, symbols)
        high = symbols.bounds(trips)[1]
        symbols.ranges[index] = (0, None if high is None else max(0, high - 1))
        symbols.last[index] = trips - ONE
        loop = Loop(place, index, trips)
        head = now = self.snapshot()
        path, guards, assumed = self.path, self.context.guards, symbols.assumed
        breaks: list[Exit] = []
        for _ in range(ROUNDS):
            self.path, self.context.guards, symbols.assumed = ONE, guards, assumed
            self.restore(now)
            if variable is not None:
                self.store(variable, Number(first + step * Poly.symbol(index)))
            elif condition is not None:
                self.expr(condition)
            self.loops.append(Frame())
            alive = self.scoped(*body)
            frame = self.loops.pop()
            breaks = frame.breaks
            ends = frame.continues + ([Exit(self.snapshot())] if alive else [])
            self.path, self.context.guards, symbols.assumed = path, guards, assumed
            if not ends:
                self.meet(breaks or [Exit(head)], place)
                return
            self.meet(ends, place)
            if variable is not None:
                self.store(variable, Number(first))
            tail = self.snapshot()
            widened = self.advanced(head, now, tail, loop, Poly.symbol(index), leaving=False)
            if widened == now:
                break
            now = widened
        else:
            tail = now
        self.restore(self.advanced(head, now, tail, loop, trips, leaving=True))
        if variable is not None:
            self.store(variable, Number(first + step * trips))
        if breaks:
            self.meet([*breaks, Exit(self.snapshot())], place)

    # Calls.

    def function(self, body: n.Block, place: n.Place) -> list[Value]:
        """Runs a function's body; the values that it returns."""
        path, outer, symbols = self.path, self.outer, self.context.symbols
        guards, assumed = self.context.guards, symbols.assumed
        self.path, self.outer = ONE, len(self.loops)
        self.calls.append(Frame())
        alive = self.scoped(body)
        returns = self.calls.pop().returns
        self.path, self.outer = path, outer
        self.context.guards, symbols.assumed = guards, assumed
        self.meet([*returns, Exit(self.snapshot())] if alive else returns, place)
        return [end.value for end in returns]

    def sdk_call(self, name: str, node: n.Call, target: Value | None) -> Value:
        args = [self.expr(arg) for arg in node.args]
        templates = [self.template(arg) for arg in node.template_args]
        call, result = self.reader.read(name, node, target, args, templates)
        if call is not None:
            for checker in self.checkers:
                checker.call(call)
        return result

    def template(self, arg: n.Expr | n.CType) -> Value:
        if not isinstance(arg, n.CType):
            return self.expr(arg)
        if arg.name in TYPES:
            return Other(arg.name)
        return self.name(n.Name(arg.place, arg.name))

    def local_call(self, function: n.Function | Closure, node: n.Call) -> Value:
        target = function.node if isinstance(function, Closure) else function
        if len(self.calls) > DEPTH:
            self.context.report(node.place, "calls are nested too deeply to be checked")
            return self.unknown(node)
        scope: Scope = {}
        args = [self.expr(arg) for arg in node.args]
        for parameter, arg in zip(target.parameters, args, strict=False):
            scope[parameter.name] = arg
        for parameter in target.parameters[len(args) :]:
            if parameter.default is None:
                self.context.report(node.place, f"the argument '{parameter.name}' is missing")
                scope[parameter.name] = self.unknown(node)
            else:
                scope[parameter.name] = self.expr(parameter.default)
        if isinstance(function, n.Function):
            names, given = function.template_parameters, node.template_args
            scope |= {k: self.template(v) for k, v in zip(names, given, strict=False)}
        outer = self.scopes
        self.scopes = [*(function.scopes if isinstance(function, Closure) else outer[:1]), scope]
        values = self.function(target.body, node.place)
        for parameter, arg in zip(target.parameters, node.args, strict=False):
            if parameter.type.reference and not parameter.type.constant:
                changed = scope[parameter.name]
                self.scopes = outer
                self.store(arg, changed)
        self.scopes = outer
        same = bool(values) and all(value == values[0] for value in values)
        return values[0] if same else self.unknown(node)
