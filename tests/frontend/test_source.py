"""Where a kernel's text comes from."""

from collections.abc import Callable
from pathlib import Path

import pytest

import ttc.language as T
from ttc.diagnostics import CompileError
from ttc.frontend import lower
from ttc.language import PrimFunc

GRID = "with T.Kernel(1) as _:\n    s = T.alloc_shared((32, 32), 'bfloat16')"


def test_a_kernel_whose_text_is_nowhere_is_refused():
    names: dict[str, PrimFunc] = {}
    text = "@T.prim_func\ndef kernel(A: T.Tensor((2, 2), 'float32')):\n    pass\n"
    exec(compile(text, "<made up>", "exec"), {"T": T}, names)
    with pytest.raises(CompileError, match="the text of 'kernel' is not in <made up>"):
        lower(names["kernel"])


def test_a_file_that_changed_since_it_was_imported_is_refused(
    body_of: Callable[[str], PrimFunc],
):
    kernel = body_of(GRID)
    lower(kernel)
    Path(kernel.file).write_text("# another program\n")
    with pytest.raises(CompileError, match=r"the text of 'kernel' is not in k\.py"):
        lower(kernel)


def test_two_kernels_of_one_name_are_told_apart(body_of: Callable[[str], PrimFunc]):
    first = body_of(GRID)
    second = body_of("pass\n" + GRID.replace("32, 32", "64, 64"))
    assert second.line == first.line
    assert "64x64" in str(lower(second))


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ("n: T.int64", r"parameter 'n': a scalar has 32 bits, not int64"),
        ("n: T.int32 = 'x'", r"parameter 'n': the default is a number, not 'x'"),
        ("n: T.int32 = 1.5", r"parameter 'n': the default is a number, not 1.5"),
        ("n: 3", r"parameter 'n' is 3: a parameter is a tensor or a scalar"),
        ("A: T.Tensor(3) = 1", r"parameter 'A' is a tensor and has no default value"),
        ("A", "parameter 'A' has no annotation"),
        ("*tensors", "parameter 'tensors': a kernel's parameters are tensors and"),
        ("A: 'T.Tensor((M, 3))'", "name 'M' is not defined"),
    ],
)
def test_parameters_are_tensors(
    kernel_of: Callable[[str], PrimFunc], parameters: str, message: str
):
    kernel = kernel_of(
        f"import ttc.language as T\n\n@T.prim_func\ndef kernel({parameters}):\n    pass\n"
    )
    with pytest.raises(CompileError, match=message) as caught:
        lower(kernel)
    assert caught.value.span is not None
    assert caught.value.span.line == 4
