"""What the commands do, say and exit with where there is no SDK; what they do with one is CI's."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ttc import cli

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "add"

Call = Callable[..., tuple[int, str, str]]


def nothing(_name: str) -> None:
    """A `find_spec` that finds no ttnn."""


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    """Runs `ttc` without any SDK in a folder that has an emitted `add/` and add.py."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TT_METAL_HOME", raising=False)
    monkeypatch.setattr("ttc.sdk.find.find_spec", nothing)
    shutil.copytree(GOLDEN, "add")
    shutil.copy(ROOT / "examples" / "add.py", "add.py")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ttc", *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capsys.readouterr()
        code = caught.value.code
        return code if isinstance(code, int) else 0, out, err

    return run


def test_check_says_in_one_line_what_it_did_without(call: Call):
    status, out, err = call("check", "add")
    assert (status, out) == (0, "add: ok\n")
    assert err.startswith("note: the SDK's headers were not consulted: there is no TT-Metalium SDK")
    assert "pip install ttnn" in err
    assert err.count("\n") == 1


def test_check_says_nothing_of_an_sdk_that_was_not_wanted(call: Call):
    assert call("check", "add", "--no-sdk") == (0, "add: ok\n", "")


@pytest.mark.parametrize("how", [("--with-sdk",), ("--sdk", "nowhere")])
def test_check_with_the_sdk_ends_with_2_without_one(how: tuple[str, ...], call: Call):
    status, out, err = call("check", "add", *how)
    assert (status, out) == (2, "")
    assert err.startswith("error: there is no ")
    assert "note: get it with `pip install ttnn==0.81.1`" in err


@pytest.mark.parametrize("how", [("--check",), ("--with-sdk",), ("--sdk", "nowhere")])
def test_compile_with_the_sdk_writes_nothing_without_one(how: tuple[str, ...], call: Call):
    status, out, err = call("compile", "add.py", *how)
    assert (status, out) == (2, "")
    assert "note: get it with `pip install ttnn==0.81.1`" in err
    assert not Path("out").exists()


@pytest.mark.parametrize("how", [(), ("--no-check",)])
def test_compile_asks_for_no_sdk_by_itself(how: tuple[str, ...], call: Call):
    status, _, err = call("compile", "add.py", *how)
    assert (status, err) == (0, "")
    assert Path("out/add/reader.cpp").is_file()


@pytest.mark.parametrize(
    ("command", "refusal"), [("check add", "sdk"), ("compile add.py", "check")]
)
def test_an_sdk_cannot_be_named_and_left_out(command: str, refusal: str, call: Call):
    status, _, err = call(*command.split(), f"--no-{refusal}", "--sdk", "nowhere")
    assert status == 2
    assert f"--sdk asks for what --no-{refusal} leaves out" in err
