"""`ttc compile`: a kernel file in, the files of every kernel out, and a summary of each."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ttc.cli_options import kernel_options, load_kernels
from ttc.cli_sdk import SDK_FOLDER, demanded_sdk, show_headers_check


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
@click.option(
    "--check/--no-check",
    "--with-sdk",
    "check",
    default=None,
    help="Demand that the headers of an installed SDK accept what is emitted, for both chips, as "
    "`ttc check --with-sdk` does; or leave out even the check against the API's table, which is "
    "made by default.",
)
@SDK_FOLDER
def compile_command(
    file: Path,
    output: Path,
    verbose: bool,
    check: bool | None,
    sdk_folder: Path | None,
    defines: tuple[str, ...],
    kernel: str | None,
    target: str,
) -> None:
    """
    Compile the kernels of FILE into out/KERNEL/.

    Each gets reader.cpp, compute.cpp, writer.cpp, host.py, host.cpp and plan.json, all of them
    or, after an error in any kernel of the file, nothing at all. A kernel with several T.Kernel
    has reader_0.cpp, reader_1.cpp and so on.

    FILE is the user's Python program: it is run, and its @T.prim_func kernels are collected.

    \b
    Example:
      ttc compile examples/gemm.py -o out -D M=2048 --target blackhole -v
      ttc compile examples/gemm.py --check     the SDK's headers judge what is emitted
      ttc-opt -p tensorize out/gemm/ir/04-pad-tiles.mlir     run one pass again by hand
    """
    from ttc.build import build
    from ttc.output import write_kernel
    from ttc.summary import show

    sdk = demanded_sdk(check, sdk_folder, "--no-check")
    chosen = load_kernels(file, defines).select(kernel)
    programs = {
        name: build(prim_func, target, check=check is not False, ir=verbose)
        for name, prim_func in chosen.items()
    }
    wrong = 0
    for name, program in programs.items():
        folder = write_kernel(output, name, {**program.files, **program.ir})
        show(program.files["plan.json"], folder)
        # The files stay: what the SDK refuses is a defect of ttc, and they show it.
        wrong += 0 if sdk is None else show_headers_check(folder, sdk)
    sys.exit(1 if wrong else 0)
