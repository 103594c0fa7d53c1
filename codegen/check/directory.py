"""The three kernels of a launch: parsed, walked with every check, compared with one another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ttc.codegen.api_names import REPLACED
from ttc.codegen.check.barriers import BarrierChecker
from ttc.codegen.check.contents import ContentChecker
from ttc.codegen.check.context import Checker, Context, spoken_role
from ttc.codegen.check.finding import Finding, in_order
from ttc.codegen.check.formats import FormatChecker
from ttc.codegen.check.headers import check_headers
from ttc.codegen.check.inits import InitChecker
from ttc.codegen.check.plan import Kernel, Plan, Program
from ttc.codegen.check.sections import SectionChecker
from ttc.codegen.check.tokens import TokenChecker, check_balance
from ttc.codegen.check.values import Symbols
from ttc.codegen.check.walk import Walker
from ttc.codegen.check.windows import WindowChecker
from ttc.diagnostics import CompileError
from ttc.runtime_sim.cpp.syntax import parse

OLD_MAIN = re.compile(r"\bnamespace\s+NAMESPACE\b|\bvoid\s+MAIN\b")


def check_kernels(plan: Plan, directory: Path) -> list[Finding]:
    """Findings about the kernels that the plan names and the directory has."""
    launches = [_check_launch(program, directory) for program in plan.programs]
    return in_order([finding for findings in launches for finding in findings])


def _check_launch(program: Program, directory: Path) -> list[Finding]:
    findings: list[Finding] = []
    counters: list[TokenChecker] = []
    contexts: list[Context] = []
    for kernel in program.kernels.values():
        path = directory / kernel.file
        if not path.is_file():
            continue
        context = _read(program, kernel, path, findings)
        if context is None or "kernel_main" not in context.unit.by_name:
            continue
        contexts.append(context)
        check_headers(context)
        counters.append(_walk(context))
    if len(counters) == len(program.kernels):
        check_balance(counters)
    for context in contexts:
        findings += context.findings.values()
    return findings


def _read(program: Program, kernel: Kernel, path: Path, findings: list[Finding]) -> Context | None:
    """The kernel's text as a tree; None, and a finding, if it is not one."""
    text, file = path.read_text(encoding="utf-8"), str(path)
    old = OLD_MAIN.search(text)
    if old is not None:
        line = text.count("\n", 0, old.start()) + 1
        column = old.start() - (text.rfind("\n", 0, old.start()) + 1) + 1
        message = "a kernel is no namespace with MAIN any more"
        way_out = f"write {REPLACED['MAIN']}"
        width = old.end() - old.start()
        findings.append(Finding("error", file, line, column, message, way_out, width=width))
        return None
    try:
        unit = parse(text, file)
    except CompileError as error:
        span = error.span
        line, column, width = (span.line, span.column, span.width) if span else (1, 1, 1)
        findings.append(Finding("error", file, line, column, error.message, width=width))
        return None
    if "kernel_main" not in unit.by_name:
        message = f"the {spoken_role(kernel.role)} has no function kernel_main"
        findings.append(Finding("error", file, 1, 1, message, "write void kernel_main() { ... }"))
    return Context(program, kernel, unit, Symbols(kernel.role))


def _walk(context: Context) -> TokenChecker:
    tokens = TokenChecker(context)
    checkers: list[Checker[Any]] = [
        tokens,
        WindowChecker(context),
        ContentChecker(context),
        BarrierChecker(context),
    ]
    if context.role == "compute":
        checkers += [SectionChecker(context), InitChecker(context), FormatChecker(context)]
    walker = Walker(context, checkers)
    walker.run(context.unit.function("kernel_main"))
    walker.reader.arguments.finish()
    return tokens
