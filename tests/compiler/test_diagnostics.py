"""Errors print the place, the line, a caret and the notes; locations of any kind are found."""

import pickle
from pathlib import Path

import pytest
from xdsl.context import Context
from xdsl.dialects.builtin import Builtin
from xdsl.ir import Operation
from xdsl.parser import Parser

from ttc.diagnostics import BrokenPass, CompileError, SourceSpan, register_source


def located(location: str) -> Operation:
    context = Context()
    context.load_dialect(Builtin)
    return Parser(context, f"builtin.module {{}} loc({location})").parse_op()


@pytest.mark.parametrize(
    "location",
    [
        '"k.py":5:9',
        '"name"("k.py":5:9)',
        'callsite("k.py":5:9 at "caller.py":1:1)',
        'callsite(unknown at "k.py":5:9)',
        'fused[unknown, "k.py":5:9, "other.py":1:1]',
    ],
)
def test_the_span_of_every_kind_of_location(location: str):
    assert SourceSpan.of(located(location).location) == SourceSpan("k.py", 5, 9)


@pytest.mark.parametrize("location", ["unknown", "fused[unknown]", '"name"'])
def test_a_location_without_a_file_has_no_span(location: str):
    assert SourceSpan.of(located(location).location) is None


def test_an_error_shows_the_line_a_caret_and_its_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("k.py").write_text("first\n" * 9 + "\tx = f(a)\n")
    error = CompileError("'f' takes 2 arguments, 1 given", SourceSpan("k.py", 10, 6, 4))
    error.note("'f' is here", located('"k.py":9:1')).note("add an argument")
    assert str(error).splitlines() == [
        "error: 'f' takes 2 arguments, 1 given",
        "  --> k.py:10:6",
        "   |",
        "10 | \tx = f(a)",
        "   | \t    ^^^^",
        "note: 'f' is here",
        "  --> k.py:9:1",
        "  |",
        "9 | first",
        "  | ^",
        "note: add an argument",
    ]


def test_a_path_below_the_working_directory_is_shortened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert str(SourceSpan(str(tmp_path / "sub" / "k.py"), 1, 2)) == "sub/k.py:1:2"
    assert str(SourceSpan("/elsewhere/k.py", 1, 2)) == "/elsewhere/k.py:1:2"


def test_the_caret_ends_with_the_line(tmp_path: Path):
    file = tmp_path / "k.py"
    file.write_text("a + b\n")
    error = CompileError("no", SourceSpan(str(file), 1, 3, 80))
    assert str(error).splitlines()[-1] == "  |   ^^^"


@pytest.mark.parametrize("span", [SourceSpan("nowhere.py", 1, 1), None])
def test_an_error_without_text_has_no_excerpt(span: SourceSpan | None):
    expected = ["error: no"] + (["  --> nowhere.py:1:1"] if span else [])
    assert str(CompileError("no", span)).splitlines() == expected


def test_errors_cross_processes():
    error = pickle.loads(pickle.dumps(CompileError("no", SourceSpan("k.py", 1, 1)).note("x")))
    assert (error.message, error.span, error.notes) == (
        "no",
        SourceSpan("k.py", 1, 1),
        [("x", None)],
    )
    broken = pickle.loads(pickle.dumps(BrokenPass("tensorize", "invalid IR", Path("a.mlir"))))
    assert str(broken) == "pass 'tensorize': invalid IR\n  the IR it left is in a.mlir"


def test_a_file_elsewhere_is_quoted_from_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    kernel = tmp_path / "there" / "k.py"
    kernel.parent.mkdir()
    kernel.write_text("right = 1\n")
    (tmp_path / "k.py").write_text("wrong = 2\n")
    monkeypatch.chdir(tmp_path)
    register_source("k.py", str(kernel))
    message = str(CompileError("no", SourceSpan("k.py", 1, 1)))
    register_source("k.py", "k.py")
    assert "right = 1" in message
    assert "wrong" not in message
