"""One compile from kernel to text: front end, passes, printer, check. Decides nothing itself."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ttc.diagnostics import BrokenPass

if TYPE_CHECKING:
    from xdsl.dialects.builtin import ModuleOp

    from ttc.language import PrimFunc


@dataclass(frozen=True)
class Program:
    """The emitted files by name; with `ir`, also the numbered IR files as `ir/NN-pass.mlir`."""

    files: Mapping[str, str]
    ir: Mapping[str, str]


def lower(prim_func: PrimFunc) -> ModuleOp:
    """Returns the kernel at the GRID level, which is what it means and what the reference runs."""
    from ttc import frontend

    return frontend.lower(prim_func)


def build(prim_func: PrimFunc, target: str, *, check: bool = True, ir: bool = False) -> Program:
    """
    Compiles a kernel for a target of `ttc.targets`; raises `CompileError` for another one.

    `check` puts the emitted text through the mock-mode check; what it finds is a defect of ttc and
    raises `BrokenPass`. `ir` keeps the module after every pass.
    """
    from ttc import codegen, pipeline
    from ttc.targets import target_named

    chip = target_named(target)
    with tempfile.TemporaryDirectory(prefix="ttc-") as scratch:
        folder = Path(scratch)
        dump = folder / "ir" if ir else None
        module = pipeline.lower_to_metal(lower(prim_func), chip, dump)
        dumped = {
            f"ir/{path.name}": path.read_text(encoding="utf-8")
            for path in (sorted(dump.iterdir()) if dump is not None else ())
        }
        files = codegen.emit(module)
        if check:
            _check(folder / prim_func.name, files)
    return Program(files, dumped)


def _check(folder: Path, files: Mapping[str, str]) -> None:
    from ttc.codegen.check import check_directory

    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    errors = [str(found) for found in check_directory(folder) if found.severity == "error"]
    if errors:
        problem = "the emitted program does not pass the check"
        raise BrokenPass("codegen", "\n".join([problem, *errors]))
