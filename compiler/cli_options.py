"""Options that several commands share, and how a command loads the kernels they name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ttc.load import KernelFile

Command = TypeVar("Command", bound=Callable[..., Any])

TARGET_NAMES = ("wormhole", "blackhole")
"""The names in `ttc.targets`, which is not imported to print a help text; a test compares them."""


def kernel_options(command: Command) -> Command:
    """Adds the options that choose kernels, constants and the target."""
    for option in (
        click.option(
            "-t",
            "--target",
            type=click.Choice(TARGET_NAMES),
            default="wormhole",
            show_default=True,
            help="The chip.",
        ),
        click.option("--kernel", metavar="NAME", help="Only this kernel of the file."),
        click.option(
            "-D",
            "--define",
            "defines",
            multiple=True,
            metavar="NAME=VALUE",
            help="Give a module-level constant (or a factory's parameter) another value, "
            "a Python literal. May be repeated.",
        ),
    ):
        command = option(command)
    return command


def load_kernels(path: Path, defines: tuple[str, ...]) -> KernelFile:
    """Runs the file with the given constants; raises `CompileError` for what is wrong with it."""
    from ttc.defines import parse
    from ttc.load import load

    return load(path, parse(defines))


def pairs(option: str, values: tuple[str, ...]) -> Mapping[str, Path]:
    """Splits the `NAME=FILE` values of an option."""
    found: dict[str, Path] = {}
    for value in values:
        name, equals, file = value.partition("=")
        if not equals or not name or not file:
            raise click.BadParameter(f"{value!r} is not of the form NAME=FILE", param_hint=option)
        found[name] = Path(file)
    return found
