"""Prints a program's description as host.py (ttnn) and host.cpp (the C++ host API)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ttc.codegen.description import MATH_FIDELITY, Argument, Program
from ttc.codegen.frames import render
from ttc.codegen.names import CPP_HOST_RESERVED, PYTHON_RESERVED, Scope

_NUMPY = {"bfloat16": "float32"}
"""numpy's name of a type on the host, where it differs: numpy itself has no bfloat16."""
_WIDTH = 100
_CONFIGS = {
    "reader": "ttnn.ReaderConfigDescriptor()",
    "compute": "compute_config",
    "writer": "ttnn.WriterConfigDescriptor()",
}
_PROCESSORS = {"reader": "RISCV_1", "writer": "RISCV_0"}
"""Reader and writer take one data-movement core and one NoC each (metalium, kernel_types.hpp)."""
_CB_COUNT = 64
"""Entries of unpack_to_dest_mode: the runtime wants Blackhole's 64 ids (data_format.cpp)."""


def host_py(program: Program) -> str:
    """Returns host.py, which builds the ProgramDescriptor and runs it with `ttnn.generic_op`."""
    names = _variables(program, PYTHON_RESERVED)
    return render(
        "host.py",
        program=program,
        unpacking=_unpacking(list(names.values())),
        listing=_listing,
        parameters=[
            f'("{t.name}", "{t.role}", {list(t.shape)}, ttnn.{t.dtype.name},'
            f" np.{_NUMPY.get(t.dtype.name, t.dtype.name)})"
            for t in program.tensors
        ],
        work=_rows([(*row.core, row.start, row.count) for row in program.work], "(", ")"),
        runtime_args={
            kernel.role: _values(kernel.runtime_args, names, "{}.buffer_address()")
            for kernel in program.kernels
        },
        names=names,
        order=_io_order(program),
        inputs=[t.name for t in program.tensors if t.role != "out"],
        outputs=[t.name for t in program.tensors if t.role != "in"],
        configs=_CONFIGS,
        **_compute(program),
    )


def host_cpp(program: Program) -> str:
    """Returns host.cpp, the same launch through MeshDevice, CreateKernel and SetRuntimeArgs."""
    names = _variables(program, CPP_HOST_RESERVED)
    return render(
        "host.cpp",
        program=program,
        variables=list(names.values()),
        listing=_listing,
        work=_rows([(*row.core, row.start, row.count) for row in program.work], "{", "}"),
        compile_time_args={
            kernel.role: [arg.value for arg in kernel.compile_time_args if arg.kind == "cb"]
            for kernel in program.kernels
        },
        accessors={
            kernel.role: [names[arg.name] for arg in kernel.compile_time_args if arg.kind != "cb"]
            for kernel in program.kernels
        },
        runtime_args={
            kernel.role: _values(kernel.runtime_args, names, "address({})", "work.{}")
            for kernel in program.kernels
        },
        names=names,
        pages={t.name: _product((*t.shape[:-2], *t.tile_grid)) for t in program.tensors},
        processors=_PROCESSORS,
        **_compute(program),
    )


def _compute(program: Program) -> dict[str, object]:
    return {
        "fidelity": MATH_FIDELITY,
        "cb_count": _CB_COUNT,
        "fp32_buffers": [b.id for b in program.buffers if b.unpack_to_dest_fp32],
    }


def _variables(program: Program, reserved: frozenset[str]) -> dict[str, str]:
    """Names of the tensors' variables, apart from the names that the file uses itself."""
    scope = Scope(reserved)
    return {tensor.name: scope.declare(tensor.name) for tensor in program.tensors}


def _values(
    arguments: Iterable[Argument], names: dict[str, str], address: str, field: str = "{}"
) -> list[str]:
    return [
        address.format(names[arg.name]) if arg.kind == "address" else field.format(arg.name)
        for arg in arguments
    ]


def _listing(head: str, items: Sequence[str], tail: str, last: str = "") -> str:
    """A list on one line if it fits in 100 columns; else an item a line, `last` behind them."""
    line = f"{head}{', '.join(items)}{tail}"
    if len(line) <= _WIDTH:
        return line
    indent = " " * (len(head) - len(head.lstrip()))
    return f"{head}\n{indent}    " + f",\n{indent}    ".join(items) + f"{last}\n{indent}{tail}"


def _unpacking(names: Sequence[str]) -> str:
    """Python's assignment of `tensors` to a variable each."""
    if len(names) == 1:
        return f"    ({names[0]},) = tensors"
    line = f"    {', '.join(names)} = tensors"
    return line if len(line) <= _WIDTH else _listing("    (", names, ") = tensors", ",")


def _rows(rows: Sequence[tuple[int, ...]], opening: str, closing: str) -> list[str]:
    """The rows of a table of numbers, as many on a line as fit."""
    lines: list[str] = []
    line = ""
    for row in rows:
        item = f"{opening}{', '.join(map(str, row))}{closing},"
        if line and len(line) + len(item) + 5 > _WIDTH:
            lines.append(line)
            line = ""
        line += f" {item}" if line else item
    return [*lines, line] if line else lines


def _io_order(program: Program) -> list[int]:
    """`generic_op` takes inputs before outputs, whatever the author's order is."""
    rank = {"in": 0, "inout": 1, "out": 2}
    return [t.index for t in sorted(program.tensors, key=lambda t: rank[t.role])]


def _product(sizes: Iterable[int]) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product
