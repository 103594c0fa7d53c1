"""METAL-level IR to the files of a program: three kernels, two hosts and a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xdsl.dialects.builtin import ModuleOp

FILES = ("reader.cpp", "compute.cpp", "writer.cpp", "host.py", "host.cpp", "plan.json")


def emit(module: ModuleOp) -> dict[str, str]:
    """
    Returns the text of each file in `FILES` for the one `host.program` of a module.

    Several launches of one kernel have reader_0.cpp, reader_1.cpp and so on, and share the rest.
    Raises `CompileError` at an op that has no spelling. Equal modules give equal text.
    """
    from ttc.codegen.program import emit_program

    return emit_program(module)
