"""Hand-written programs at the METAL level, emitted once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from xdsl.dialects.builtin import ModuleOp
from xdsl.parser import Parser

from ttc.codegen import emit
from ttc.universe import context

IR = Path(__file__).parent / "ir"


def parse(text: str) -> ModuleOp:
    module = Parser(context(), text).parse_module()
    module.verify()
    return module


@cache
def emitted(name: str) -> dict[str, str]:
    return emit(parse((IR / f"{name}.mlir").read_text(encoding="utf-8")))


@pytest.fixture(params=["add", "gemm"])
def program(request: pytest.FixtureRequest) -> str:
    """The name of each program."""
    return str(request.param)


@pytest.fixture
def files(program: str) -> dict[str, str]:
    """The files of each program."""
    return emitted(program)
