"""What holds of every emitted directory."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import jsonschema
import pytest
from xdsl.dialects.builtin import ModuleOp
from xdsl.parser import Parser

import ttc.codegen
from ttc.codegen import FILES, emit
from ttc.codegen.check import check_directory
from ttc.diagnostics import CompileError
from ttc.universe import context

SCHEMA = Path(ttc.codegen.__file__).parent / "plan.schema.json"
IR = Path(__file__).parent / "ir"


def test_all_files_every_time(files: dict[str, str]) -> None:
    assert tuple(files) == FILES
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in files.values())


def test_twice_the_same(program: str, files: dict[str, str]) -> None:
    text = (IR / f"{program}.mlir").read_text(encoding="utf-8")
    assert emit(Parser(context(), text).parse_module()) == files


def test_lines_are_short(files: dict[str, str]) -> None:
    for name, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            assert len(line) <= 100, f"{name}:{number}"
            assert line == line.rstrip(), f"{name}:{number}"


def test_plan_follows_its_schema(files: dict[str, str]) -> None:
    jsonschema.validate(json.loads(files["plan.json"]), json.loads(SCHEMA.read_text("utf-8")))


def test_accepted_by_the_check(files: dict[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert check_directory(tmp_path) == []


def _assigned(tree: ast.Module, name: str) -> ast.expr:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node.value
    raise KeyError(name)


def test_hosts_and_plan_say_the_same(files: dict[str, str]) -> None:
    (program,) = json.loads(files["plan.json"])["programs"]
    rows = [(*row["core"], row["start"], row["count"]) for row in program["work"]]
    tree = ast.parse(files["host.py"])
    assert ast.literal_eval(_assigned(tree, "WORK")) == rows
    table = files["host.cpp"].partition("WORK = {")[2].partition("};")[0]
    found = [tuple(map(int, row.split(", "))) for row in re.findall(r"\{([\d, ]+)\}", table)]
    assert found == rows

    buffers = [
        (cb["id"], cb["dtype"], cb["page_bytes"], cb["pages"]) for cb in program["circular_buffers"]
    ]
    pattern = r"circular_buffer\(CORES, (\d+), ttnn\.(\w+), page_bytes=(\d+), pages=(\d+)\)"
    declared = re.findall(pattern, files["host.py"])
    assert [(int(a), b, int(c), int(d)) for a, b, c, d in declared] == buffers
    pattern = r"circular_buffer\(program, CORES, (\d+), tt::DataFormat::\w+, (\d+), (\d+)\);"
    declared = re.findall(pattern, files["host.cpp"])
    assert [tuple(map(int, row)) for row in declared] == [(a, c, d) for a, _, c, d in buffers]


def test_one_program_at_a_time() -> None:
    with pytest.raises(CompileError, match="0 programs in the module"):
        emit(ModuleOp([]))
