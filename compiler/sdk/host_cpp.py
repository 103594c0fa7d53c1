"""
host.cpp against our own headers of the host API, and these against the SDK's library.

The wheel has no host headers. Ours declare what host.cpp calls, so a type checker can judge it;
the names that it then asks of the linker are compared with those that libtt_metal exports.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from ttc.codegen.check.finding import Finding, in_order
from ttc.sdk.find import NoSdk, Sdk
from ttc.sdk.messages import findings_of
from ttc.sdk.units import MESSAGES, PLAIN

INCLUDE = Path(__file__).parent / "host_include"
COMPILER = "g++"
FLAGS = (
    *("-std=c++20", "-Wall", "-Wextra", f"-I{INCLUDE}", *MESSAGES),
    # A designated initializer leaves the other fields at what the SDK gives them.
    "-Wno-missing-field-initializers",
)
NAMESPACE = "N2tt"
"""What every mangled name of the namespace `tt` has in it."""


def check_host_cpp(folder: Path) -> list[Finding]:
    """Findings of the host's compiler about `folder`/host.cpp; raises `NoSdk` without one."""
    source = folder / "host.cpp"
    if not source.is_file():
        return [Finding("error", str(source), 1, 1, "host.cpp is missing")]
    done = _compiled(source, ["-fsyntax-only"])
    found = findings_of(done.stderr, source, "the host")
    if done.returncode and not found:
        found = [Finding("error", str(source), 1, 1, done.stderr.strip()[-300:])]
    return in_order(found)


def missing_symbols(folder: Path, sdk: Sdk) -> list[str]:
    """The functions that `folder`/host.cpp links to and the SDK's library does not export."""
    library = sdk.root / "build" / "lib" / "libtt_metal.so"
    with TemporaryDirectory(prefix="ttc-") as scratch:
        made = Path(scratch) / "host.o"
        done = _compiled(folder / "host.cpp", ["-c", "-o", str(made)])
        done.check_returncode()
        wanted = {name for name in _names("-u", made) if NAMESPACE in name}
    missing = sorted(wanted - _names("-D", library, "--defined-only"))
    shown = subprocess.run(["c++filt", *missing], capture_output=True, text=True, check=True)
    return shown.stdout.splitlines() if missing else []


def _compiled(source: Path, args: list[str]) -> subprocess.CompletedProcess[str]:
    if shutil.which(COMPILER) is None:
        raise NoSdk("there is no compiler for host.cpp").note("apt-get install g++")
    command = [COMPILER, *FLAGS, *args, str(source)]
    return subprocess.run(command, capture_output=True, text=True, env=PLAIN)


def _names(kind: str, file: Path, *more: str) -> set[str]:
    """The mangled names of a table of symbols."""
    command = ["nm", kind, *more, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {line.split()[-1] for line in done.stdout.splitlines() if line}
