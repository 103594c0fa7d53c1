"""Calls of kernels with scalars, several launches, layouts, and outputs written in part."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from click.testing import CliRunner

import ttc
from ttc import inputs
from ttc.arrays import Parameter
from ttc.cli import cli
from ttc.diagnostics import CompileError
from ttc.load import KernelFile, load
from ttc.runtime_sim.chip import CHIPS
from ttc.runtime_sim.standin_tensor import Device
from ttc.runtime_sim.ttnn_standin import installed, module

FILE = Path(__file__).parent / "calls" / "kernels.py"


@pytest.fixture(scope="module")
def file() -> KernelFile:
    return load(FILE)


def random(*shape: int) -> Any:
    return np.random.default_rng(0).integers(-9, 10, shape).astype(np.float32)


def heads() -> Any:
    return random(2, 50, 3, 64).astype(ml_dtypes.bfloat16)


def moved_up(values: Any) -> Any:
    """The rows after the first; behind the last there are zeros."""
    return np.concatenate([values[:, 1:], np.zeros_like(values[:, :1])], axis=1)


def test_scalars_are_given_by_place_or_by_name(file: KernelFile):
    kernel = ttc.compile(file.kernels["scaled"], out_idx=[2])
    a = random(64, 96)
    assert np.array_equal(kernel(a, 2), a * 0.5)
    assert np.array_equal(kernel(a, 2, 3.0), a * 3)
    assert np.array_equal(kernel(alpha=-1, n=2, A=a), -a)


def test_a_scalar_may_say_how_often_a_loop_turns(file: KernelFile):
    kernel = ttc.compile(file.kernels["scaled"])
    a, b = random(64, 96), np.full((64, 96), 7, np.float32)
    kernel(a, 0, b)
    assert np.all(b == 7)
    kernel(a, 1, b)
    assert np.array_equal(b[:32], a[:32] / 2)
    assert np.all(b[32:] == 7)
    assert kernel.counters is not None
    assert kernel.counters.dram.read_tiles == 3
    # How much is moved is for the call to say.
    (launch,) = kernel.plan["programs"]
    assert launch["dram"] == {"read_bytes": None, "write_bytes": None}


def test_a_call_without_a_scalar_is_refused(file: KernelFile):
    kernel = ttc.compile(file.kernels["scaled"], out_idx=[2])
    with pytest.raises(CompileError, match=r"takes 3 parameters \(A, n, alpha\), 1 given"):
        kernel(random(64, 96))
    with pytest.raises(CompileError, match="out_idx names 'n', which 'scaled' reads"):
        ttc.compile(file.kernels["scaled"], out_idx=[1])


def test_launches_follow_one_another_with_what_is_between_them(file: KernelFile, tmp_path: Path):
    kernel = ttc.compile(file.kernels["twice"], out_idx=[-1])
    assert [parameter.name for parameter in kernel.params] == ["X", "Y"]
    x = heads()
    assert np.array_equal(kernel(x), 4 * x)
    assert sorted(path.name for path in kernel.write(tmp_path).glob("*.cpp")) == [
        *("compute_0.cpp", "compute_1.cpp", "host.cpp", "reader_0.cpp", "reader_1.cpp"),
        *("writer_0.cpp", "writer_1.cpp"),
    ]
    assert "==== compute_1.cpp ====" in kernel.get_kernel_source()


def test_what_no_launch_writes_stays(file: KernelFile):
    a, b = random(32, 96), np.full((64, 96), 7, np.float32)
    ttc.compile(file.kernels["lower_half"])(a, b)
    assert np.array_equal(b[32:], a)
    assert np.all(b[:32] == 7)
    returned = ttc.compile(file.kernels["lower_half"], out_idx=[1])(a)
    assert np.isnan(returned[:32]).all()


def arch(_: Device) -> str:
    """What a device of ttnn says that it is."""
    return "Arch.WORMHOLE_B0"


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("scaled", lambda: (random(64, 96), 2, 3.0), lambda: random(64, 96) * 3),
        ("twice", lambda: (heads(),), lambda: heads() * 4),
        ("next_rows", lambda: (heads(),), lambda: moved_up(heads())),
    ],
)
def test_a_device_gets_what_the_simulator_gets(
    name: str,
    given: Callable[[], Any],
    expected: Callable[[], Any],
    file: KernelFile,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(Device, "arch", arch)
    device = Device(CHIPS["wormhole"])
    kernel = ttc.compile(file.kernels[name], out_idx=[2 if name == "scaled" else 1])
    with installed(module(device)):
        assert np.array_equal(kernel(*given(), device=device), expected())


def called(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["run", str(FILE), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_run_takes_scalars_and_draws_those_it_is_not_given(tmp_path: Path):
    np.save(tmp_path / "a.npy", random(64, 96))
    options = ["--kernel", "scaled", "--input", f"A={tmp_path}/a.npy", "--input", "alpha=0.25"]
    output = called(*options, "--input", "n=2", "--output-dir", str(tmp_path))
    assert "B against the reference: ok" in output
    assert np.array_equal(np.load(tmp_path / "B.npy"), random(64, 96) / 4)
    assert "B against the reference: ok" in called("--kernel", "scaled", "--seed", "3")
    assert "Y against the reference: ok" in called("--kernel", "twice")


@pytest.mark.parametrize(("name", "value"), [("n", "1.5"), ("alpha", "half"), ("n", "4294967296")])
def test_a_scalar_that_is_no_number_is_refused(name: str, value: str):
    dtype = {"n": "int32", "alpha": "float32"}[name]
    parameters = [Parameter(name, (), dtype, "scalar")]
    with pytest.raises(CompileError, match=f"--input {name}={value}: '{name}' is a number"):
        inputs.make(parameters, 0, {name: Path(value)})


def test_scalars_are_drawn_with_the_seed_or_have_their_default():
    n = Parameter("n", (), "int32", "scalar")
    alpha = Parameter("alpha", (), "float32", "scalar", default=0.5)
    drawn = [inputs.make([n, alpha], seed, {}) for seed in range(20)]
    assert {int(number) for number, _ in drawn} <= set(range(1, 9))
    assert len({int(number) for number, _ in drawn}) > 3
    assert all(scale == 0.5 for _, scale in drawn)
    again = inputs.make([n], 5, {"n": Path("-0x10")})
    assert (again[0].item(), again[0].shape) == (-16, ())
