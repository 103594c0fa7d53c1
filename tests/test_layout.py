"""The rules of the layout: declared packages, py.typed, readable files, cheap imports."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "ttc": "compiler",
    "ttc.dialects": "dialects",
    "ttc.passes": "passes",
    "ttc.codegen": "codegen",
    "ttc.runtime_sim": "runtime_sim",
}
SOURCES = sorted(path for folder in FOLDERS.values() for path in (ROOT / folder).rglob("*.py"))
LONGEST_FILE = 400


def package_of(path: Path) -> str:
    """Turns the path of a folder into the name of its package."""
    folder, *rest = path.relative_to(ROOT).parts
    (package,) = [name for name, place in FOLDERS.items() if place == folder]
    return ".".join([package, *rest])


def test_every_folder_with_code_is_a_declared_package():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    assert {package_of(path.parent) for path in SOURCES} == set(settings["packages"])


@pytest.mark.parametrize("folder", sorted({path.parent for path in SOURCES}), ids=package_of)
def test_every_package_is_marked_as_typed(folder: Path):
    assert (folder / "__init__.py").is_file()
    assert (folder / "py.typed").is_file()


def test_files_say_what_they_are_and_stay_readable():
    for path in SOURCES:
        text = path.read_text()
        name = path.relative_to(ROOT)
        assert not text or ast.get_docstring(ast.parse(text)), f"{name} lacks its first sentence"
        assert len(text.splitlines()) <= LONGEST_FILE or name.parts[0] == "dialects", name


def imported_by(code: str) -> set[str]:
    script = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_ttc_loads_nothing_else():
    ours = {name for name in imported_by("import ttc") if name.partition(".")[0] == "ttc"}
    assert ours == {"ttc"}
    assert not imported_by("import ttc") & {"xdsl", "numpy", "click"}


def test_the_command_line_loads_no_compiler_to_print_its_help():
    heavy = {"numpy", "rich", "xdsl.ir", "xdsl.dialects.builtin", "ttc.runtime_sim"}
    assert not imported_by("import ttc.cli") & heavy


def test_the_universe_is_what_xdsl_finds():
    code = (
        "from xdsl.universe import Universe; u = Universe.get_multiverse(); "
        "assert {'grid', 'tile', 'metal', 'host'} <= u.all_dialects.keys(); "
        "assert 'tensorize' in u.all_passes"
    )
    imported_by(code)
