"""Golden files (`--update-golden`), and how random tests run: alike every time, for any time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A deadline would be a test of the machine, and a seed of its own a different test every time.
settings.register_profile("ttc", deadline=None, derandomize=True)
settings.load_profile("ttc")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the files below tests/golden instead of comparing with them",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Gives `golden(path, text)`: `text` is what tests/golden/PATH says, to the letter."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(path: str, text: str) -> None:
        file = GOLDEN / path
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            return
        if not file.exists():
            pytest.fail(f"no golden file {path}; `pytest --update-golden` writes it", pytrace=False)
        assert text == file.read_text(encoding="utf-8"), (
            f"{path} differs from what is emitted now; if that is meant, `pytest --update-golden`"
        )

    return compare
