"""Reductions, running sums, transposes and other shapes: which op each becomes, and on what."""

from collections.abc import Callable

import pytest

Printed = Callable[[str], str]
BUFFERS = """
x = T.alloc_shared((32, 64), "bfloat16")
r = T.alloc_fragment(32, "float32")
c = T.alloc_fragment((1, 64), "float32")
one = T.alloc_fragment(1, "float32")
cube = T.alloc_fragment((2, 32, 64), "float32")
"""


def lines(printed: Printed, body: str) -> list[str]:
    text = printed(BUFFERS + body)
    found = [line.partition(" : ")[0].strip() for line in text.splitlines()]
    return [line for line in found if "alloc" not in line and "constant" not in line]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("T.reduce_sum(x, r, dim=1)", 'grid.reduce "sum" %x, %r {dim = 1'),
        ("T.reduce_max(x, r)", 'grid.reduce "max" %x, %r {dim = 1'),
        ("T.reduce_min(x, c, dim=-2)", 'grid.reduce "min" %x, %c {dim = 0'),
        ("T.reduce_absmax(x, c, 0)", 'grid.reduce "absmax" %x, %c {dim = 0'),
        ("T.reduce_abssum(x, r, 1)", 'grid.reduce "abssum" %x, %r {dim = 1'),
        ('T.reduce(x, r, "sum", 1, True, batch=4)', 'grid.reduce "sum" %x, %r {dim = 1'),
        ("T.reduce_sum(cube, x, 0)", 'grid.reduce "sum" %cube, %x {dim = 0'),
        ("T.reduce_sum(r, one)", 'grid.reduce "sum" %r, %one {dim = 0'),
        ("T.cumsum(x, dim=1)", "grid.cumsum %x, %x {dim = 1"),
        ("T.cumsum(r, dst=r, reverse=True)", "grid.cumsum %r, %r {dim = 0"),
    ],
)
def test_op(printed: Printed, call: str, expected: str):
    assert lines(printed, call) == [expected]


@pytest.mark.parametrize(
    ("call", "attributes"),
    [
        ("T.reduce_max(x, r)", "{dim = 1 : i64, clear}"),
        ("T.reduce_max(x, r, clear=False)", "{dim = 1 : i64}"),
        ("T.cumsum(x, reverse=True)", "{dim = 0 : i64, reverse}"),
        ("T.cumsum(x)", "{dim = 0 : i64}"),
    ],
)
def test_attributes(printed: Printed, call: str, attributes: str):
    assert attributes in printed(BUFFERS + call)


def test_a_part_goes_through_a_block_of_its_own(printed: Printed):
    assert lines(printed, "T.reduce_sum(x[0:16, 32:64], r[16:], clear=False)") == [
        "grid.copy %x[%c0, %c32] sizes <16x32> to %x_part[%c0, %c0] sizes <16x32>",
        "grid.copy %r[%c16] sizes <16> to %r_part[%c0] sizes <16>",
        'grid.reduce "sum" %x_part, %r_part {dim = 1',
        "grid.copy %r_part[%c0] sizes <16> to %r[%c16] sizes <16>",
    ]


def test_a_product_of_parts_goes_through_blocks(printed: Printed):
    found = lines(
        printed,
        'y = T.alloc_fragment((2, 32, 32), "float32")\n'
        "T.gemm(x, x, y[1, :, :], transpose_B=True, clear_accum=bx == 0)",
    )
    assert found == [
        "%0 = arith.cmpi eq, %bx, %c0",
        "grid.copy %y[%c1, %c0, %c0] sizes <1x32x32> to %y_part[%c0, %c0] sizes <32x32>",
        "scf.if %0 {",
        "grid.fill %y_part, %1",
        "}",
        "grid.gemm %x, %x, %y_part {transpose_b}",
        "grid.copy %y_part[%c0, %c0] sizes <32x32> to %y[%c1, %c0, %c0] sizes <1x32x32>",
    ]


def test_a_transpose_is_a_parallel(printed: Printed):
    assert lines(
        printed, 'y = T.alloc_shared((64, 16), "float32")\nT.transpose(x[8:24, :], y)'
    ) == [
        "grid.parallel (%0, %1) in (16, 64) {",
        "%2 = arith.addi %0, %c8",
        "%3 = grid.load %x[%2, %1]",
        "%4 = arith.extf %3",
        "grid.store %4, %y[%1, %0]",
        "}",
    ]


@pytest.mark.parametrize(
    "call", ["T.reshape(A, (64, 128))", "T.view(A, [64, 128])", "T.Tensor((64, 128), "
             "'bfloat16', A.data)", "T.view(A, (64, 128), 'bfloat16')"]
)  # fmt: skip
def test_other_shapes_of_a_tensor(printed: Printed, call: str):
    text = printed(f"y = {call}\nx = T.alloc_shared((32, 32), 'bfloat16')\nT.copy(y[32, 64], x)")
    assert (
        "%y = grid.reshape %A : !grid.buffer<128x64xbf16, global> "
        "to !grid.buffer<64x128xbf16, global>"
    ) in text
    assert "grid.copy %y[%c32, %c64] sizes <32x32>" in text


def test_tensors_are_copied_through_a_block(printed: Printed):
    assert lines(printed, "T.copy(A[0:32, :], Q[by, 2, 32:64, :])") == [
        "grid.copy %A[%c0, %c0] sizes <32x64> to %Q_part[%c0, %c0] sizes <32x64>",
        "grid.copy %Q_part[%c0, %c0] sizes <32x64> to %Q[%by, %c2, %c32, %c0] sizes <1x1x32x64>",
    ]


def test_a_fill_takes_scalars_of_the_kernel(printed: Printed):
    text = printed(BUFFERS + "v = T.alloc_var('int32', 3)\nT.fill(r, v * 2.5 + bx)")
    assert "arith.mulf" in text
    assert text.splitlines()[-1].startswith("grid.fill %r, %")


def test_loops_in_each_other(printed: Printed):
    found = lines(printed, "for i, j in T.grid(2, bx + 1):\n    T.clear(r)")
    assert [line for line in found if "for" in line] == [
        "scf.for %i = %c0 to %c2 step %c1 {",
        "scf.for %j = %c0 to %0 step %c1 {",
    ]


def test_a_persistent_loop_walks_the_domain_in_waves(printed: Printed):
    found = lines(
        printed, "for a, b in T.Persistent([4, 5], 8, bx * 2 + by):\n    T.copy(A[a, b], x)"
    )
    assert found[2:] == [
        "scf.for %tile = %1 to %c20 step %c8 {",
        "%2 = arith.remsi %tile, %c5",
        "%3 = arith.floordivsi %tile, %c5",
        "grid.copy %A[%3, %2] sizes <32x64> to %x[%c0, %c0] sizes <32x64>",
        "}",
    ]
