"""Parsing: the tree of what kernels use, places, the author's lines, located refusals."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from ttc.runtime_sim import SimulationError
from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.syntax import Unit, parse


def statements(body: str) -> tuple[n.Stmt, ...]:
    return (
        parse(f"void kernel_main() {{\n{body}\n}}\n", "k.cpp")
        .function("kernel_main")
        .body.statements
    )


def expression(text: str) -> n.Expr:
    (statement,) = statements(f"{text};")
    assert isinstance(statement, n.ExprStatement)
    return statement.expr


def strip(node: Any) -> Any:
    """A tree without places, as nested tuples."""
    if isinstance(node, tuple):
        return tuple(strip(item) for item in cast(tuple[Any, ...], node))
    if is_dataclass(node):
        names = [field.name for field in fields(node) if field.name != "place"]
        return (type(node).__name__, *(strip(getattr(node, name)) for name in names))
    return node


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("0x10u", ("Int", 16, "u")),
        ("017", ("Int", 15, "")),
        ("1.5f", ("Float", 1.5)),
        ("-3", ("Int", -3, "")),
        ("true", ("Bool", True)),
        ("a::b", ("Name", "a::b")),
        ("!x", ("Unary", "!", ("Name", "x"))),
        ("*p", ("Unary", "*", ("Name", "p"))),
        ("p[2]", ("Index", ("Name", "p"), ("Int", 2, ""))),
        ("i++", ("Update", "++", ("Name", "i"), False)),
        ("--i", ("Update", "--", ("Name", "i"), True)),
        ("x += 2", ("Assign", "+=", ("Name", "x"), ("Int", 2, ""))),
        ("(a, b)", ("Binary", ",", ("Name", "a"), ("Name", "b"))),
        ("f()", ("Call", ("Name", "f"), (), ())),
        ("a.f(1)", ("Call", ("Member", ("Name", "a"), "f"), (), (("Int", 1, ""),))),
        ("f<true>(1)", ("Call", ("Name", "f"), (("Bool", True),), (("Int", 1, ""),))),
        ("f<D::X>(1)", ("Call", ("Name", "f"), (("Name", "D::X"),), (("Int", 1, ""),))),
        ("n::f<3>()", ("Call", ("Name", "n::f"), (("Int", 3, ""),), ())),
        ("uint32_t(x)", ("Cast", "c", ("CType", "uint32_t", False, False, False), ("Name", "x"))),
        ("sizeof(uint32_t)", ("SizeOf", ("CType", "uint32_t", False, False, False))),
    ],
)  # fmt: skip
def test_expressions(text: str, tree: tuple[object, ...]):
    assert strip(expression(text)) == tree


def test_casts_name_their_kind_and_pointer():
    cast = expression("reinterpret_cast<volatile tt_l1_ptr uint32_t*>(a + 4)")
    assert isinstance(cast, n.Cast)
    assert (cast.kind, cast.type.name, cast.type.pointer) == ("reinterpret_cast", "uint32_t", True)
    cast = expression("(volatile uint16_t*)a")
    assert isinstance(cast, n.Cast)
    assert (cast.kind, cast.type.name, cast.type.pointer) == ("c", "uint16_t", True)


def test_named_casts_as_template_arguments():
    call = expression("f<static_cast<uint32_t>(DataFormat::Int32), (uint32_t)DataFormat::A>(0)")
    assert isinstance(call, n.Call)
    assert [type(arg) for arg in call.template_args] == [n.Cast, n.Cast]
    assert call.template_args[0].place == n.Place(2, 3, 40)


def test_comparisons_that_look_like_templates():
    """`a < x && y > (b)` reads as a call of `a<x && y>` to the grammar."""
    for text in ("a < x && y > {}", "a < x && u || y > {}"):
        plain, hidden = (
            expression("r = " + text.format("b")),
            expression("r = " + text.format("(b)")),
        )
        assert strip(hidden) == strip(plain)
    with pytest.raises(SimulationError, match="write parentheses around the comparison"):
        expression("a < x && y > (b) + 1")


def test_statements():
    found = statements(
        """
        uint32_t a = 1, b[2] = {1, 2};
        const auto* p = q;
        for (uint32_t i = 0; i < 3; ++i) { if (a) continue; else break; }
        while (a) a--;
        do { a++; } while (a < 3);
        { return; }
        static_assert(a == 1, "text");
        """
    )
    kinds = [type(statement).__name__ for statement in found]
    assert kinds == "Declaration Declaration For While While Block StaticAssert".split()
    declaration = found[0]
    assert isinstance(declaration, n.Declaration)
    assert [d.name for d in declaration.declarators] == ["a", "b"]
    assert [len(d.sizes) for d in declaration.declarators] == [0, 1]


def test_objects_are_declared_with_arguments():
    (first, second) = statements("Noc noc; DataflowBuffer a(cb_a), b(0);")
    assert isinstance(first, n.Declaration)
    assert isinstance(second, n.Declaration)
    assert first.declarators[0].value is None
    assert all(isinstance(d.value, n.InitList) for d in second.declarators)


KERNEL = """\
#include <cstdint>
#include "api/dataflow/dataflow_api.h"
#define PAGES 4
#ifdef DEEP
constexpr uint32_t depth = 2;
#else
constexpr uint32_t depth = 1;
#endif
template <uint32_t N>
inline uint32_t twice(uint32_t a, uint32_t b = 3) { return a * N; }
namespace { void help() {} }
void kernel_main() {
    cb_reserve_back(0, PAGES);  // gemm.py:19
    cb_push_back(0, 4);
    if (x) {  // gemm.py:21
        help();
    }
}
"""


def test_units():
    unit = parse(KERNEL, "k.cpp")
    assert [include.path for include in unit.includes][1] == "api/dataflow/dataflow_api.h"
    assert [(d.name, strip(d.value)) for d in unit.defines] == [("PAGES", ("Int", 4, ""))]
    assert [f.name for f in unit.functions] == ["twice", "help", "kernel_main"]
    twice = unit.function("twice")
    assert twice.template_parameters == ("N",)
    assert [p.name for p in twice.parameters] == ["a", "b"]
    assert twice.parameters[1].default is not None


def depth(unit: Unit) -> object:
    return strip(unit.globals[0].declarators[0].value)


def test_conditions_of_the_preprocessor():
    assert depth(parse(KERNEL, "k.cpp")) == ("Int", 1, "")
    assert depth(parse(KERNEL, "k.cpp", ["DEEP"])) == ("Int", 2, "")


def test_author_lines_are_the_nearest_above():
    source = parse(KERNEL, "k.cpp").source
    assert [source.author(line) for line in (12, 13, 14, 15, 16)] == [
        None, "gemm.py:19", "gemm.py:19", "gemm.py:21", "gemm.py:21",
    ]  # fmt: skip


def test_places_are_of_the_first_letter():
    call = statements("  cb_push_back(0, 4);")[0]
    assert call.place == n.Place(2, 3, 19)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("void f() {\n  switch (x) { case 1: break; }\n}", 2, 3, "not know this statement: switch"),
        ("struct A { int x; };", 1, 1, "not know this: struct"),
        ("void f() {\n  x = ;\n}", 2, 5, "this is not C++"),
        ("void f() {\n  int x = 3\n}", 2, 12, "';' is missing"),
        ("#define F(x) x\n", 1, 1, "preproc_function_def"),
        ("void f() { goto x; }", 1, 12, "not know this statement: goto"),
        ("void f() { y = 'a'; }", 1, 16, "not know this expression: char"),
        ("void f() { throw 1; }", 1, 12, "not know this statement: throw"),
    ],
)  # fmt: skip
def test_refusals_have_a_place(tmp_path: Path, text: str, line: int, column: int, message: str):
    file = tmp_path / "k.cpp"
    file.write_text(text)
    with pytest.raises(SimulationError) as caught:
        parse(text, str(file))
    error = caught.value
    assert error.span is not None
    assert (error.span.line, error.span.column) == (line, column)
    assert message in error.message
    assert "^" in str(error)
