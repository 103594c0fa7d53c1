"""Kernels that gather rows and make tiles of them, and the plan of a tensor in rows."""

from pathlib import Path

import pytest

import ttc
from ttc.codegen.check import check_directory
from ttc.load import load

EXAMPLE = Path(__file__).parents[3] / "examples" / "conv2d.py"
FAULTS = {
    "no init": (
        "compute.cpp", "            tilize_init(cb_seen_rows, 2, cb_seen);\n", "",
        "'tilize_block' needs tilize_init before it; there was none",
    ),
    "init of another width": (
        "compute.cpp", "tilize_init(cb_seen_rows, 2, cb_seen)",
        "tilize_init(cb_seen_rows, 4, cb_seen)",
        "'tilize_block' and its tilize_init have different 'block'",
    ),
    "no uninit": (
        "compute.cpp", "            tilize_uninit(cb_seen_rows, cb_seen);\n", "",
        "'pack_tile' packs while the packer is still set up by tilize_init",
    ),
    "again without an init": (
        "compute.cpp", "            tilize_uninit(cb_seen_rows, cb_seen);\n",
        "            tilize_uninit(cb_seen_rows, cb_seen);\n"
        "            tilize_block(cb_seen_rows, 2, cb_seen);\n",
        "'tilize_block' needs tilize_init before it; there was none",
    ),
    "in a section": (
        "compute.cpp", "            tilize_uninit(cb_seen_rows, cb_seen);\n",
        "            tilize_uninit(cb_seen_rows, cb_seen);\n            tile_regs_acquire();\n"
        "            tilize_block(cb_seen_rows, 2, cb_seen);\n",
        "'tilize_block' handles DST itself and must be outside a section",
    ),
    "tiles past the block": (
        "compute.cpp", "tilize_block(cb_seen_rows, 2, cb_seen, row * 2, row * 2)",
        "tilize_block(cb_seen_rows, 2, cb_seen, row * 2, row * 2 + 1)",
        "'tilize_block' uses tile 4 of 'seen', of which 4 pages are reserved",
    ),
    "no barrier": (
        "reader.cpp", "            noc_async_read_barrier();\n", "",
        "'seen_rows' is pushed while reads into it are under way",
    ),
    "pages of tiles": (
        "plan.json", '"page_bytes": 128', '"page_bytes": 2048',
        "tensor 'Image' has pages of 2048 bytes; a row of 64 bfloat16 has 128",
    ),
    "a grid of tiles": (
        "plan.json", '"tile_grid": [20, 1]', '"tile_grid": [1, 2]',
        "a matrix of tensor 'Image' has 20 rows of one page, its tile_grid is [1, 2]",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    (prim_func,) = load(EXAMPLE).kernels.values()
    return dict(ttc.compile(prim_func).sources)


def findings(sources: dict[str, str], folder: Path) -> list[str]:
    for name, text in sources.items():
        (folder / name).write_text(text)
    return [finding.message for finding in check_directory(folder)]


def test_what_is_emitted_is_right(sources: dict[str, str], tmp_path: Path):
    assert findings(sources, tmp_path) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str, sources: dict[str, str], tmp_path: Path):
    file, old, new, message = FAULTS[fault]
    assert old in sources[file]
    faulty = {**sources, file: sources[file].replace(old, new, 1)}
    assert message in findings(faulty, tmp_path)
