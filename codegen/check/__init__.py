"""
Checks of an emitted directory: what a C++ compiler would find, and what would hang or corrupt.

    for finding in check_directory(Path("out/gemm")):
        print(finding)

The plan is checked by itself, each kernel is walked once, and then the ends of every circular
buffer are compared. Nothing is run and no SDK is needed.
"""

from __future__ import annotations

from pathlib import Path

from ttc.codegen.check.finding import Finding

__all__ = ["Finding", "check_directory"]


def check_directory(path: Path) -> list[Finding]:
    """All findings about the emitted directory `path`: none if it is right."""
    from ttc.codegen.check.directory import check_kernels
    from ttc.codegen.check.plan import load
    from ttc.codegen.check.plan_rules import check_plan

    plan, findings = load(path / "plan.json")
    if plan is None:
        return findings
    findings += check_plan(plan, path)
    return findings + check_kernels(plan, path)
