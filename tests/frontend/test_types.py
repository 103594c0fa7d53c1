"""In which type TileLang computes on operands of two types."""

from collections.abc import Callable

import pytest

ELEMENTS = {"bf16": "A", "f32": "B", "i32": "I", "u32": "U", "u16": "H"}


@pytest.fixture
def result(printed: Callable[[str], str]) -> Callable[[str], str]:
    """Computes an expression on one element of each parameter and returns its ops."""

    def made(expression: str) -> str:
        loads = "\n".join(
            f"    {name} = {tensor}[by * 32 + i, j]" for name, tensor in ELEMENTS.items()
        )
        text = printed(
            "out = T.alloc_fragment((32, 64), 'float32')\n"
            f"for i, j in T.Parallel(32, 64):\n{loads}\n    result = {expression}"
        )
        lines = [line.strip() for line in text.splitlines()]
        values = [line for line in lines if "grid." not in line or "grid.sigmoid" in line]
        return "\n".join(line for line in values if line != "}")

    return made


def final(ops: str) -> str:
    """Returns the type of the last op's result."""
    return ops.splitlines()[-1].rpartition(" ")[2]


@pytest.mark.parametrize(
    ("expression", "ir"),
    [
        ("bf16 + bf16", "bf16"),
        ("bf16 + f32", "f32"),
        ("bf16 * i32", "bf16"),
        ("f32 - u16", "f32"),
        ("i32 + u32", "i32"),
        ("u16 + i32", "i32"),
        ("bf16 * 2", "bf16"),
        ("2 * bf16", "bf16"),
        ("bf16 * 2.5", "f32"),
        ("bf16 * T.bfloat16(2.5)", "bf16"),
        ("i32 * 2.5", "f32"),
        ("i32 * 2", "i32"),
        ("u16 + 1", "i16"),
        ("(f32 > 0) + i32", "i32"),
        ("i + f32", "f32"),
        ("T.if_then_else(f32 > 0, bf16, f32)", "f32"),
        ("T.if_then_else(f32 > 0, bf16, 0)", "bf16"),
        ("bf16 if f32 > 0 else 0.0", "f32"),
        ("T.exp(bf16)", "bf16"),
        ("T.exp(i32)", "f32"),
        ("T.cast(f32, 'int32')", "i32"),
        ("T.Cast('bfloat16', f32)", "bf16"),
        ("i32.astype('float32')", "f32"),
        ("T.max(bf16, 0)", "bf16"),
        ("T.pow(bf16, f32)", "f32"),
        ("bf16 ** 2", "bf16"),
    ],
)
def test_type_of(result: Callable[[str], str], expression: str, ir: str):
    assert final(result(expression)) == ir


@pytest.mark.parametrize(
    ("expression", "ops"),
    [
        ("-bf16", ["negf"]),
        ("-i32", ["constant", "subi"]),
        ("abs(f32)", ["math.absf"]),
        ("i32 // 3", ["constant", "floordivsi"]),
        ("u32 // 3", ["constant", "divui"]),
        ("u32 % 3", ["constant", "remui"]),
        ("i32 % 3", ["constant", "floordivsi", "muli", "subi"]),
        ("f32 // 2", ["constant", "divf", "math.floor"]),
        ("T.cast(bf16, 'float32')", ["extf"]),
        ("T.cast(f32, 'bfloat16')", ["truncf"]),
        ("T.cast(i32, 'float32')", ["sitofp"]),
        ("T.cast(u32, 'float32')", ["uitofp"]),
        ("T.cast(f32, 'uint32')", ["fptoui"]),
        ("T.cast(u16, 'int32')", ["extui"]),
        ("T.cast(i32, 'uint16')", ["trunci"]),
        ("T.cast(i, 'float32')", ["index_cast", "sitofp"]),
        ("T.min(i32, u32)", ["minui"]),
        ("T.clamp(f32, 0, 1)", ["constant", "maximumf", "constant", "minimumf"]),
        ("T.sigmoid(f32)", ["grid.sigmoid"]),
        ("f32 ** 3", ["mulf", "mulf"]),
        ("bf16 ** 2.0", ["extf", "mulf"]),
        ("T.fast_rcp(f32)", ["constant", "divf"]),
        ("T.shift_left(i32, 3)", ["constant", "muli"]),
        ("T.round(f32)", ["math.roundeven"]),
        ("T.floor(i32 + 1)", ["constant", "addi"]),
        ("f32 > 0 and i32 != 1", ["constant", "cmpf", "constant", "cmpi", "andi"]),
        ("0 < f32 <= 1", ["constant", "cmpf", "constant", "cmpf", "andi"]),
        ("not f32 > 0", ["constant", "cmpf", "constant", "xori"]),
        ("u32 < 3", ["constant", "cmpi"]),
        ("T.isnan(f32)", ["cmpf"]),
        ("T.rsqrt(f32) + T.erf(f32)", ["math.rsqrt", "math.erf", "addf"]),
        ("f32 * (1 / 4)", ["constant", "mulf"]),
    ],
)
def test_ops_of(result: Callable[[str], str], expression: str, ops: list[str]):
    found = [line.split("=")[1].split()[0] for line in result(expression).splitlines()]
    index_ops = 2  # the row: by * 32 + i, and its constant
    assert [op.removeprefix("arith.") for op in found][index_ops + 1 :] == ops


def test_an_unsigned_comparison_says_so(result: Callable[[str], str]):
    assert "cmpi ult" in result("u32 < 3")
    assert "cmpi slt" in result("i32 < 3")


def test_a_store_converts_to_the_buffer_s_type(printed: Callable[[str], str]):
    text = printed("""
        x = T.alloc_fragment((32, 64), "int32")
        for i, j in T.Parallel(32, 64):
            x[i, j] = B[i, j]
    """)
    assert "arith.fptosi" in text
    assert text.splitlines()[-2].endswith(": i32, !grid.buffer<32x64xi32, fragment>")
