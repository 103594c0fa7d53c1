"""`ttc-opt -t metalium`: prints the files of a module's program one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.target import Target

from ttc.codegen.program import emit_program


@dataclass(frozen=True)
class MetaliumTarget(Target):
    """Prints every file below a line `// ---- NAME`, kernels first, then hosts and plan."""

    name = "metalium"

    def emit(self, ctx: Context, module: ModuleOp, output: IO[str]) -> None:
        """Writes the files to `output`."""
        for name, text in emit_program(module).items():
            output.write(f"// ---- {name}\n{text}\n")
