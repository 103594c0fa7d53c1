"""`ttc run`: simulate a kernel file or an emitted folder, and compare with what it means."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ttc.cli_options import kernel_options, load_kernels, pairs
from ttc.cli_sdk import NO_SDK
from ttc.diagnostics import CompileError, SourceSpan

if TYPE_CHECKING:
    from ttc.arrays import Array
    from ttc.language import PrimFunc
    from ttc.load import KernelFile
    from ttc.run import Run


@dataclass(frozen=True)
class Request:
    """The options of `ttc run` that say what to feed and where results go."""

    seed: int
    inputs: Mapping[str, Path]
    output_dir: Path | None
    device: bool


@dataclass(frozen=True)
class Meaning:
    """What a program is compared with: a kernel and the file that it is from."""

    file: KernelFile
    prim_func: PrimFunc


@click.command(short_help="Simulate a kernel and compare with the reference.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of random inputs.")
@click.option(
    "--input",
    "inputs",
    multiple=True,
    metavar="NAME=FILE.npy",
    help="Read a tensor instead of drawing it; NAME=VALUE for a scalar. May be repeated.",
)
@click.option(
    "--output-dir",
    type=click.Path(path_type=Path),
    help="Save what the kernel wrote as NAME.npy there.",
)
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    help="The kernel file that an emitted folder is compared with, if it is not found by itself.",
)
@click.option(
    "--device",
    is_flag=True,
    help="Run on the first Tenstorrent device, with the ttnn beside ttc, and not on the simulator.",
)
@kernel_options
@click.option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="Check the emitted files against the API's table first.",
)
def run(
    path: Path,
    seed: int,
    inputs: tuple[str, ...],
    output_dir: Path | None,
    source: Path | None,
    device: bool,
    check: bool,
    defines: tuple[str, ...],
    kernel: str | None,
    target: str,
) -> None:
    """
    Run PATH, a kernel file or a folder left by `ttc compile`, on the simulator or a device.

    The outputs are compared with the reference, the kernel's meaning executed with numpy, and
    with the file's own `ref_program` if it has one. Exit status 1 on a mismatch.

    A kernel file is the user's Python program and is run as one. A folder is simulated as it is,
    edits included.

    \b
    Examples:
      ttc run examples/gemm.py --seed 7
      ttc run out/gemm --input A=a.npy --output-dir results
      ttc run examples/gemm.py --device
    """
    request = Request(seed, pairs("--input", inputs), output_dir, device)
    if path.is_dir():
        # The option has a default, which says nothing of an emitted folder.
        given = click.get_current_context().get_parameter_source("target")
        wanted = target if given is ParameterSource.COMMANDLINE else None
        ok = _run_folder(path, request, source, defines, wanted)
    else:
        ok = _run_file(load_kernels(path, defines), request, kernel, target, check)
    sys.exit(0 if ok else 1)


def _run_file(
    file: KernelFile, request: Request, kernel: str | None, target: str, check: bool
) -> bool:
    from ttc.build import build
    from ttc.output import write_kernel

    ok = True
    for name, prim_func in file.select(kernel).items():
        program = build(prim_func, target, check=check)
        # Not in a `with`: an error of the run shows lines of these files, and is printed later.
        scratch = tempfile.TemporaryDirectory(prefix="ttc-")
        emitted = write_kernel(Path(scratch.name), name, program.files)
        plan = json.loads(program.files["plan.json"])
        ok &= _run_one(emitted, plan, request, Meaning(file, prim_func))
        scratch.cleanup()
    return ok


def _run_folder(
    folder: Path,
    request: Request,
    source: Path | None,
    defines: tuple[str, ...],
    wanted: str | None,
) -> bool:
    plan = _plan(folder)
    if wanted not in (None, plan["target"]):
        raise CompileError(f"{folder} was compiled for {plan['target']}, not for {wanted}").note(
            f"compile it again: ttc compile {plan['source']} --target {wanted}"
        )
    file = source or _source_of(folder, plan)
    if file is None:
        return _run_one(folder, plan, request, f"{plan['source']} is not to be found")
    try:
        loaded = load_kernels(file, defines)
    except CompileError as error:
        if source is not None:
            raise
        return _run_one(folder, plan, request, f"{file} has changed: {error.message}")
    prim_func = loaded.kernels.get(plan["kernel"])
    if prim_func is None:
        return _run_one(folder, plan, request, f"{file} has no kernel '{plan['kernel']}'")
    return _run_one(folder, plan, request, Meaning(loaded, prim_func))


def _plan(folder: Path) -> dict[str, Any]:
    """Reads the plan of an emitted folder; one that breaks its schema is the user's edit."""
    from ttc.codegen.check.plan import load

    plan, findings = load(folder / "plan.json")
    if plan is not None:
        return plan.data
    kernels = sorted(path.parent for path in folder.glob("*/plan.json"))
    if kernels and not (folder / "plan.json").exists():
        raise CompileError(f"{folder} is not the folder of one kernel").note(
            f"run one of {', '.join(map(str, kernels))}"
        )
    first = findings[0]
    place = SourceSpan(first.file, first.line, first.column, first.width)
    raise CompileError(first.message, place)


def _source_of(folder: Path, plan: Mapping[str, Any]) -> Path | None:
    """Looks for the kernel file where it usually is; plan.json knows only its name."""
    above = folder.resolve().parents
    places = [Path(), Path("examples"), *above[:2]]
    return next((p / plan["source"] for p in places if (p / plan["source"]).is_file()), None)


def _run_one(folder: Path, plan: dict[str, Any], request: Request, meaning: Meaning | str) -> bool:
    """Runs one program and compares it; where `meaning` is a sentence, it says why it cannot."""
    from ttc import inputs
    from ttc.arrays import Parameter
    from ttc.progress import progress_bar
    from ttc.report import run_lines
    from ttc.run import simulate

    parameters = Parameter.of_plan(plan)
    arrays = inputs.make(parameters, request.seed, request.inputs)
    if request.device:
        done = _run_on_device(folder, plan, arrays)
        click.echo(f"{plan['kernel']} on a {plan['target']} device, seed {request.seed}")
        click.echo(f"  wall time    {done.seconds:.2f} s, compiling the kernels included")
    else:
        with progress_bar(f"simulating {plan['kernel']}") as progress:
            done = simulate(folder, plan, arrays, progress)
        click.echo(f"{plan['kernel']} on {plan['target']}, seed {request.seed}")
        click.echo("\n".join(run_lines(done)))
    if request.output_dir is not None:
        inputs.save(request.output_dir, parameters, done.left)
    if isinstance(meaning, str):
        click.echo(f"  not compared: {meaning}; name the file of the kernel with --source")
        return True
    return _compare(done, meaning)


def _run_on_device(folder: Path, plan: Mapping[str, Any], arrays: Sequence[Array]) -> Run:
    """Runs on the first device; ends the program with a message if there is none."""
    from ttc.run import on_device
    from ttc.sdk.find import NoSdk

    try:
        return on_device(folder, plan, arrays)
    except NoSdk as error:
        click.echo(str(error), err=True)
        sys.exit(NO_SDK)


def _compare(done: Run, meaning: Meaning) -> bool:
    from ttc.build import lower
    from ttc.precision import computed_in
    from ttc.report import comparison_lines
    from ttc.run import against_ref_program, against_reference

    results = {"the reference": against_reference(done, meaning.prim_func)}
    own = vars(meaning.file.module).get("ref_program")
    if callable(own):
        computed = computed_in(lower(meaning.prim_func))
        results["ref_program"] = against_ref_program(done, own, meaning.file.path.name, computed)
    ok = True
    for name, result in results.items():
        if isinstance(result, str):
            click.echo(f"  not compared with {name}: {result}")
        else:
            click.echo("\n".join(comparison_lines(name, result)))
            ok &= all(one.ok for one in result)
    return ok
