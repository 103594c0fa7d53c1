"""Kernels from text: a body is put into a fixed kernel, loaded from a file and lowered."""

import textwrap
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from xdsl.dialects.builtin import ModuleOp
from xdsl.printer import Printer

from ttc.frontend import lower
from ttc.language import PrimFunc
from ttc.load import load

FILE = "k.py"
HEAD = """\
import math

import numpy as np
import ttc.language as T

def halve(x):
    return x * 0.5

def never_ends(n):
    return never_ends(n)

def clear_all(buffer):
    for i, j in T.Parallel(32, 64):
        buffer[i, j] = 0

ROWS = 128

@T.prim_func
def kernel(
    A: T.Tensor((ROWS, 64), "bfloat16"),
    B: T.Tensor((ROWS, 64), "float32"),
    I: T.Tensor((ROWS, 64), "int32"),
    U: T.Tensor((ROWS, 64), "uint32"),
    H: T.Tensor((ROWS, 64), "uint16"),
    Q: T.Tensor((2, 3, ROWS, 64), "bfloat16"),
):
"""


@pytest.fixture
def kernel_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], PrimFunc]:
    """Loads the only kernel of a file with the given text, named k.py in the working directory."""
    monkeypatch.chdir(tmp_path)

    def made(text: str) -> PrimFunc:
        Path(FILE).write_text(text)
        (kernel,) = load(Path(FILE)).kernels.values()
        return kernel

    return made


@pytest.fixture
def body_of(kernel_of: Callable[[str], PrimFunc]) -> Callable[[str], PrimFunc]:
    """Puts statements into the kernel of HEAD, which is not opened yet."""
    return lambda body: kernel_of(HEAD + textwrap.indent(textwrap.dedent(body).strip(), "    "))


@pytest.fixture
def lowered(body_of: Callable[[str], PrimFunc]) -> Callable[[str], ModuleOp]:
    """Lowers statements and verifies the result."""

    def made(body: str) -> ModuleOp:
        module = lower(body_of(body))
        module.verify()
        return module

    return made


@pytest.fixture
def printed(lowered: Callable[[str], ModuleOp]) -> Callable[[str], str]:
    """Lowers the body of one launch and prints the lines between its braces, without indent."""

    def made(body: str) -> str:
        text = StringIO()
        launch = "with T.Kernel(4, 2) as (bx, by):\n" + textwrap.indent(
            textwrap.dedent(body).strip(), "    "
        )
        Printer(text).print_op(lowered(launch))
        lines = text.getvalue().splitlines()
        return textwrap.dedent("\n".join(lines[3:-3]))

    return made
