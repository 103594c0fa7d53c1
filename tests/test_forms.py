"""Tensors in several forms, and tensors in rows that are written, for sizes of all kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

import ttc
from ttc import inputs
from ttc.api import Kernel
from ttc.codegen.check import check_directory
from ttc.load import load
from ttc.run import Run, against_reference, simulate
from ttc.summary import summary
from ttc.targets import TARGETS

KERNELS = Path(__file__).parent / "kernels"
CASES: list[tuple[str, dict[str, int | str]]] = [
    *(("shifted_between", {"M": m, "N": n}) for m, n in ((1, 2), (31, 16), (64, 33), (130, 100))),
    ("shifted_between", {"N": 80, "dtype": "bfloat16", "SHIFT": 32}),
    ("shifted_between", {"M": 70, "N": 7, "dtype": "bfloat16", "SHIFT": 1}),
    ("two_convolutions", {"B": 1, "H": 3, "W": 3, "F": 96, "G": 33}),
    ("two_convolutions", {"B": 1, "H": 4, "W": 32, "C": 64}),
    *(("two_shapes", {"B": b, "S": s}) for b, s in ((1, 40), (2, 33), (2, 64), (3, 1))),
    ("two_shapes", {"D": 40, "S": 64}),
    ("two_shapes", {"D": 33}),
    ("two_ways", {"B": 1, "S": 3, "H": 5, "D": 33}),
    ("two_ways", {"S": 32, "H": 64}),
    ("written_two_ways", {"B": 1, "S": 3, "H": 5, "D": 33}),
    ("written_two_ways", {"S": 32, "H": 64, "D": 96}),
    ("any_place", {"M": 33, "N": 40}),
    ("any_place", {"PART": 1, "M": 11}),
]


def compiled(name: str, target: str, sizes: dict[str, int | str]) -> Kernel:
    file = load(KERNELS / f"{name}.py", {name: str(size) for name, size in sizes.items()})
    (prim_func,) = file.kernels.values()
    return ttc.compile(prim_func, target=target)


def executed(kernel: Kernel, tmp_path: Path) -> Run:
    arrays = inputs.make(kernel.params, 0, {})
    return simulate(kernel.write(tmp_path), kernel.plan, arrays, None)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("name", "sizes"), CASES, ids=str)
def test_a_kernel_computes_what_it_means_and_moves_what_it_says(
    name: str, sizes: dict[str, int | str], target: str, tmp_path: Path
):
    kernel = compiled(name, target, sizes)
    run = executed(kernel, tmp_path)
    results = against_reference(run, kernel.prim_func)
    assert not isinstance(results, str), results
    assert results
    assert all(one.ok for one in results), results
    assert check_directory(tmp_path / kernel.name) == []
    programs = kernel.plan["programs"]
    assert run.counters.dram.read_bytes == sum(p["dram"]["read_bytes"] for p in programs)
    assert run.counters.dram.written_bytes == sum(p["dram"]["write_bytes"] for p in programs)


def rows(kernel: Kernel) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in kernel.plan["tensors"]}


def layouts(kernel: Kernel) -> list[str]:
    table = summary(kernel.plan)
    start = next(n for n, (title, _) in enumerate(table) if title == "layout")
    texts = [table[start][1]]
    for title, text in table[start + 1 :]:
        if title:
            break
        texts.append(text)
    return texts


def test_a_copy_costs_what_the_plan_and_the_summary_say():
    kernel = compiled("two_ways", "wormhole", {})
    copy = rows(kernel)["X_2"]
    assert (copy["role"], copy["index"], copy["order"]) == ("copy", 0, [0, 1, 2, 3])
    assert (rows(kernel)["X"]["role"], rows(kernel)["X"]["order"]) == ("in", [0, 2, 1, 3])
    assert [parameter.name for parameter in kernel.params] == ["X", "Heads", "Places"]
    assert layouts(kernel)[1] == (
        "X_2, a copy of X (819,200 bytes more to upload), as 2x50x36x64 (dimensions 0, 1, 2, 3): "
        "its blocks extend over dimensions 2 and 3"
    )
    assert '"X_2": "X"' in kernel.sources["host.py"]
    assert kernel.sources["host.cpp"].count('"X.bin"') == 2


def test_shapes_with_the_same_pages_are_one_tensor():
    kernel = compiled("two_shapes", "wormhole", {})
    assert list(rows(kernel)) == ["X", "Y", "Sums", "Product", "Written", "X_2"]
    x, written, copy = layouts(kernel)
    assert x == "Y as 3x64x96 (dimensions 0, 1, 2): also used as 192x96, which has the same tiles"
    assert written == (
        "Written as 3x40 rows of 96: its tiles would be others in each shape: read in pieces of "
        "192 bytes, made tiles by compute; written in pieces of 32 bytes; also used as 120x96, "
        "which has the same rows"
    )
    assert copy == (
        "X_2, a copy of X (24,576 bytes more to upload), as 120x96 (dimensions 0, 1 of 120x96): "
        "its tiles are others than those of 3x40x96"
    )


def test_no_copy_is_made_where_the_tiles_are_the_same():
    kernel = compiled("two_shapes", "wormhole", {"S": 64})
    assert not any(row["role"] == "copy" for row in kernel.plan["tensors"])
    assert {row["layout"] for row in kernel.plan["tensors"]} == {"tile"}


def test_what_is_between_two_convolutions_lies_in_rows():
    kernel = compiled("two_convolutions", "wormhole", {})
    between = rows(kernel)["Between"]
    assert (between["layout"], between["role"]) == ("row_major", "scratch")
    assert between["why"] == (
        "a window moves over it: read in pieces of 128 bytes, made tiles by compute; written in "
        "pieces of 32 bytes; also used as 2x7x9x64, which has the same rows"
    )
    assert "ttnn.ROW_MAJOR_LAYOUT)," in kernel.sources["host.py"]
