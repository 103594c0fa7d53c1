"""
Runs passes: verifies after each, checks legality after each level, can leave numbered IR files.

`ir/03-tensorize.mlir` is the module after the third pass, printed with locations, so bisecting is
`ttc-opt -p NEXT-PASS ir/03-tensorize.mlir`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from ttc.diagnostics import BrokenPass, CompileError, SourceSpan

Legality = Mapping[str, Callable[[ModuleOp], None]]
"""Pass name -> the check of the level that this pass completes; raises `VerifyException`."""

NO_LEGALITY: Legality = {}


def run(
    ctx: Context,
    module: ModuleOp,
    passes: Sequence[ModulePass],
    *,
    legality: Legality = NO_LEGALITY,
    dump: Path | None = None,
) -> None:
    """
    Applies `passes` to `module` in place.

    With `dump`, an existing or new folder, writes the input as `00-frontend.mlir` and the module
    after each pass as `NN-pass.mlir`. Raises `CompileError` from a pass as it is, and
    `BrokenPass` for anything else that goes wrong in a pass or for invalid IR after it.
    """
    _verify(module, "frontend", None)
    if dump is not None:
        dump.mkdir(parents=True, exist_ok=True)
        write_ir(module, dump / "00-frontend.mlir")
    for number, step in enumerate(passes, 1):
        try:
            step.apply(ctx, module)
        except CompileError:
            raise
        except Exception as error:
            # Whatever a pass raises but a CompileError is a defect of that pass, and named so.
            reason = f"{type(error).__name__}: {error}"
            raise BrokenPass(step.name, reason, _keep(module, step.name)) from error
        _verify(module, step.name, legality.get(step.name))
        if dump is not None:
            write_ir(module, dump / f"{number:02}-{step.name}.mlir")


def only(level: str, names: Sequence[str]) -> Callable[[ModuleOp], None]:
    """
    Makes the legality check of a level from the ops that may still be there.

    `names` are op names, or whole dialects as `"scf.*"`.
    """
    ops = frozenset(name for name in names if not name.endswith(".*"))
    dialects = frozenset(name.removesuffix(".*") for name in names if name.endswith(".*"))

    def check(module: ModuleOp) -> None:
        for op in module.walk():
            if op.name not in ops and op.name.partition(".")[0] not in dialects:
                place = SourceSpan.of(op.location) or "no location"
                raise VerifyException(f"'{op.name}' ({place}) must be gone at the {level} level")

    return check


def write_ir(module: ModuleOp, path: Path) -> None:
    """Prints `module` with locations, in a form that `ttc-opt` reads back."""
    with path.open("w", encoding="utf-8") as out:
        Printer(out, print_debuginfo=True).print_op(module)
        out.write("\n")


def explain(module: ModuleOp, error: VerifyException) -> CompileError:
    """Turns a failed verification into a message at the operation that fails it."""
    sentence = " ".join(str(error).split())
    for op in module.walk():
        try:
            op.verify(verify_nested_ops=False)
        except VerifyException as again:
            if str(again) == str(error):
                return CompileError.at(op, f"'{op.name}': {sentence}")
    return CompileError(sentence)


def _verify(module: ModuleOp, name: str, legal: Callable[[ModuleOp], None] | None) -> None:
    try:
        module.verify()
        if legal is not None:
            legal(module)
    except VerifyException as error:
        reason = str(explain(module, error)).removeprefix("error: ")
        raise BrokenPass(name, f"left invalid IR: {reason}", _keep(module, name)) from error


def _keep(module: ModuleOp, name: str) -> Path:
    """Writes IR that may be invalid, in generic form, where it outlives the failed compile."""
    path = Path(tempfile.mkdtemp(prefix="ttc-broken-")) / f"{name}.mlir"
    with path.open("w", encoding="utf-8") as out:
        Printer(out, print_debuginfo=True, print_generic_format=True).print_op(module)
        out.write("\n")
    return path
