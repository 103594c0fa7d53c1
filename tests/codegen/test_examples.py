"""What holds of the text emitted for every example, beside being the golden one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import ttc
from ttc.load import load
from ttc.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))


def sources(example: str, target: str) -> dict[str, str]:
    (prim_func,) = load(ROOT / "examples" / f"{example}.py").select(None).values()
    return dict(ttc.compile(prim_func, target=target).sources)


@pytest.mark.parametrize("target", sorted(TARGETS))
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_text_depends_on_the_kernel_alone(example: str, target: str) -> None:
    files = sources(example, target)
    assert sources(example, target) == files
    assert not any(str(ROOT) in text for text in files.values())


@pytest.mark.parametrize("example", EXAMPLES)
def test_kernels_quote_the_lines_they_come_from(example: str) -> None:
    author = (ROOT / "examples" / f"{example}.py").read_text(encoding="utf-8").splitlines()
    files = sources(example, "wormhole")
    kernels = [name for name in files if name.endswith(".cpp") and name != "host.cpp"]
    assert len(kernels) % 3 == 0
    for name in kernels:
        quotes = re.findall(rf"// {example}\.py:(\d+)(?:  (.*))?$", files[name], re.MULTILINE)
        assert quotes, name
        for number, text in quotes:
            assert author[int(number) - 1].strip().startswith(text.removesuffix("..."))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_file_is_fit_to_read(example: str) -> None:
    for name, text in sources(example, "wormhole").items():
        for number, line in enumerate(text.splitlines(), 1):
            assert len(line) <= 100, f"{name}:{number}"
            assert line == line.rstrip(), f"{name}:{number}"
    ast.parse(sources(example, "wormhole")["host.py"])
