"""The wheel holds every sub-package, its data and its commands: built, installed, imported."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
PACKAGES: list[str] = SETTINGS["packages"]
FOLDERS: dict[str, str] = SETTINGS["package-dir"]


def python(*args: str, cwd: Path) -> str:
    done = subprocess.run([sys.executable, *args], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(tmp_path: Path) -> Path:
    """Returns a folder with ttc installed from its wheel, without dependencies."""
    # From a copy, since setuptools leaves build/ and egg-info where it works.
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for folder in FOLDERS.values():
        shutil.copytree(ROOT / folder, source / folder)
    python("-m", "build", "--wheel", "--no-isolation", str(source), cwd=tmp_path)
    (wheel,) = (source / "dist").glob("ttc_metalium-*.whl")
    site = tmp_path / "site"
    options = ("--quiet", "--no-deps", "--no-index", "--target", str(site))
    python("-m", "pip", "install", *options, str(wheel), cwd=tmp_path)
    return site


def test_the_wheel_is_complete(tmp_path: Path):
    site = install(tmp_path)
    for package, folder in FOLDERS.items():
        for source in (ROOT / folder).rglob("*"):
            if source.is_file() and "__pycache__" not in source.parts:
                place = site / package.replace(".", "/") / source.relative_to(ROOT / folder)
                assert place.is_file(), f"{source.relative_to(ROOT)} is not in the wheel"
    # The checkout's editable install stays findable, so the wheel goes first on the path.
    imports = f"import sys; sys.path.insert(0, {str(site)!r}); import {', '.join(PACKAGES)}; "
    files = python("-c", f"{imports} print(*[{'.__file__, '.join(PACKAGES)}.__file__])", cwd=site)
    assert all(Path(file).is_relative_to(site) for file in files.split())
    (entry_points,) = site.glob("*.dist-info/entry_points.txt")
    for entry in ("ttc = ttc.cli:main", "ttc-opt = ttc.opt:main", "ttc.universe:TTC_UNIVERSE"):
        assert entry in entry_points.read_text()
