"""The names of the language outside kernels: the table, dtypes, factories, `import tilelang`."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import ttc.language as T
from ttc.diagnostics import CompileError
from ttc.frontend.calls import HANDLERS
from ttc.language import CONSTRUCTS, JITFactory, Kind, PrimFunc
from ttc.language.dtypes import resolve
from ttc.language.signature import parse_signature
from ttc.language.table import CUDA, HINTS, LATER, LOWERED
from ttc.load import load


def test_every_name_is_in_one_table_only():
    names = [*LOWERED, *HINTS, *LATER, *CUDA]
    assert len(names) == len(set(names)) == len(CONSTRUCTS)


def test_every_lowered_name_has_a_handler_that_takes_its_parameters():
    import inspect

    for name, text in LOWERED.items():
        if name in ("infinity", "max_value", "min_value"):
            continue  # of Python values only
        given = {parameter: None for parameter in parse_signature(text).parameters}
        inspect.signature(HANDLERS[name]).bind(None, **given)
    assert HANDLERS.keys() <= LOWERED.keys()


@pytest.mark.parametrize("name", [*LOWERED, *HINTS])
def test_signatures_parse(name: str):
    text = CONSTRUCTS[name].text
    assert parse_signature(text).parameters.keys() == {
        part.strip().lstrip("*").partition("=")[0] for part in text.split(",") if part.strip(" *")
    }


@pytest.mark.parametrize("name", LATER)
def test_a_name_for_later_says_so(name: str):
    with pytest.raises(CompileError, match=rf"T\.{name} is not supported yet"):
        getattr(T, name)


@pytest.mark.parametrize("name", [*CUDA, "clc_try_cancel", "ldg128", "shfl_down", "ptx_mma_sp"])
def test_a_cuda_construct_is_refused_with_a_replacement(name: str):
    with pytest.raises(CompileError, match="CUDA thread-level operation") as caught:
        getattr(T, name)
    assert len(caught.value.notes) == 1


def test_shape_arithmetic_works_on_numbers():
    assert T.ceildiv(100, 32) == 4
    assert T.max(3, 4) == 4
    assert T.clamp(5, 0, 3) == 3
    assert T.infinity("float32") == float("inf")
    assert T.max_value(T.bfloat16) == 3.3895313892515355e38
    assert (T.min_value("int32"), T.max_value("uint16")) == (-(2**31), 65535)
    assert T.if_then_else(True, "a", "b") == "a"


def test_dtypes_are_equal_in_every_spelling():
    assert T.float32 == "float32" == T.dtype("float32")
    spellings = ["float32", T.float32, np.float32, np.dtype("float32"), "torch.float32", "float"]
    assert {resolve(spelling).name for spelling in spellings} == {"float32"}
    assert resolve("float16").name == resolve(T.half).name == "bfloat16"
    assert T.float32(3) == 3.0
    assert T.int32(3.7) == 3


def test_tensors_take_a_shape_or_one_extent():
    assert T.Tensor((2, 3), "float32") == T.Tensor[[2, 3], T.float32] == T.Buffer((2, 3))
    assert T.Tensor(7, "int32").shape == (7,)
    assert T.StridedTensor((2, 3), (3, 1)) == T.StridedTensor[[2, 3], [3, 1], "float32"]
    assert T.StridedTensor((2, 3), (3, 1)) == T.Tensor((2, 3))
    assert T.StridedTensor((2, 3, 1), (1, 2, 9)) == T.Tensor((2, 3, 1))


def decorated_number() -> object:
    return getattr(T, "prim_func")(3)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: T.Tensor((0, 3)), "T.Tensor: an extent is at least 1, not 0"),
        (lambda: T.Tensor((2.0, 3)), "T.Tensor: an extent is a Python int, not 2.0"),
        (lambda: T.Tensor(()), "T.Tensor needs at least one dimension"),
        (lambda: T.Tensor((2, 3), "int4"), "the target has no dtype int4"),
        (lambda: T.StridedTensor((2, 3), (4, 1)), r"T.StridedTensor of strides \(4, 1\) has gaps"),
        (lambda: T.StridedTensor((2, 3), (1, 1)), r"T.StridedTensor of strides \(1, 1\) has gaps"),
        (lambda: T.StridedTensor((2, 3), (3,)), r"of shape \(2, 3\) has 1 strides"),
        (lambda: T.Tensor((2, 3), "int8", 7), r"T.Tensor\(..., data\) belongs in the body"),
        (lambda: T.Tensor[3], "T.Tensor\\[...\\] takes a shape and a dtype"),
        (lambda: T.copy(1, 2), "T.copy belongs in the body of a @T.prim_func"),
        (decorated_number, "@T.prim_func decorates a function"),
    ],
)
def test_a_mistake_outside_a_kernel_has_its_place(made: Callable[[], object], message: str):
    with pytest.raises(CompileError, match=message) as caught:
        made()
    assert caught.value.span is not None
    assert caught.value.span.file == __file__


FACTORY = """\
import tilelang
from tilelang import language as T
from tilelang.language import ceildiv

@tilelang.jit(out_idx=[-1], target="cuda", pass_configs={tilelang.PassConfigKey.TL_X: True})
def scale(M=64, dtype="bfloat16"):
    @T.prim_func
    def main(X: T.Tensor((M, 32), dtype), Y: T.Tensor((M, 32), dtype)):
        with T.Kernel(ceildiv(M, 32), threads=128) as bx:
            t = T.alloc_fragment((32, 32), dtype)
            T.copy(X[bx * 32, 0], t)
            T.copy(t, Y[bx * 32, 0])
    return main
"""


def test_a_file_for_tilelang_finds_ttc(kernel_of: Callable[[str], PrimFunc]):
    assert kernel_of(FACTORY).name == "main"


def test_a_factory_makes_each_kernel_once(kernel_of: Callable[[str], PrimFunc]):
    kernel_of(FACTORY)
    factory = load(Path("k.py")).module.scale
    assert isinstance(factory, JITFactory)
    assert factory.out_idx == [-1]
    assert factory.target == "wormhole"
    assert factory.prim_func(96).func.__annotations__["X"] is not None
    assert factory(64) is factory(64)
    assert factory(64) is not factory(96)


def test_what_tilelang_has_and_ttc_lacks_is_named(kernel_of: Callable[[str], PrimFunc]):
    with pytest.raises(CompileError) as caught:
        kernel_of("import tilelang\n\n@tilelang.autotune(configs=[])\ndef f(): ...\n")
    assert str(caught.value).splitlines() == [
        "error: tilelang.autotune is not supported yet",
        "  --> k.py:3:2",
        "  |",
        "3 | @tilelang.autotune(configs=[])",
        "  |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        "note: remove the decorator; the factory's default values are used",
    ]
    with pytest.raises(CompileError, match=r"tilelang\.Profiler is not supported yet"):
        kernel_of("import tilelang\ntilelang.Profiler")


def test_the_eager_form_is_named(kernel_of: Callable[[str], PrimFunc]):
    with pytest.raises(CompileError, match=r"'f' is a factory without values for M, N:"):
        kernel_of("""\
import tilelang
import tilelang.language as T

@tilelang.jit
def f(X=None, BM: int = 32):
    M, N = T.const("M, N")
""")


def test_kinds_cover_the_table():
    assert {construct.kind for construct in CONSTRUCTS.values()} == set(Kind)
