"""Every op stands where its author wrote it, and no absolute path is in the IR."""

from collections.abc import Callable
from pathlib import Path

import pytest
from xdsl.dialects import scf

from ttc.diagnostics import SourceSpan
from ttc.frontend import lower
from ttc.frontend.source import shown_path
from ttc.language import PrimFunc
from ttc.load import load

EXAMPLES = sorted(Path(__file__).parents[2].glob("examples/*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_op_of_an_example_has_its_place(path: Path):
    lines = path.read_text().splitlines()
    for kernel in load(path).kernels.values():
        for op in lower(kernel).walk():
            span = SourceSpan.of(op.location)
            assert span is not None, op.name
            assert span.file == shown_path(str(path))
            assert not span.file.startswith("/")
            assert lines[span.line - 1][span.column - 1 :].strip()


def test_an_op_stands_at_its_own_call(body_of: Callable[[str], PrimFunc]):
    kernel = body_of("""
        with T.Kernel(4) as bx:
            ä = T.alloc_shared((32, 64), "bfloat16"); T.clear(ä)
            for k in T.serial(2):
                T.copy(
                    A[bx * 32, 0],
                    ä,
                )
    """)
    text = Path(kernel.file).read_text().splitlines()
    found: dict[str, str] = {}
    for op in lower(kernel).walk():
        span = SourceSpan.of(op.location)
        assert span is not None
        found[op.name] = text[span.line - 1][span.column - 1 :]
    assert found["grid.launch"] == "T.Kernel(4) as bx:"
    assert found["grid.alloc"] == 'T.alloc_shared((32, 64), "bfloat16"); T.clear(ä)'
    assert found["grid.fill"] == "T.clear(ä)"
    assert found[scf.ForOp.name] == "T.serial(2):"
    assert found["grid.copy"] == "T.copy("
    assert found["grid.kernel"].startswith("def kernel")


def test_a_path_is_shown_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert shown_path(str(tmp_path / "sub" / "k.py")) == "sub/k.py"
    assert shown_path("./k.py") == "k.py"
    assert shown_path("/somewhere/else/k.py") == "k.py"
    assert shown_path("../k.py") == "k.py"
