"""Expressions of a kernel -> abstract values; every name must be known, every call is checked."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from ttc.codegen.api_names import CONSTANTS, ENUMS, REPLACED
from ttc.codegen.check.context import Context
from ttc.codegen.check.kinds import described
from ttc.codegen.check.poly import ONE, ZERO, Poly
from ttc.codegen.check.values import (
    Closure,
    Enum,
    Number,
    Object,
    Other,
    Pointer,
    Value,
    number,
    template_text,
)
from ttc.runtime_sim.cpp import nodes as n

Scope = dict[str, Value]
INTEGERS = frozenset(
    "int8_t uint8_t int16_t uint16_t int32_t uint32_t int64_t uint64_t size_t uintptr_t int"
    " unsigned long short char".split()
)
TYPES = INTEGERS | {"auto", "bool", "float", "double", "void"}
POINTER = re.compile(r"(?:write|read)_ptr\((\d+)\)")
COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))


@dataclass
class Evaluator(ABC):
    """Evaluates expressions in a stack of scopes, the innermost last."""

    context: Context
    scopes: list[Scope] = field(default_factory=lambda: [{}])

    @abstractmethod
    def sdk_call(self, name: str, node: n.Call, target: Value | None) -> Value:
        """A call of the SDK's function (or of the method of `target`) called `name`."""

    @abstractmethod
    def local_call(self, function: n.Function | Closure, node: n.Call) -> Value:
        """A call of one of the file's functions or lambdas."""

    def expr(self, node: n.Expr) -> Value:
        match node:
            case n.Int(value=value):
                return number(value)
            case n.Bool(value=value):
                return number(int(value), "bool")
            case n.Float():
                return Number(Poly.symbol(f"{node.value!r}f"), "float")
            case n.Str(value=text):
                return Other(f'"{text}"')
            case n.Name():
                return self.name(node)
            case n.Call():
                return self.call(node)
            case n.Member():
                self.expr(node.object)
                return self.unknown(node)
            case n.Index():
                self.expr(node.object)
                self.expr(node.index)
                return self.unknown(node)
            case n.Unary():
                return self.unary(node)
            case n.Update():
                return self.update(node)
            case n.Binary():
                left = self.expr(node.left)
                return self.operate(node.op, left, self.expr(node.right), node.place)
            case n.Assign():
                return self.assign(node)
            case n.Ternary():
                return self.ternary(node)
            case n.Cast():
                return self.cast(node)
            case n.SizeOf():
                return number(4) if "32" in node.type.name else self.unknown(node)
            case n.InitList():
                for _, item in node.items:
                    self.expr(item)
                return Other("{...}")
            case n.Lambda():
                return Closure(node, list(self.scopes))

    def integer(self, node: n.Expr) -> Poly:
        """The expression as a number; unknown if it is something else."""
        value = self.expr(node)
        return value.poly if isinstance(value, Number) else self.context.symbols.unknown(node.place)

    def unknown(self, node: n.Expr) -> Number:
        return Number(self.context.symbols.unknown(node.place))

    def name(self, node: n.Name) -> Value:
        text = node.text.removeprefix("ckernel::")
        found = self.lookup(text)
        if found is not None:
            return found
        if text in CONSTANTS:
            value = CONSTANTS[text]
            return number(value) if value is not None else Number(Poly.symbol(text))
        type_name, _, member = text.rpartition("::")
        type_name = type_name.removeprefix("tt::")
        if type_name in ENUMS:
            return self.member(node, type_name, member)
        way_out = f"the SDK now has {REPLACED[text]}" if text in REPLACED else ""
        self.context.report(node.place, f"'{node.text}' is not declared", way_out)
        return Number(self.context.symbols.unknown(node.place))

    def lookup(self, name: str) -> Value | None:
        """A variable, or a `#define` of the file."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        for define in self.context.unit.defines:
            if define.name == name and define.value is not None:
                return self.expr(define.value)
        return None

    def member(self, node: n.Name, type_name: str, member: str) -> Value:
        members = ENUMS[type_name]
        if member not in members:
            message = f"{type_name} has no member '{member}'"
            self.context.report(node.place, message, f"it has {', '.join(members)}")
        if type_name == "CBIndex":
            return number(members.index(member) if member in members else 0, "cb")
        return Enum(type_name, member)

    def call(self, node: n.Call) -> Value:
        if isinstance(node.function, n.Member):
            target = self.expr(node.function.object)
            return self.sdk_call(node.function.name, node, target)
        if not isinstance(node.function, n.Name):
            value = self.expr(node.function)
            if isinstance(value, Closure):
                return self.local_call(value, node)
            self.context.report(node.place, f"{described(value)} is no function")
            return self.unknown(node)
        name = node.function.text.removeprefix("::").removeprefix("ckernel::")
        local = self.lookup(name)
        if isinstance(local, Closure):
            return self.local_call(local, node)
        if local is not None:
            self.context.report(node.place, f"'{name}' is {described(local)}, no function")
            return self.unknown(node)
        if name in self.context.unit.by_name:
            return self.local_call(self.context.unit.by_name[name], node)
        if name == "std::bit_cast":
            value = self.expr(node.args[0]) if node.args else None
            text = template_text(value) if value is not None else ""
            return Number(Poly.symbol(f"bits({text})"))
        if name in ("std::min", "std::max"):
            return self.extreme(name, node)
        return self.sdk_call(name, node, None)

    def extreme(self, name: str, node: n.Call) -> Value:
        """`std::min` and `std::max`, the same as the comparison a kernel may write instead."""
        values = [self.expr(arg) for arg in node.args]
        if len(values) != 2:
            self.context.report(node.place, f"'{name}' takes 2 arguments, {len(values)} given")
            return self.unknown(node)
        left, right = values
        if not isinstance(left, Number) or not isinstance(right, Number):
            return self.unknown(node)
        order = (left.poly, right.poly) if name == "std::min" else (right.poly, left.poly)
        first = self.context.symbols.less(*order)
        return Number(right.poly + first * (left.poly - right.poly), left.kind)

    def unary(self, node: n.Unary) -> Value:
        value = self.expr(node.operand)
        if not isinstance(value, Number) or node.op in ("*", "&", "~"):
            return self.unknown(node)
        if node.op == "!":
            return Number(ONE - self.truth(value), "bool")
        return Number(-value.poly if node.op == "-" else value.poly, value.kind)

    def truth(self, value: Number) -> Poly:
        """1 where the value is not zero."""
        if value.kind == "bool":
            return value.poly
        return ONE - self.context.symbols.equal(value.poly, ZERO)

    def condition(self, node: n.Expr) -> Poly:
        """1 where the expression holds."""
        value = self.expr(node)
        if isinstance(value, Number):
            return self.truth(value)
        return Poly.symbol(f"[{self.context.symbols.unknown(node.place)}]")

    def update(self, node: n.Update) -> Value:
        before = self.expr(node.operand)
        after = self.operate(node.op[0], before, number(1), node.place)
        self.store(node.operand, after)
        return after if node.prefix else before

    def assign(self, node: n.Assign) -> Value:
        value = self.expr(node.value)
        if node.op != "=":
            value = self.operate(node.op[:-1], self.expr(node.target), value, node.place)
        self.store(node.target, value)
        return value

    def store(self, target: n.Expr, value: Value) -> None:
        """Writes a variable; a store through a pointer changes nothing that is tracked."""
        if not isinstance(target, n.Name):
            self.expr(target)
            return
        for scope in reversed(self.scopes):
            if target.text in scope:
                scope[target.text] = value
                return
        self.context.report(target.place, f"'{target.text}' is not declared")

    def ternary(self, node: n.Ternary) -> Value:
        when = self.condition(node.condition)
        then, other = self.expr(node.then), self.expr(node.other)
        if when.constant is not None:
            return then if when.constant else other
        if isinstance(then, Number) and isinstance(other, Number):
            return Number(other.poly + when * (then.poly - other.poly), then.kind)
        return then if then == other else self.unknown(node)

    def cast(self, node: n.Cast) -> Value:
        value = self.expr(node.value)
        if not isinstance(value, Number):
            return value
        if node.type.pointer:
            found = (POINTER.fullmatch(symbol) for symbol in value.poly.symbols)
            self.context.pointed |= {int(match[1]) for match in found if match}
            return Pointer(value.poly)
        if node.type.name in ("float", "double"):
            return Number(value.poly, "float")
        if value.kind == "float":
            return self.unknown(node)
        return value

    def operate(self, op: str, left: Value, right: Value, place: n.Place) -> Value:
        if op == ",":
            return right
        if not isinstance(left, Number) or not isinstance(right, Number):
            if isinstance(left, Pointer) and isinstance(right, Number):
                return Pointer(left.address + Poly.of(4) * right.poly)
            equal = isinstance(left, Enum) and isinstance(right, Enum) and op in ("==", "!=")
            if equal:
                return number(int((left == right) == (op == "==")), "bool")
            return Number(self.context.symbols.unknown(place, op))
        if op in COMPARISONS:
            return Number(self.compare(op, left.poly, right.poly), "bool")
        if op in ("&&", "||"):
            one, two = self.truth(left), self.truth(right)
            return Number(one * two if op == "&&" else one + two - one * two, "bool")
        kinds = {left.kind, right.kind}
        kind = "float" if "float" in kinds else "noc" if "noc" in kinds else "int"
        return Number(self.arithmetic(op, left.poly, right.poly), kind)

    def compare(self, op: str, left: Poly, right: Poly) -> Poly:
        symbols = self.context.symbols
        match op:
            case "==":
                return symbols.equal(left, right)
            case "!=":
                return ONE - symbols.equal(left, right)
            case "<":
                return symbols.less(left, right)
            case ">":
                return symbols.less(right, left)
            case "<=":
                return ONE - symbols.less(right, left)
            case _:
                return ONE - symbols.less(left, right)

    def arithmetic(self, op: str, left: Poly, right: Poly) -> Poly:
        symbols, shift = self.context.symbols, right.constant
        match op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return symbols.divide(left, right)
            case "%":
                return symbols.modulo(left, right)
            case "<<" if shift is not None and 0 <= shift < 32:
                return left * Poly.of(1 << shift)
            case ">>" if shift is not None and 0 <= shift < 32:
                return symbols.divide(left, Poly.of(1 << shift))
            case _:
                return Poly.symbol(f"(({left}) {op} ({right}))")

    def construct(self, declarator: n.Declarator, type_name: str) -> Object | None:
        """A variable of one of the SDK's classes, `DataflowBuffer out(cb);`."""
        if type_name not in ("Noc", "DataflowBuffer", "CircularBuffer"):
            return None
        given = declarator.value
        args = tuple(item for _, item in given.items) if isinstance(given, n.InitList) else ()
        place = declarator.place
        call = n.Call(place, n.Name(place, type_name), (), args)
        built = self.sdk_call(type_name, call, None)
        return built if isinstance(built, Object) else Object(type_name)
