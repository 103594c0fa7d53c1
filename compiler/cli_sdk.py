"""The options of commands that use an installed SDK, and what they say where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ttc.diagnostics import counted

if TYPE_CHECKING:
    from ttc.sdk.find import Sdk

Command = TypeVar("Command", bound=Callable[..., Any])

NO_SDK = 2
"""Exit status: the call asked for an SDK that is not there."""


def sdk_options(command: Command) -> Command:
    """Adds `--with-sdk` and `--sdk FOLDER`."""
    for option in (
        click.option(
            "--sdk",
            "sdk_folder",
            metavar="FOLDER",
            type=click.Path(path_type=Path),
            help="Like --with-sdk, with the SDK in FOLDER: a checkout of tt-metal, the ttnn folder "
            "of a wheel, or a virtual environment.",
        ),
        click.option(
            "--with-sdk",
            is_flag=True,
            help="Also compile the kernels against the headers of the installed SDK, for both "
            "chips. It is found by TT_METAL_HOME, or beside ttc as an importable ttnn.",
        ),
    ):
        command = option(command)
    return command


def chosen_sdk(with_sdk: bool, folder: Path | None) -> Sdk | None:
    """The SDK that the options ask for; None if they ask for none. Ends the program without one."""
    if not with_sdk and folder is None:
        return None
    from ttc.sdk.find import NoSdk, find

    try:
        sdk = find(folder)
        _ = sdk.build_root
    except NoSdk as error:
        click.echo(str(error), err=True)
        sys.exit(NO_SDK)
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
