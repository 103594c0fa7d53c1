"""`ttc-opt` answers a mistake with one message and exit status 1."""

import sys
from pathlib import Path

import pytest

from ttc import opt

VALID = 'func.func @f() {\n  %0 = arith.constant 1 : i32 loc("k.py":5:9)\n  func.return\n}\n'


def call(monkeypatch: pytest.MonkeyPatch, *args: object) -> None:
    monkeypatch.setattr(sys, "argv", ["ttc-opt", *map(str, args)])
    opt.main()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.mlir").write_text(VALID)
    return Path("a.mlir")


def test_valid_input_is_printed_with_its_locations(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    call(monkeypatch, file, "--print-debuginfo")
    assert 'arith.constant 1 : i32 loc("k.py":5:9)' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("passes", "message"),
    [
        ("tensorise", "there is no pass 'tensorise'; did you mean 'tensorize'?"),
        ("qqq", "there is no pass 'qqq'"),
        ("cse{blokc=1}", "pass 'cse' has no option 'blokc'"),
        (
            "canonicalize,test-lower-linalg-to-snitch{x=1}",
            "pass 'test-lower-linalg-to-snitch' has no option 'x'",
        ),
        ("cse{", "in -p 'cse{': Expected argument name here"),
    ],
)
def test_a_mistake_in_the_pass_list(
    file: Path, monkeypatch: pytest.MonkeyPatch, passes: str, message: str
):
    with pytest.raises(SystemExit) as caught:
        call(monkeypatch, file, "-p", passes)
    assert caught.value.code == f"error: {message}"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("none.mlir", None, "error: none.mlir: No such file or directory"),
        ("a.txt", VALID, "error: a.txt is not one of .mlir"),
        (
            "b.mlir",
            "func.func @f( {\n",
            "error: Expected argument or type\n  --> b.mlir:1:15\n  |\n"
            "1 | func.func @f( {\n  |               ^",
        ),
        (
            "c.mlir",
            '%0 = "test.op"() : () -> i32\n'
            '%1 = "arith.addi"(%0, %0) : (i32, i32) -> i64 loc("c.mlir":2:1)\n',
            "error: 'arith.addi': result 'result' at position 0 does not verify: attribute i32 "
            "expected from variable 'T', but got i64\n  --> c.mlir:2:1\n  |\n"
            '2 | %1 = "arith.addi"(%0, %0) : (i32, i32) -> i64 loc("c.mlir":2:1)\n  | ^',
        ),
    ],
)
def test_a_mistake_in_the_input(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str | None, message: str
):
    if text is not None:
        Path(name).write_text(text)
    with pytest.raises(SystemExit) as caught:
        call(monkeypatch, name)
    assert caught.value.code == message
