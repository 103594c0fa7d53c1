"""host.cpp type-checks, and every function it calls is one that the SDK's library exports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ttc.sdk.find import Sdk
from ttc.sdk.host_cpp import check_host_cpp, missing_symbols

from .programs import ROOT

GOLDEN = ROOT / "tests" / "golden"
FOLDERS = sorted(path.parent for path in GOLDEN.glob("*/host.cpp"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_host_cpp_compiles_and_would_link(folder: Path, sdk: Sdk):
    assert [str(finding) for finding in check_host_cpp(folder)] == []
    assert missing_symbols(folder, sdk) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("CreateProgram()", "CreateProgram(1)", "too many arguments"),
        (".fp32_dest_acc_en", ".fp32_dest_acc", "has no member named 'fp32_dest_acc'"),
        ("tt::DataFormat::Float16_b", "tt::DataFormat::BFloat16", "'BFloat16' is not a member"),
    ],
)
def test_a_wrong_call_is_found(old: str, new: str, complaint: str, tmp_path: Path):
    text = (GOLDEN / "gemm" / "host.cpp").read_text()
    assert old in text
    (tmp_path / "host.cpp").write_text(text.replace(old, new))
    assert any(complaint in finding.message for finding in check_host_cpp(tmp_path))


def test_a_wrong_signature_is_found(sdk: Sdk, tmp_path: Path):
    shutil.copytree(GOLDEN / "gemm", tmp_path / "gemm")
    file = tmp_path / "gemm" / "host.cpp"
    extra = "namespace tt::tt_metal { Program CreateProgram(int cores); }\n"
    text = file.read_text().replace(
        "using namespace tt::tt_metal;", extra + "using namespace tt::tt_metal;", 1
    )
    file.write_text(text.replace("= CreateProgram()", "= CreateProgram(1)"))
    assert missing_symbols(tmp_path / "gemm", sdk) == ["tt::tt_metal::CreateProgram(int)"]
