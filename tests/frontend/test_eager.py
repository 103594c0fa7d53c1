"""Eager kernels: extents from arguments or names, what is returned, and how calls are cached."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ttc.diagnostics import CompileError
from ttc.frontend import lower
from ttc.language import JITFactory
from ttc.load import load

FILE = """\
import tilelang
import tilelang.language as T

ROWS = 32

@tilelang.jit{settings}
def scale({parameters}):
{body}

@T.prim_func
def other(A: T.Tensor((32, 32), "float32")):
    with T.Kernel(1) as bx:
        pass
"""
BODY = """\
    M, N = T.const("M N")
    X: T.Tensor[[M, N], dtype]
    {more}
    Y = T.empty((M, N), dtype)
    with T.Kernel(T.ceildiv(M, BM)) as bx:
        t = T.alloc_fragment((BM, N), dtype)
        T.copy(X[bx * BM, 0], t)
        T.copy(t, Y[bx * BM, 0])
    return {returned}
"""
Factory = Callable[..., JITFactory]


@pytest.fixture
def factory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Factory:
    monkeypatch.chdir(tmp_path)

    def made(
        parameters: str = "X, BM: int = 32, dtype=T.float32",
        more: str = "pass",
        returned: str = "Y",
        body: str = BODY,
        settings: str = "",
    ) -> JITFactory:
        text = FILE.format(
            settings=settings,
            parameters=parameters,
            body=body.format(more=more, returned=returned),
        )
        Path("k.py").write_text(text)
        found = load(Path("k.py")).module.scale
        assert isinstance(found, JITFactory)
        return found

    return made


def signature(made: JITFactory, *args: object, **kwargs: object) -> str:
    return str(lower(made.prim_func(*args, **kwargs))).splitlines()[1].strip()


def test_extents_come_from_arrays_or_by_name(factory: Factory):
    scale = factory()
    array = np.zeros((70, 64), np.float32)
    expected = (
        "grid.kernel @scale(%X: !grid.buffer<70x64xf32, global>, "
        "%Y: !grid.buffer<70x64xf32, global>) {"
    )
    assert signature(scale, array) == signature(scale, M=70, N=64) == expected
    assert "70x64xbf16" in signature(scale, X=array, dtype="bfloat16")
    assert list(scale.parameters) == ["M", "N", "BM", "dtype"]


def test_a_file_is_compiled_with_extents_given_by_name(factory: Factory):
    factory()
    kernels = load(Path("k.py"), {"M": "70", "N": "64", "BM": "16"}).kernels
    assert list(kernels) == ["scale", "other"]
    assert "16x64" in str(lower(kernels["scale"]))


def test_what_is_not_returned_lives_in_the_kernel(factory: Factory):
    scale = factory(more='Z = T.empty(M, dtype="int32"); W = T.alloc_global((N,), dtype)')
    text = signature(scale, M=64, N=32)
    assert text.index("%X") < text.index("%Y") < text.index("%Z") < text.index("%W")
    assert 'attributes {scratch = ["Z", "W"]}' in text
    assert scale.prim_func(M=64, N=32).returned == [1]


def test_several_tensors_are_returned_in_the_order_of_the_return(factory: Factory):
    scale = factory(more="Z = T.empty(M)", returned="Y, Z")
    assert signature(scale, M=64, N=32).index("%Y") < signature(scale, M=64, N=32).index("%Z")
    assert scale.prim_func(M=64, N=32).returned == [1, 2]


def test_tensors_come_in_the_order_of_the_parameters(factory: Factory):
    scale = factory("S, X, BM=32, dtype='float32'", more="S: T.Tensor((M,), 'float32')")
    text = signature(scale, M=64, N=32)
    assert text.index("%S") < text.index("%X") < text.index("%Y")


def test_a_tensor_may_be_declared_in_the_signature(factory: Factory):
    scale = factory("S: T.Tensor((ROWS,), 'float32'), X, BM=32, dtype='float32'")
    assert "%S: !grid.buffer<32xf32, global>, %X: " in signature(scale, M=64, N=32)


def test_a_kernel_without_results_writes_its_arguments(factory: Factory):
    scale = factory(more="Z = 1", body=BODY.replace("    return {returned}\n", "").replace(
        "Y = T.empty((M, N), dtype)", "Y: T.Tensor((M, N), dtype)"),
        parameters="X, Y, BM=32, dtype='float32'")  # fmt: skip
    assert scale.prim_func(M=64, N=32).returned is None


@pytest.mark.parametrize(
    ("changes", "call", "message"),
    [
        ({}, {"M": 64}, "'scale': T.const 'N' has no value"),
        ({}, {"M": 64, "N": 2.5}, "'scale': T.const 'N' is an int, not 2.5"),
        ({}, {"X": 3}, "'scale': 'X' is a tensor, not a int"),
        ({}, {"X": np.zeros(3)}, "'scale': 'X' has 2 dimensions, the array 1"),
        ({}, {"X": np.zeros((3, 4)), "M": 5}, "T.const 'M' is 5 and, for 'X', 3"),
        ({}, {"M": 1, "N": 1, "K": 1}, "'scale': got an unexpected keyword argument 'K'"),
        ({"parameters": "X, BM, dtype='float32'"}, {"M": 1, "N": 1}, "'BM' has no value"),
        ({"returned": "X"}, {"M": 1, "N": 1}, "an eager kernel returns tensors of T.empty"),
        ({"returned": "Y, Y"}, {"M": 1, "N": 1}, "'Y' is returned twice"),
        ({"more": "X: T.Tensor((M, N))"}, {"M": 1, "N": 1}, "'X' is declared twice"),
        ({"more": "Z: T.Tensor((M, N))"}, {"M": 1, "N": 1}, "a declaration without a value"),
        ({"more": "K = T.const('K') if 0 else T.const('Q')"}, {"M": 1, "N": 1}, "'Q' has no value"),
        ({"settings": "(out_idx=-1)"}, {"M": 1, "N": 1}, "opens T.Kernel itself and has out_idx"),
    ],
)
def test_what_is_refused(
    factory: Factory, changes: dict[str, str], call: dict[str, object], message: str
):
    with pytest.raises(CompileError, match=message):
        lower(factory(**changes).prim_func(**call))


def test_const_needs_the_eager_form(factory: Factory):
    factory()
    text = Path("k.py").read_text().replace("        pass\n", '        T.const("M")\n')
    Path("k.py").write_text(text)
    kernel = load(Path("k.py")).kernels["other"]
    with pytest.raises(CompileError, match=r"T\.const belongs to the eager form"):
        lower(kernel)


def test_a_call_compiles_once_for_each_shape_and_runs(factory: Factory):
    scale = factory()
    array = np.arange(70 * 64, dtype=np.float32).reshape(70, 64)
    assert np.array_equal(scale(array), array)
    assert scale.compile(M=70, N=64) is scale.compile(array)
    assert scale.compile(array, BM=64) is not scale.compile(array)
    first, second = scale.par_compile([{"M": 70, "N": 64}, {"M": 70}], ignore_error=True)
    assert first is scale.compile(array)
    assert second is None
    assert "// ==== reader.cpp" in scale.get_kernel_source(array)
