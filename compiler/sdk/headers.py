"""Every kernel of an emitted folder through the SDK's own headers, for one chip or both."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ttc.codegen.check.finding import Finding, in_order
from ttc.codegen.check.plan import Kernel, Program, load
from ttc.sdk.chips import CHIPS, Chip
from ttc.sdk.find import Sdk
from ttc.sdk.messages import findings_of
from ttc.sdk.standin.flags import translated
from ttc.sdk.standin.shadow import COMPILER
from ttc.sdk.units import PLAIN, units, write_generated

MAIN = re.compile(r"\bvoid\s+kernel_main\s*\(")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Task:
    """One kernel for one chip, against the SDK at `root`."""

    root: Path
    chip: Chip
    program: Program
    kernel: Kernel
    source: Path


def check_headers(
    folder: Path, sdk: Sdk, chips: Sequence[str] = tuple(CHIPS), jobs: int = 2
) -> list[Finding]:
    """
    Compiles the kernels in `folder` as the runtime would, without generating code.

    Compile-time arguments, buffer formats and the compute configuration are the plan's. A finding
    that all chips and threads share is listed once. Raises `NoSdk` if there is no compiler.
    """
    plan, findings = load(folder / "plan.json")
    if plan is None:
        return findings
    root = sdk.build_root
    tasks = [
        Task(root, CHIPS[chip], program, kernel, folder / kernel.file)
        for program in plan.programs
        for kernel in program.kernels.values()
        for chip in chips
    ]
    with ThreadPoolExecutor(jobs) as pool:
        return _merged([finding for group in pool.map(_check, tasks) for finding in group])


def _check(task: Task) -> list[Finding]:
    kernel, source = task.kernel, task.source
    if not source.is_file():
        return [Finding("error", str(source), 1, 1, f"{kernel.file} is missing")]
    if not MAIN.search(COMMENT.sub("", source.read_text(encoding="utf-8"))):
        # The compiler takes it, and the linker does not.
        return [Finding("error", str(source), 1, 1, "there is no void kernel_main()")]
    findings: list[Finding] = []
    with TemporaryDirectory(prefix="ttc-") as generated:
        write_generated(Path(generated), task.chip, task.program, source)
        for unit in units(task.root, task.chip, task.program, kernel, Path(generated)):
            done = subprocess.run(
                _command(task.root, unit.args),
                capture_output=True,
                text=True,
                cwd=generated,
                env=PLAIN,
            )
            found = findings_of(done.stderr, source, f"the {unit.thread} thread")
            if done.returncode and not any(one.severity == "error" for one in found):
                message = f"the SDK's compiler fails: {done.stderr.strip()[-300:]}"
                found.append(Finding("error", str(source), 1, 1, message))
            findings += [replace(one, way_out=f"{one.way_out} ({task.chip.name})") for one in found]
    return findings


def _command(root: Path, args: Sequence[str]) -> list[str]:
    """SFPI's command, or that of the stand-in, called without the launcher in between."""
    compiler = root / COMPILER
    if compiler.read_bytes()[:4] == b"\x7fELF":
        return [str(compiler), *args]
    return translated(list(args))


def _merged(findings: list[Finding]) -> list[Finding]:
    """One finding for what is said of the same place about several threads or chips."""
    by_fault: dict[Finding, Finding] = {}
    for finding in findings:
        by_fault.setdefault(replace(finding, way_out=""), finding)
    return in_order(list(by_fault.values()))
