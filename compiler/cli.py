"""
`ttc`: the command line. Commands stand in `cli_compile`, `cli_run` and `cli_check`.

Exit status: 0 done, 1 the kernel is at fault (or computed something wrong), 2 the call is, and
70 (EX_SOFTWARE of sysexits.h) ttc itself is.
"""

from __future__ import annotations

import sys
import traceback
from importlib.metadata import version

import click

from ttc.cli_check import check
from ttc.cli_compile import compile_command
from ttc.cli_run import run
from ttc.diagnostics import CompileError

INTERNAL_ERROR = 70


def _show_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    # Looked up when asked for: reading an installed package's metadata takes milliseconds.
    if wanted:
        click.echo(f"ttc {version('ttc-metalium')} on xdsl {version('xdsl')}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the versions of ttc and xDSL.",
)
def cli() -> None:
    """
    Turn TileLang grid kernels into TT-Metalium programs, and run these on a simulator.

    \b
    Examples:
      ttc compile examples/gemm.py -o out     write out/gemm/{reader,compute,writer}.cpp, ...
      ttc run examples/gemm.py                compile, simulate, compare with the reference
      ttc run out/gemm                        simulate the files as they are, edits included
      ttc check out/gemm                      check the files against the API and the SDK

    A kernel file is a Python program and is run as one: compile only files you trust.
    """


cli.add_command(compile_command)
cli.add_command(run)
cli.add_command(check)


def main() -> None:
    """Runs the command line; a mistake of the user's is a message, never a traceback."""
    try:
        cli(prog_name="ttc")
    except CompileError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except Exception:
        # The outermost frame of the program: what arrives here is a defect, and is said to be.
        traceback.print_exc()
        click.echo("internal error: this is a defect of ttc, not of your kernel", err=True)
        sys.exit(INTERNAL_ERROR)
