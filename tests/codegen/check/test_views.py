"""Kernels that make rows of tiles: the packer's inits, widths, and how far a block reaches."""

from pathlib import Path

import pytest

import ttc
from ttc.codegen.check import check_directory
from ttc.load import load

EXAMPLE = Path(__file__).parents[3] / "examples" / "head_rmsnorm.py"
INIT = "        pack_untilize_dest_init<4, 8>(cb_head_rows);\n"
UNINIT = "        pack_untilize_uninit(cb_head_rows);\n"
CALL = "pack_untilize_dest<4, 8>(cb_head_rows, 1, col)"
FAULTS = {
    "no init": (
        INIT, "",
        "'pack_untilize_dest' needs pack_untilize_dest_init before it; there was none",
    ),
    "init of another width": (
        INIT, INIT.replace("<4, 8>", "<2, 8>"),
        "'pack_untilize_dest' and its pack_untilize_dest_init have different 'block_ct'",
    ),
    "init of another row": (
        INIT, INIT.replace("<4, 8>", "<4, 4>"),
        "'pack_untilize_dest' and its pack_untilize_dest_init have different 'full_ct'",
    ),
    "no uninit": (
        UNINIT, "",
        "'tilize_init' sets the packer up while the packer is still set up by "
        "pack_untilize_dest_init",
    ),
    "packs tiles": (
        CALL, "pack_tile(0, cb_head_rows)",
        "'pack_tile' packs while the packer is still set up by pack_untilize_dest_init",
    ),
    "more than DST holds": (
        INIT, INIT.replace("<4, 8>", "<8, 8>"),
        "'pack_untilize_dest_init' takes 8 tiles of DST; a section has 4",
    ),
    "more rows than DST holds": (
        CALL, CALL.replace("1, col", "2, col"),
        "'pack_untilize_dest' takes 8 tiles of DST; a section has 4",
    ),
    "past the block": (
        CALL, CALL.replace("1, col", "2, col"),
        "'pack_untilize_dest' uses tile 15 of 'head_rows', of which 8 pages are reserved",
    ),
    "format of another buffer": (
        INIT, INIT.replace("cb_head_rows", "cb_square"),
        "'pack_untilize_dest' packs to 'head_rows' (bfloat16), the packer is set up for float32",
    ),
    "unpacks by itself without its init": (
        UNINIT, f"        pack_untilize_block<4, 8>(cb_x, 1, cb_head_rows);\n{UNINIT}",
        "'pack_untilize_block' needs pack_untilize_init before it; copy_init came since",
    ),
    "after the uninit": (
        UNINIT,
        "        pack_untilize_init<4, 8>(cb_x, cb_head_rows);\n"
        f"{UNINIT}        pack_untilize_block<4, 8>(cb_x, 1, cb_head_rows);\n",
        "'pack_untilize_block' needs pack_untilize_init before it; there was none",
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
    old, new, message = FAULTS[fault]
    text = sources["compute.cpp"]
    assert old in text
    faulty = {**sources, "compute.cpp": text.replace(old, new, 1)}
    assert message in findings(faulty, tmp_path)
