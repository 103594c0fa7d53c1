"""What host.py and host.cpp have in common: names, orders, and lists that fit the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from ttc.codegen.description import CircularBuffer, Description, Kernel, Program
from ttc.codegen.names import Scope
from ttc.diagnostics import counted

WIDTH = 100
CB_COUNT = 64
"""Entries of unpack_to_dest_mode: the runtime wants Blackhole's 64 ids (data_format.cpp)."""


def variables(kernel: Description, reserved: frozenset[str]) -> dict[str, str]:
    """Names of the parameters' variables, apart from the names that the file uses itself."""
    scope = Scope(reserved)
    names = [parameter.name for parameter in (*kernel.tensors, *kernel.scalars)]
    return {name: scope.declare(name) for name in names}


def suffixed(kernel: Description, names: Iterable[str]) -> frozenset[str]:
    """The names that each launch has for itself."""
    return frozenset(f"{name}{program.suffix}" for name in names for program in kernel.programs)


def cores_in_words(kernel: Description) -> str:
    """`64 cores`, or how many launches there are."""
    first, *others = kernel.programs
    if others:
        return counted(1 + len(others), "program")
    return counted(len(first.work), "core")


def launch_in_words(kernel: Description, program: Program) -> str:
    """Which of several launches is meant; nothing for the only one."""
    return f" of {program.name}" if len(kernel.programs) > 1 else ""


def io_order(kernel: Description, program: Program) -> list[int]:
    """The tensors that a launch uses, by position: inputs before outputs."""
    rank = {"in": 0, "inout": 1, "part": 2, "out": 2}
    used = [
        (rank[program.roles[tensor.name]], position)
        for position, tensor in enumerate(kernel.tensors)
        if tensor.name in program.roles
    ]
    return [position for _, position in sorted(used)]


def runtime_values(
    kernel: Kernel, names: dict[str, str], address: str, field: str = "{}"
) -> list[str]:
    """The runtime arguments of a kernel on the core of a row of work."""
    values: list[str] = []
    for argument in kernel.runtime_args:
        match argument.kind:
            case "address":
                values.append(address.format(names[argument.name]))
            case "scalar":
                values.append(names[argument.name])
            case _:
                values.append(field.format(argument.name))
    return values


def fp32_buffers(program: Program) -> list[int]:
    return [buffer.id for buffer in program.buffers if buffer.unpack_to_dest_fp32]


def buffer_comment(buffer: CircularBuffer) -> str:
    blocks = f"{buffer.pages // buffer.block} x {buffer.block} tiles"
    return f"{buffer.name}: {buffer.producer} -> {buffer.consumer}, {blocks}"


def listing(head: str, items: Sequence[str], tail: str, last: str = "") -> str:
    """A list on one line if it fits in 100 columns; else an item a line, `last` behind them."""
    line = f"{head}{', '.join(items)}{tail}"
    if len(line) <= WIDTH:
        return line
    indent = " " * (len(head) - len(head.lstrip()))
    return f"{head}\n{indent}    " + f",\n{indent}    ".join(items) + f"{last}\n{indent}{tail}"


def filled(head: str, items: Sequence[str], tail: str) -> str:
    """A list on one line if it fits in 100 columns; else as many items on a line as fit."""
    line = f"{head}{', '.join(items)}{tail}"
    if len(line) <= WIDTH:
        return line
    indent = " " * (len(head) - len(head.lstrip()))
    lines = wrap(", ".join(items), WIDTH - len(indent) - 4)
    return "\n".join([head, *(f"{indent}    {part}" for part in lines), indent + tail])


def rows(numbers: Sequence[tuple[int, ...]], opening: str, closing: str) -> list[str]:
    """The rows of a table of numbers, as many on a line as fit."""
    lines: list[str] = []
    line = ""
    for row in numbers:
        item = f"{opening}{', '.join(map(str, row))}{closing},"
        if line and len(line) + len(item) + 5 > WIDTH:
            lines.append(line)
            line = ""
        line += f" {item}" if line else item
    return [*lines, line] if line else lines
