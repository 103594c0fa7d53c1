"""
ttc: turns TileLang grid kernels into TT-Metalium programs, and runs these on a simulator.

    import ttc
    import ttc.language as T

    kernel = ttc.compile(prim_func, out_idx=[-1], target="wormhole")
    c = kernel(a, b)

`import ttc` itself loads nothing; each name below is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ttc.api import Kernel, compile
    from ttc.diagnostics import CompileError
    from ttc.language import jit

__all__ = ["CompileError", "Kernel", "compile", "jit"]

_HOMES = {
    "CompileError": "ttc.diagnostics",
    "Kernel": "ttc.api",
    "compile": "ttc.api",
    "jit": "ttc.language",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'ttc' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
