"""T.im2col: what it lowers to, and what it may not be given."""

from collections.abc import Callable

import pytest

from ttc.diagnostics import CompileError
from ttc.dialects import grid
from ttc.frontend import lower
from ttc.language import PrimFunc

FILE = """\
import ttc.language as T

@T.prim_func
def kernel(
    A: T.Tensor((2, 9, 7, 32), "bfloat16"),
    M: T.Tensor((9, 7), "bfloat16"),
    B: T.Tensor((126, 288), "bfloat16"),
):
    with T.Kernel(9, 2) as (bx, by):
        s = T.alloc_shared((64, 32), "bfloat16")
        f = T.alloc_shared((64, 32), "float32")
        v = T.alloc_shared((64,), "bfloat16")
        STATEMENT
        T.copy(s, B[by * 64, bx * 32])
"""
KernelOf = Callable[[str], PrimFunc]


def lowered(kernel_of: KernelOf, statement: str) -> list[grid.Im2colOp]:
    module = lower(kernel_of(FILE.replace("STATEMENT", statement)))
    return [op for op in module.walk() if isinstance(op, grid.Im2colOp)]


@pytest.mark.parametrize("name", ["im2col", "c2d_im2col"])
def test_a_window_is_kept_with_its_steps(name: str, kernel_of: KernelOf):
    (op,) = lowered(kernel_of, f"T.{name}(A, s, by, bx, 3, 2, 1, pad=1)")
    assert op.window.data == grid.Window(kernel=3, stride=2, dilation=1, pad=1)
    assert op.src.name_hint == "A"
    assert op.dst.name_hint == "s"


def test_a_part_of_a_buffer_is_gathered_beside_it(kernel_of: KernelOf):
    (op,) = lowered(kernel_of, "T.im2col(A, s[32:64, :], by, bx, 3, 1, 1, 1)")
    assert grid.buffer_type(op.dst).dims == (32, 32)
    assert op.dst.name_hint == "s_part"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("T.im2col(s, s, by, bx, 3, 1, 1, 1)", "gathers from a whole tensor, not from"),
        ("T.im2col(M, s, by, bx, 3, 1, 1, 1)", "'M' is 9x7; an image has dimensions"),
        ("T.im2col(A, v, by, bx, 3, 1, 1, 1)", "is 64, not a block of two dimensions"),
        ("T.im2col(A, f, by, bx, 3, 1, 1, 1)", "which is bfloat16, into .*, which is float32"),
        ("T.im2col(A, s, by, bx, 0, 1, 1, 1)", "kernel is a Python int of at least 1, not 0"),
        ("T.im2col(A, s, by, bx, 3, 0, 1, 1)", "stride is a Python int of at least 1, not 0"),
        ("T.im2col(A, s, by, bx, 3, 1, 1, -1)", "pad is a Python int of at least 0, not -1"),
        ("T.im2col(A, s, by, bx, 5, 1, 2, 0)", "no place in the 7 columns of 'A'"),
        ("T.im2col(A, s, by, 0.5, 3, 1, 1, 1)", "c_step is an index of blocks, not 0.5"),
    ],
)
def test_what_it_cannot_gather_is_refused(statement: str, message: str, kernel_of: KernelOf):
    with pytest.raises(CompileError, match=message):
        lowered(kernel_of, statement)
