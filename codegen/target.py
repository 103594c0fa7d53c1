"""`ttc-opt -t metalium`: prints the files of a module's program one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.target import Target

from ttc.codegen.program import emit_kernels, emit_program
from ttc.dialects import host


@dataclass(frozen=True)
class MetaliumTarget(Target):
    """
    Prints every file below a line `// ---- NAME`: kernels first, then hosts and plan.

    Of a module without a `host.program` it prints the kernels alone.
    """

    name = "metalium"

    def emit(self, ctx: Context, module: ModuleOp, output: IO[str]) -> None:
        """Writes the files to `output`."""
        whole = any(isinstance(op, host.ProgramOp) for op in module.body.block.ops)
        files = emit_program(module) if whole else emit_kernels(module)
        for name, text in files.items():
            output.write(f"// ---- {name}\n{text}")
