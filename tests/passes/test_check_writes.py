"""Which kernels write every element from one block only, and how the others are refused."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from xdsl.context import Context

from ttc.diagnostics import CompileError
from ttc.frontend import lower
from ttc.load import load
from ttc.passes.check_writes import CheckWritesPass

Checked = Callable[[str], None]


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Runs the pass on statements over A and C (256x128) with a block s of 64x64."""
    monkeypatch.chdir(tmp_path)

    def run(body: str) -> None:
        Path("k.py").write_text(
            "import ttc.language as T\n\n@T.prim_func\n"
            'def kernel(A: T.Tensor((256, 128), "float32"), C: T.Tensor((256, 128), "float32")):\n'
            + textwrap.indent(textwrap.dedent(body), "    ")
        )
        (kernel,) = load(Path("k.py")).kernels.values()
        CheckWritesPass().apply(Context(), lower(kernel))

    return run


S = 's = T.alloc_shared((64, 64), "float32")'
ACCEPTED = {
    "tiles": f"""
        with T.Kernel(2, 4) as (bx, by):
            {S}
            T.copy(s, C[by * 64, bx * 64])
    """,
    "gaps and tails": f"""
        with T.Kernel(2, 3) as (bx, by):
            {S}
            T.copy(s, C[by * 100 + 7, 128 - bx * 64])
    """,
    "one dimension split": f"""
        with T.Kernel(8) as b:
            {S}
            T.copy(s, C[b // 2 * 64, b % 2 * 64])
    """,
    "two extents in one dimension": """
        with T.Kernel(2, 2) as (bx, by):
            s = T.alloc_shared((64, 128), "float32")
            T.copy(s, C[(by * 2 + bx) * 64, 0])
    """,
    "halves": """
        with T.Kernel(4) as b:
            s = T.alloc_shared((64, 64), "float32")
            T.copy(s, C[b * 64, 0])
            T.copy(s, C[b * 64, 64])
    """,
    "a loop of rows": """
        with T.Kernel(4) as b:
            s = T.alloc_shared((16, 128), "float32")
            for k in T.serial(4):
                T.copy(s, C[b * 64 + k * 16, 0])
    """,
    "a loop as long as the block id": """
        with T.Kernel(4) as b:
            s = T.alloc_shared((16, 16), "float32")
            for k in range(b + 1):
                T.copy(s, C[k * 64 + 16 * b, 0])
    """,
    "elements": """
        with T.Kernel(4) as b:
            for i, j in T.Parallel(64, 128):
                C[b * 64 + i, j] = A[b * 64 + i, j]
    """,
    "the same block twice": f"""
        with T.Kernel(1) as b:
            {S}
            for k in T.serial(3):
                T.copy(s, C[0, 0])
    """,
    "outside the tensor": f"""
        with T.Kernel(2, 4) as (bx, by):
            {S}
            T.copy(s, C[by * 64 + bx * 256, 0])
    """,
    "in place": f"""
        with T.Kernel(2, 4) as (bx, by):
            {S}
            T.copy(C[by * 64, bx * 64], s)
            T.copy(s, C[by * 64, bx * 64])
    """,
    "in place, in a loop": """
        with T.Kernel(4) as b:
            s = T.alloc_shared((16, 128), "float32")
            for k in T.serial(4):
                T.copy(C[b * 64 + k * 16, 0], s)
                T.copy(s, C[b * 64 + k * 16, 0])
    """,
    "one block of a row": f"""
        with T.Kernel(2, 4) as (bx, by):
            {S}
            if bx == 1:
                T.copy(s, C[by * 64, 0])
    """,
    "the rest of a row": f"""
        with T.Kernel(2, 4) as (bx, by):
            {S}
            if bx * 64 < by * 32:
                T.copy(s, C[by * 64, bx * 64])
            elif bx == 0 and by % 2 == 1:
                T.copy(s, C[by * 64 - 64, 64])
    """,
    "the last step": f"""
        with T.Kernel(4, 3) as (b, c):
            {S}
            for k in T.serial(4):
                if T.min(k, c + 1) == 3 or (not k != 3 and c == 2):
                    if c >= 2:
                        T.copy(s, C[b * 64, 0])
    """,
    "data decides, the block id too": f"""
        with T.Kernel(4) as b:
            {S}
            v = T.alloc_var("int32", 0)
            if v > 3 and b == 1:
                T.copy(s, C[0, 0])
    """,
    "a place that depends on the block": f"""
        with T.Kernel(3) as b:
            {S}
            T.copy(s, C[T.if_then_else(b == 1, 0, b * 64 + 64), 0])
    """,
    "a row that no block writes": f"""
        with T.Kernel(4) as b:
            {S}
            T.copy(C[0, 0], s)
            if b > 0:
                T.copy(s, C[b * 64, 0])
    """,
    "read in one block, written in others": f"""
        with T.Kernel(4) as b:
            {S}
            if b == 0:
                T.copy(C[64, 0], s)
            elif b > 1:
                T.copy(s, C[b * 64, 0])
    """,
    "read ahead": """
        with T.Kernel(4) as b:
            s = T.alloc_shared((16, 128), "float32")
            for k in T.serial(3):
                T.copy(C[b * 64 + k * 16 + 16, 0], s)
                T.copy(s, C[b * 64 + k * 16, 0])
    """,
    "another launch's result": f"""
        with T.Kernel(1) as b:
            {S}
            T.copy(s, C[0, 0])
        with T.Kernel(4) as b:
            {S}
            T.copy(C[0, 0], s)
            T.copy(s, A[b * 64, 0])
    """,
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(checked: Checked, name: str):
    checked(ACCEPTED[name])


OVERLAP = "give every block its own elements: factors as large as what a block writes"
READ = "whether the new or the old value is read is not defined"
REFUSED = {
    "no block id": (
        f"with T.Kernel(2) as b:\n    {S}\n    T.copy(s, C[0, 0])",
        "blocks (b) = (0) and (1) both write element [0, 0] of 'C'",
        "its place does not depend on 'b': add it to the offset",
    ),
    "small factor": (
        f"with T.Kernel(2, 4) as (bx, by):\n    {S}\n    T.copy(s, C[by * 32, bx * 64])",
        "blocks (bx, by) = (0, 0) and (0, 1) both write element [32, 0] of 'C'",
        OVERLAP,
    ),
    "diagonals": (
        "with T.Kernel(2, 2) as (x, y):\n    s = T.alloc_shared((64, 128), 'float32')\n"
        "    T.copy(s, C[(x + y) * 64, 0])",
        "blocks (x, y) = (1, 0) and (0, 1) both write element [64, 0] of 'C'",
        OVERLAP,
    ),
    "a clamped tail": (
        f"with T.Kernel(3) as b:\n    {S}\n    T.copy(s, C[T.min(b * 48, 64), 0])",
        "blocks (b) = (0) and (1) both write element [48, 0] of 'C'",
        OVERLAP,
    ),
    "two copies": (
        f"with T.Kernel(3) as b:\n    {S}\n    T.copy(s, C[b * 64, 0])\n"
        "    T.copy(s, C[b * 64 + 64, 0])",
        "blocks (b) = (0) and (1) both write element [64, 0] of 'C'",
        OVERLAP,
    ),
    "elements": (
        "with T.Kernel(2) as b:\n    for i in T.Parallel(128):\n        C[i + 64 * b, 0] = 1",
        "blocks (b) = (0) and (1) both write element [64, 0] of 'C'",
        OVERLAP,
    ),
    "a condition that holds twice": (
        f"with T.Kernel(4) as b:\n    {S}\n    if b >= 2:\n        T.copy(s, C[0, 0])",
        "blocks (b) = (2) and (3) both write element [0, 0] of 'C'",
        "its place does not depend on 'b': add it to the offset",
    ),
    "the other side": (
        f"with T.Kernel(4) as b:\n    {S}\n    if b == 2:\n        T.copy(s, A[0, 0])\n"
        "    else:\n        T.copy(s, C[0, 0])",
        "blocks (b) = (0) and (3) both write element [0, 0] of 'C'",
        "its place does not depend on 'b': add it to the offset",
    ),
    "a condition on data": (
        f"with T.Kernel(4) as b:\n    {S}\n    v = T.alloc_var('int32', 0)\n"
        "    if b == v or b == 7:\n        T.copy(s, C[0, 0])",
        "blocks (b) = (0) and (3) both write element [0, 0] of 'C'",
        "its place does not depend on 'b': add it to the offset",
    ),
    "read where a condition lets another write": (
        f"with T.Kernel(4) as b:\n    {S}\n    T.copy(C[0, 0], s)\n"
        "    if b > 1 or b == 0:\n        T.copy(s, C[b * 64, 0])",
        f"'C' is read here in the launch that writes it; {READ}",
        "write to another tensor, or read it in a second T.Kernel",
    ),
    "read behind": (
        "with T.Kernel(4) as b:\n    s = T.alloc_shared((16, 128), 'float32')\n"
        "    for k in T.serial(3):\n        T.copy(C[b * 64 + k * 16, 0], s)\n"
        "        T.copy(s, C[b * 64 + k * 16 + 16, 0])",
        f"'C' is read here in the launch that writes it; {READ}",
        "write to another tensor, or read it in a second T.Kernel",
    ),
    "too many": (
        "with T.Kernel(64, 64) as (x, y):\n    for i, j in T.Parallel(64, 64):\n"
        "        C[x * y * 64 + i, x * 64 + j] = 1",
        "it cannot be shown that two blocks never write the same element of 'C'",
        "write where sums such as 'bx * 64' say, with the block's size as the factor",
    ),
    "a neighbour": (
        f"with T.Kernel(3) as b:\n    {S}\n    T.copy(C[b * 64 + 64, 0], s)\n"
        "    T.copy(s, C[b * 64, 0])",
        f"'C' is read here in the launch that writes it; {READ}",
        "write to another tensor, or read it in a second T.Kernel",
    ),
    "read afterwards": (
        f"with T.Kernel(3) as b:\n    {S}\n    T.copy(s, C[b * 64, 0])\n"
        "    T.copy(C[b * 64, 0], s)",
        f"'C' is read here in the launch that writes it; {READ}",
        "write to another tensor, or read it in a second T.Kernel",
    ),
    "read again and again": (
        f"with T.Kernel(3) as b:\n    {S}\n    for k in T.serial(2):\n"
        "        T.copy(C[b * 64, 0], s)\n        T.copy(s, C[b * 64, 0])",
        f"'C' is read here in the launch that writes it; {READ}",
        "write to another tensor, or read it in a second T.Kernel",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(checked: Checked, name: str):
    body, message, way_out = REFUSED[name]
    with pytest.raises(CompileError) as caught:
        checked(body)
    assert caught.value.message == message
    assert caught.value.notes[-1] == (way_out, None)
    assert caught.value.span is not None
    assert caught.value.span.file == "k.py"
