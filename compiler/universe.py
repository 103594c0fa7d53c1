"""
What the tools find: ttc's dialects and passes, each loaded when it is first named.

xDSL's tools see them through the `xdsl.universe` entry point once ttc is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ttc.passes import PASSES

if TYPE_CHECKING:
    from xdsl.context import Context
    from xdsl.ir import Dialect
    from xdsl.universe import Universe
    from xdsl.utils.target import Target


def _grid() -> Dialect:
    from ttc.dialects.grid import GRID

    return GRID


def _tile() -> Dialect:
    from ttc.dialects.tile import TILE

    return TILE


def _metal() -> Dialect:
    from ttc.dialects.metal import METAL

    return METAL


def _host() -> Dialect:
    from ttc.dialects.host import HOST

    return HOST


DIALECTS: dict[str, Callable[[], Dialect]] = {
    "grid": _grid,
    "tile": _tile,
    "metal": _metal,
    "host": _host,
}


def _metalium() -> type[Target]:
    from ttc.codegen.target import MetaliumTarget

    return MetaliumTarget


TARGETS: dict[str, Callable[[], type[Target]]] = {"metalium": _metalium}


def context() -> Context:
    """Makes a context in which ttc's dialects and those it builds on load on first use."""
    from xdsl.context import Context
    from xdsl.dialects import get_all_dialects

    made = Context()
    for name, factory in {**get_all_dialects(), **DIALECTS}.items():
        made.register_dialect(name, factory)
    return made


def __getattr__(name: str) -> Universe:
    # xDSL's universe imports its tables of passes and targets; a compile needs neither.
    if name != "TTC_UNIVERSE":
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from xdsl.universe import Universe

    return Universe(all_dialects=DIALECTS, all_passes=PASSES, all_targets=TARGETS)
