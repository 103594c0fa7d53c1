"""Every file emitted for every example on every target is its golden file, to the letter."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import ttc
from ttc.codegen import FILES
from ttc.codegen.check import check_directory
from ttc.load import load
from ttc.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.py"))
GOLDEN = ROOT / "tests" / "golden"


@cache
def sources(example: str, target: str) -> dict[str, dict[str, str]]:
    """Kernel -> file name -> text."""
    found = load(ROOT / "examples" / f"{example}.py").select(None)
    return {
        name: dict(ttc.compile(prim_func, target=target).sources)
        for name, prim_func in found.items()
    }


@pytest.mark.parametrize("target", sorted(TARGETS))
@pytest.mark.parametrize("example", EXAMPLES)
def test_golden(example: str, target: str, golden: Callable[[str, str], None]) -> None:
    kernels = sources(example, target)
    for kernel, files in kernels.items():
        folder = f"{example}/{target}" if len(kernels) == 1 else f"{example}/{target}/{kernel}"
        assert set(files) == set(FILES)
        for name in FILES:
            golden(f"{folder}/{name}", files[name])


@pytest.mark.parametrize("target", sorted(TARGETS))
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_text_depends_on_the_kernel_alone(
    example: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sources(example, target)
    monkeypatch.chdir(tmp_path)
    assert sources.__wrapped__(example, target) == before
    home = str(ROOT)
    assert not any(home in text for files in before.values() for text in files.values())


def test_goldens_pass_the_check() -> None:
    folders = [path.parent for path in GOLDEN.rglob("plan.json")]
    assert len(folders) >= len(EXAMPLES) * len(TARGETS)
    found = {os.fspath(f.relative_to(ROOT)): check_directory(f) for f in folders}
    assert {folder: findings for folder, findings in found.items() if findings} == {}


def test_no_golden_is_left_over() -> None:
    emitted = {path.relative_to(GOLDEN).parts[:2] for path in GOLDEN.rglob("plan.json")}
    assert emitted == {(example, target) for example in EXAMPLES for target in TARGETS}


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_kernel_names_its_lines(example: str) -> None:
    for kernel, files in sources(example, "wormhole").items():
        for role in ("reader", "compute", "writer"):
            text = files[f"{role}.cpp"]
            assert f"// {example}.py:" in text, f"{kernel}/{role}"
