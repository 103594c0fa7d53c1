"""Good programs, and how a test puts a fault into one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ttc.codegen.check import Finding, check_directory


@pytest.fixture
def good() -> Path:
    """The folder of hand-written programs that are right."""
    return Path(__file__).parent / "good"


@pytest.fixture
def findings_with(tmp_path: Path, good: Path) -> Callable[[str, str, str], list[Finding]]:
    """Findings about a good program in whose `file` (`add/reader.cpp`) `old` is `new`, once."""

    def check(file: str, old: str, new: str) -> list[Finding]:
        name = file.split("/")[0]
        shutil.copytree(good / name, tmp_path / name)
        text = (tmp_path / file).read_text()
        assert old in text
        (tmp_path / file).write_text(text.replace(old, new, 1))
        return check_directory(tmp_path / name)

    return check


@pytest.fixture
def messages_with(
    findings_with: Callable[[str, str, str], list[Finding]],
) -> Callable[[str, str, str], list[str]]:
    """As `findings_with`, but only their messages."""
    return lambda file, old, new: [f.message for f in findings_with(file, old, new)]
