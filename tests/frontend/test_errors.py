"""What a kernel may not say inside the grid: the whole message, its place and the way out."""

from collections.abc import Callable

import pytest

from ttc.language import PrimFunc

from .refusals import A_BUFFER, DECIDED, GRID, Refusals, check

CORNER = "index the larger one: its corner takes the other's extents"
IN_GRID: Refusals = {
    "unknown name": (
        "T.copi(A[0, 0], s)",
        "T.copi",
        "T.copi is not a name of the language",
        ["did you mean T.copy?"],
    ),
    "cuda threads": (
        "x = T.get_thread_binding(0)",
        "T.get_thread_binding",
        "T.get_thread_binding is a CUDA thread-level operation; a tile program has no threads",
        ["use T.Parallel, and the grid variables of T.Kernel"],
    ),
    "not yet": (
        "T.cummax(s, s)",
        "T.cummax",
        "T.cummax is not supported yet",
        [],
    ),
    "reduce of shapes": (
        "T.reduce_max(s, s)",
        "T.reduce_max(s, s)",
        "T.reduce_max of 's' (32x64) over dimension 1 leaves 32, 's' is 32x64",
        [],
    ),
    "reduce of a tensor": (
        "T.reduce_sum(A, s, dim=0)",
        "T.reduce_sum(A, s, dim=0)",
        "T.reduce_sum works on blocks, 'A' is a whole tensor",
        ["copy a block of it into a buffer of T.alloc_shared first"],
    ),
    "reduce over no dimension": (
        "T.reduce_sum(s, s, dim=2)",
        "T.reduce_sum(s, s, dim=2)",
        "T.reduce_sum: dim 2 of a block of 2 dimensions",
        [],
    ),
    "reduce of NaN": (
        "T.reduce_max(s, s, nan_propagate=True)",
        "T.reduce_max(s, s, nan_propagate=True)",
        "T.reduce_max(nan_propagate=True) is not supported",
        ["what becomes of a NaN is the hardware's choice"],
    ),
    "cumsum of shapes": (
        "T.cumsum(s, s[0:16, :])",
        "T.cumsum(s, s[0:16, :])",
        "T.cumsum of 's' (32x64) into 's' (16x64): the shapes differ",
        [],
    ),
    "reshape": (
        "r = T.reshape(s, (32, 32))",
        "T.reshape(s, (32, 32))",
        "T.reshape of 's' (32x64 bfloat16) to 32x32: 2048 elements are not 1024",
        [],
    ),
    "view of other bits": (
        "r = T.view(s, dtype='int32')",
        "T.view(s, dtype='int32')",
        "T.view of 's' (32x64 bfloat16) as int32: the bits keep their dtype",
        ["T.cast converts values"],
    ),
    "transpose of shapes": (
        "T.transpose(s, s[0:16, 0:16])",
        "T.transpose(s, s[0:16, 0:16])",
        "T.transpose of 32x64 elements into 16x16",
        ["both are matrices, M x N and N x M"],
    ),
    "array of a thread": (
        "r = T.alloc_local((8,), 'float32')",
        "T.alloc_local((8,), 'float32')",
        "T.alloc_local of 8 elements is an array of a CUDA thread; a tile program has no threads",
        ["use T.alloc_fragment for a block; T.alloc_local((1,), dtype) is a scalar"],
    ),
    "branch on data": (
        "if I[0, 0] > 0: T.clear(s)",
        "I[0, 0] > 0",
        "a branch cannot depend on data: this reads 'I'",
        [DECIDED],
    ),
    "bound of data": (
        "for k in T.serial(I[0, 0]): T.clear(s)",
        "T.serial(I[0, 0])",
        "T.serial: a loop bound cannot depend on data",
        [DECIDED],
    ),
    "offset of data": (
        "T.copy(A[I[0, 0], 0], s)",
        "A[I[0, 0], 0]",
        "an index that depends on data (gather, scatter) is not supported",
        [DECIDED],
    ),
    "break": (
        "for k in T.serial(4): break",
        "break",
        "break is not supported",
        ["bound the loop, or do its work under `if`"],
    ),
    "name of a branch": (
        "if by == 0: bx = 3",
        "bx",
        "'bx' is set in T.Kernel and changed in the branch",
        [
            "a name keeps its value over all iterations and blocks: "
            "use another name, T.alloc_var, or a fragment"
        ],
    ),
    "missing argument": (
        "T.fill(s)",
        "T.fill(s)",
        "T.fill: missing a required argument: 'value'",
        ["it is called as T.fill(buffer, value, annotations=None)"],
    ),
    "unknown keyword": (
        "T.gemm(s, s, s, transpose_a=True)",
        "T.gemm(s, s, s, transpose_a=True)",
        "T.gemm has no parameter 'transpose_a'; did you mean 'transpose_A'?",
        [
            "it is called as T.gemm(A, B, C, transpose_A=False, transpose_B=False, policy=None, "
            "clear_accum=False, k_pack=1, mbar=None, annotations=None)"
        ],
    ),
    "copy of a number": (
        "T.copy(A[0, 0], 7)",
        "T.copy(A[0, 0], 7)",
        "T.copy takes a buffer or a part of one, not 7",
        ["give a buffer, its corner `A[i, j]`, or slices of it"],
    ),
    "copy of shapes": (
        "T.copy(A, s)",
        "T.copy(A, s)",
        "T.copy of 'A' (128x64 bfloat16) to 's' (32x64 bfloat16): the shapes differ",
        [CORNER],
    ),
    "copy of slices": (
        "T.copy(A[0:16, :], s)",
        "T.copy(A[0:16, :], s)",
        "T.copy of 16x64 elements of 'A' to 32x64 elements of 's'",
        ["both sides need the same extents; those of 1 may be left out"],
    ),
    "rank": (
        "T.copy(A[0], s)",
        "A[0]",
        "'A' has 2 dimensions, 1 index given",
        ["give one for each dimension: the block's first element, or a slice"],
    ),
    "slice of unknown extent": (
        "T.copy(A[0:bx, :], s)",
        "A[0:bx, :]",
        "the extent of a slice is not a constant",
        ["write buffer[start:start + N] with a Python int N"],
    ),
    "outside a buffer": (
        "T.copy(A[0:16, :], s[17:33, :])",
        "T.copy(A[0:16, :], s[17:33, :])",
        "index 32 is outside 's': dimension 0 has 32 elements",
        [],
    ),
    "allocation by block": (
        "t = T.alloc_shared((bx, 32), 'bfloat16')",
        "T.alloc_shared((bx, 32), 'bfloat16')",
        "T.alloc_shared: an extent is a Python int, not an index known only when the kernel runs",
        ["shapes are fixed when the kernel is compiled; a factory compiles one per shape"],
    ),
    "dtype": (
        "t = T.alloc_shared((32, 32), 'float64')",
        "T.alloc_shared((32, 32), 'float64')",
        "the target has no dtype float64",
        ["its dtypes are bfloat16, float32, bfloat8_b, int32, uint32, uint16, uint8, int8"],
    ),
    "no dtype": (
        "t = T.alloc_shared((32, 32), 'flaot32')",
        "T.alloc_shared((32, 32), 'flaot32')",
        "'flaot32' is not a dtype",
        ["did you mean 'float32'?"],
    ),
    "remainder": (
        "T.copy(A[(bx - 1) % 4, 0], s)",
        "(bx - 1) % 4",
        "the remainder of an index that may be negative",
        ["the left side lies between -1 and 2: add a multiple of the divisor to it"],
    ),
    "quotient": (
        "T.copy(A[bx / 2, 0], s)",
        "bx / 2",
        "the quotient of two integers has to be rounded",
        ["write //"],
    ),
    "while": (
        "while True: T.clear(s)",
        "while True: T.clear(s)",
        "a while loop is not supported",
        ["loop over T.serial with a bound of block and loop variables, scalars or T.alloc_var"],
    ),
    "return": (
        "return s",
        "return s",
        "return inside T.Kernel",
        ["every block runs to its end: skip work with loop bounds or T.if_then_else"],
    ),
    "unknown variable": (
        "T.copy(A[0, 0], HALVE)",
        "HALVE",
        "name 'HALVE' is not defined",
        ["did you mean 'halve'?"],
    ),
    "recursion": (
        "T.fill(s, never_ends(1))",
        "never_ends(1)",
        "recursion: 'never_ends' calls itself without end",
        ["a helper runs while the kernel is built: give it an end"],
    ),
    "kernel calls itself": (
        "kernel(A, B, I, U, H, Q)",
        "kernel(A, B, I, U, H, Q)",
        "recursion: kernel 'kernel' calls itself",
        ["use a loop, or a recursive helper on Python values"],
    ),
    "fill of a string": (
        "T.fill(s, 'x')",
        "T.fill(s, 'x')",
        "T.fill: the value is a number, not 'x'",
        [],
    ),
    "fill of data": (
        "T.fill(s, A[0, 0])",
        "T.fill(s, A[0, 0])",
        "the value of T.fill cannot depend on data: this reads 'A'",
        [DECIDED],
    ),
    "element outside T.Parallel": (
        "x = s[0, 0] + 1.0",
        "s[0, 0] + 1.0",
        "an element of 's' is read outside T.Parallel",
        ["write a loop `for i, j in T.Parallel(M, N):` around it"],
    ),
    "whole buffer as a number": (
        "x = s + 1",
        "s + 1",
        "'s' is a whole buffer, not a number",
        ["index its elements inside T.Parallel"],
    ),
    "grid in a grid": (
        "with T.Kernel(2) as x: T.clear(s)",
        "T.Kernel(2)",
        "T.Kernel inside T.Kernel",
        ["open one after the other"],
    ),
    "transpose_B of the loop": (
        "for k in T.serial(4): T.gemm(s, s, s, transpose_B=(k == 0))",
        "T.gemm(s, s, s, transpose_B=(k == 0))",
        "T.gemm: transpose_B is a Python bool, not a value computed by the kernel",
        ["write transpose_B=True"],
    ),
    "stages": (
        "for k in T.Pipelined(4, num_stages=-1): T.clear(s)",
        "T.Pipelined(4, num_stages=-1)",
        "T.Pipelined: num_stages is an int of at least 0, not -1",
        [],
    ),
    "panel": (
        "T.use_swizzle(4, order='zigzag')",
        "T.use_swizzle(4, order='zigzag')",
        "T.use_swizzle: order is row, column or mlx, not 'zigzag'",
        [],
    ),
    "buffer of a helper": (
        "for i, j in T.Parallel(32, 64): s[i, j] = halve(A)",
        "halve(A)",
        "helper 'halve' cannot use 'A', a whole buffer",
        [
            "a helper computes with numbers and elements: pass it elements inside T.Parallel, "
            "and write what indexes buffers in the kernel"
        ],
    ),
    "loop of a helper": (
        "clear_all(s)",
        "clear_all(s)",
        "a loop of the kernel inside a helper function is not supported yet",
        ["make the helper a @T.macro, or let it compute one element"],
    ),
    "own error": (
        "T.fill(s, 1 // (ROWS - 128))",
        "1 // (ROWS - 128)",
        "ZeroDivisionError: integer division or modulo by zero",
        [],
    ),
}


@pytest.mark.parametrize("name", IN_GRID)
def test_in_a_grid(body_of: Callable[[str], PrimFunc], name: str):
    statement, marked, message, notes = IN_GRID[name]
    kernel = body_of(f"{GRID}\n    {A_BUFFER}\n    {statement}")
    check(kernel, marked, message, *notes)


def test_a_name_of_a_loop_is_gone_after_it(body_of: Callable[[str], PrimFunc]):
    kernel = body_of(f"""
{GRID}
    {A_BUFFER}
    for k in T.serial(2):
        last = k
    T.fill(s, last)
""")
    check(kernel, "last", "'last' is set in the loop and is not known after it")
