"""`ttc compile`: a kernel file in, the files of every kernel out, and a summary of each."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ttc.cli_options import kernel_options, load_kernels
from ttc.cli_sdk import chosen_sdk, sdk_options, show_headers_check


@click.command("compile", short_help="Compile the kernels of a file into out/KERNEL/.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="out",
    show_default=True,
    help="The folder that gets one folder per kernel.",
)
@click.option("-v", "--verbose", is_flag=True, help="Also leave the IR after every pass in ir/.")
@kernel_options
@sdk_options
def compile_command(
    file: Path,
    output: Path,
    verbose: bool,
    with_sdk: bool,
    sdk_folder: Path | None,
    check: bool,
    defines: tuple[str, ...],
    kernel: str | None,
    target: str,
) -> None:
    """
    Compile the kernels of FILE into out/KERNEL/.

    Each gets reader.cpp, compute.cpp, writer.cpp, host.py, host.cpp and plan.json, all of them
    or, after an error in any kernel of the file, nothing at all.

    FILE is the user's Python program: it is run, and its @T.prim_func kernels are collected.

    \b
    Example:
      ttc compile examples/gemm.py -o out -D M=2048 --target blackhole -v
      ttc compile examples/gemm.py --with-sdk
      ttc-opt -p tensorize out/gemm/ir/04-pad-tiles.mlir     run one pass again by hand
    """
    from ttc.build import build
    from ttc.output import write_kernel
    from ttc.summary import show

    sdk = chosen_sdk(with_sdk, sdk_folder)
    chosen = load_kernels(file, defines).select(kernel)
    programs = {
        name: build(prim_func, target, check=check, ir=verbose)
        for name, prim_func in chosen.items()
    }
    wrong = 0
    for name, program in programs.items():
        folder = write_kernel(output, name, {**program.files, **program.ir})
        show(program.files["plan.json"], folder)
        # The files stay: what the SDK refuses is a defect of ttc, and they show it.
        wrong += 0 if sdk is None else show_headers_check(folder, sdk)
    sys.exit(1 if wrong else 0)
