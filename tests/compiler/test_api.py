"""`ttc.compile` and `@ttc.jit`: kernels are called on arrays, and mistakes have a place."""

from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest

import ttc
from ttc.diagnostics import CompileError
from ttc.language import PrimFunc
from ttc.load import KernelFile, load

RNG = np.random.default_rng(0)
SIX = {"reader.cpp", "compute.cpp", "writer.cpp", "host.py", "host.cpp", "plan.json"}


@pytest.fixture(scope="module")
def file() -> KernelFile:
    return load(Path(__file__).with_name("kernels.py"))


@pytest.fixture(scope="module")
def add(file: KernelFile) -> PrimFunc:
    return file.kernels["add"]


def random(*shape: int) -> Any:
    return RNG.standard_normal(shape, np.float32)


def test_one_output_is_returned_as_an_array(add: PrimFunc):
    kernel = ttc.compile(add, out_idx=[-1])
    a, b = random(64, 96), random(64, 96)
    c: object = kernel(a, b)
    assert type(c) is np.ndarray
    np.testing.assert_allclose(np.asarray(c), a + b, rtol=1e-2, atol=1e-2)
    assert kernel.counters is not None
    assert kernel.counters.dram.read_tiles == 2 * 2 * 3


def test_several_outputs_are_returned_as_a_tuple(file: KernelFile):
    a = random(64, 96)
    b, c = ttc.compile(file.kernels["both"], out_idx=[1, 2])(a)
    np.testing.assert_allclose(b, a * 2, rtol=1e-2, atol=1e-2)
    np.testing.assert_allclose(c, a + 1, rtol=1e-2, atol=1e-2)


def test_without_out_idx_outputs_are_filled_in_place(add: PrimFunc):
    kernel = ttc.compile(add, target="blackhole")
    a, b, c = random(64, 96), random(64, 96), np.zeros((64, 96), np.float32)
    assert kernel(a, b, c) is None
    np.testing.assert_allclose(c, a + b, rtol=1e-2, atol=1e-2)


def test_arrays_need_not_be_contiguous(add: PrimFunc):
    a, b, wide = random(96, 64).T, random(64, 192)[:, ::2], np.zeros((64, 192), np.float32)
    ttc.compile(add)(a, b, wide[:, 1::2])
    np.testing.assert_allclose(wide[:, 1::2], a + b, rtol=1e-2, atol=1e-2)
    assert not wide[:, ::2].any()


def test_float16_comes_and_goes_as_float16_and_is_stored_as_bfloat16(file: KernelFile):
    a = random(64, 96).astype(np.float16)
    stored = a.astype(ml_dtypes.bfloat16).astype(np.float16)
    returned = ttc.compile(file.kernels["half"], out_idx=[1])(a)
    assert returned.dtype == np.float16
    np.testing.assert_array_equal(returned, stored)
    filled = np.zeros_like(a)
    ttc.compile(file.kernels["half"])(a, filled)
    np.testing.assert_array_equal(filled, stored)


def test_the_largest_float16_survives_bfloat16(file: KernelFile):
    a = np.zeros((64, 96), np.float16)
    a[0, :4] = 65504, -65504, np.inf, -np.inf
    returned = ttc.compile(file.kernels["half"], out_idx=[1])(a)
    np.testing.assert_array_equal(returned, a)


def test_a_factory_compiles_once_for_each_set_of_values(file: KernelFile):
    factory = vars(file.module)["scaled"]
    kernel = factory(64, factor=3.0)
    assert kernel is factory(64, factor=3.0)
    assert kernel is not factory(32, factor=3.0)
    a = random(64, 32).astype(ml_dtypes.bfloat16)
    b = kernel(a)
    assert b.dtype == ml_dtypes.bfloat16
    np.testing.assert_allclose(b.astype(np.float32), a.astype(np.float32) * 3, rtol=1e-2)


def test_sources_plan_and_files_are_one_program(add: PrimFunc, tmp_path: Path):
    kernel = ttc.compile(add)
    assert set(kernel.sources) == SIX
    assert (kernel.plan["kernel"], kernel.plan["target"]) == ("add", "wormhole")
    written = kernel.write(tmp_path)
    assert written == tmp_path / "add"
    assert {path.name: path.read_text() for path in written.iterdir()} == dict(kernel.sources)
    for name in ("reader.cpp", "compute.cpp", "writer.cpp"):
        assert kernel.sources[name] in kernel.get_kernel_source()
    assert kernel.get_host_source() == kernel.sources["host.py"]


def test_two_compiles_give_the_same_text(add: PrimFunc):
    assert ttc.compile(add).sources == ttc.compile(add).sources


def failure(action: Any) -> str:
    with pytest.raises(CompileError) as caught:
        action()
    return caught.value.message


def test_mistakes_in_a_call_of_compile(add: PrimFunc, file: KernelFile):
    wrong: Any = 3
    assert failure(lambda: ttc.compile(wrong)) == "ttc.compile takes a @T.prim_func, not 3"
    assert failure(lambda: ttc.compile(add, target="wormhol")) == "there is no target 'wormhol'"
    assert failure(lambda: ttc.compile(add, out_idx=3)) == (
        "out_idx 3 is out of range: 'add' has 3 parameters"
    )
    assert failure(lambda: ttc.compile(add, out_idx=[0])) == (
        "out_idx names 'A', which 'add' reads"
    )


def test_mistakes_in_a_call_of_a_kernel(add: PrimFunc):
    kernel = ttc.compile(add, out_idx=[-1])
    good = random(64, 96)
    assert failure(lambda: kernel(good)) == "'add' takes 2 arrays (A, B), 1 given"
    assert failure(lambda: kernel(good, good.T)) == (
        "argument 2 of 'add', 'B', has shape [96, 64], must be [64, 96]"
    )
