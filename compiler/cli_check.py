"""`ttc check`: an emitted folder against the table of the API, and the SDK if there is one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ttc.cli_sdk import chosen_sdk, sdk_options, show_headers_check
from ttc.diagnostics import CompileError, counted


@click.command(short_help="Check emitted files against the API, without an SDK.")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@sdk_options
def check(folders: tuple[Path, ...], with_sdk: bool, sdk_folder: Path | None) -> None:
    """
    Check the files in each of FOLDERS, as left by `ttc compile` or edited since.

    Every call is checked against the API (name, arguments, kernel role, the init it needs),
    circular buffers and their token balance, the order of DST calls, argument indices, and
    plan.json against its schema. Exit status 1 if anything is wrong, 2 without a wanted SDK.

    \b
    Examples:
      ttc check out/gemm
      ttc check out/gemm --with-sdk
    """
    from ttc.codegen.check import check_directory

    sdk = chosen_sdk(with_sdk, sdk_folder)
    wrong = 0
    for folder in folders:
        if not folder.is_dir():
            raise CompileError(f"there is no folder {folder}")
        findings = check_directory(folder)
        for finding in findings:
            click.echo(str(finding))
        errors = sum(finding.severity == "error" for finding in findings)
        wrong += errors
        click.echo(f"{folder}: {counted(errors, 'error')}" if errors else f"{folder}: ok")
        if sdk is not None:
            wrong += show_headers_check(folder, sdk)
    sys.exit(1 if wrong else 0)
