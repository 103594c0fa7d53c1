"""
The state of a compute kernel: configuration, sections of DST, operands, copies into DST.

Unpack, math and pack run as one thread, in source order. Each remembers how it was programmed:
an op whose init was not the last one, or whose operands have another format than the one
configured, computes garbage on a chip and is an error here (metalium api/compute/).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from ttc.runtime_sim.calls import kernel_call
from ttc.runtime_sim.dst import ACQUIRED, COMMITTED, FREE, WAITED, Dst
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import BFLOAT16, FLOAT32, Array, Format, truncate_tf32
from ttc.runtime_sim.thread import Template, Thread

if TYPE_CHECKING:
    from ttc.runtime_sim.circular_buffer import CircularBuffer
    from ttc.runtime_sim.core import Core
    from ttc.runtime_sim.cpp.translate import Translation
    from ttc.runtime_sim.machine import Machine
    from ttc.runtime_sim.thread import Arguments


@dataclass(frozen=True)
class ComputeMode:
    """What the host's ComputeConfigDescriptor decides."""

    wide_dst: bool = False
    full_sync: bool = False


class ComputeThread(Thread):
    """
    The state of the compute pipeline.

    `init` is the last init of an op that unpacks, with its options; `sfpu` that of an SFPU
    function; `source_a`, `source_b` and `packed` are the configured formats.
    """

    def __init__(
        self,
        machine: Machine,
        core: Core,
        role: str,
        kernel: Translation,
        arguments: Arguments,
        mode: ComputeMode,
    ) -> None:
        super().__init__(machine, core, role, kernel, arguments)
        self.dst = Dst(mode.wide_dst, mode.full_sync)
        self.tiles = core.tiles
        self.init: tuple[object, ...] = ("",)
        self.sfpu = ""
        self.source_a: Format | None = None
        self.source_b: Format | None = None
        self.packed: Format | None = None
        self.accumulates_in_l1 = False
        self.relu = False
        self.pack_mask = ""
        self.truncated: dict[int, tuple[Array, Array]] = {}
        self.ops = {"matmul": 0, "eltwise": 0, "reduce": 0, "copy": 0, "sfpu": 0, "pack": 0}
        self.unpacked = 0

    def finish(self) -> None:
        if self.dst.state != FREE:
            raise MachineError(
                f"kernel_main of {self.role} returns while the section of DST is "
                f"{self.dst.state}; tile_regs_release is missing"
            )
        self.machine.counters.merge_tile_ops({**self.ops, "unpack": self.unpacked})

    # Configuration

    @kernel_call(templates=True)
    def compute_kernel_hw_startup(
        self, first: int, second: int, output: int = -1, *, template: Template = ("SrcA",)
    ) -> None:
        if self.packed is not None:
            raise MachineError("compute_kernel_hw_startup is called twice; once, first, is right")
        if output == -1:
            second, output = first, second
        self.reconfig_data_format(first, second, template=template)
        self.packed = self.cbs[output].format

    @kernel_call(templates=True)
    def reconfig_data_format(
        self,
        first: int,
        second: int,
        third: int = -1,
        fourth: int = -1,
        *,
        template: Template = (),
    ) -> None:
        if third != -1:  # (old a, new a, old b, new b)
            first, second = second, fourth
        if "Reverse" in template:
            first, second = second, first
        self.source_a = self.cbs[first].format
        self.source_b = self.cbs[second].format

    @kernel_call(templates=True)
    def reconfig_data_format_srca(
        self, first: int, second: int = -1, *, template: Template = ()
    ) -> None:
        self.source_a = self.cbs[first if second == -1 else second].format

    @kernel_call(templates=True)
    def reconfig_data_format_srcb(
        self, first: int, second: int = -1, *, template: Template = ()
    ) -> None:
        self.source_b = self.cbs[first if second == -1 else second].format

    @kernel_call()
    def reconfig_full_operand(self, first: int, second: int) -> None:
        self.reconfig_data_format(first, second)

    # DST

    @kernel_call()
    def tile_regs_acquire(self) -> None:
        if self.packed is None:
            raise MachineError("compute_kernel_hw_startup must come before tile_regs_acquire")
        self.dst.step("tile_regs_acquire", FREE, ACQUIRED)

    @kernel_call()
    def tile_regs_commit(self) -> None:
        self.dst.step("tile_regs_commit", ACQUIRED, COMMITTED)

    @kernel_call()
    def tile_regs_wait(self) -> None:
        self.dst.step("tile_regs_wait", COMMITTED, WAITED)

    @kernel_call()
    def tile_regs_release(self) -> None:
        self.dst.step("tile_regs_release", WAITED, FREE)
        self.dst.release()

    # Operands

    def require(self, call: str, init: str, wanted: str) -> NoReturn:
        """Why `call` may not run now: no section of DST, or not the init it wants."""
        if self.dst.state != ACQUIRED:
            self.dst.state_error(call, ACQUIRED)
        last = str(self.init[0])
        state = f"the last init was {last}" if last else "there was no init"
        raise MachineError(f"{call} without {init}: {state}{wanted}")

    def operand(self, id: int, index: int) -> Array:
        """Tile `index` of the front of a circular buffer, as a source register holds it."""
        cb = self.cbs[id]
        page = cb.read_page + index
        if index >= cb.front or page >= cb.pages:
            cb.tile_error(index)
        address = cb.base + page * cb.page_bytes
        tile = self.tiles.get(address)
        if tile is None:
            tile = self.core.tile(cb, address)
        self.unpacked += 1
        if cb.format is not BFLOAT16:
            return self.in_source_register(cb, address, tile)
        return tile

    def in_source_register(self, cb: CircularBuffer, address: int, tile: Array) -> Array:
        """What becomes of formats other than bfloat16 on their way through SrcA or SrcB."""
        if cb.unpack_to_dest:
            raise MachineError(
                f"{cb} is unpacked straight to DST (UnpackToDestFp32); only copy_tile, unary_bcast "
                f"and transpose_tile may read it"
            )
        if not cb.format.is_float:
            raise MachineError(f"{cb} holds {cb.format.name}, which the FPU does not compute with")
        if cb.format is not FLOAT32:
            return tile
        known = self.truncated.get(address)
        if known is not None and known[0] is tile:
            return known[1]
        result = truncate_tf32(tile)
        self.truncated[address] = (tile, result)
        return result

    def format_error(self, call: str, cb: CircularBuffer, register: str) -> NoReturn:
        configured = self.source_a if register == "SrcA" else self.source_b
        name = configured.name if configured is not None else "nothing"
        raise MachineError(
            f"{call} reads {cb.format.name} of {cb} into {register}, which is configured for "
            f"{name}; it needs reconfig_data_format before its init"
        )

    # Copy

    @kernel_call()
    def copy_init(self, id: int, transpose: int = 0) -> None:
        if transpose:
            raise MachineError("copy_init does not transpose here; use transpose_init")
        self.init = ("copy_init",)

    @kernel_call()
    def copy_tile(self, id: int, index: int, dst: int) -> None:
        cb = self.cbs[id]
        if self.dst.state != ACQUIRED or self.init[0] != "copy_init":
            self.require(f"copy_tile of {cb}", "copy_init", "")
        if cb.format is not self.source_a:
            self.format_error("copy_tile", cb, "SrcA")
        self.ops["copy"] += 1
        tile = self.unpacked_to_dst(id, index)
        if cb.format is FLOAT32:
            if not (cb.unpack_to_dest and self.dst.wide):
                tile = truncate_tf32(tile)
            self.dst.store(dst, tile)
            return
        if cb.format.tile_bytes == 4096 and not self.dst.wide:
            raise MachineError(
                f"{cb} holds {cb.format.name}: copying it exactly needs fp32_dest_acc_en"
            )
        self.dst.store_raw(dst, tile)

    def unpacked_to_dst(self, id: int, index: int) -> Array:
        """Tile `index` of the front of a circular buffer as it is."""
        cb = self.cbs[id]
        page = cb.read_page + index
        if index >= cb.front or page >= cb.pages:
            cb.tile_error(index)
        self.unpacked += 1
        return self.core.tile(cb, cb.base + page * cb.page_bytes)

    @kernel_call()
    def copy_block(self, id: int, index: int, dst: int, n: int) -> None:
        for i in range(n):
            self.copy_tile(id, index + i, dst + i)
