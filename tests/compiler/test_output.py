"""Files appear whole or not at all, below the folder that was named, and spare the user's own."""

from pathlib import Path

import pytest

from ttc.diagnostics import CompileError
from ttc.output import write_kernel

FILES = {"reader.cpp": "r", "plan.json": "{}", "ir/00-frontend.mlir": "m"}


def everything(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_kernel_gets_its_own_folder_and_nothing_else_remains(tmp_path: Path):
    written = write_kernel(tmp_path / "new" / "out", "gemm", FILES)
    assert written == tmp_path / "new" / "out" / "gemm"
    assert everything(tmp_path / "new" / "out") == {f"gemm/{k}": v for k, v in FILES.items()}


def test_a_second_write_replaces_our_files_and_keeps_the_users(tmp_path: Path):
    write_kernel(tmp_path, "gemm", FILES)
    (tmp_path / "gemm" / "C.npy").write_text("result")
    write_kernel(tmp_path, "gemm", {"reader.cpp": "new", "plan.json": "{}"})
    assert everything(tmp_path) == {
        "gemm/reader.cpp": "new",
        "gemm/plan.json": "{}",
        "gemm/C.npy": "result",
    }


def test_a_link_is_not_followed_out_of_the_folder(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "gemm").symlink_to(outside)
    with pytest.raises(CompileError, match="it exists and is no folder"):
        write_kernel(tmp_path / "out", "gemm", FILES)
    assert list(outside.iterdir()) == []


def test_a_link_in_an_earlier_output_is_not_written_through(tmp_path: Path):
    precious = tmp_path / "precious"
    precious.write_text("keep")
    write_kernel(tmp_path / "out", "gemm", FILES)
    (tmp_path / "out" / "gemm" / "reader.cpp").unlink()
    (tmp_path / "out" / "gemm" / "reader.cpp").symlink_to(precious)
    write_kernel(tmp_path / "out", "gemm", FILES)
    assert precious.read_text() == "keep"
    assert (tmp_path / "out" / "gemm" / "reader.cpp").read_text() == "r"


def test_an_unwritable_folder_is_the_users_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CompileError) as caught:
        write_kernel(tmp_path / "file" / "out", "gemm", FILES)
    assert str(caught.value) == (
        f"error: cannot write {tmp_path / 'file' / 'out'}: Not a directory\n"
        "note: choose another folder with -o"
    )


def test_a_failed_write_leaves_the_earlier_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_kernel(tmp_path, "gemm", FILES)

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CompileError, match="No space left on device"):
        write_kernel(tmp_path, "gemm", {"reader.cpp": "new"})
    assert everything(tmp_path) == {f"gemm/{k}": v for k, v in FILES.items()}
