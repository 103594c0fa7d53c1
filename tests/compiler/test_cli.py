"""The command line from outside: what it writes, prints and exits with."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ttc import cli
from ttc.cli_options import TARGET_NAMES
from ttc.targets import TARGETS

KERNELS = Path(__file__).with_name("kernels.py")
SIX = ["compute.cpp", "host.cpp", "host.py", "plan.json", "reader.cpp", "writer.cpp"]

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    """Runs `ttc` in an empty folder with a copy of the kernels as k.py; status, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    Path("k.py").write_text(KERNELS.read_text())

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ttc", *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capsys.readouterr()
        code = caught.value.code
        return code if isinstance(code, int) else 0, out, err

    return run


def test_compile_writes_the_six_files_of_every_kernel(call: Call):
    status, out, err = call("compile", "k.py", "-D", "M=32", "-D", "N=32")
    assert (status, err) == (0, "")
    assert sorted(path.name for path in Path("out").iterdir()) == ["add", "both", "half", "scale"]
    assert sorted(path.name for path in Path("out/add").iterdir()) == SIX
    assert "add for wormhole in out/add" in out
    assert "1 block: 1 on each core" in out


def test_verbose_leaves_the_ir_after_every_pass(call: Call):
    status, *_ = call("compile", "k.py", "--kernel", "add", "-v", "-o", "x", "-t", "blackhole")
    assert status == 0
    dumps = sorted(path.name for path in Path("x/add/ir").iterdir())
    assert dumps[0] == "00-frontend.mlir"
    assert [name[:2] for name in dumps] == [f"{n:02}" for n in range(len(dumps))]
    assert "04-" in dumps[4]
    assert 'loc("k.py":' in Path("x/add/ir", dumps[-1]).read_text()
    assert json.loads(Path("x/add/plan.json").read_text())["target"] == "blackhole"


def test_an_error_in_one_kernel_leaves_nothing(call: Call):
    with Path("k.py").open("a") as file:
        file.write(
            "\n@T.prim_func\ndef bad(A: T.Tensor((M, N), 'float32')):\n"
            "    with T.Kernel(1) as bx:\n        T.nonsense(A)\n"
        )
    status, out, err = call("compile", "k.py", "-D", "M=32")
    assert (status, out) == (1, "")
    assert err.startswith("error: T.nonsense is not a name of the language\n  --> k.py:")
    assert not Path("out").exists()


def test_an_unwritable_folder(call: Call):
    Path("taken").write_text("")
    status, _, err = call("compile", "k.py", "-D", "M=32", "-o", "taken/out")
    assert status == 1
    assert err == (
        "error: cannot write taken/out: Not a directory\nnote: choose another folder with -o\n"
    )


def test_run_compares_with_the_reference_and_ref_program(call: Call):
    status, out, err = call("run", "k.py", "--kernel", "add", "--seed", "3")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "add on wormhole, seed 3"
    assert lines[1].startswith("  tile ops ")
    assert lines[2] == f"  DRAM         {2 * 64 * 96 * 4:,} bytes read, {64 * 96 * 4:,} written"
    assert lines[3].startswith("  wall time ")
    assert lines[4].startswith("  C against the reference: ok, PCC 1.0")
    assert lines[5].startswith("  C against ref_program: ok, PCC 1.0")


def test_run_of_a_folder_is_compared_if_the_kernel_file_is_found(call: Call):
    call("compile", "k.py", "--kernel", "add")
    status, out, _ = call("run", "out/add")
    assert status == 0
    assert "C against the reference: ok" in out
    Path("k.py").rename("moved.py")
    status, out, _ = call("run", "out/add")
    assert status == 0
    assert "  not compared: k.py is not to be found; name the file of the kernel" in out
    status, out, _ = call("run", "out/add", "--source", "moved.py")
    assert "C against the reference: ok" in out
    status, out, _ = call("run", "out/add", "--source", "moved.py", "-D", "M=32")
    assert "not compared with the reference: its tensors are others" in out


def test_a_folder_is_run_for_the_chip_it_was_compiled_for(call: Call):
    call("compile", "k.py", "--kernel", "add", "--target", "blackhole")
    status, out, _ = call("run", "out/add")
    assert (status, out.splitlines()[0]) == (0, "add on blackhole, seed 0")
    status, _, err = call("run", "out/add", "--target", "wormhole")
    assert status == 1
    assert "out/add was compiled for blackhole, not for wormhole" in err


def test_a_hand_edited_kernel_is_run_as_it_is_and_found_wrong(call: Call):
    call("compile", "k.py", "--kernel", "add")
    kernel = Path("out/add/compute.cpp")
    text = kernel.read_text()
    assert "add_binary_tile(" in text
    kernel.write_text(text.replace("add_binary_tile", "sub_binary_tile"))
    status, out, _ = call("run", "out/add")
    assert status == 1
    assert "C against the reference: MISMATCH" in out
    assert "elements are off, most of all C[" in out


def test_inputs_and_outputs_are_files(call: Call):
    a = np.arange(64 * 96, dtype=np.float32).reshape(64, 96) / 64
    np.save("a.npy", a)
    np.save("b.npy", np.ones_like(a))
    inputs = ("--input", "A=a.npy", "--input", "B=b.npy")
    status, *_ = call("run", "k.py", "--kernel", "add", *inputs, "--output-dir", "results")
    assert status == 0
    np.testing.assert_allclose(np.load("results/C.npy"), a + 1, rtol=1e-2)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("D=a.npy", "error: --input D: the kernel has no input 'D'\nnote: inputs: A, B\n"),
        ("A=none.npy", "error: cannot read none.npy: No such file or directory\n"),
        ("A=k.py", "error: k.py is no .npy file of plain numbers\n"),
        ("A=a.npy", "error: a.npy has shape [3], 'A' is float32[64, 96]\n"),
    ],
)
def test_inputs_that_do_not_fit(call: Call, option: str, message: str):
    np.save("a.npy", np.zeros(3, np.float32))
    status, _, err = call("run", "k.py", "--kernel", "add", "--input", option)
    assert (status, err) == (1, message)


def test_check_accepts_our_output_and_names_an_edit(call: Call):
    call("compile", "k.py", "--kernel", "add")
    assert call("check", "out/add", "--no-sdk") == (0, "out/add: ok\n", "")
    kernel = Path("out/add/writer.cpp")
    kernel.write_text(kernel.read_text().replace("cb_pop_front(", "cb_pop_frnt("))
    status, out, _ = call("check", "out/add", "--no-sdk")
    assert status == 1
    assert "cb_pop_frnt" in out
    assert "--> out/add/writer.cpp:" in out


def test_folders_that_are_no_kernels(call: Call):
    status, _, err = call("check", "nowhere")
    assert (status, err) == (1, "error: there is no folder nowhere\n")
    call("compile", "k.py", "--kernel", "add")
    status, _, err = call("run", "out")
    assert (status, err) == (
        1,
        "error: out is not the folder of one kernel\nnote: run one of out/add\n",
    )


def test_a_defect_of_ttc_is_shown_as_one(call: Call, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise KeyError("missing")

    monkeypatch.setattr("ttc.build.lower", broken)
    status, _, err = call("compile", "k.py")
    assert status == cli.INTERNAL_ERROR
    assert err.startswith("Traceback ")
    assert err.endswith("internal error: this is a defect of ttc, not of your kernel\n")


def test_version_and_help(call: Call):
    status, out, _ = call("--version")
    assert status == 0
    assert out.startswith("ttc 0.1.0 on xdsl 0.74.0")
    for command in ("compile", "run", "check"):
        status, out, _ = call(command, "--help")
        assert status == 0
        assert "Example" in out


def test_the_help_names_every_target():
    assert TARGET_NAMES == tuple(TARGETS)
