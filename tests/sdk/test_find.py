"""Where an SDK is looked for, and what is said without one."""

from pathlib import Path

import pytest

from ttc.sdk.find import HEADERS, NoSdk, Sdk, cache_folder, find


def make_sdk(folder: Path) -> Path:
    (folder / HEADERS).parent.mkdir(parents=True)
    (folder / HEADERS).touch()
    return folder


def test_a_folder_may_be_the_sdk_or_an_environment_with_its_wheel(tmp_path: Path):
    whole = make_sdk(tmp_path / "tt-metal")
    assert find(whole) == Sdk(whole, None)
    inside = make_sdk(tmp_path / "venv" / "lib" / "python3.12" / "site-packages" / "ttnn")
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    assert find(tmp_path / "venv") == Sdk(inside, python)
    assert find(inside) == Sdk(inside, python)


def test_the_environment_variable_names_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TT_METAL_HOME", str(make_sdk(tmp_path / "tt-metal")))
    assert find(None).root == tmp_path / "tt-metal"
    monkeypatch.setenv("TT_METAL_HOME", str(tmp_path))
    with pytest.raises(NoSdk, match="TT_METAL_HOME is"):
        find(None)


def test_a_script_in_the_place_of_the_compiler_is_not_sfpi(tmp_path: Path):
    sdk = Sdk(make_sdk(tmp_path), None)
    compiler = tmp_path / "runtime/sfpi/compiler/bin/riscv-tt-elf-g++"
    compiler.parent.mkdir(parents=True)
    compiler.write_bytes(b"#!/bin/sh\n")
    assert not sdk.has_sfpi
    assert "stand-in" in sdk.compiler
    compiler.write_bytes(b"\x7fELF and so on")
    assert sdk.has_sfpi
    assert sdk.compiler == "SFPI"
    assert sdk.build_root == tmp_path


def test_without_any_compiler_the_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoSdk) as caught:
        _ = Sdk(make_sdk(tmp_path), None).build_root
    assert "gcc-riscv64-unknown-elf" in str(caught.value)


def test_a_relative_cache_folder_is_where_ttc_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TTC_SDK_CACHE", "made")
    assert cache_folder() == tmp_path / "made"
