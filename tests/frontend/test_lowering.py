"""What the statements of a kernel become."""

from collections.abc import Callable
from textwrap import dedent

from xdsl.dialects.builtin import ModuleOp

from ttc.frontend import lower
from ttc.frontend.lower import NOTES
from ttc.language import PrimFunc

Printed = Callable[[str], str]


def test_buffers_are_named_after_their_variables_and_constants_made_once(printed: Printed):
    assert printed("""
        a = T.alloc_shared((32, 64), "bfloat16")
        c, d = T.alloc_fragment((32, 64), "float32"), T.alloc_fragment(16, "int32")
        T.clear(c)
        T.fill(c, -T.infinity("float32"))
        T.fill(a, 0.1)
    """) == dedent("""\
        %a = grid.alloc : !grid.buffer<32x64xbf16, shared>
        %c = grid.alloc : !grid.buffer<32x64xf32, fragment>
        %d = grid.alloc : !grid.buffer<16xi32, fragment>
        %0 = arith.constant 0.000000e+00 : f32
        grid.fill %c, %0 : !grid.buffer<32x64xf32, fragment>, f32
        %1 = arith.constant 0xff800000 : f32
        grid.fill %c, %1 : !grid.buffer<32x64xf32, fragment>, f32
        %2 = arith.constant 1.000980e-01 : bf16
        grid.fill %a, %2 : !grid.buffer<32x64xbf16, shared>, bf16""")


def test_names_that_ir_cannot_have_are_changed(printed: Printed):
    text = printed("""
        t_1 = T.alloc_shared((32, 32), "bfloat16")
        t_2 = T.alloc_shared((32, 32), "bfloat16")
        größe = T.alloc_shared((32, 32), "bfloat16")
    """)
    assert [line.split()[0] for line in text.splitlines()] == ["%t1", "%t2", "%gr__e"]


def test_loops_keep_their_stages_and_bounds(printed: Printed):
    assert printed("""
        s = T.alloc_shared((32, 32), "bfloat16")
        for k in T.Pipelined(T.ceildiv(64, 32), num_stages=3):
            T.copy(A[by * 32, k * 32], s)
        for n in range(1, bx + 1):
            T.clear(s)
        for nothing in T.serial(0):
            T.clear(s)
    """) == dedent("""\
        %s = grid.alloc : !grid.buffer<32x32xbf16, shared>
        %c0 = arith.constant 0 : index
        %c2 = arith.constant 2 : index
        %c1 = arith.constant 1 : index
        scf.for %k = %c0 to %c2 step %c1 {
          %c32 = arith.constant 32 : index
          %0 = arith.muli %by, %c32 : index
          %1 = arith.muli %k, %c32 : index
          grid.copy %A[%0, %1] sizes <32x32> to %s[%c0, %c0] sizes <32x32> : \
!grid.buffer<128x64xbf16, global> to !grid.buffer<32x32xbf16, shared>
        } {num_stages = 3 : i64}
        %2 = arith.addi %bx, %c1 : index
        scf.for %n = %c1 to %2 step %c1 {
          %3 = arith.constant 0.000000e+00 : bf16
          grid.fill %s, %3 : !grid.buffer<32x32xbf16, shared>, bf16
        }""")


def test_gemm_carries_its_flags(printed: Printed):
    text = printed("""
        a = T.alloc_shared((32, 64), "bfloat16")
        b = T.alloc_shared((96, 32), "bfloat16")
        c = T.alloc_fragment((64, 96), "float32")
        T.gemm(a, b, c, transpose_A=True, transpose_B=True, clear_accum=True,
               policy=T.GemmWarpPolicy.FullRow)
    """)
    assert text.splitlines()[-1] == (
        "grid.gemm %a, %b, %c {transpose_a, transpose_b, clear_accum} : "
        "!grid.buffer<32x64xbf16, shared>, !grid.buffer<96x32xbf16, shared>, "
        "!grid.buffer<64x96xf32, fragment>"
    )


def test_a_parallel_body_is_scalar_code(printed: Printed):
    assert printed("""
        x = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            row = by * 32 + i
            t = halve(x[i, j])
            x[i, j] = T.if_then_else(row < 50, t, 0)
            x[i, j] += B[row, j]
    """) == dedent("""\
        %x = grid.alloc : !grid.buffer<32x64xf32, fragment>
        grid.parallel (%i, %j) in (32, 64) {
          %0 = grid.load %x[%i, %j] : !grid.buffer<32x64xf32, fragment> -> f32
          %1 = arith.constant 5.000000e-01 : f32
          %t = arith.mulf %0, %1 : f32
          %c32 = arith.constant 32 : index
          %2 = arith.muli %by, %c32 : index
          %3 = arith.addi %2, %i : index
          %c50 = arith.constant 50 : index
          %4 = arith.cmpi slt, %3, %c50 : index
          %5 = arith.constant 0.000000e+00 : f32
          %6 = arith.select %4, %t, %5 : f32
          grid.store %6, %x[%i, %j] : f32, !grid.buffer<32x64xf32, fragment>
          %7 = grid.load %x[%i, %j] : !grid.buffer<32x64xf32, fragment> -> f32
          %8 = grid.load %B[%3, %j] : !grid.buffer<128x64xf32, global> -> f32
          %9 = arith.addf %7, %8 : f32
          grid.store %9, %x[%i, %j] : f32, !grid.buffer<32x64xf32, fragment>
        }""")


def test_a_name_keeps_the_element_it_was_given(printed: Printed):
    text = printed("""
        x = T.alloc_fragment(32, "float32")
        y = T.alloc_fragment(32, "float32")
        for i in T.Parallel(32):
            before = x[i]
            x[i] = 1
            y[i] = before
    """)
    assert "grid.store %before, %y[%i]" in text
    assert text.count("grid.load") == 1


def test_a_loop_inside_parallel_is_written_out(printed: Printed):
    text = printed("""
        x = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            t = x[i, j]
            for n in T.serial(3):
                t = t * t
            x[i, j] = t
    """)
    assert text.count("arith.mulf") == 3
    assert "scf.for" not in text


def test_a_parallel_inside_another_makes_one_space(printed: Printed):
    assert printed("""
        x = T.alloc_fragment((32, 64), "float32")
        for i in T.Parallel(32):
            for j in T.Parallel(64):
                x[i, j] = 0
    """).splitlines()[1:] == [
        "grid.parallel (%i, %j) in (32, 64) {",
        "  %0 = arith.constant 0.000000e+00 : f32",
        "  grid.store %0, %x[%i, %j] : f32, !grid.buffer<32x64xf32, fragment>",
        "}",
    ]


def test_python_values_of_every_kind(printed: Printed):
    assert printed("""
        shape = [n * 2 for n in range(16, 48, 16) if n != 48]
        bufs = [T.alloc_shared(shape, "bfloat16") for _ in range(2)]
        options = {"dtype": "float32", "shape": (*shape,)}
        x = T.alloc_fragment(**options)
        T.copy(A[np.int64(32) * by * np.int64(1), 0], bufs[0])
        T.copy(A[(lambda n: n * 32)(by), 0], bufs[-1])
        for buf, value in [(bufs[0], 1), (x, 2)]:
            T.fill(buf, value / np.float32(2))
    """).splitlines() == [
        "%bufs0 = grid.alloc : !grid.buffer<32x64xbf16, shared>",
        "%bufs1 = grid.alloc : !grid.buffer<32x64xbf16, shared>",
        "%x = grid.alloc : !grid.buffer<32x64xf32, fragment>",
        "%c32 = arith.constant 32 : index",
        "%0 = arith.muli %by, %c32 : index",
        "%c0 = arith.constant 0 : index",
        "grid.copy %A[%0, %c0] sizes <32x64> to %bufs0[%c0, %c0] sizes <32x64> : "
        "!grid.buffer<128x64xbf16, global> to !grid.buffer<32x64xbf16, shared>",
        "grid.copy %A[%0, %c0] sizes <32x64> to %bufs1[%c0, %c0] sizes <32x64> : "
        "!grid.buffer<128x64xbf16, global> to !grid.buffer<32x64xbf16, shared>",
        "%1 = arith.constant 5.000000e-01 : bf16",
        "grid.fill %bufs0, %1 : !grid.buffer<32x64xbf16, shared>, bf16",
        "%2 = arith.constant 1.000000e+00 : f32",
        "grid.fill %x, %2 : !grid.buffer<32x64xf32, fragment>, f32",
    ]


def test_an_annotated_name_is_converted(printed: Printed):
    text = printed("""
        x = T.alloc_fragment((32, 64), "float32")
        for i, j in T.Parallel(32, 64):
            t: T.float32 = A[i, j]
            x[i, j] = t * np.float32(0.5)
    """)
    assert "%t = arith.extf" in text
    assert "arith.mulf %t, %1 : f32" in text


def test_an_allocation_in_a_loop_belongs_to_the_block(printed: Printed):
    lines = printed("""
        for k in T.serial(2):
            s = T.alloc_shared((32, 32), "bfloat16")
            T.clear(s)
    """).splitlines()
    assert "%s = grid.alloc : !grid.buffer<32x32xbf16, shared>" in lines  # not indented


def test_conditions_on_python_values_choose_while_building(printed: Printed):
    text = printed("""
        s = T.alloc_shared((32, 32), "bfloat16")
        if A.shape[1] == 64 and A.dtype == "bfloat16":
            T.fill(s, 1)
        else:
            T.fill(s, 2)
        if bx < 4:
            T.fill(s, 3)
        T.fill(s, 4 if B.dtype == T.bfloat16 else 5)
    """)
    constants = [line.split()[3] for line in text.splitlines() if "arith.constant" in line]
    assert constants == ["1.000000e+00", "3.000000e+00", "5.000000e+00"]


def test_schedules_are_the_launch_s(lowered: Callable[[str], ModuleOp]):
    def schedule(statement: str) -> str:
        text = str(lowered(f"with T.Kernel(4, 2) as (bx, by):\n    {statement}"))
        (line,) = [line.strip() for line in text.splitlines() if line.startswith("    }")]
        return line

    assert schedule("T.use_swizzle(4)") == '} {order = "swizzle", panel = 4 : i64}'
    assert schedule("T.use_swizzle(4, order='column')") == '} {order = "column"}'
    assert schedule("T.use_swizzle(4, enable=False)") == "}"
    assert schedule("T.annotate_schedule(work='strided')") == '} {work = "strided"}'
    assert (
        schedule("T.annotate_schedule(order='swizzle', panel_size=2)")
        == '} {order = "swizzle", panel = 2 : i64}'
    )


def test_hints_leave_nothing_behind(printed: Printed):
    assert (
        printed("""
        s = T.alloc_shared((32, 32), "bfloat16")
        T.annotate_layout({s: T.Layout((32, 32), lambda i, j: (j, i))})
        T.disable_warp_group_reg_alloc()
    """)
        == "%s = grid.alloc : !grid.buffer<32x32xbf16, shared>"
    )


def test_a_grid_may_be_named_as_one_and_have_one_or_three_extents(
    lowered: Callable[[str], ModuleOp],
):
    text = str(
        lowered("""
            with T.Kernel(2, 3, 4, threads=(32, 4)) as block:
                s = T.alloc_shared((32, 32), "bfloat16")
                T.copy(Q[block[0], block[1] % 3, block[2] * 32, 0], s)
            with T.Kernel(2) as n:
                s = T.alloc_shared((32, 32), "bfloat16")
        """)
    )
    assert "grid.launch (%bx, %by, %bz) in (2, 3, 4)" in text
    assert "%Q[%bx, %by, %0, %c0] sizes <1x1x32x32>" in text
    assert "grid.launch (%n) in (2)" in text


def test_float16_is_stored_as_bfloat16_with_one_note(kernel_of: Callable[[str], PrimFunc]):
    module = lower(
        kernel_of("""\
import tilelang.language as T

@T.prim_func
def kernel(A: T.Tensor((32, 32), T.float16), B: T.Tensor[[32, 32], "float16"]):
    with T.Kernel(1) as _:
        s = T.alloc_shared((32, 32), "float16")
        T.copy(A, s)
        T.copy(s, B)
""")
    )
    assert str(module.attributes[NOTES]) == (
        '["float16 is stored as bfloat16: the SDK\'s tensors have no float16"]'
    )
    assert "f16>" not in str(module).replace("bf16", "")


def test_annotations_kept_as_text_see_the_factory(kernel_of: Callable[[str], PrimFunc]):
    kernel = kernel_of("""\
from __future__ import annotations
import tilelang
import tilelang.language as T

@tilelang.jit(out_idx=[-1])
def factory(M=64, dtype="bfloat16"):
    @T.prim_func
    def kernel(A: T.Tensor((M, 32), dtype)):
        with T.Kernel(1) as _:
            s = T.alloc_shared((M, 32), dtype)
            T.copy(A, s)
    return kernel
""")
    assert "%A: !grid.buffer<64x32xbf16, global>" in str(lower(kernel))


def test_lowering_twice_gives_the_same_text(body_of: Callable[[str], PrimFunc]):
    kernel = body_of("""
        with T.Kernel(2) as bx:
            s = T.alloc_shared((32, 64), "bfloat16")
            T.copy(A[bx * 32, 0], s)
    """)
    assert str(lower(kernel)) == str(lower(kernel))
