"""The options of commands that use an installed SDK, and what they say where there is none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ttc.diagnostics import counted

if TYPE_CHECKING:
    from ttc.sdk.find import Sdk

NO_SDK = 2
"""Exit status: the call asked for an SDK that is not there."""

SDK_FOLDER = click.option(
    "--sdk",
    "sdk_folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Like --with-sdk, with the SDK in FOLDER: a checkout of tt-metal, the ttnn folder of a "
    "wheel, or a virtual environment.",
)
"""What names an SDK; without it one is found by TT_METAL_HOME, or as the ttnn beside ttc."""


def demanded_sdk(wanted: bool | None, folder: Path | None, refusal: str) -> Sdk | None:
    """
    The SDK that `--sdk FOLDER` or a true `wanted` asks for; None if neither does.

    Ends the program with status 2 if it is not there, and if `refusal`, the option that makes
    `wanted` false, meets `--sdk`.
    """
    if folder is not None and wanted is False:
        raise click.UsageError(f"--sdk asks for what {refusal} leaves out")
    if folder is None and not wanted:
        return None
    from ttc.sdk.find import NoSdk

    try:
        return _usable(folder)
    except NoSdk as error:
        click.echo(str(error), err=True)
        sys.exit(NO_SDK)


def found_sdk() -> Sdk | None:
    """The SDK that is found, if any; says in one line that there is none, and how to get it."""
    from ttc.sdk.find import NoSdk

    try:
        return _usable(None)
    except NoSdk as error:
        reasons = "; ".join([error.message, *(text for text, _ in error.notes)])
        click.echo(f"note: the SDK's headers were not consulted: {reasons}", err=True)
        return None


def _usable(folder: Path | None) -> Sdk:
    from ttc.sdk.find import find

    sdk = find(folder)
    _ = sdk.build_root
    return sdk


def show_headers_check(folder: Path, sdk: Sdk) -> int:
    """Compiles what is in `folder` against the SDK, prints findings, returns the errors."""
    from ttc.sdk.headers import check_headers
    from ttc.sdk.host_check import check_host
    from ttc.sdk.host_cpp import check_host_cpp

    findings = [*check_headers(folder, sdk), *check_host(folder), *check_host_cpp(folder)]
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    verdict = counted(errors, "error") if errors else "ok"
    click.echo(f"{folder}: {verdict} by the SDK's headers for both chips, with {sdk.compiler}")
    return errors
