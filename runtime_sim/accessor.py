"""Tensor accessors of kernels (metalium api/tensor/tensor_accessor.h), interleaved DRAM only."""

from __future__ import annotations

from dataclasses import dataclass

from ttc.runtime_sim.dram import Buffer
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.noc import encode_dram
from ttc.runtime_sim.thread import Thread


@dataclass(frozen=True)
class AccessorArgs:
    """`TensorAccessorArgs<offset>()`: two words, flags and the aligned page size."""

    offset: int
    flags: int
    page_bytes: int

    def next_compile_time_args_offset(self) -> int:
        return self.offset + 2

    def num_compile_time_args(self) -> int:
        return 2


@dataclass(frozen=True, slots=True)
class Accessor:
    """A tensor at a base address; `buffer` is what the host put there."""

    thread: Thread
    buffer: Buffer | None
    base: int
    page_bytes: int

    def get_noc_addr(self, page: int, offset: int = 0, noc: int = 0) -> int:
        self.check(page)
        row, bank = divmod(page, self.thread.machine.chip.dram_banks)
        return encode_dram(bank, self.base + row * self.page_bytes + offset)

    def get_aligned_page_size(self) -> int:
        return self.page_bytes

    def get_bank_base_address(self) -> int:
        return self.base

    def check(self, page: int) -> None:
        if self.buffer is None or self.page_bytes != self.buffer.page_bytes:
            where = f"a tensor at {self.base:#x} with pages of {self.page_bytes} bytes"
            raise MachineError(f"the host allocated no such tensor: {where}")
        if not 0 <= page < self.buffer.pages:
            raise MachineError(
                f"page {page} of '{self.buffer.name}' is accessed, which has {self.buffer.pages}"
            )
