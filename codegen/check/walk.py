"""
Runs a kernel abstractly: every path once, loops until nothing new is learnt at their heads.

The walker knows C++ and nothing of the SDK; `calls` checks a call by itself, and the checkers
get it in the order in which the kernel makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ttc.codegen.api_names import REPLACED
from ttc.codegen.check.calls import CallReader
from ttc.codegen.check.context import Checker, Context, Loop
from ttc.codegen.check.counted import Counted, counted, last_line
from ttc.codegen.check.evaluate import TYPES, Evaluator, Scope
from ttc.codegen.check.poly import ONE, Poly
from ttc.codegen.check.values import Closure, Number, Other, Pointer, Value
from ttc.runtime_sim.cpp import nodes as n

ROUNDS = 8
DEPTH = 12

Snapshot: TypeAlias = tuple[list[Scope], list[Any]]


@dataclass(frozen=True)
class Return:
    """A path that leaves a function: its state, its value, and when it is taken (None: not known)."""

    snapshot: Snapshot
    value: Value
    when: Poly | None


@dataclass
class Frame:
    """Where paths leave a loop or function early."""

    breaks: list[Snapshot] = field(default_factory=list[Snapshot])
    continues: list[Snapshot] = field(default_factory=list[Snapshot])
    returns: list[Return] = field(default_factory=lambda: list[Return]())
    path: Poly = ONE
    """1 where the walk of this function is, as far as conditions outside of loops tell."""


class Walker(Evaluator):
    """Walks one kernel with its checkers."""

    def __init__(self, context: Context, checkers: Sequence[Checker[Any]]):
        super().__init__(context)
        self.checkers = checkers
        self.reader = CallReader(context)
        self.loops: list[Frame] = []
        self.calls: list[Frame] = [Frame()]
        self.shapes: dict[int, Counted | None] = {}

    def run(self, main: n.Function) -> None:
        for declaration in self.context.unit.globals:
            self.statement(declaration)
        self.calls.append(Frame())
        alive = self.statement(main.body)
        self.ended(self.calls.pop().returns, alive, main.place)
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
                value = self.expr(node.value) if node.value is not None else Other("void")
                when = None if self.loops else self.calls[-1].path
                self.calls[-1].returns.append(Return(self.snapshot(), value, when))
                return False
            case n.Break() if self.loops:
                self.loops[-1].breaks.append(self.snapshot())
                return False
            case n.Continue() if self.loops:
                self.loops[-1].continues.append(self.snapshot())
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
        if type_name in REPLACED:
            message = f"the SDK has no {type_name} any more"
            self.context.report(node.type.place, message, f"it now has {REPLACED[type_name]}")
        value: Value | None = self.construct(node, type_name)
        if value is None:
            known = type_name in TYPES or type_name in REPLACED or node.value is not None
            if not known and not node.type.pointer:
                self.context.report(node.type.place, f"the type {node.type.name} is not known")
            value = self.initial(node)
        if node.name in self.scopes[-1]:
            self.context.report(node.place, f"'{node.name}' is declared twice in one scope")
        self.scopes[-1][node.name] = value

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
        before = self.snapshot()
        frame = self.calls[-1]
        path = frame.path
        self.context.guards += 1
        frame.path = path * when
        then_alive = self.scoped(node.then)
        after_then = self.snapshot()
        self.restore(before)
        frame.path = path * (ONE - when)
        other_alive = self.scoped(other)
        self.context.guards -= 1
        if then_alive and other_alive:
            frame.path = path
        elif then_alive:
            frame.path = path * when
        if then_alive and other_alive:
            self.restore(self.joined(after_then, self.snapshot(), when, node.place))
        elif then_alive:
            self.restore(after_then)
        return then_alive or other_alive

    def for_(self, node: n.For) -> None:
        self.scopes.append({})
        if node.start is not None:
            self.statement(node.start)
        if id(node) not in self.shapes:
            self.shapes[id(node)] = counted(node)
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
        loop = Loop(place, index, trips)
        head = now = self.snapshot()
        breaks: list[Snapshot] = []
        for _ in range(ROUNDS):
            self.restore(now)
            if variable is not None:
                self.store(variable, Number(first + step * Poly.symbol(index)))
            elif condition is not None:
                self.expr(condition)
            self.loops.append(Frame())
            alive = self.scoped(*body)
            frame = self.loops.pop()
            breaks = frame.breaks
            ends = frame.continues + ([self.snapshot()] if alive else [])
            if not ends:
                self.meet(breaks or [head], place)
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
            self.meet([self.snapshot(), *breaks], place)

    # States of variables and checkers.

    def snapshot(self) -> Snapshot:
        return [dict(scope) for scope in self.scopes], [c.state for c in self.checkers]

    def restore(self, snapshot: Snapshot) -> None:
        scopes, states = snapshot
        for scope, saved in zip(self.scopes, scopes, strict=False):
            scope.clear()
            scope.update(saved)
        for checker, state in zip(self.checkers, states, strict=True):
            checker.state = state

    def meet(self, ends: list[Snapshot], place: n.Place) -> None:
        """Goes on where several paths come together."""
        if not ends:
            return
        result = ends[0]
        for end in ends[1:]:
            result = self.joined(result, end, None, place)
        self.restore(result)

    def ended(self, returns: list[Return], alive: bool, place: n.Place) -> None:
        """Goes on behind a function, where its returns and its end come together."""
        ends = [(end.snapshot, end.when) for end in returns]
        ends += [(self.snapshot(), None)] if alive else []
        if not ends:
            return
        result = ends[-1][0]
        for snapshot, when in reversed(ends[:-1]):
            result = self.joined(snapshot, result, when, place)
        self.restore(result)

    def joined(self, one: Snapshot, two: Snapshot, when: Poly | None, place: n.Place) -> Snapshot:
        scopes = [
            {name: self.either(value, right.get(name, value), when, place, name)
             for name, value in left.items()}
            for left, right in zip(one[0], two[0], strict=False)
        ]  # fmt: skip
        states = [
            left if left == right else checker.join(left, right, when, place)
            for checker, left, right in zip(self.checkers, one[1], two[1], strict=True)
        ]
        return scopes, states

    def either(self, one: Value, two: Value, when: Poly | None, place: n.Place, hint: str) -> Value:
        if one == two:
            return one
        if isinstance(one, Number) and isinstance(two, Number) and when is not None:
            return Number(two.poly + when * (one.poly - two.poly), one.kind)
        return Number(self.context.symbols.unknown(place, hint))

    def advanced(
        self,
        head: Snapshot,
        now: Snapshot,
        tail: Snapshot,
        loop: Loop,
        times: Poly,
        *,
        leaving: bool,
    ) -> Snapshot:
        """What holds after `times` iterations: at the head of any one, or when the loop ends."""
        scopes = [
            {name: self.repeated(start[name], value, after[name], loop, times, name)
             for name, value in before.items()}
            for start, before, after in zip(head[0], now[0], tail[0], strict=True)
        ]  # fmt: skip
        states = [
            (checker.leave if leaving else checker.widen)(h, b, a, loop)
            for checker, h, b, a in zip(self.checkers, head[1], now[1], tail[1], strict=True)
        ]
        return scopes, states

    def repeated(
        self, start: Value, now: Value, after: Value, loop: Loop, times: Poly, name: str
    ) -> Value:
        """A variable after `times` iterations, each of which adds the same to it."""
        if now == after:
            return now
        if isinstance(start, Number) and isinstance(now, Number) and isinstance(after, Number):
            more = after.poly - now.poly
            if not more.mentions(loop.index) and not any(s[0] == "?" for s in more.symbols):
                return Number(start.poly + more * times, start.kind)
        return Number(self.context.symbols.unknown(loop.place, name))

    # Calls.

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
        self.calls.append(Frame())
        alive = self.scoped(target.body)
        returns = self.calls.pop().returns
        self.ended(returns, alive, node.place)
        for parameter, arg in zip(target.parameters, node.args, strict=False):
            if parameter.type.reference and not parameter.type.constant:
                changed = scope[parameter.name]
                self.scopes = outer
                self.store(arg, changed)
        self.scopes = outer
        values = [end.value for end in returns]
        same = bool(values) and all(value == values[0] for value in values)
        return values[0] if same else self.unknown(node)
