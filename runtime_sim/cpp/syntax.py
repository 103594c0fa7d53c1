"""
C++ kernel text -> a typed syntax tree, by tree-sitter's C++ grammar.

    unit = parse(text, "reader.cpp")
    unit.function("kernel_main").body.statements
    unit.source.author(12)                  # "gemm.py:7", the line of the kernel's author

Whatever the tree has no node for is an error with file, line, column and caret, at once and not
when it would run. `#ifdef` is decided here, from the file's and the host's defines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tree_sitter import Node, Parser

from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.expressions import LANGUAGE, children
from ttc.runtime_sim.cpp.source import Source, place_of, text_of
from ttc.runtime_sim.cpp.statements import StatementReader

# Macros of the SDK's headers that mean nothing to a reader of the text; blanked, columns stay.
DECORATIONS = re.compile(r"\b(tt_l1_ptr|FORCE_INLINE|ALWI|tt_reg_ptr)\b")


@dataclass(frozen=True)
class Unit:
    """One kernel file: what it includes, defines and declares, in order."""

    source: Source
    includes: tuple[n.Include, ...]
    defines: tuple[n.Define, ...]
    globals: tuple[n.Declaration, ...]
    functions: tuple[n.Function, ...]

    @property
    def file(self) -> str:
        return self.source.file

    @cached_property
    def by_name(self) -> dict[str, n.Function]:
        return {function.name: function for function in self.functions}

    def function(self, name: str) -> n.Function:
        """The function called `name`; a located error if the file has none."""
        if name not in self.by_name:
            self.source.fail(n.Place(1, 1), f"this kernel has no function {name}")
        return self.by_name[name]


class UnitReader(StatementReader):
    """Reads the top level of a file, keeping what `#ifdef` leaves."""

    def __init__(self, source: Source, defined: set[str]):
        super().__init__(source)
        self.defined = defined
        self.includes: list[n.Include] = []
        self.defines: list[n.Define] = []
        self.globals: list[n.Declaration] = []
        self.functions: list[n.Function] = []

    def top(self, node: Node) -> None:
        place = place_of(node)
        match node.type:
            case "preproc_include":
                path = text_of(self.field(node, "path")).strip('<">')
                self.includes.append(n.Include(place, path))
            case "preproc_def":
                self.define(node)
            case "preproc_ifdef":
                for child in self.chosen(node):
                    self.top(child)
            case "preproc_call" if text_of(node).startswith("#pragma"):
                pass
            case "declaration":
                self.globals.append(self.declaration(node))
            case "function_definition":
                self.functions.append(self.function(node, ()))
            case "template_declaration":
                self.template(node)
            case "namespace_definition":
                for child in children(self.field(node, "body")):
                    self.top(child)
            case "using_declaration" | "namespace_alias_definition" | "static_assert_declaration":
                pass
            case ";" | "empty_declaration" | "expression_statement" if text_of(node) == ";":
                pass
            case _:
                self.source.fail(place, f"the simulator does not know this: {node.type}")

    def define(self, node: Node) -> None:
        place, name = place_of(node), text_of(self.field(node, "name"))
        value = node.child_by_field_name("value")
        text = text_of(value).split("//")[0].strip() if value is not None else ""
        self.defined.add(name)
        self.defines.append(n.Define(place, name, read_value(self.source.file, text, place)))

    def chosen(self, node: Node) -> list[Node]:
        """The children of an `#ifdef` whose condition holds, or those of its `#else`."""
        name, other = self.field(node, "name"), node.child_by_field_name("alternative")
        negated = text_of(node).startswith("#ifndef")
        if (text_of(name) in self.defined) != negated:
            return [c for c in children(node) if c not in (name, other)]
        if other is None:
            return []
        if other.type != "preproc_else":
            self.source.fail(place_of(other), "of conditions only #ifdef, #ifndef, #else are known")
        return children(other)

    def block(self, node: Node) -> n.Block:
        kept = list[Node]()
        for child in children(node):
            kept += self.chosen(child) if child.type == "preproc_ifdef" else [child]
        statements = (self.statement(child) for child in kept)
        return n.Block(place_of(node), tuple(s for s in statements if s is not None))

    def template(self, node: Node) -> None:
        names = list[str]()
        for parameter in children(self.field(node, "parameters")):
            declarator = parameter.child_by_field_name("declarator")
            names.append(text_of(declarator or children(parameter)[-1]))
        inner = children(node)[-1]
        if inner.type != "function_definition":
            self.source.fail(place_of(inner), "only functions may be templates here")
        self.functions.append(self.function(inner, tuple(names)))

    def function(self, node: Node, template_parameters: tuple[str, ...]) -> n.Function:
        declarator = self.field(node, "declarator")
        base = self.field(node, "type")
        if declarator.type != "function_declarator":
            self.source.fail(place_of(declarator), "only plain functions are known here")
        name = text_of(self.field(declarator, "declarator"))
        parameters = self.parameters(self.field(declarator, "parameters"))
        body = self.block(self.field(node, "body"))
        result = self.type(base, declarator)
        return n.Function(place_of(declarator), name, result, template_parameters, parameters, body)


def read_value(file: str, text: str, place: n.Place) -> n.Expr | None:
    """The value of a define as an expression; None if it is empty."""
    if not text:
        return None
    source = Source(file, f"auto x =\n{text};")
    tree = Parser(LANGUAGE).parse(source.text.encode())
    if tree.root_node.has_error:
        Source(file, "").fail(place, f"the value of this #define is not an expression: {text}")
    reader = UnitReader(source, set())
    reader.top(children(tree.root_node)[0])
    return reader.globals[0].declarators[0].value


def parse(text: str, file: str, defined: Iterable[str] = ()) -> Unit:
    """
    The syntax tree of a kernel.

    `file` is the path errors print; `defined` the names the host defines for this kernel.
    Raises `SimulationError` at the first place that is not C++ or that no node stands for.
    """
    source = Source(file, text)
    blanked = DECORATIONS.sub(lambda match: " " * len(match[0]), text)
    root = Parser(LANGUAGE).parse(blanked.encode()).root_node
    if root.has_error:
        broken = first_error(root)
        what = f"'{broken.type}' is missing here" if broken.is_missing else "this is not C++"
        source.fail(place_of(broken), what)
    reader = UnitReader(source, set(defined))
    for child in children(root):
        reader.top(child)
    return Unit(
        source,
        tuple(reader.includes),
        tuple(reader.defines),
        tuple(reader.globals),
        tuple(reader.functions),
    )


def first_error(node: Node) -> Node:
    """The innermost erroneous node that comes first."""
    for child in node.children:
        if child.is_missing:
            return child
        if child.has_error:
            return first_error(child)
    return node
