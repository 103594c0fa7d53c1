"""ttc in the SDK's own environment: numpy 1.26, its Python, and `kernel(..., device=...)`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from ttc.sdk.find import Sdk
from ttc.sdk.host_run import Level, ended, environment_of

from .programs import ROOT

GEMM = f"""
import ml_dtypes, numpy as np, pathlib, ttc
from ttc.load import load
sizes = {{"M": "64", "N": "96", "K": "128", "block_M": "64", "block_N": "32"}}
file = load(pathlib.Path({str(ROOT / "examples/gemm.py")!r}), sizes)
kernel = ttc.compile(file.kernels["gemm"], out_idx=[-1])
rng = np.random.default_rng(0)
a = rng.integers(-3, 4, (64, 128)).astype(ml_dtypes.bfloat16)
b = rng.integers(-3, 4, (128, 96)).astype(ml_dtypes.bfloat16)
"""
ON_DEVICE = """
import ttnn
device = ttnn.open_device(device_id=0)
c = kernel(a, b, device=device)
ttnn.close_device(device)
np.save("c.npy", c.astype(np.float32))
np.save("ours.npy", kernel(a, b).astype(np.float32))
"""


TESTS = ("tests/compiler", "tests/frontend", "tests/runtime_sim", "tests/test_examples.py")
"""Where a version of numpy or Python shows."""


def test_ttc_is_right_with_the_numpy_that_ttnn_wants(sdk: Sdk):
    code = "import numpy, sys; print(numpy.__version__, sys.version_info[:2] >= (3, 12))"
    command = [str(sdk.python), "-c", code]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.startswith("1.26.")
    assert printed.endswith(" True\n")
    command = [str(sdk.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS]
    command += ["-m", "not slow"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def test_check_finds_the_sdk_beside_ttc(sdk: Sdk):
    assert sdk.python is not None
    environment = {name: value for name, value in os.environ.items() if name != "TT_METAL_HOME"}
    command = [str(sdk.python.with_name("ttc")), "check", "tests/golden/add"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    first, second = done.stdout.splitlines()
    assert (done.returncode, done.stderr, first) == (0, "", "tests/golden/add: ok")
    assert second.startswith("tests/golden/add: ok by the SDK's headers for both chips, with ")


@pytest.mark.parametrize("level", ["mock", "wolfpine"])
def test_a_kernel_is_called_on_a_device(level: Level, sdk: Sdk, tmp_path: Path):
    command = [str(sdk.python), "-c", GEMM + ON_DEVICE]
    status, log = ended(command, tmp_path, environment_of(sdk, "wormhole", level), timeout=120)
    assert status == 0, log
    assert np.load(tmp_path / "c.npy").shape == (64, 96)
    if level == "wolfpine":
        ours = np.load(tmp_path / "ours.npy")
        assert np.count_nonzero(ours)
        np.testing.assert_array_equal(np.load(tmp_path / "c.npy"), ours)


def test_a_kernel_for_another_chip_is_refused(sdk: Sdk, tmp_path: Path):
    code = GEMM.replace("out_idx=[-1]", "out_idx=[-1], target='blackhole'") + ON_DEVICE
    environment = environment_of(sdk, "wormhole", "mock")
    status, log = ended([str(sdk.python), "-c", code], tmp_path, environment, timeout=60)
    assert status != 0
    assert "'gemm' is compiled for blackhole, the device is a wormhole_b0" in log


def test_the_command_line_runs_on_a_device_and_compares(sdk: Sdk, tmp_path: Path):
    assert sdk.python is not None
    command = [str(sdk.python.with_name("ttc")), "run", str(ROOT / "examples/gemm.py"), "--device"]
    for define in ("M=64", "N=64", "K=96", "block_M=64", "block_N=64"):
        command += ["-D", define]
    environment = environment_of(sdk, "wormhole", "wolfpine")
    status, log = ended(command, tmp_path, environment, timeout=120)
    assert status == 0, log
    assert "gemm on a wormhole device, seed 0" in log
    # Random floats: what rounds differently stays within the limits of the comparison.
    assert "C against the reference: ok" in log
    assert "C against ref_program: ok" in log
