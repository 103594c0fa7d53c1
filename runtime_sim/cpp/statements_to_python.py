"""Statements of a kernel -> lines of Python, each with its place in the C++."""

from __future__ import annotations

from dataclasses import dataclass, field

from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.analysis import (
    assigned_names,
    polls,
    walk,
)
from ttc.runtime_sim.cpp.calls_to_python import CallTranslator
from ttc.runtime_sim.cpp.types import (
    ANY,
    OBJECT,
    Value,
    array_of,
    convert,
    is_integer,
    truth,
)


@dataclass
class Line:
    indent: int
    code: str
    place: n.Place


@dataclass
class Output:
    """Lines written so far; `loops` are the steps that `continue` must do first."""

    lines: list[Line] = field(default_factory=list[Line])
    indent: int = 0
    loops: list[n.Expr | None] = field(default_factory=list["n.Expr | None"])
    results: list[n.CType | None] = field(default_factory=list["n.CType | None"])

    def write(self, place: n.Place, code: str) -> None:
        self.lines.append(Line(self.indent, code, place))


class StatementTranslator(CallTranslator):
    """
    Translates the statements of one function.

    `shaky` are names that something outside a loop's own text may assign to.
    """

    out: Output
    shaky: set[str]

    def block(self, node: n.Stmt) -> None:
        """A statement in a scope of its own."""
        self.scopes.blocks.append({})
        for statement in node.statements if isinstance(node, n.Block) else (node,):
            self.statement(statement)
        self.scopes.blocks.pop()

    def suite(self, node: n.Stmt) -> None:
        """An indented block, never empty."""
        self.out.indent += 1
        before = len(self.out.lines)
        self.block(node)
        if len(self.out.lines) == before:
            self.out.write(node.place, "pass")
        self.out.indent -= 1

    def statement(self, node: n.Stmt) -> None:
        write = self.out.write
        match node:
            case n.Block():
                self.block(node)
            case n.Declaration():
                self.declaration(node)
            case n.ExprStatement(expr=expr):
                self.expression(expr)
            case n.If(condition=condition, then=then, other=other):
                write(condition.place, f"if {truth(self.value(condition))}:")
                self.suite(then)
                if other is not None:
                    write(other.place, "else:")
                    self.suite(other)
            case n.For():
                self.for_loop(node)
            case n.While():
                self.while_loop(node)
            case n.Return(value=value):
                result = self.out.results[-1]
                code = ""
                if value is not None:
                    type = self.type_of(result) if result is not None else ANY
                    code = f" {convert(self.value(value), type).settled}"
                write(node.place, f"return{code}")
            case n.Break():
                write(node.place, "break")
            case n.Continue():
                step = self.out.loops[-1] if self.out.loops else None
                if step is not None:
                    self.expression(step)
                write(node.place, "continue")
            case n.StaticAssert(condition=condition, message=message):
                write(node.place, f"_check({truth(self.value(condition))}, {message!r})")

    def expression(self, node: n.Expr) -> None:
        """An expression whose value nobody uses."""
        match node:
            case n.Assign() | n.Update():
                self.out.write(node.place, self.assignment(node))
            case n.Binary(op=",", left=left, right=right):
                self.expression(left)
                self.expression(right)
            case _ if self.blocks(node):
                self.out.write(node.place, f"while {self.code(node)}: yield")
            case _:
                self.out.write(node.place, self.value(node).code)

    def declaration(self, node: n.Declaration) -> None:
        for declarator in node.declarators:
            self.declarator(declarator)

    def declarator(self, node: n.Declarator) -> None:
        if isinstance(node.value, n.Lambda):
            variable = self.scopes.declare(node.name, OBJECT, node.value)
            self.lambda_function(node.value, variable.name)
            return
        if node.sizes:
            self.array(node)
            return
        name = node.type.name
        if name in self.calls and (node.value is None or isinstance(node.value, n.InitList)):
            items = node.value.items if isinstance(node.value, n.InitList) else ()
            call = n.Call(node.place, n.Name(node.place, name), (), tuple(e for _, e in items))
            value = self.value(call)
        else:
            value = self.initial(node)
        variable = self.scopes.declare(node.name, value.type)
        self.out.write(node.place, f"{variable.name} = {value.settled}")

    def initial(self, node: n.Declarator) -> Value:
        type = self.type_of(node.type)
        given = node.value
        if isinstance(given, n.InitList):
            given = given.items[0][1] if given.items else n.Int(node.place, 0)
        if given is None:
            number = 0xFFFFFFFF if is_integer(type) else 0
            return convert(Value(str(number), "u32", literal=number), type)
        return convert(self.value(given), type)

    def array(self, node: n.Declarator) -> None:
        kind = self.type_of(node.type)
        values = self.array_values(node.value, kind)
        count = len(node.value.items) if isinstance(node.value, n.InitList) else 0
        sizes = [str(count) if size is None else self.code(size) for size in node.sizes]
        variable = self.scopes.declare(node.name, array_of(kind))
        self.out.write(node.place, f"{variable.name} = _array([{', '.join(sizes)}], {values})")

    def array_values(self, node: n.Expr | None, kind: str) -> str:
        if node is None:
            return "[]"
        if not isinstance(node, n.InitList):
            return convert(self.value(node), kind).settled
        inner = (self.array_values(item, kind) for _, item in node.items)
        return f"[{', '.join(inner)}]"

    # Loops

    def counted(self, node: n.For) -> tuple[str, str, str] | None:
        """Start, end and step of a loop that is a Python range, or None."""
        start, test, step = node.start, node.condition, node.step
        if not (isinstance(start, n.Declaration) and len(start.declarators) == 1):
            return None
        declarator = start.declarators[0]
        if declarator.value is None or declarator.sizes or not isinstance(test, n.Binary):
            return None
        name, changed = declarator.name, assigned_names(node.body)
        if not isinstance(test.left, n.Name) or test.left.text != name or name in changed:
            return None
        amount = step_of(step, name)
        if test.op not in ("<", "<=") or amount is None:
            return None
        for part in walk(test.right):
            if isinstance(part, n.Name):
                if part.text == name or part.text in changed | self.shaky:
                    return None
            elif not isinstance(part, n.Int | n.Binary | n.Cast | n.CType):
                return None
        type = self.type_of(declarator.type)
        if type == ANY:
            type = self.value(declarator.value).type
        if not is_integer(type):
            return None
        first = convert(self.value(declarator.value), type).settled
        last = convert(self.value(test.right), type).settled
        return first, f"{last} + 1" if test.op == "<=" else last, amount

    def for_loop(self, node: n.For) -> None:
        self.scopes.blocks.append({})
        counted = self.counted(node)
        if counted is not None and isinstance(node.start, n.Declaration):
            declarator = node.start.declarators[0]
            type = self.type_of(declarator.type)
            variable = self.scopes.declare(declarator.name, type if type != ANY else "i32")
            first, last, step = counted
            ends = f"{first}, {last}" + (f", {step}" if step != "1" else "")
            self.out.write(node.place, f"for {variable.name} in range({ends}):")
            self.out.loops.append(None)
            self.suite(node.body)
        else:
            if node.start is not None:
                self.statement(node.start)
            condition = truth(self.value(node.condition)) if node.condition else "True"
            self.out.write(node.place, f"while {condition}:")
            self.out.loops.append(node.step)
            self.suite(node.body)
            self.out.indent += 1
            if node.step is not None:
                self.expression(node.step)
            if node.condition is not None and polls(node.condition):
                self.out.write(node.place, "yield True")
            self.out.indent -= 1
        self.out.loops.pop()
        self.scopes.blocks.pop()

    def while_loop(self, node: n.While) -> None:
        self.out.loops.append(None)
        polling = polls(node.condition)
        if node.body_first:
            if any(isinstance(part, n.Continue) for part in walk(node.body)):
                self.unit.source.fail(node.place, "the simulator has no continue in do .. while")
            self.out.write(node.place, "while True:")
            self.suite(node.body)
            self.out.indent += 1
            self.out.write(node.place, f"if not {truth(self.value(node.condition))}: break")
        else:
            self.out.write(node.place, f"while {truth(self.value(node.condition))}:")
            self.suite(node.body)
            self.out.indent += 1
        if polling:
            self.out.write(node.place, "yield True")
        self.out.indent -= 1
        self.out.loops.pop()


def step_of(step: n.Expr | None, name: str) -> str | None:
    """The positive constant a loop's step adds to `name`."""
    match step:
        case n.Update(op="++", operand=n.Name(text=text)) if text == name:
            return "1"
        case n.Assign(op="+=", target=n.Name(text=text), value=n.Int(value=amount)):
            return str(amount) if text == name and amount > 0 else None
        case _:
            return None
