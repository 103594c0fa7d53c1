"""`ttc check`: an emitted folder against the table of the API, and the SDK if there is one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ttc.cli_sdk import SDK_FOLDER, demanded_sdk, found_sdk, show_headers_check
from ttc.diagnostics import CompileError, counted


@click.command(short_help="Check emitted files against the API, and the SDK's headers.")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--with-sdk/--no-sdk",
    default=None,
    help="Demand the headers of an installed SDK, or leave them out. By default they are used "
    "where an SDK is found: by TT_METAL_HOME, or beside ttc as an importable ttnn.",
)
@SDK_FOLDER
def check(folders: tuple[Path, ...], with_sdk: bool | None, sdk_folder: Path | None) -> None:
    """
    Check the files in each of FOLDERS, as left by `ttc compile` or edited since.

    Every call is checked against the API (name, arguments, kernel role, the init it needs),
    circular buffers and their token balance, the order of DST calls, argument indices, and
    plan.json against its schema. That needs no SDK.

    Where an SDK is installed, its own headers judge the kernels too, for Wormhole and Blackhole.

    Exit status 1 if anything is wrong, 2 without an SDK that was asked for.

    \b
    Examples:
      ttc check out/gemm
      ttc check out/gemm --sdk ~/sdk-venv     with the ttnn of that environment
      ttc check out/gemm --no-sdk             the table alone, in a second
    """
    from ttc.codegen.check import check_directory

    for folder in folders:
        if not folder.is_dir():
            raise CompileError(f"there is no folder {folder}")
    sdk = demanded_sdk(with_sdk, sdk_folder, "--no-sdk")
    if sdk is None and with_sdk is None:
        sdk = found_sdk()
    wrong = 0
    for folder in folders:
        findings = check_directory(folder)
        for finding in findings:
            click.echo(str(finding))
        errors = sum(finding.severity == "error" for finding in findings)
        wrong += errors
        click.echo(f"{folder}: {counted(errors, 'error')}" if errors else f"{folder}: ok")
        if sdk is not None:
            wrong += show_headers_check(folder, sdk)
    sys.exit(1 if wrong else 0)
