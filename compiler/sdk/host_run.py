"""
Runs an emitted host.py unchanged on the SDK's real runtime, in a process of its own.

On the mock device the runtime validates the program and compiles and links every kernel; nothing
is executed. On wolfpine, an independent simulator, firmware and kernels are executed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from ttc.sdk.chips import CHIPS, Chip
from ttc.sdk.find import NoSdk, Sdk, cache_folder

if TYPE_CHECKING:
    from ttc.arrays import Array

Level = Literal["mock", "wolfpine"]
CLUSTERS = Path(__file__).parent / "clusters"
TIMED_OUT = 124
"""The exit status of a run that was ended, as `timeout` of coreutils has it."""

CHATTER = re.compile(r"\| (info|debug|trace|warning) +\||^ --- |^backtrace:")
"""Lines of the runtime's log that report no fault, or only where the runtime met it."""


@dataclass(frozen=True)
class HostRun:
    """What became of a run: the exit status, the log, and the arrays that host.py saved."""

    status: int
    log: str
    outputs: Mapping[str, Array]

    @property
    def reason(self) -> str:
        """The last lines of the log that say what went wrong; empty if nothing did."""
        if self.status == 0:
            return ""
        lines = [line for line in self.log.splitlines() if line and not CHATTER.search(line)]
        return "\n".join(lines[-12:]) or f"host.py ended with status {self.status}"


def run_host(
    folder: Path,
    sdk: Sdk,
    chip: str,
    level: Level,
    arrays: Mapping[str, Array],
    timeout: float = 240,
) -> HostRun:
    """
    Runs `folder`/host.py with `arrays` by parameter name; others are random. A scalar's array has
    no dimensions.

    It runs from a copy: the runtime keeps compiled kernels by their path and does not notice that
    a file has changed. A run that takes longer than `timeout` seconds is ended and has failed.
    Raises `NoSdk` if the SDK has no interpreter, or no wolfpine where it is wanted.
    """
    import numpy as np

    if sdk.python is None:
        raise NoSdk(f"no Python is known that can import the ttnn of {sdk.root}").note(
            "name the virtual environment it is installed in with --sdk"
        )
    environment = environment_of(sdk, chip, level)
    with TemporaryDirectory(prefix="ttc-") as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy)
        command = [str(sdk.python), "host.py"]
        given = Path(scratch) / "given"  # apart from what host.py saves under the same names
        given.mkdir()
        for name, array in arrays.items():
            if array.ndim == 0:
                command.append(f"{name}={array.item()}")
                continue
            np.save(given / f"{name}.npy", _plain(array))
            command.append(f"{name}={given / name}.npy")
        status, log = ended(command, copy, environment, timeout)
        return HostRun(status, log, {path.stem: np.load(path) for path in copy.glob("*.npy")})


def _plain(array: Array) -> Array:
    """The array without ml_dtypes, which the SDK's environment need not have."""
    return array.astype("float32") if array.dtype.name == "bfloat16" else array


def environment_of(sdk: Sdk, name: str, level: Level) -> dict[str, str]:
    """The environment in which the SDK's runtime finds a device of that level, and a compiler."""
    chip = CHIPS[name]
    made = cache_folder().resolve()
    # The runtime keeps settings and compiled firmware in the home folder of whoever runs it.
    home = made / "home"
    home.mkdir(parents=True, exist_ok=True)
    settings = {
        "HOME": str(home),
        "PATH": f"{sdk.python.parent if sdk.python else ''}:{os.environ['PATH']}",
        "TTC_SDK_CACHE": str(made),
        "TT_METAL_RUNTIME_ROOT": str(sdk.build_root),
        "TT_METAL_CACHE": str(made / "jit" / f"{level}-{chip.name}"),
        # Fast dispatch needs firmware on a device that answers.
        "TT_METAL_SLOW_DISPATCH_MODE": "1",
    }
    if level == "mock":
        settings["TT_METAL_MOCK_CLUSTER_DESC_PATH"] = str(CLUSTERS / f"{chip.cluster}.yaml")
    else:
        settings["TT_METAL_SIMULATOR"] = _wolfpine(sdk, chip)
        settings["WOLFPINE_PYTHON"] = str(sdk.python)
        settings["TT_SIM_RUN_TAG"] = uuid4().hex
    return {**os.environ, **settings}


@cache
def _wolfpine(sdk: Sdk, chip: Chip) -> str:
    """The folder that wolfpine has for a chip."""
    code = "import sys; from framework.sim import simulator_dir; print(simulator_dir(sys.argv[1]))"
    command = [str(sdk.python), "-c", code, chip.name]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NoSdk(f"wolfpine is not installed beside the ttnn of {sdk.root}").note(
            f"{sdk.python} -m pip install wolfpine==2.2"
        )
    return done.stdout.strip()


def ended(
    command: list[str], folder: Path, environment: dict[str, str], timeout: float
) -> tuple[int, str]:
    """Runs a command that uses the runtime; its exit status, and its outputs in one text."""
    log = folder / "host.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status, ending = process.wait(timeout), ""
        except subprocess.TimeoutExpired:
            status, ending = TIMED_OUT, f"\nit was ended after {timeout:g} s"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            if process.returncode != 0:
                _end_server(environment)
    return status, log.read_text(errors="replace") + ending


def _end_server(environment: Mapping[str, str]) -> None:
    """Ends the simulator that a run started and left behind, known by the run's own tag."""
    tag = environment.get("TT_SIM_RUN_TAG")
    if tag is None:
        return
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if tag.encode() in (place / "cmdline").read_bytes():
                os.kill(int(place.name), signal.SIGKILL)
