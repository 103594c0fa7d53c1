"""The SDK that the tests use, and the table of docs/sdk.md that they leave."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from ttc.sdk.find import Sdk, find

from .programs import ROOT, Record

TABLE = ROOT / "docs" / "sdk.md"
BEGIN, END = "<!-- table: make test-sdk -->", "<!-- end of table -->"
NOT_RUN = "not run"
COLUMNS = (
    "headers wormhole",
    "headers blackhole",
    "mock n150",
    "mock p100",
    "wolfpine wormhole",
    "wolfpine blackhole",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sdk", type=Path, required=True, help="the environment that has ttnn")
    parser.addoption(
        "--table",
        choices=("write", "compare"),
        help="write the table of docs/sdk.md, or fail if it is not what the run has found",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """ttc needs Python 3.11, and ttnn may be in 3.10: then ttc drives it from outside only."""
    old = Path(str(config.getoption("--sdk")), "lib", "python3.10").is_dir()
    return True if old and collection_path.name == "test_beside_ttnn.py" else None


@pytest.fixture(scope="session")
def sdk(request: pytest.FixtureRequest) -> Sdk:
    return find(request.config.getoption("--sdk"))


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Record:
    """Gives `record(program, column, verdict)`: what the table says if the test passes."""

    def note(program: str, column: str, verdict: str) -> None:
        request.node.user_properties.append(("cell", [program, column, verdict]))

    return note


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Writes or compares the table of a whole run; xdist's workers know only their part of it."""
    mode = session.config.getoption("--table")
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if mode is None or hasattr(session.config, "workerinput"):
        return
    text = TABLE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    found = f"{before}{BEGIN}\n\n{_table(_cells(reporter))}\n{END}{after}"
    reporter.ensure_newline()
    if mode == "write":
        TABLE.write_text(found, encoding="utf-8")
    elif found != text and not session.testsfailed:
        lines = unified_diff(
            text.splitlines(), found.splitlines(), "docs/sdk.md", "found", n=0, lineterm=""
        )
        reporter.write_line("\n".join(lines))
        reporter.write_line("docs/sdk.md is not what was found: run `make test-sdk` and commit it")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if NOT_RUN in found and not session.testsfailed:
        reporter.write_line("a cell of the table in docs/sdk.md has no test: was a part left out?")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _cells(reporter: Any) -> dict[str, dict[str, str]]:
    """What the tests have recorded: program -> column -> verdict."""
    rows: dict[str, dict[str, str]] = {}
    for outcome in ("passed", "failed"):
        for report in reporter.stats.get(outcome, []):
            for name, cell in report.user_properties:
                if name == "cell" and report.when == "call":
                    program, column, verdict = cell
                    shown = verdict if outcome == "passed" else "**FAIL**"
                    rows.setdefault(program, {})[column] = shown
    return rows


def _table(rows: dict[str, dict[str, str]]) -> str:
    """Rows in the order of their names; long reasons as numbered notes below."""
    notes: list[str] = []
    lines = [
        "| program | " + " | ".join(COLUMNS) + " |",
        "|---|" + "---|" * len(COLUMNS),
    ]
    for program in sorted(rows):
        cells: list[str] = []
        for column in COLUMNS:
            verdict = rows[program].get(column, NOT_RUN)
            kind, separator, reason = verdict.partition(": ")
            if separator:
                if reason not in notes:
                    notes.append(reason)
                kind += f" ({notes.index(reason) + 1})"
            cells.append(kind)
        lines.append(f"| {program} | " + " | ".join(cells) + " |")
    remarks = [f"{number}. {note}" for number, note in enumerate(notes, 1)]
    return "\n".join([*lines, "", *remarks, ""] if remarks else [*lines, ""])
