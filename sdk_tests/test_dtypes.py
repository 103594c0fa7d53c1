"""
Types of elements beside the SDK: shared exponents bit for bit, kernels of every type.

Wolfpine has no formats of fewer than 16 bits, and computes nothing on the SFPU: nothing runs there.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ttc
from ttc.load import load
from ttc.runtime_sim import bfp8
from ttc.sdk.chips import CHIPS
from ttc.sdk.find import Sdk
from ttc.sdk.headers import check_headers
from ttc.sdk.host_run import ended, environment_of

from .programs import ROOT

KERNELS = ROOT / "tests" / "kernels"
TYPED = ("bfloat8_scaled", "cast_quantise", "int8_dequantise", "int8_product", "integers")

ON_HOST = """
import numpy as np, ttnn
rows = np.load("rows.npy")
there = ttnn.Tensor(rows, ttnn.bfloat8_b, None, ttnn.TILE_LAYOUT)
back = ttnn.to_layout(there, ttnn.ROW_MAJOR_LAYOUT).to_list()
np.save("back.npy", np.array(back).astype(np.float32))
"""
ON_DEVICE = """
import pathlib, sys
import ml_dtypes, numpy as np, ttnn, ttc
from ttc.load import load
(prim_func,) = load(pathlib.Path(sys.argv[1])).kernels.values()
kernel = ttc.compile(prim_func, target=sys.argv[2])
rng = np.random.default_rng(0)
arrays = [rng.integers(-9, 10, p.shape).astype(p.host_dtype) for p in kernel.params]
device = ttnn.open_device(device_id=0)
kernel(*arrays, device=device)
ttnn.close_device(device)
"""


def test_the_host_library_shares_exponents_as_we_do(sdk: Sdk, tmp_path: Path):
    rng = np.random.default_rng(0)
    anything = rng.integers(0, 2**32, (32, 2048)).astype(np.uint32)
    # Rows of like exponents, with mantissas that end in zeros: many lie halfway.
    exponents = np.clip(
        rng.integers(1, 255, (32, 128, 1)) - rng.integers(0, 9, (32, 128, 16)), 0, 255
    )
    halfway = rng.integers(0, 2, exponents.shape) << 31 | exponents << 23
    halfway |= rng.integers(0, 256, exponents.shape) << 15
    rows = np.concatenate([anything, halfway.reshape(32, -1).astype(np.uint32)]).view(np.float32)
    np.save(tmp_path / "rows.npy", rows)
    environment = environment_of(sdk, "wormhole", "mock")
    status, log = ended([str(sdk.python), "-c", ON_HOST], tmp_path, environment, timeout=60)
    assert status == 0, log
    ours = bfp8.rounded_rows(rows.reshape(-1, 16)).reshape(rows.shape)
    theirs = np.load(tmp_path / "back.npy")
    numbers = ~np.isnan(theirs)
    np.testing.assert_array_equal(np.isnan(ours), ~numbers)
    np.testing.assert_array_equal(ours.view(np.uint32)[numbers], theirs.view(np.uint32)[numbers])


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("name", TYPED)
def test_kernels_of_every_type_compile(name: str, chip: str, sdk: Sdk, tmp_path: Path):
    (prim_func,) = load(KERNELS / f"{name}.py").kernels.values()
    folder = ttc.compile(prim_func, target=chip).write(tmp_path)
    assert [str(finding) for finding in check_headers(folder, sdk, (chip,))] == []


@pytest.mark.parametrize("name", TYPED)
def test_the_host_library_accepts_programs_of_every_type(name: str, sdk: Sdk, tmp_path: Path):
    command = [str(sdk.python), "-c", ON_DEVICE, str(KERNELS / f"{name}.py"), "wormhole"]
    status, log = ended(command, tmp_path, environment_of(sdk, "wormhole", "mock"), timeout=180)
    assert status == 0, log
