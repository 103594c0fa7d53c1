"""Which elements T.copy moves, for each way to write its sides."""

from collections.abc import Callable

import pytest

Copied = Callable[[str, str], str]


@pytest.fixture
def copied(printed: Callable[[str], str]) -> Copied:
    """Copies between parameters, s (32x64) and t (1x64); returns the op without types."""

    def made(src: str, dst: str) -> str:
        text = printed(f"""
            s = T.alloc_shared((32, 64), "bfloat16")
            t = T.alloc_fragment((1, 64), "bfloat16")
            T.copy({src}, {dst})
        """)
        return text.splitlines()[-1].partition(" : ")[0].removeprefix("grid.copy ")

    return made


@pytest.mark.parametrize(
    ("src", "dst", "expected"),
    [
        ("A[bx * 32, 0]", "s", "%A[%0, %c0] sizes <32x64> to %s[%c0, %c0] sizes <32x64>"),
        ("s", "A[bx, by]", "%s[%c0, %c0] sizes <32x64> to %A[%bx, %by] sizes <32x64>"),
        ("A[bx, 0]", "t", "%A[%bx, %c0] sizes <1x64> to %t[%c0, %c0] sizes <1x64>"),
        (
            "Q[by, bx % 3, bx * 32, 0]",
            "s",
            "%Q[%by, %0, %1, %c0] sizes <1x1x32x64> to %s[%c0, %c0] sizes <32x64>",
        ),
        (
            "Q[by, 2, bx * 32:(bx + 1) * 32, :]",
            "s",
            "%Q[%by, %c2, %0, %c0] sizes <1x1x32x64> to %s[%c0, %c0] sizes <32x64>",
        ),
        ("A[0:16, 32:64]", "s[16:, :32]", "%A[%c0, %c32] sizes <16x32> to "
         "%s[%c16, %c0] sizes <16x32>"),
        ("A[-32:, :]", "s", "%A[%c96, %c0] sizes <32x64> to %s[%c0, %c0] sizes <32x64>"),
        ("A[0, bx]", "s[1, 2]", "%A[%c0, %bx] sizes <1x1> to %s[%c1, %c2] sizes <1x1>"),
        ("A[bx, :]", "s[7, :]", "%A[%bx, %c0] sizes <1x64> to %s[%c7, %c0] sizes <1x64>"),
    ],
)  # fmt: skip
def test_extents(copied: Copied, src: str, dst: str, expected: str):
    assert copied(src, dst) == expected


def test_keywords_are_checked_and_ignored(printed: Callable[[str], str]):
    text = printed("""
        s = T.alloc_shared((32, 64), "bfloat16")
        T.copy(src=A[0, 0], dst=s, disable_tma=True, coalesced_width=8)
    """)
    assert text.splitlines()[-1].startswith("grid.copy %A[%c0, %c0] sizes <32x64> to %s")
