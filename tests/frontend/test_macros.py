"""Macros and functions defined in a kernel are lowered where they are called."""

from collections.abc import Callable

import pytest

from ttc.diagnostics import CompileError
from ttc.frontend import lower
from ttc.language import PrimFunc

FILE = """\
import ttc.language as T

@T.macro
def add(x, n=1):
    for i, j in T.Parallel(32, 32):
        x[i, j] += n

@T.macro
def twice(x):
    add(x, n=2)
    add(x)

@T.macro
def block(rows):
    t = T.alloc_fragment((rows, 32), "float32")
    T.clear(t)
    return t, rows

@T.macro
def bump(v, by):
    if by > 1:
        v = v + by

@T.macro
def early(x):
    for k in T.serial(4):
        return x

@T.macro
def endless(x):
    endless(x)

@T.prim_func
def kernel(A: T.Tensor((64, 32), "float32")):
    with T.Kernel(2) as bx:
"""


@pytest.fixture
def text_of(kernel_of: Callable[[str], PrimFunc]) -> Callable[[str], str]:
    def made(body: str) -> str:
        lines = "".join(f"        {line}\n" for line in body.splitlines())
        module = lower(kernel_of(FILE + lines))
        module.verify()
        return str(module)

    return made


def test_macros_call_each_other_and_return_values(text_of: Callable[[str], str]):
    text = text_of("""\
t, rows = block(32)
twice(t)
T.copy(t, A[bx * rows, 0])""")
    assert text.count("grid.parallel") == 2
    assert "arith.constant 2.0" in text
    assert "%t = grid.alloc : !grid.buffer<32x32xf32, fragment>" in text
    assert "sizes <32x32> to %A" in text


def test_a_variable_is_passed_itself(text_of: Callable[[str], str]):
    text = text_of("""\
v = T.alloc_var("int32", 3)
bump(v, bx + 1)
bump(v, by=1)""")
    assert text.count("scf.if") == 1
    assert text.count("grid.store") == 2


def test_a_function_in_a_kernel_sees_what_is_around_it(text_of: Callable[[str], str]):
    text = text_of("""\
t, _ = block(32)
@T.macro
def last(scale, *, offset=bx):
    for i, j in T.Parallel(32, 32):
        t[i, j] *= scale + offset
last(3)
def plain(x):
    return x * 2
T.copy(t, A[plain(bx) * 16, 0])""")
    assert text.count("grid.parallel") == 1
    assert "arith.muli %bx, " in text


def test_ops_of_a_macro_have_its_place(kernel_of: Callable[[str], PrimFunc]):
    module = lower(kernel_of(FILE + "        t, _ = block(32)\n        add(t)\n"))
    places = {op.name: str(op.location) for op in module.walk()}
    assert 'loc("k.py":6:' in places["grid.store"]
    assert 'loc("k.py":15:' in places["grid.alloc"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("endless(1)", "recursion: macro 'endless' calls itself without end"),
        ("early(bx)", "return inside a loop or branch of macro 'early'"),
        ("add(bx, 2, 3)", "macro 'add': too many positional arguments"),
        ("@staticmethod\ndef f(x):\n    pass", "a function inside a kernel has no decorator but"),
        ("def f(*x):\n    pass", r"'f': \*args and \*\*kwargs are not supported in a kernel"),
    ],
)
def test_what_is_refused(text_of: Callable[[str], str], body: str, message: str):
    with pytest.raises(CompileError, match=message):
        text_of(body)


def test_a_mistake_in_a_macro_names_the_call(text_of: Callable[[str], str]):
    with pytest.raises(CompileError) as caught:
        text_of("twice(bx)")
    assert str(caught.value).splitlines() == [
        "error: an index known only when the kernel runs has no elements",
        "  --> k.py:6:9",
        "  |",
        "6 |         x[i, j] += n",
        "  |         ^^^^^^^",
        "note: in macro 'twice', called here",
        "  --> k.py:36:9",
        "   |",
        "36 |         twice(bx)",
        "   |         ^^^^^^^^^",
    ]


def test_a_macro_needs_a_kernel(kernel_of: Callable[[str], PrimFunc]):
    with pytest.raises(CompileError, match="macro 'add' is called outside a kernel"):
        kernel_of(FILE + "        pass\nadd(1)\n")
    with pytest.raises(CompileError, match=r"@T\.macro decorates a function"):
        kernel_of(FILE + "        pass\nT.macro(1)\n")
