"""
Checks types of the package as it is installed: `python .ci/types.py [FILE...]`.

A checker cannot follow the `package-dir` mapping of a plain editable install, and a strict one
hides files added later. So build/types/ttc gets a link to every source file, the checker runs
there, and its report names the real files.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / "build" / "types"
FOLDERS = {
    "compiler": "ttc",
    "dialects": "ttc/dialects",
    "passes": "ttc/passes",
    "codegen": "ttc/codegen",
    "runtime_sim": "ttc/runtime_sim",
}


def link_sources() -> None:
    """Links every file of the five folders to its place in the package; drops stale links."""
    wanted = {
        TREE / package / source.relative_to(ROOT / folder): source
        for folder, package in FOLDERS.items()
        for source in (ROOT / folder).rglob("*")
        if source.suffix in (".py", ".typed")
    }
    present = {path for path in TREE.rglob("*") if path.is_symlink()}
    for stale in present - wanted.keys():
        stale.unlink()
    for link in wanted.keys() - present:
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(wanted[link])


def in_tree(file: str) -> str:
    """Turns `passes/x.py` into the path of its link; other files stay as they are."""
    folder, _, rest = file.partition("/")
    return f"build/types/{FOLDERS[folder]}/{rest}" if folder in FOLDERS else file


def real_paths(report: str) -> str:
    """Turns the paths of links back into those of the files they lead to."""
    report = report.replace(f"{ROOT}/", "")
    folders = "|".join(folder for folder in FOLDERS if folder != "compiler")
    report = re.sub(rf"build/types/ttc/({folders})/", r"\1/", report)
    return report.replace("build/types/ttc/", "compiler/")


def main() -> None:
    """Prints the report and takes over the checker's exit status."""
    link_sources()
    checker = [str(Path(sys.executable).with_name("basedpyright")), "--warnings"]
    done = subprocess.run(
        [*checker, *map(in_tree, sys.argv[1:])], cwd=ROOT, capture_output=True, text=True
    )
    print(real_paths(done.stdout), end="")
    print(done.stderr, end="", file=sys.stderr)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
