"""The SFPU's calls: those of the table, and the few that are not a function of tiles alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

import numpy as np

from ttc.runtime_sim.calls import KernelCall, calls_of, kernel_call
from ttc.runtime_sim.dst import ACQUIRED
from ttc.runtime_sim.eltwise import GENERIC, WIDE
from ttc.runtime_sim.errors import MachineError
from ttc.runtime_sim.formats import FORMAT_OF_CODE, INT8, TILE, Array
from ttc.runtime_sim.sfpu_table import SFPU, SfpuOp
from ttc.runtime_sim.thread import Template
from ttc.runtime_sim.typecast import typecast
from ttc.runtime_sim.untilize import UntilizeThread

DTYPES: dict[str, type[np.integer]] = {
    "int32": np.int32,
    "uint32": np.uint32,
    "uint16": np.uint16,
    "uint8": np.uint8,
}
INIT = re.compile(r"\w+_tile_init$")


@cache
def decode(bits: int) -> float:
    """The float that a 32-bit pattern spells."""
    return float(np.uint32(bits).view(np.float32))


class Compute(UntilizeThread):
    """A compute kernel: everything of the FPU, and the SFPU."""

    divisor: np.float32 = np.float32(1)

    def bind(self, name: str) -> Callable[..., Any]:
        if name in SFPU:
            return self.sfpu_call(SFPU[name])
        if hasattr(type(self), name):
            return getattr(self, name)
        return self.sfpu_init(name)

    def sfpu_init(self, name: str) -> Callable[..., None]:
        def init(*_: int, template: Template = ()) -> None:
            self.sfpu = name

        return init

    def sfpu_call(self, op: SfpuOp) -> Callable[..., None]:
        """The call of a function of the table."""
        dst, count = self.dst, op.inputs + (op.inputs > 1)
        ops = self.ops

        def call(*args: Any, template: Template = ()) -> None:
            if dst.state != ACQUIRED or self.sfpu != op.init:
                self.sfpu_error(op.name, op.init)
            ops["sfpu"] += 1
            domain = self.domain(op, template)
            scalars: tuple[Any, ...] = args[count : count + op.parameters]
            if op.kind == "float":
                scalars = tuple(decode(bits) for bits in scalars)
            if domain is None:
                tiles = [dst.floats(index, op.name) for index in args[: op.inputs]]
                values = op.function(*tiles, *scalars)
                nearest = "NearestEven" in template
                store = dst.store_truncated if op.truncates and not nearest else dst.store
            else:
                tiles = [dst.integers(index, domain, op.name) for index in args[: op.inputs]]
                values = op.function(*tiles, *(signed(word, domain) for word in scalars))
                values, store = values.astype(domain), dst.store_raw
            store(args[count - 1], values)

        return call

    def domain(self, op: SfpuOp, template: Template) -> type[np.integer] | None:
        """The integer type an op works on; None for floats."""
        if op.domain != "template":
            return DTYPES.get(op.domain)
        code = next((value for value in template if isinstance(value, int)), None)
        format = FORMAT_OF_CODE.get(code) if code is not None else None
        if code is None:
            return np.int32
        if format is None or format.is_float:
            raise MachineError(f"{op.name} wants an integer DataFormat")
        return DTYPES[format.name]

    def sfpu_error(self, call: str, init: str) -> NoReturn:
        if self.dst.state != ACQUIRED:
            self.dst.state_error(call, ACQUIRED)
        state = f"the last SFPU init was {self.sfpu}" if self.sfpu else "there was no SFPU init"
        raise MachineError(f"{call} without {init}: {state}")

    def need(self, call: str, init: str) -> None:
        if self.dst.state != ACQUIRED or self.sfpu != init:
            self.sfpu_error(call, init)
        self.ops["sfpu"] += 1

    @kernel_call()
    def fill_tile(self, dst: int, value: float) -> None:
        self.need("fill_tile", "fill_tile_init")
        self.dst.store(dst, np.full((TILE, TILE), value, np.float32))

    @kernel_call()
    def fill_tile_bitcast(self, dst: int, bits: int) -> None:
        self.need("fill_tile_bitcast", "fill_tile_init")
        self.dst.store(dst, np.full((TILE, TILE), decode(bits), np.float32))

    @kernel_call(templates=True)
    def fill_tile_int(self, dst: int, value: int, *, template: Template = (8,)) -> None:
        self.need("fill_tile_int", "fill_tile_init")
        dtype = DTYPES[FORMAT_OF_CODE[template[0]].name]
        self.dst.store_raw(dst, np.full((TILE, TILE), signed(value, dtype), dtype))

    @kernel_call(templates=True)
    def typecast_tile(self, dst: int, *, template: Template = ()) -> None:
        self.need("typecast_tile", "typecast_tile_init")
        source, target = (FORMAT_OF_CODE[code] for code in template[:2])
        if INT8 in (source, target) and not self.dst.wide:
            raise MachineError("typecast_tile of int8 needs fp32_dest_acc_en")
        if not target.is_float and not self.dst.wide and target.tile_bytes == 4096:
            raise MachineError(f"{target.name} in DST needs fp32_dest_acc_en")
        if source.is_float:
            values = self.dst.floats(dst, "typecast_tile")
        else:
            held = np.uint8 if source is INT8 else DTYPES[source.name]
            values = self.dst.integers(dst, held, "typecast_tile")
        result = typecast(values, source, target)
        if target.is_float:
            self.dst.store(dst, result)
        else:
            self.dst.store_converted(dst, result)

    @kernel_call(templates=True)
    def where_tile(
        self, condition: int, then: int, other: int, dst: int, *, template: Template = ()
    ) -> None:
        self.need("where_tile", "where_tile_init")
        tiles = [self.any(index) for index in (condition, then, other)]
        chosen = np.where(tiles[0] != 0, tiles[1], tiles[2])
        self.dst.store_raw(dst, chosen.astype(tiles[1].dtype))

    @kernel_call()
    def div_int32_tile(self, one: int, other: int, dst: int) -> None:
        """The quotient of two integers as a float (metalium ckernel_sfpu_div_int32.h)."""
        self.need("div_int32_tile", "div_int32_tile_init")
        x, y = (self.dst.integers(i, np.int32, "div_int32_tile") for i in (one, other))
        self.dst.store(dst, x.astype(np.float32) / y.astype(np.float32))

    @kernel_call()
    def copy_dest_values_init(self) -> None:
        self.sfpu = "copy_dest_values_init"

    @kernel_call(templates=True)
    def copy_dest_values(self, source: int, dst: int, *, template: Template = ()) -> None:
        self.need("copy_dest_values", "copy_dest_values_init")
        if self.dst.wide and template and FORMAT_OF_CODE[template[0]].tile_bytes < 4096:
            name = FORMAT_OF_CODE[template[0]].name
            raise MachineError(
                f"copy_dest_values of {name} moves a part of each word of a 32-bit DST; name "
                f"Float32 or Int32"
            )
        self.dst.store_raw(dst, self.any(source))

    @kernel_call()
    def fmod_tile_init(self, divisor: int, reciprocal: int) -> None:
        self.sfpu, self.divisor = "fmod_tile_init", np.float32(decode(divisor))

    @kernel_call()
    def fmod_tile(self, dst: int) -> None:
        self.need("fmod_tile", "fmod_tile_init")
        self.dst.store(dst, np.fmod(self.dst.floats(dst, "fmod_tile"), self.divisor))

    @kernel_call()
    def remainder_tile_init(self, divisor: int, reciprocal: int) -> None:
        self.sfpu, self.divisor = "remainder_tile_init", np.float32(decode(divisor))

    @kernel_call()
    def remainder_tile(self, dst: int) -> None:
        self.need("remainder_tile", "remainder_tile_init")
        self.dst.store(dst, np.remainder(self.dst.floats(dst, "remainder_tile"), self.divisor))

    @kernel_call(templates=True)
    def sfpu_bcast_init(self, *, template: Template = ()) -> None:
        if template[0] not in ("COL", "ROW"):
            raise MachineError("sfpu_bcast broadcasts a column or a row")
        self.sfpu = f"sfpu_bcast_init<{template[0]}>"

    @kernel_call(templates=True)
    def sfpu_bcast(self, dst: int, vector: int, *, template: Template = ()) -> None:
        self.need("sfpu_bcast", f"sfpu_bcast_init<{template[0]}>")
        if not self.dst.wide:
            raise MachineError("sfpu_bcast works on float32: it needs fp32_dest_acc_en")
        data, source = (self.dst.floats(index, "sfpu_bcast") for index in (dst, vector))
        # A column is freed of its seven neighbours by zeros (metalium ckernel_sfpu_binary_bcast.h).
        others = (source[:, 1:8] * np.float32(0)).sum(axis=1, keepdims=True)
        spread = source[:, :1] + others if template[0] == "COL" else source[:1]
        self.dst.store(dst, WIDE[GENERIC[template[1]]](data, spread))

    @kernel_call()
    def mask_tile(self, dst: int, mask: int, format: int = 5) -> None:
        self.masked("mask_tile", dst, mask, 0.0)

    @kernel_call()
    def mask_posinf_tile(self, dst: int, mask: int) -> None:
        self.masked("mask_posinf_tile", dst, mask, float("inf"))

    def masked(self, call: str, dst: int, mask: int, fill: float) -> None:
        self.need(call, "mask_tile_init")
        if mask != dst + 1:
            raise MachineError(f"{call} wants its mask in DST[{dst + 1}], the tile after the data")
        kept = self.dst.floats(mask, call) != 0
        self.dst.store(dst, np.where(kept, self.dst.floats(dst, call), np.float32(fill)))

    def any(self, index: int) -> Array:
        values = self.dst.load(index)
        return values if values is not None else np.zeros((TILE, TILE), np.float32)


def signed(word: int, dtype: type[np.integer]) -> np.integer:
    """A 32-bit word as a number of an integer type."""
    return np.array([word & 0xFFFFFFFF], np.uint32).astype(dtype)[0]


def compute_calls() -> dict[str, KernelCall]:
    """Every function a compute kernel may call."""
    calls = calls_of(Compute)
    for op in SFPU.values():
        fewest = op.inputs + (op.inputs > 1) + op.parameters
        calls[op.name] = KernelCall(op.name, fewest, fewest + op.ignored, templates=True)
        calls[op.init] = KernelCall(op.init, 0, 2, templates=True)
    more = ("fill", "typecast", "where", "mask", "div_int32")
    for name in (f"{op}_tile_init" for op in more):
        calls[name] = KernelCall(name, 0, 0, templates=True)
    return calls
