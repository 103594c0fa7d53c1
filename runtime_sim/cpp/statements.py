"""Statements and declarations of tree-sitter's C++ grammar -> the syntax tree of `nodes`."""

from __future__ import annotations

from tree_sitter import Node

from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.expressions import ExpressionReader, children
from ttc.runtime_sim.cpp.source import place_of, text_of


class StatementReader(ExpressionReader):
    """Reads statements; those a kernel does not need (`switch`, `goto`, ...) are refused."""

    def block(self, node: Node) -> n.Block:
        statements = (self.statement(child) for child in children(node))
        return n.Block(place_of(node), tuple(s for s in statements if s is not None))

    def body(self, node: Node, name: str = "body") -> n.Stmt:
        """The statement under `name`; an empty one is an empty block."""
        child = self.field(node, name)
        return self.statement(child) or n.Block(place_of(child), ())

    def statement(self, node: Node) -> n.Stmt | None:
        place = place_of(node)
        match node.type:
            case "compound_statement":
                return self.block(node)
            case "declaration":
                return self.declaration(node)
            case "expression_statement":
                parts = children(node)
                return n.ExprStatement(place, self.expr(parts[0])) if parts else None
            case "if_statement":
                return self.if_(node, place)
            case "for_statement":
                return self.for_(node, place)
            case "while_statement":
                start, condition = self.condition(node)
                loop = n.While(place, condition, self.body(node))
                if start is not None:
                    self.source.fail(place, "a while loop declares nothing here")
                return loop
            case "do_statement":
                condition = self.expr(self.field(node, "condition"))
                return n.While(place, condition, self.body(node), body_first=True)
            case "return_statement":
                parts = children(node)
                return n.Return(place, self.expr(parts[0]) if parts else None)
            case "break_statement":
                return n.Break(place)
            case "continue_statement":
                return n.Continue(place)
            case "static_assert_declaration":
                message = node.child_by_field_name("message")
                text = text_of(message).strip('"') if message is not None else ""
                return n.StaticAssert(place, self.expr(self.field(node, "condition")), text)
            case "using_declaration" | "alias_declaration" if "namespace" in text_of(node):
                return None
            case _:
                self.source.fail(place, f"the simulator does not know this statement: {node.type}")

    def condition(self, node: Node) -> tuple[n.Stmt | None, n.Expr]:
        clause = self.field(node, "condition")
        initializer = clause.child_by_field_name("initializer")
        start = self.statement(children(initializer)[0]) if initializer is not None else None
        return start, self.expr(self.field(clause, "value"))

    def if_(self, node: Node, place: n.Place) -> n.Stmt:
        start, condition = self.condition(node)
        clause = node.child_by_field_name("alternative")
        other = None
        if clause is not None:
            inner = children(clause)
            other = self.statement(inner[0]) if inner else None
        statement = n.If(place, condition, self.body(node, "consequence"), other)
        return statement if start is None else n.Block(place, (start, statement))

    def for_(self, node: Node, place: n.Place) -> n.Stmt:
        start: n.Stmt | None = None
        initializer = node.child_by_field_name("initializer")
        if initializer is not None and initializer.type == "declaration":
            start = self.declaration(initializer)
        elif initializer is not None:
            start = n.ExprStatement(place_of(initializer), self.expr(initializer))
        condition = node.child_by_field_name("condition")
        step = node.child_by_field_name("update")
        return n.For(
            place,
            start,
            self.expr(condition) if condition is not None else None,
            self.expr(step) if step is not None else None,
            self.body(node),
        )

    def declaration(self, node: Node) -> n.Declaration:
        base = self.field(node, "type")
        found = node.children_by_field_name("declarator")
        if not found:
            self.source.fail(place_of(node), "this declares no variable")
        declarators = tuple(self.declarator(base, child) for child in found)
        return n.Declaration(place_of(node), declarators)

    def declarator(self, base: Node, node: Node) -> n.Declarator:
        place, value = place_of(node), None
        if node.type == "init_declarator":
            given = self.field(node, "value")
            node = self.field(node, "declarator")
            value = self.initial_value(given)
        if node.type == "function_declarator":  # `Buffer b(cb);` reads as a function
            parameters = children(self.field(node, "parameters"))
            types = [self.field(parameter, "type") for parameter in parameters]
            value = n.InitList(place, tuple((None, self.expr(named)) for named in types))
            node = self.field(node, "declarator")
        outer, sizes = node, list[n.Expr | None]()
        while node.type in ("pointer_declarator", "reference_declarator", "array_declarator"):
            if node.type == "array_declarator":
                size = node.child_by_field_name("size")
                sizes.insert(0, self.expr(size) if size is not None else None)
                node = self.field(node, "declarator")
            else:
                node = children(node)[-1]
        if node.type != "identifier":
            self.source.fail(place, f"this declaration is not known: {text_of(node)}")
        return n.Declarator(place, text_of(node), self.type(base, outer), value, tuple(sizes))

    def initial_value(self, node: Node) -> n.Expr:
        """`= x`, or the list of `{x}` and `(x)`."""
        if node.type == "argument_list":
            items = tuple((None, self.expr(child)) for child in children(node))
            return n.InitList(place_of(node), items)
        return self.expr(node)

    def parameters(self, node: Node | None) -> tuple[n.Parameter, ...]:
        return tuple(self.parameter(child) for child in children(node)) if node is not None else ()

    def parameter(self, node: Node) -> n.Parameter:
        place = place_of(node)
        base, declarator = self.field(node, "type"), node.child_by_field_name("declarator")
        default = node.child_by_field_name("default_value")
        value = self.expr(default) if default is not None else None
        if declarator is None:
            return n.Parameter(place, self.type(base), "", value)
        inner = declarator
        while inner.type in ("pointer_declarator", "reference_declarator"):
            inner = children(inner)[-1]
        if inner.type != "identifier":
            self.source.fail(place, f"this parameter is not known: {text_of(node)}")
        return n.Parameter(place, self.type(base, declarator), text_of(inner), value)
