"""Programs written at the TILE level, after tensorize: lowered, emitted, checked and simulated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from xdsl.context import Context
from xdsl.parser import Parser

from ttc.codegen import emit
from ttc.codegen.check import check_directory
from ttc.pipeline import passes
from ttc.pipeline_runner import run
from ttc.runtime_sim import Counters, execute
from ttc.targets import target_named
from ttc.universe import context

from .programs import Array, Execute

ONE_CORE = (
    'grid = #grid.sizes<{items}>, dealing = "contiguous", order = "row", panel = 1 : i64, '
    "cores = #host.core_ranges<(0, 0) to (0, 0)>, work = #host.work<(0, 0) 0 + {items}>"
)


def lowered(text: str, items: int, target: str, folder: Path) -> dict[str, str]:
    """The files of a program; its `tile.kernel` has the attributes `ONE_CORE`."""
    module = Parser(
        context(), text.replace("ONE_CORE", ONE_CORE.format(items=items))
    ).parse_module()
    module.verify()
    names = [step.name for step in passes(target_named(target))]
    start = names.index("choose-subblocks")
    run(Context(), module, passes(target_named(target))[start:], dump=folder / "ir")
    return emit(module)


@pytest.fixture
def execute_tiles(tmp_path: Path) -> Execute:
    """Gives `execute_tiles(text, arrays)`: fills what the program writes."""

    def executed(
        text: str, arrays: Sequence[Array], items: int = 1, target: str = "wormhole"
    ) -> Counters:
        files = lowered(text, items, target, tmp_path)
        for name, content in files.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        assert [str(finding) for finding in check_directory(tmp_path)] == []
        return execute(tmp_path, list(arrays), target)

    return executed
