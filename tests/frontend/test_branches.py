"""`if` on what is known only when the kernel runs, and the scalars that such conditions read."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from ttc.diagnostics import CompileError

Printed = Callable[[str], str]


def test_a_branch_outside_parallel_is_one(printed: Printed):
    assert printed("""
        s = T.alloc_shared((32, 64), "bfloat16")
        if bx == 0 and by > 0:
            T.clear(s)
        elif bx < by:
            T.copy(A[0, 0], s)
        else:
            pass
    """) == dedent("""\
        %s = grid.alloc : !grid.buffer<32x64xbf16, shared>
        %c0 = arith.constant 0 : index
        %0 = arith.cmpi eq, %bx, %c0 : index
        %1 = arith.cmpi sgt, %by, %c0 : index
        %2 = arith.andi %0, %1 : i1
        scf.if %2 {
          %3 = arith.constant 0.000000e+00 : bf16
          grid.fill %s, %3 : !grid.buffer<32x64xbf16, shared>, bf16
        } else {
          %4 = arith.cmpi slt, %bx, %by : index
          scf.if %4 {
            grid.copy %A[%c0, %c0] sizes <32x64> to %s[%c0, %c0] sizes <32x64> : \
!grid.buffer<128x64xbf16, global> to !grid.buffer<32x64xbf16, shared>
          } else {
          }
        }""")


def test_what_python_knows_is_decided_at_once(printed: Printed):
    text = printed("""
        s = T.alloc_shared((32, 64), "bfloat16")
        if bx >= 0 and ROWS == 128:
            T.clear(s)
        elif 1 // 0:
            pass
    """)
    assert "scf.if" not in text
    assert text.count("grid.fill") == 1


def test_a_branch_in_parallel_chooses_between_values(printed: Printed):
    text = printed("""
        s = T.alloc_fragment((32, 64), "float32")
        t = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            if i >= j:
                x = 1.0
                s[i, j] = 2
            else:
                x = t[i, j]
                s[i, j] = s[i, j] * x
            t[i, j] = x
    """)
    assert text.count("arith.select") == 2
    assert text.count("grid.load %s") == 1
    assert text.count("grid.store") == 2
    assert "scf.if" not in text


def test_an_element_set_on_one_side_keeps_its_value_on_the_other(printed: Printed):
    text = printed("""
        s = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            if i >= j:
                if j > 3:
                    s[i, j] = 2
    """)
    assert text.count("arith.select") == text.count("grid.load") == 2
    assert text.count("grid.store") == 1


@pytest.mark.parametrize(
    ("condition", "is_guarded"),
    [
        ("bx * 40 + i < 128", False),
        ("bx * 40 + i <= 127", False),
        ("128 > bx * 40 + i", False),
        ("bx * 40 + i < 130 and j < 64", False),
        ("bx * 40 + i >= 0", False),
        ("bx * 40 + i < 127", True),
        ("bx * 40 + i >= 1", True),
        ("bx * 40 + i < 128 or j < 3", True),
        ("bx * 40 + i < 128 and i > j", True),
        ("i < 20", True),
    ],
)
def test_a_guard_against_the_end_of_a_tensor_costs_nothing(
    printed: Printed, condition: str, is_guarded: bool
):
    text = printed(f"""
        s = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            if {condition}:
                B[bx * 40 + i, j] = s[i, j]
    """)
    assert ("grid.load %B" in text) is is_guarded


def test_an_element_may_be_outside_where_it_is_not_chosen(printed: Printed):
    text = printed("""
        s = T.alloc_fragment((32, 64), "float32")
        t = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            t[i, j] = T.if_then_else(i > 0, s[i - 1, j], 0)
            if j > 0:
                t[i, j] += s[i, j - 1]
    """)
    assert text.count("grid.load %s") == 2


def test_variables_are_read_where_they_are_used(printed: Printed):
    assert printed("""
        n = T.alloc_var("int32", 3)
        n += bx
        n = n * 2
        for k in T.serial(n):
            pass
    """) == dedent("""\
        %n = grid.alloc : !grid.buffer<1xi32, var>
        %0 = arith.constant 3 : i32
        %c0 = arith.constant 0 : index
        grid.store %0, %n[%c0] : i32, !grid.buffer<1xi32, var>
        %1 = grid.load %n[%c0] : !grid.buffer<1xi32, var> -> i32
        %2 = arith.index_cast %1 : i32 to index
        %3 = arith.addi %2, %bx : index
        %4 = arith.index_cast %3 : index to i32
        grid.store %4, %n[%c0] : i32, !grid.buffer<1xi32, var>
        %5 = grid.load %n[%c0] : !grid.buffer<1xi32, var> -> i32
        %6 = arith.index_cast %5 : i32 to index
        %c2 = arith.constant 2 : index
        %7 = arith.muli %6, %c2 : index
        %8 = arith.index_cast %7 : index to i32
        grid.store %8, %n[%c0] : i32, !grid.buffer<1xi32, var>
        %9 = grid.load %n[%c0] : !grid.buffer<1xi32, var> -> i32
        %10 = arith.index_cast %9 : i32 to index
        %c1 = arith.constant 1 : index
        scf.for %k = %c0 to %10 step %c1 {
        }""")


@pytest.mark.parametrize(
    "allocation",
    ['T.alloc_var("float32", 2)', "T.alloc_var(T.float32, init=2)", 'T.alloc_var("float", 2, "x")'],
)
def test_a_variable_starts_at_a_value(printed: Printed, allocation: str):
    text = printed(f"x = {allocation}")
    assert "arith.constant 2.000000e+00 : f32" in text
    assert "grid.fill %x, %0 : !grid.buffer<1xf32, fragment>" in text


def test_a_scalar_of_an_iteration_is_forwarded(printed: Printed):
    text = printed("""
        s = T.alloc_fragment((32, 64), "float32")
        x = T.alloc_local((1,), "float32")
        for i, j in T.Parallel(32, 64):
            x[0] = s[i, j] + 1
            if i > j:
                x[0] = 0.0
            s[i, j] = x[0] * 2
    """)
    assert "%x[" not in text
    assert text.count("arith.select") == 1


def test_a_fraction_is_data(printed: Printed):
    text = printed("""
        s = T.alloc_fragment((32, 64), "float32")
        x = T.alloc_var("float32", bx)
        y = T.alloc_var("bfloat16")
        for k in T.serial(2):
            x = x * 2 + B[by, k]
            y += x
        T.fill(s[0:16, :], y)
        for i, j in T.Parallel(32, 64):
            s[i, j] += x
    """)
    assert "var>" not in text
    assert text.count("in (1) {") == 3
    assert text.count("in (16, 64) {") == text.count("in (32, 64) {") == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("if T.cast(bx, 'float32') > 1.5: pass", "a branch on fractional numbers"),
        ("if s: pass", "a buffer is not a condition"),
        ("x = T.alloc_var('int64')", "a variable of int64"),
        ("x = T.alloc_var('int32', 1, init=2)", "two initial values"),
        ("x = T.alloc_var('int32'); T.copy(x, s)", "T.copy takes a buffer"),
        (
            "x = T.alloc_var('float32')\nfor i in T.Parallel(8):\n    x = s[i]\nT.fill(s, x)",
            "'x' is read after iterations of T.Parallel wrote it",
        ),
        (
            "x = T.alloc_var('float32')\nfor i in T.Parallel(8):\n    if i > 2:\n        x = s[i]",
            "a variable that one side sets has no value on the other",
        ),
        ("if bx > 1:\n    y = 3\nT.fill(s, y)", "'y' is set in the branch and is not known"),
    ],
)
def test_what_is_refused(printed: Printed, body: str, message: str):
    with pytest.raises(CompileError, match=message):
        printed("s = T.alloc_fragment(8, 'float32')\n" + body)


def test_a_statement_on_elements_is_a_parallel_of_one(printed: Printed):
    assert printed("""
        s = T.alloc_fragment(8, "float32")
        x = T.alloc_local([1], "float32")
        x[0] = B[by, 3] + 1
        s[bx] += x[0]
    """) == dedent("""\
        %s = grid.alloc : !grid.buffer<8xf32, fragment>
        %x = grid.alloc : !grid.buffer<1xf32, fragment>
        grid.parallel (%0) in (1) {
          %c3 = arith.constant 3 : index
          %1 = grid.load %B[%by, %c3] : !grid.buffer<128x64xf32, global> -> f32
          %2 = arith.constant 1.000000e+00 : f32
          %3 = arith.addf %1, %2 : f32
          %c0 = arith.constant 0 : index
          grid.store %3, %x[%c0] : f32, !grid.buffer<1xf32, fragment>
        }
        grid.parallel (%4) in (1) {
          %5 = grid.load %s[%bx] : !grid.buffer<8xf32, fragment> -> f32
          %c0_1 = arith.constant 0 : index
          %6 = grid.load %x[%c0_1] : !grid.buffer<1xf32, fragment> -> f32
          %7 = arith.addf %5, %6 : f32
          grid.store %7, %s[%bx] : f32, !grid.buffer<8xf32, fragment>
        }""")


def test_a_whole_number_of_t_alloc_local_steers_the_kernel(printed: Printed):
    text = printed("""
        n = T.alloc_local((1, 1), "int32")
        n[0, 0] = bx + 1
        for k in T.serial(n[0, 0]):
            n[0, 0] += 1
    """)
    assert "!grid.buffer<1xi32, var>" in text
    assert "grid.parallel" not in text


def test_a_block_of_conditions(printed: Printed):
    text = printed("""
        mask = T.alloc_fragment((32, 64), "bool")
        s = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            mask[i, j] = i > j and s[i, j] > 0
        for i, j in T.Parallel(32, 64):
            s[i, j] = T.if_then_else(mask[i, j], 1, s[i, j])
    """)
    assert "%mask = grid.alloc : !grid.buffer<32x64xi32, fragment>" in text
    assert text.count("arith.extui") == text.count("arith.cmpi ne") == 1
