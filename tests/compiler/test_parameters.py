"""Parameters keep the author's names, also those that a value of the IR cannot have."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import ttc
from ttc.cli import cli
from ttc.load import load

KERNEL = """\
import ttc.language as T


@T.prim_func
def weighted(
    A: T.Tensor((32, 32), "float32"),
    A_1: T.Tensor((32, 32), "float32"),
    A1: T.Tensor((32, 32), "float32"),
    _out_2: T.Tensor((32, 32), "float32"),
):
    with T.Kernel(1) as _:
        for i, j in T.Parallel(32, 32):
            _out_2[i, j] = A[i, j] + 2.0 * A_1[i, j] + 4.0 * A1[i, j]
"""
NAMES = ["A", "A_1", "A1", "_out_2"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "weighted.py"
    path.write_text(KERNEL)
    return path


def test_the_plan_and_the_sources_have_the_authors_names(file: Path):
    kernel = ttc.compile(load(file).kernels["weighted"], out_idx=-1)
    assert [tensor["name"] for tensor in kernel.plan["tensors"]] == NAMES
    assert [parameter.name for parameter in kernel.params] == NAMES
    for name in NAMES[:-1]:
        assert f"const auto {name} = TensorAccessor(" in kernel.sources["reader.cpp"]
    assert "const auto out_2 = TensorAccessor(" in kernel.sources["writer.cpp"]
    one = np.ones((32, 32), np.float32)
    assert np.all(kernel(one, 10 * one, 100 * one) == 421)


def test_an_input_is_given_by_its_name(file: Path, tmp_path: Path):
    inputs: list[str] = []
    for number, name in enumerate(NAMES[:-1], 1):
        np.save(tmp_path / f"{name}.npy", np.full((32, 32), number, np.float32))
        inputs += ["--input", f"{name}={tmp_path / name}.npy"]
    result = CliRunner().invoke(cli, ["run", str(file), *inputs, "--output-dir", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert np.all(np.load(tmp_path / "_out_2.npy") == 1 + 2 * 2 + 4 * 3)
