"""A kernel file is run as Python; its kernels are found, and what goes wrong is located."""

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from ttc.diagnostics import CompileError
from ttc.load import KernelFile, load

Load = Callable[..., KernelFile]

KERNEL = """
    import tilelang.language as T

    N = 64

    @T.prim_func
    def copy(A: T.Tensor((N, N), "float32"), B: T.Tensor((N, N), "float32")):
        with T.Kernel(2, 2) as (bx, by):
            T.copy(A[by * 32, bx * 32], B[by * 32, bx * 32])
"""


@pytest.fixture
def load_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.chdir(tmp_path)

    def load_one(text: str, **defines: str) -> KernelFile:
        Path("k.py").write_text(dedent(text).lstrip("\n"))
        return load(Path("k.py"), defines)

    return load_one


def failure(load_text: Load, text: str, **defines: str) -> list[str]:
    with pytest.raises(CompileError) as caught:
        load_text(text, **defines)
    return str(caught.value).splitlines()


def test_kernels_are_found_in_file_order(load_text: Load):
    second = KERNEL.replace("def copy", "def again").replace("import tilelang.language as T", "")
    assert list(load_text(KERNEL + second).kernels) == ["copy", "again"]


@pytest.mark.parametrize(
    "imports",
    [
        "import tilelang\nimport tilelang.language as T",
        "from tilelang import language as T",
        "import ttc.language as T",
        "import tilelang as tl\nT = tl.language",
    ],
)
def test_every_spelling_of_the_import_works(load_text: Load, imports: str):
    text = dedent(KERNEL).replace("import tilelang.language as T", imports)
    assert list(load_text(text).kernels) == ["copy"]


def test_no_stand_in_for_tilelang_stays_behind(load_text: Load):
    load_text(KERNEL)
    assert not [name for name in sys.modules if name.partition(".")[0] == "tilelang"]


def test_the_file_keeps_its_own_future(load_text: Load):
    kernel = load_text(KERNEL).kernels["copy"]
    assert not any(isinstance(note, str) for note in kernel.func.__annotations__.values())


def test_neighbours_of_the_file_can_be_imported(load_text: Load, tmp_path: Path):
    (tmp_path / "ttc_test_neighbour.py").write_text("SIZE = 7\n")
    module = load_text("from ttc_test_neighbour import SIZE\n" + dedent(KERNEL)).module
    assert vars(module)["SIZE"] == 7


def test_the_main_block_does_not_run(load_text: Load):
    load_text(dedent(KERNEL) + "if __name__ == '__main__':\n    raise SystemExit('ran')\n")


def test_defines_reach_the_kernel(load_text: Load):
    assert vars(load_text(KERNEL, N="128").module)["N"] == 128


FACTORY = """
    import tilelang
    import tilelang.language as T

    @tilelang.jit(out_idx=[-1])
    def scale(M{default}, dtype="float32"):
        @T.prim_func
        def main(A: T.Tensor((M, M), dtype), B: T.Tensor((M, M), dtype)):
            with T.Kernel(1) as bx:
                T.copy(A, B)
        return main
"""


def test_a_factory_with_default_values_is_called(load_text: Load):
    assert list(load_text(FACTORY.format(default="=64")).kernels) == ["main"]


def test_a_factory_takes_its_values_from_defines(load_text: Load):
    assert list(load_text(FACTORY.format(default=""), M="64", dtype="bfloat16").kernels) == ["main"]


def test_a_factory_without_values_is_named(load_text: Load):
    assert failure(load_text, FACTORY.format(default="")) == [
        "error: k.py defines no kernel",
        "note: 'scale' is a factory without values for M: give -D M=...",
        "  --> k.py:4:1",
        "  |",
        "4 | @tilelang.jit(out_idx=[-1])",
        "  | ^",
    ]


def test_kernels_of_one_name_get_the_names_of_their_variables(load_text: Load):
    text = dedent(FACTORY.format(default="=64")) + "first = scale(32)\nsecond = scale(96)\n"
    kernels = load_text(text).kernels
    assert list(kernels) == ["scale", "first", "second"]
    assert [kernel.name for kernel in kernels.values()] == list(kernels)


def test_a_kernel_is_not_called_as_the_variable_of_another(load_text: Load):
    other = dedent(KERNEL).replace("def copy", "def other")
    text = f"{dedent(KERNEL)}first = copy\n{other}copy, other = other, 0\n"
    kernels = load_text(text).kernels
    assert {name: kernel.func.__name__ for name, kernel in kernels.items()} == {
        "other": "other",
        "first": "copy",
    }


def test_a_top_level_compile_waits_until_it_is_needed(load_text: Load):
    text = dedent(KERNEL) + "import ttc\nkernel = ttc.compile(copy)\n"
    assert list(load_text(text).kernels) == ["copy"]


def test_a_file_without_kernels(load_text: Load):
    assert failure(load_text, "import tilelang.language as T\n") == [
        "error: k.py defines no kernel",
        "note: a kernel is a function under @T.prim_func, at module level",
        "note: or the result of a factory under @ttc.jit whose parameters have defaults",
    ]


def test_a_syntax_error_has_its_place(load_text: Load):
    assert failure(load_text, "x = 1\ndef f(:\n    pass\n") == [
        "error: Python cannot parse this: invalid syntax",
        "  --> k.py:2:7",
        "  |",
        "2 | def f(:",
        "  |       ^",
    ]


def test_a_file_that_raises_shows_its_own_error_at_its_last_frame(load_text: Load):
    text = """
        def block(n):
            raise ValueError(f"no block for {n}")

        SIZE = block(3)
    """
    assert failure(load_text, text) == [
        "error: importing k.py raised ValueError: no block for 3",
        "  --> k.py:2:5",
        "  |",
        '2 |     raise ValueError(f"no block for {n}")',
        "  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ]


def test_an_error_inside_a_library_shows_the_line_that_called_it(load_text: Load):
    assert failure(load_text, "import json\nx = json.loads('{')\n")[1:4:2] == [
        "  --> k.py:2:5",
        "2 | x = json.loads('{')",
    ]


def test_a_file_that_exits_is_no_exit_of_ours(load_text: Load):
    assert failure(load_text, "import sys\nsys.exit(3)\n")[0] == (
        "error: importing k.py raised SystemExit: 3"
    )


def test_a_factory_that_raises(load_text: Load):
    text = FACTORY.format(default="=64").replace("@T.prim_func", "assert M % 48 == 0; @T.prim_func")
    text = text.replace("; @T", "\n        @T")
    assert failure(load_text, text)[0] == "error: calling 'scale' raised AssertionError"


def test_an_unknown_constant(load_text: Load):
    assert failure(load_text, KERNEL, NN="4") == [
        "error: '-D NN': the file has no constant 'NN'",
        "note: did you mean 'N'?",
    ]


def test_an_unknown_kernel(load_text: Load):
    with pytest.raises(CompileError) as caught:
        load_text(KERNEL).select("cop")
    assert str(caught.value) == "error: k.py has no kernel 'cop'\nnote: did you mean 'copy'?"


def test_a_missing_file_and_one_that_is_no_text(tmp_path: Path):
    with pytest.raises(CompileError, match=r"cannot read .*: No such file or directory"):
        load(tmp_path / "none.py")
    with pytest.raises(CompileError, match=r"cannot read .*: Is a directory"):
        load(tmp_path)
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CompileError, match="is not text in UTF-8"):
        load(tmp_path / "binary.py")
