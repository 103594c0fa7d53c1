"""Expressions of tree-sitter's C++ grammar -> the syntax tree of `nodes`."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

import tree_sitter_cpp
from tree_sitter import Language, Node, Parser

from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.source import Source, place_of, text_of

LANGUAGE = Language(tree_sitter_cpp.language())
NAMED_CASTS = {"static_cast", "reinterpret_cast", "const_cast"}
LOGICAL = {"&&", "||"}
INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)([uUlL]*)$")


def children(node: Node) -> list[Node]:
    """The named children that are not comments."""
    return [child for child in node.named_children if child.type != "comment"]


@dataclass
class ExpressionReader(ABC):
    """Reads expressions; what the grammar does not settle is settled here, or refused."""

    source: Source

    @abstractmethod
    def block(self, node: Node) -> n.Block: ...

    @abstractmethod
    def parameters(self, node: Node | None) -> tuple[n.Parameter, ...]: ...

    def field(self, node: Node, name: str) -> Node:
        child = node.child_by_field_name(name)
        if child is None or child.is_missing:
            self.source.fail(place_of(node), f"the {name} is missing here")
        return child

    def type(self, node: Node, declarator: Node | None = None) -> n.CType:
        """The type `node` names, with `*` or `&` from its declarator and `const` beside it."""
        place = place_of(node)
        beside = node.parent.children if node.parent is not None else []
        constant = any(text_of(child) in ("const", "constexpr") for child in beside)
        if node.type == "type_descriptor":
            constant = any(text_of(child) == "const" for child in node.children)
            declarator = node.child_by_field_name("declarator")
            node = self.field(node, "type")
        known = "primitive_type type_identifier placeholder_type_specifier qualified_identifier"
        if node.type not in (*known.split(), "sized_type_specifier", "template_type"):
            self.source.fail(place, f"this type is not known: {text_of(node)}")
        kind = declarator.type if declarator is not None else ""
        name = text_of(node).removeprefix("std::")
        return n.CType(place, name, "pointer" in kind, "reference" in kind, constant)

    def expr(self, node: Node) -> n.Expr:
        place = place_of(node)
        match node.type:
            case "identifier" | "field_identifier" | "type_identifier" | "qualified_identifier":
                return n.Name(place, text_of(node))
            case "number_literal":
                return self.number(place, text_of(node))
            case "true" | "false":
                return n.Bool(place, node.type == "true")
            case "null":
                return n.Int(place, 0)
            case "string_literal" | "concatenated_string":
                return n.Str(place, text_of(node).strip('"'))
            case "parenthesized_expression":
                return self.expr(children(node)[0])
            case "call_expression":
                return self.call(node, place)
            case "field_expression":
                name = text_of(self.field(node, "field"))
                return n.Member(place, self.expr(self.field(node, "argument")), name)
            case "subscript_expression":
                indices = children(self.field(node, "indices"))
                if len(indices) != 1:
                    self.source.fail(place, "an array takes one index here")
                target = self.expr(self.field(node, "argument"))
                return n.Index(place, target, self.expr(indices[0]))
            case "unary_expression" | "pointer_expression":
                op = text_of(self.field(node, "operator"))
                return n.Unary(place, op, self.expr(self.field(node, "argument")))
            case "update_expression":
                operator = self.field(node, "operator")
                argument = self.field(node, "argument")
                prefix = operator.start_byte < argument.start_byte
                return n.Update(place, text_of(operator), self.expr(argument), prefix)
            case "binary_expression":
                return self.binary(node, place)
            case "comma_expression":
                left, right = self.field(node, "left"), self.field(node, "right")
                return n.Binary(place, ",", self.expr(left), self.expr(right))
            case "assignment_expression":
                op = text_of(self.field(node, "operator"))
                target = self.expr(self.field(node, "left"))
                return n.Assign(place, op, target, self.expr(self.field(node, "right")))
            case "conditional_expression":
                parts = (self.field(node, f) for f in ("condition", "consequence", "alternative"))
                return n.Ternary(place, *(self.expr(part) for part in parts))
            case "cast_expression":
                value = self.expr(self.field(node, "value"))
                return n.Cast(place, "c", self.type(self.field(node, "type")), value)
            case "compound_literal_expression":
                values = children(self.field(node, "value"))
                if len(values) > 1:
                    self.source.fail(place, "one value fits here")
                value = self.expr(values[0]) if values else n.Int(place, 0)
                return n.Cast(place, "c", self.type(self.field(node, "type")), value)
            case "sizeof_expression":
                return n.SizeOf(place, self.type(self.field(node, "type")))
            case "initializer_list":
                return n.InitList(place, tuple(self.item(child) for child in children(node)))
            case "lambda_expression":
                return self.lambda_(node, place)
            case _:
                self.source.fail(place, f"the simulator does not know this expression: {node.type}")

    def number(self, place: n.Place, text: str) -> n.Int | n.Float:
        text = text.replace("'", "")
        if text.startswith("-"):  # the grammar joins a sign to a literal that follows it
            positive = self.number(place, text[1:])
            if isinstance(positive, n.Float):
                return n.Float(place, -positive.value)
            return n.Int(place, -positive.value, positive.suffix)
        if match := INTEGER.match(text):
            digits = match[1]
            octal = len(digits) > 1 and digits.isdigit() and digits[0] == "0"
            return n.Int(place, int(digits, 8 if octal else 0), match[2].lower())
        try:
            return n.Float(place, float(text.rstrip("fFlL")))
        except ValueError:
            self.source.fail(place, f"this number is not known: {text}")

    def item(self, node: Node) -> tuple[str | None, n.Expr]:
        if node.type != "initializer_pair":
            return None, self.expr(node)
        name = text_of(self.field(node, "designator")).removeprefix(".")
        return name, self.expr(self.field(node, "value"))

    def arguments(self, node: Node) -> tuple[n.Expr, ...]:
        return tuple(self.expr(child) for child in children(node))

    def binary(self, node: Node, place: n.Place) -> n.Expr:
        op = text_of(self.field(node, "operator"))
        left, right = self.field(node, "left"), self.field(node, "right")
        for side in (left, right):
            if op not in LOGICAL and hidden_comparison(side) is not None:
                self.source.fail(place, "write parentheses around the comparison")
        return n.Binary(place, op, self.expr(left), self.expr(right))

    def call(self, node: Node, place: n.Place) -> n.Expr:
        logical = hidden_comparison(node)
        function = self.field(node, "function")
        arguments = self.field(node, "arguments")
        if logical is not None:
            first = n.Name(place_of(function), text_of(self.field(function, "name")))
            return self.unhide(self.expr(logical), first, self.arguments(arguments)[0])
        if function.type == "primitive_type":
            values = self.arguments(arguments)
            value = values[0] if values else n.Int(place, 0)
            return n.Cast(place, "c", self.type(function), value)
        name, template_args = self.callee(function)
        args = self.arguments(arguments)
        if isinstance(name, n.Name) and name.text in NAMED_CASTS:
            if len(template_args) != 1 or not isinstance(template_args[0], n.CType):
                self.source.fail(place, f"{name.text} takes one type")
            return n.Cast(place, name.text, template_args[0], args[0])
        return n.Call(place, name, template_args, args)

    def callee(self, node: Node) -> tuple[n.Expr, tuple[n.Expr | n.CType, ...]]:
        """What is called, and the template arguments (on the last part of a qualified name)."""
        part = node
        while part.type == "qualified_identifier":
            part = self.field(part, "name")
        if part.type == "template_method":
            part = self.field(part, "name")
        if node.type == "field_expression":
            member = self.field(node, "field")
            target = self.expr(self.field(node, "argument"))
            if member.type != "template_method":
                return n.Member(place_of(node), target, text_of(member)), ()
            name = text_of(self.field(member, "name"))
            args = self.template_args(self.field(member, "arguments"))
            return n.Member(place_of(node), target, name), args
        if part.type != "template_function":
            return self.expr(node), ()
        text = text_of(node).split("<", 1)[0]
        return n.Name(place_of(node), text), self.template_args(self.field(part, "arguments"))

    def template_args(self, node: Node) -> tuple[n.Expr | n.CType, ...]:
        return tuple(self.template_arg(child) for child in children(node))

    def template_arg(self, node: Node) -> n.Expr | n.CType:
        if node.type != "type_descriptor":
            return self.expr(node)
        declarator = node.child_by_field_name("declarator")
        if declarator is not None and "function" in declarator.type:
            return self.reread(node)  # `static_cast<T>(x)` reads as a function type
        named = self.field(node, "type")
        if declarator is None and named.type == "qualified_identifier":
            return n.Name(place_of(node), text_of(named))
        return self.type(node)

    def reread(self, node: Node) -> n.Expr:
        """`node`'s text read as an expression, at the same place of the file."""
        row, column = node.start_point
        text = "\n" * (row - 1) + "auto x =\n" + " " * column + text_of(node) + ";"
        tree = Parser(LANGUAGE).parse(text.encode())
        declaration = children(tree.root_node)[0]
        return self.expr(self.field(self.field(declaration, "declarator"), "value"))

    def unhide(self, logical: n.Expr, first: n.Expr, last: n.Expr) -> n.Expr:
        """`first < (x && y) > (last)` -> `first < x && y > last`."""
        assert isinstance(logical, n.Binary)

        def smaller(expr: n.Expr) -> n.Expr:
            if isinstance(expr, n.Binary) and expr.op in LOGICAL:
                return n.Binary(expr.place, expr.op, smaller(expr.left), expr.right)
            return n.Binary(first.place, "<", first, expr)

        right = n.Binary(logical.right.place, ">", logical.right, last)
        return n.Binary(logical.place, logical.op, smaller(logical.left), right)

    def lambda_(self, node: Node, place: n.Place) -> n.Expr:
        captures = text_of(self.field(node, "captures"))
        declarator = node.child_by_field_name("declarator")
        inner = declarator.child_by_field_name("parameters") if declarator is not None else None
        by_reference = not captures.startswith("[=")
        return n.Lambda(
            place, by_reference, self.parameters(inner), self.block(self.field(node, "body"))
        )


def hidden_comparison(node: Node) -> Node | None:
    """The `x && y` of `a < x && y > (b)`, which the grammar takes for a call of `a<x && y>`."""
    function = node.child_by_field_name("function")
    if function is None or function.type != "template_function":
        return None
    arguments = function.child_by_field_name("arguments")
    found = children(arguments) if arguments is not None else []
    if len(found) != 1 or found[0].type != "binary_expression":
        return None
    operator = found[0].child_by_field_name("operator")
    return found[0] if operator is not None and text_of(operator) in LOGICAL else None
