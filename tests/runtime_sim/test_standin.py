"""The stand-in for ttnn: tensors, core sets, work splitting, and what a program must not be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError
from ttc.runtime_sim.chip import CHIPS
from ttc.runtime_sim.standin_tensor import Device
from ttc.runtime_sim.ttnn_standin import installed, module

from .programs import READ, WRITE, Array, moves

BF16 = ml_dtypes.bfloat16


@pytest.fixture
def device() -> Device:
    return Device(CHIPS["wormhole"])


@pytest.fixture
def ttnn(device: Device) -> Any:
    return module(device, [{0: "A"}] * 9)


def upload(ttnn: Any, array: Array, dtype: str = "bfloat16") -> Any:
    memory = ttnn.DRAM_MEMORY_CONFIG
    device = ttnn.open_device(device_id=0)
    return ttnn.Tensor(array, getattr(ttnn, dtype), device, ttnn.TILE_LAYOUT, memory)


def test_tensors_come_back_without_padding(ttnn: Any):
    values = np.arange(33 * 70, dtype=np.float32).reshape(33, 70)
    tensor = upload(ttnn, values, "float32")
    host = ttnn.to_layout(ttnn.from_device(tensor), ttnn.ROW_MAJOR_LAYOUT)
    assert host.to_list() == values.tolist()
    assert list(host.shape) == [33, 70]


def test_from_buffer_takes_lists(ttnn: Any, device: Device):
    shape = ttnn.Shape([2, 3])
    made = ttnn.from_buffer([1, 2, 3, 4, 5, 6], shape, ttnn.int32, device, ttnn.TILE_LAYOUT)
    assert made.to_list() == [[1, 2, 3], [4, 5, 6]]


def test_allocated_tensors_hold_nothing(ttnn: Any, device: Device):
    made = ttnn.allocate_tensor_on_device(
        ttnn.Shape([32, 32]), ttnn.bfloat16, ttnn.TILE_LAYOUT, device, ttnn.DRAM_MEMORY_CONFIG
    )
    assert np.isnan(made.to_numpy().astype(np.float32)).all()


@pytest.mark.parametrize(
    ("dtype", "words"), [("bfloat16", [2, 2048]), ("float32", [2, 4096]), ("bfloat8_b", [2, 1088])]
)
def test_accessor_words(ttnn: Any, dtype: str, words: list[int]):
    tensor = upload(ttnn, np.zeros((32, 32), np.float32), dtype)
    assert ttnn.TensorAccessorArgs(tensor).get_compile_time_args() == words


def test_addresses_do_not_overlap(ttnn: Any):
    first = upload(ttnn, np.zeros((32 * 13, 32), np.float32))
    second = upload(ttnn, np.zeros((32, 32), np.float32))
    assert second.buffer_address() - first.buffer_address() == 2 * 2048  # 13 pages, 12 banks
    assert first.buffer_address() % 64 == 0


def test_only_interleaved_in_dram(ttnn: Any, device: Device):
    zeros = np.zeros((32, 32), np.float32)
    with pytest.raises(SimulationError, match="interleaved in DRAM only"):
        ttnn.Tensor(zeros, ttnn.bfloat16, device, ttnn.TILE_LAYOUT, ttnn.L1_MEMORY_CONFIG)


def test_split_work(ttnn: Any):
    count, every, more, less, a, b = ttnn.split_work_to_cores(ttnn.CoreCoord(2, 2), 7)
    assert (count, a, b) == (4, 2, 1)
    assert (every.num_cores(), more.num_cores(), less.num_cores()) == (4, 3, 1)
    assert ttnn.split_work_to_cores(ttnn.CoreCoord(8, 8), 3)[0] == 3
    count, _, more, less, a, b = ttnn.split_work_to_cores(ttnn.CoreCoord(2, 1), 4, row_wise=True)
    assert (count, more.num_cores(), less.num_cores(), a, b) == (2, 2, 0, 2, 0)


def test_corerange_to_cores(ttnn: Any):
    ranges = ttnn.CoreRangeSet([ttnn.CoreRange(ttnn.CoreCoord(0, 0), ttnn.CoreCoord(1, 1))])
    cores = [(c.x, c.y) for c in ttnn.corerange_to_cores(ranges, 3, row_wise=True)]
    assert cores == [(0, 0), (1, 0), (0, 1)]
    with pytest.raises(ValueError, match="overlap"):
        ttnn.CoreRangeSet([*ranges.ranges(), *ranges.ranges()])


def test_installed_restores_what_was_there():
    real = ModuleType("ttnn")
    sys.modules["ttnn"] = real
    try:
        with installed(module(Device(CHIPS["wormhole"]))) as standin:
            assert sys.modules["ttnn"] is standin
        assert sys.modules["ttnn"] is real
    finally:
        del sys.modules["ttnn"]


# Programs


class Parts:
    """A copy program of two kernels, every descriptor open to change."""

    def __init__(self, ttnn: Any, directory: Path) -> None:
        moves(READ.format(n=1, cb="A", tensor="A"), WRITE.format(n=1, cb="A", tensor="C")).emit(
            directory
        )
        self.ttnn = ttnn
        self.tensors = [upload(ttnn, np.ones((32, 32), BF16)) for _ in range(2)]
        self.cores = self.range(0, 0, 0, 0)
        words = [0]
        for tensor in self.tensors:
            words += ttnn.TensorAccessorArgs(tensor).get_compile_time_args()
        self.kernels = [
            ttnn.KernelDescriptor(
                kernel_source=str(directory / f"{role}.cpp"),
                core_ranges=self.cores,
                compile_time_args=words,
                runtime_args=self.args({(0, 0): [t.buffer_address() for t in self.tensors]}),
                config=getattr(ttnn, f"{role.title()}ConfigDescriptor")(),
            )
            for role in ("reader", "writer")
        ]
        self.cbs = [self.cb()]
        self.semaphores: list[Any] = []

    def range(self, *corners: int) -> Any:
        x0, y0, x1, y1 = corners
        coord, ttnn = self.ttnn.CoreCoord, self.ttnn
        return ttnn.CoreRangeSet([ttnn.CoreRange(coord(x0, y0), coord(x1, y1))])

    def args(self, values: dict[tuple[int, int], list[int]]) -> Any:
        args = self.ttnn.RuntimeArgs()
        for (x, y), row in values.items():
            args[x][y] = row
        return args

    def cb(self, id: int = 0, size: int = 4096, page: int = 2048, dtype: str = "bfloat16") -> Any:
        form = self.ttnn.CBFormatDescriptor(
            buffer_index=id, data_format=getattr(self.ttnn, dtype), page_size=page
        )
        return self.ttnn.CBDescriptor(
            total_size=size, core_ranges=self.cores, format_descriptors=[form]
        )

    def run(self) -> None:
        program = self.ttnn.ProgramDescriptor(
            kernels=self.kernels, semaphores=self.semaphores, cbs=self.cbs
        )
        self.ttnn.generic_op(self.tensors, program)


@pytest.fixture
def parts(ttnn: Any, tmp_path: Path) -> Parts:
    return Parts(ttnn, tmp_path)


def test_program_runs(parts: Parts):
    parts.run()
    assert (parts.tensors[1].to_numpy() == 1).all()


def set_cb(**values: Any) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts.cbs = [parts.cb(**values)]

    return change


def set_args(values: dict[tuple[int, int], list[int]]) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts.kernels[0].runtime_args = parts.args(values)

    return change


def both_readers(parts: Parts) -> None:
    parts.kernels[1].config = parts.ttnn.ReaderConfigDescriptor()


def two_cbs(parts: Parts) -> None:
    parts.cbs = [parts.cb(), parts.cb()]


def no_file(parts: Parts) -> None:
    parts.kernels[0].kernel_source = "nowhere.cpp"


def outside(parts: Parts) -> None:
    parts.kernels[0].core_ranges = parts.range(0, 0, 8, 0)


def semaphores(*ids: int) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        make = parts.ttnn.SemaphoreDescriptor
        parts.semaphores = [make(id=id, core_ranges=parts.cores, initial_value=0) for id in ids]

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (set_cb(size=3000), "circular buffer A has 3000 bytes, no multiple of its page of 2048"),
        (
            set_cb(dtype="float32"),
            "a page of circular buffer A has 2048 bytes, a tile of float32 4096",
        ),
        (set_cb(id=32), "circular buffer 32 has no id; a core has 0 to 31"),
        (
            set_cb(size=2048 * 1000),
            "the circular buffers of a core need 2048000 bytes of L1; 1392640 are free "
            "(1499136 in total on wormhole, 106496 reserved)",
        ),
        (two_cbs, "circular buffer 0 is declared twice on core (0, 0)"),
        (both_readers, "reader and writer both want the reader of core (0, 0)"),
        (
            set_args({(0, 0): [1, 2], (1, 0): [1, 2]}),
            "runtime arguments of reader are given for core (1, 0), where it does not run",
        ),
        (set_args({(0, 0): [-1]}), "runtime argument 0 of reader on core (0, 0) is -1: no uint32"),
        (no_file, "the kernel nowhere.cpp cannot be read: No such file or directory"),
        (outside, "kernel reader is on core (8, 0), outside the 8x8 of wormhole"),
        (semaphores(16), "semaphore 16 does not exist; a core has ids 0 to 15"),
        (semaphores(1, 1), "semaphore 1 is declared twice on core (0, 0)"),
    ],
)  # fmt: skip
def test_refusals(parts: Parts, change: Callable[[Parts], None], message: str):
    change(parts)
    with pytest.raises(SimulationError) as caught:
        parts.run()
    assert caught.value.message == message


def test_arguments_missing_for_a_core(parts: Parts):
    parts.kernels[0].core_ranges = parts.range(0, 0, 1, 0)
    with pytest.raises(SimulationError, match=r"of reader are missing for core \(1, 0\)"):
        parts.run()


def test_formats_that_share_a_region(parts: Parts):
    """Two ids of one descriptor are two views of the same bytes."""
    other = parts.ttnn.CBFormatDescriptor(
        buffer_index=1, data_format=parts.ttnn.uint16, page_size=2048
    )
    parts.cbs[0].format_descriptors.append(other)
    source = Path(parts.kernels[1].kernel_source)
    text = source.read_text().replace("get_read_ptr(cb_A)", "get_read_ptr(1)")
    source.write_text(text)
    parts.run()
    assert (parts.tensors[1].to_numpy() == 1).all()


def test_source_code_and_named_arguments(parts: Parts, tmp_path: Path):
    kernel = parts.kernels[0]
    kernel.source_type = parts.ttnn.KernelDescriptor.SourceType.SOURCE_CODE
    kernel.kernel_source = (
        (tmp_path / "reader.cpp")
        .read_text()
        .replace("= get_compile_time_arg_val(0)", '= get_named_compile_time_arg_val("cb")')
    )
    kernel.named_compile_time_args = [("cb", 0)]
    parts.run()
    kernel.named_compile_time_args = []
    with pytest.raises(SimulationError, match="no compile-time argument is named 'cb'"):
        parts.run()


def test_common_arguments(parts: Parts, tmp_path: Path):
    kernel = parts.kernels[0]
    path = tmp_path / "reader.cpp"
    path.write_text(path.read_text().replace("get_arg_val", "get_common_arg_val"))
    kernel.common_runtime_args = [t.buffer_address() for t in parts.tensors]
    parts.run()
    kernel.common_runtime_args = []
    with pytest.raises(SimulationError, match="common argument 0 is read, but 0 are given"):
        parts.run()


def test_shared_exponents_are_converted_before_they_are_laid_out():
    ttnn: Any = module(Device(CHIPS["wormhole"]))
    ones = np.ones((40, 70), np.float32)
    tiles = ttnn.Tensor(ones, ttnn.bfloat8_b, None, ttnn.TILE_LAYOUT)
    with pytest.raises(SimulationError, match="call to_dtype before to_layout"):
        ttnn.to_layout(tiles, ttnn.ROW_MAJOR_LAYOUT)
    rows = ttnn.to_layout(ttnn.to_dtype(tiles, ttnn.float32), ttnn.ROW_MAJOR_LAYOUT)
    assert (rows.dtype, rows.layout) == (ttnn.float32, ttnn.ROW_MAJOR_LAYOUT)
    np.testing.assert_array_equal(rows.to_numpy(), ones)
    device = ttnn.open_device()
    with pytest.raises(SimulationError, match="call from_device before it"):
        ttnn.to_dtype(ttnn.Tensor(ones, ttnn.float32, device, ttnn.TILE_LAYOUT), ttnn.bfloat16)
