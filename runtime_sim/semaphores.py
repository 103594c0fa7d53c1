"""Semaphores and multicast of a data-movement kernel (metalium api/dataflow/dataflow_api.h)."""

from __future__ import annotations

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.chip import SEMAPHORES
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.noc import InL1, check_alignment, locate, rectangle
from ttc.runtime_sim.pointer import Pointer
from ttc.runtime_sim.thread import Template
from ttc.runtime_sim.transfers import TransferringThread


class SynchronisingThread(TransferringThread):
    """A kernel that signals others; `noc_index` is the NoC it uses."""

    @kernel_call("u32")
    def get_semaphore(self, id: int) -> int:
        if id not in self.core.semaphores:
            raise MachineError(f"semaphore {id} is not declared on {self.core}")
        return self.core.semaphore(id)

    @kernel_call()
    def noc_semaphore_set(self, pointer: Pointer, value: int) -> None:
        self.check_semaphore(pointer)
        self.machine.store_word(pointer.core, pointer.address, value)

    @kernel_call(blocking=True)
    def noc_semaphore_wait(self, pointer: Pointer, value: int) -> bool:
        there = self.machine.load_word(pointer.core, pointer.address)
        return there != value and self.stall_semaphore(pointer, f"to be {value}")

    @kernel_call(blocking=True)
    def noc_semaphore_wait_min(self, pointer: Pointer, value: int) -> bool:
        there = self.machine.load_word(pointer.core, pointer.address)
        return there < value and self.stall_semaphore(pointer, f"to reach {value}")

    def stall_semaphore(self, pointer: Pointer, wish: str) -> bool:
        name = self.check_semaphore(pointer)

        def report() -> str:
            there = self.machine.load_word(pointer.core, pointer.address)
            return f"waits for semaphore {name} {wish}, it is {there}"

        self.waits_for = report
        self.machine.watch(self.core, self)
        return True

    def check_semaphore(self, pointer: Pointer) -> str:
        """The id of the semaphore behind a pointer; an error if there is none."""
        index, rest = divmod(pointer.address - self.core.chip.semaphore_base, 16)
        if rest or not 0 <= index < SEMAPHORES or index not in self.core.semaphores:
            raise MachineError(f"no semaphore lies at L1 address {pointer.address:#x}")
        return str(index)

    @kernel_call(templates=True)
    def noc_semaphore_inc(
        self,
        target: int,
        step: int,
        noc: int = 0,
        vc: int = 0,
        *,
        template: Template = (False,),
    ) -> None:
        # An atomic overtakes writes that were not waited for, so it arrives at once.
        self.increment(target, step)
        self.atomics += 1

    @kernel_call(templates=True)
    def noc_semaphore_inc_multicast(
        self,
        target: int,
        step: int,
        receivers: int,
        noc: int = 0,
        vc: int = 0,
        *,
        template: Template = (False,),
    ) -> None:
        cores, local = rectangle(self.machine, target, self.noc_index)
        if self.core in cores:
            raise MachineError("noc_semaphore_inc_multicast wants a rectangle without its sender")
        self.check_receivers(receivers, len(cores))
        for core in cores:
            value = self.machine.load_word(core, local)
            self.machine.store_word(core, local, value + step)
        self.atomics += 1

    def increment(self, target: int, step: int) -> None:
        place = locate(self.machine, target, 4)
        if not isinstance(place, InL1):
            raise MachineError("a semaphore lies in L1, not in DRAM")
        value = self.machine.load_word(place.core, place.address)
        self.machine.store_word(place.core, place.address, value + step)

    @kernel_call()
    def noc_semaphore_set_remote(self, source: int, target: int, noc: int = 0) -> None:
        self.write(source, locate(self.machine, target, 4), 4)

    @kernel_call()
    def noc_semaphore_set_multicast(
        self, source: int, target: int, receivers: int, linked: bool = False, noc: int = 0
    ) -> None:
        self.multicast(source, target, 4, receivers, loopback=False)

    @kernel_call()
    def noc_semaphore_set_multicast_loopback_src(
        self, source: int, target: int, receivers: int, linked: bool = False, noc: int = 0
    ) -> None:
        self.multicast(source, target, 4, receivers, loopback=True)

    @kernel_call()
    def noc_async_write_multicast(
        self,
        source: int,
        target: int,
        size: int,
        receivers: int,
        linked: bool = False,
        noc: int = 0,
        vc: int = 0,
    ) -> None:
        self.multicast(source, target, size, receivers, loopback=False)

    @kernel_call()
    def noc_async_write_multicast_loopback_src(
        self,
        source: int,
        target: int,
        size: int,
        receivers: int,
        linked: bool = False,
        noc: int = 0,
    ) -> None:
        self.multicast(source, target, size, receivers, loopback=True)

    def multicast(
        self, address: int, target: int, size: int, receivers: int, *, loopback: bool
    ) -> None:
        """Starts a write to every core of a rectangle; without `loopback` not to this one."""
        cores, local = rectangle(self.machine, target, self.noc_index)
        if loopback and self.core not in cores:
            raise MachineError("a loopback multicast wants its sender inside the rectangle")
        wanted = cores if loopback else [core for core in cores if core is not self.core]
        self.check_receivers(receivers, len(wanted))
        source = InL1(self.core, address)
        self.core.check(address, size)
        self.check_source(address, size)
        for core in wanted:
            core.check(local, size)
            goal = InL1(core, local)
            check_alignment(source, goal)
            if core is not self.core or address != local:
                self.leaving.append((source, goal, size))
        self.sources.append((address, size))
        self.noc_bytes += size * len(wanted)
        self.unacknowledged += 1

    def check_receivers(self, given: int, there: int) -> None:
        if given != there:
            raise MachineError(
                f"the multicast counts {given} receivers, its rectangle has {there}: "
                f"its barrier would never complete"
            )
