"""Index arithmetic: folded while building, put into IR where it is used."""

from collections.abc import Callable

import pytest


@pytest.fixture
def offset(printed: Callable[[str], str]) -> Callable[[str], list[str]]:
    """Returns the ops of a row offset (bx < 4, by < 2), without constants, then its value."""

    def made(expression: str) -> list[str]:
        text = printed(f"""
            s = T.alloc_shared((1, 64), "float32")
            T.copy(s, B[{expression}, 0])
        """)
        lines = [line for line in text.splitlines() if "arith.constant" not in line]
        place = lines[-1].partition("%B[")[2].partition(",")[0]
        return [*(line.removesuffix(" : index") for line in lines[1:-1]), place]

    return made


@pytest.mark.parametrize(
    ("expression", "ops"),
    [
        ("by * 32 + 0", ["%0 = arith.muli %by, %c32", "%0"]),
        ("by * 1", ["%by"]),
        ("by * 0", ["%c0"]),
        ("by * 32 - by * 31", ["%by"]),
        ("by - by + 7", ["%c7"]),
        ("(by + 1) * 32 - 32", ["%0 = arith.muli %by, %c32", "%0"]),
        ("by * 32 // 32", ["%by"]),
        ("(by * 32 + bx) // 32", ["%by"]),
        ("(by * 32 + bx) % 32", ["%bx"]),
        ("bx % 4", ["%bx"]),
        ("bx // 4", ["%c0"]),
        ("bx // 2", ["%0 = arith.floordivsi %bx, %c2", "%0"]),
        ("(bx + 2) % 3", ["%0 = arith.addi %bx, %c2", "%1 = arith.remsi %0, %c3", "%1"]),
        ("bx // 2 - bx // 2", ["%0 = arith.floordivsi %bx, %c2", "%c0"]),
        ("3 - bx", ["%0 = arith.muli %bx, %cm1", "%1 = arith.addi %0, %c3", "%1"]),
        ("by - bx", ["%0 = arith.subi %by, %bx", "%0"]),
        ("bx * by", ["%0 = arith.muli %bx, %by", "%0"]),
        ("T.min(bx, 5)", ["%bx"]),
        ("T.min(bx, 2)", ["%0 = arith.minsi %bx, %c2", "%0"]),
        ("max(by, bx)", ["%0 = arith.maxsi %by, %bx", "%0"]),
        ("T.ceildiv(bx + 1, 2)", ["%0 = arith.addi %bx, %c2", "%1 = arith.floordivsi %0, %c2",
                                  "%1"]),
        ("T.if_then_else(bx < 4, by, 99)", ["%by"]),
        ("-1", ["%c127"]),
    ],
)  # fmt: skip
def test_index(offset: Callable[[str], list[str]], expression: str, ops: list[str]):
    assert offset(expression) == ops


def test_equal_offsets_are_computed_once(printed: Callable[[str], str]):
    text = printed("""
        s = T.alloc_shared((32, 64), "bfloat16")
        t = T.alloc_shared((32, 64), "float32")
        T.copy(A[by * 32, 0], s)
        T.copy(B[32 * by, 0], t)
    """)
    assert text.count("arith.muli") == 1
    assert text.count("arith.constant") == 2  # 0 and 32
