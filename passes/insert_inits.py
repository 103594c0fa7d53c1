"""
`insert-inits`: what the unpackers, the FPU, the SFPU and the packer must be set up for.

    scf.for %t = ... { metal.copy_tile %x[%t] to %t }
    scf.for %t = ... { metal.sfpu_unary "exp_tile" %t }

    metal.compute_kernel_hw_startup %x, %x, %y
    metal.copy_init %x
    metal.sfpu_init "exp_tile"
    scf.for %t = ... { metal.copy_tile %x[%t] to %t }
    scf.for %t = ... { metal.sfpu_unary "exp_tile" %t }

Every call needs some settings; each setting is made as far out as possible: before a loop in which
only one value of it is needed, else right before the call, and only where it changes. Settings are
the formats of the two source registers and of the packer, the op the unpacker and FPU are
initialised for, and the function whose constants the SFPU holds (metalium compute API).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects import scf
from xdsl.dialects.builtin import IntegerAttr, ModuleOp
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint

from ttc.dialects import metal
from ttc.passes.affine import may_not_run
from ttc.passes.build import Emitter

Key = tuple[object, ...]


@dataclass(frozen=True)
class Setting:
    """One value of one setting; `make` emits the call that makes it."""

    group: str
    key: Key
    make: Callable[[Emitter], Operation]


@dataclass(frozen=True)
class InsertInitsPass(ModulePass):
    """Puts startup, init and reconfiguration calls into compute kernels."""

    name = "insert-inits"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, metal.KernelOp) and kernel.role.data == "compute":
                set_up(kernel)


def set_up(kernel: metal.KernelOp) -> None:
    ops = [op for op in kernel.walk() if needs(op)]
    if not ops:
        return
    e = Emitter(kernel.entry)
    state = State()
    first = next((op for op in ops if source_cbs(op)), None)
    packed = next(op.cb for op in ops if isinstance(op, metal.PackTileOp | metal.PackTileAtOp))
    sources = None if first is None else source_cbs(first)
    in0, in1 = sources or (packed, packed)
    reverse = isinstance(first, metal.MatmulBlockOp)
    top = kernel.entry.first_op
    while top is not None and top.name == "arith.constant":
        top = top.next_op
    assert top is not None
    at_top = e.at(InsertPoint.before(top), (first or ops[0]).location)
    at_top.emit(metal.HwStartupOp(in0, in1, packed, reverse))
    state.set(formats(in0, in1, reverse))
    state.set(pack_format(packed))
    Placement(e).block(kernel.entry, state)


def format_of(cb: SSAValue) -> tuple[Attribute, bool]:
    """A page format: the element type, and whether it goes to DST past the source registers."""
    assert isinstance(cb.type, metal.CBType)
    return cb.type.element_type, bool(cb.type.unpack_to_dest.data)


def source_cbs(op: Operation) -> tuple[SSAValue, SSAValue] | None:
    match op:
        case metal.CopyTileOp() | metal.TransposeTileOp():
            return op.cb, op.cb
        case metal.BinaryTilesOp() | metal.MatmulBlockOp():
            return op.in0, op.in1
        case _:
            return None


def formats(in0: SSAValue, in1: SSAValue, reverse: bool) -> Setting:
    """Both source formats; matmul has in0 in source B."""
    a, b = (in1, in0) if reverse else (in0, in1)
    return Setting(
        "formats",
        (format_of(a), format_of(b)),
        lambda e: e.emit(metal.ReconfigDataFormatOp(in0, in1, reverse)),
    )


def source_a(cb: SSAValue) -> Setting:
    return Setting(
        "source a", (format_of(cb),), lambda e: e.emit(metal.ReconfigDataFormatSrcAOp(cb))
    )


def needs(op: Operation) -> list[Setting]:
    """Returns the settings a call needs, in the order in which they must be made."""
    match op:
        case metal.CopyTileOp(cb=cb):
            init = Setting("op", ("copy", format_of(cb)), lambda e: e.emit(metal.CopyInitOp(cb)))
            return [source_a(cb), init]
        case metal.TransposeTileOp(cb=cb):
            key = ("transpose", format_of(cb))
            init = Setting("op", key, lambda e: e.emit(metal.TransposeInitOp(cb)))
            return [source_a(cb), init]
        case metal.BinaryTilesOp(in0=a, in1=b):
            kind = op.kind.data
            key = (kind, format_of(a), format_of(b))
            init = Setting("op", key, lambda e: e.emit(metal.BinaryInitOp(kind, a, b)))
            return [formats(a, b, reverse=False), init]
        case metal.MatmulBlockOp():
            return [formats(op.in0, op.in1, reverse=True), matmul_init(op)]
        case metal.SfpuUnaryOp(function=name) | metal.SfpuBinaryOp(function=name):
            return [sfpu(name.data)]
        case metal.FillTileOp():
            is_int = isinstance(op.value, IntegerAttr)
            return [sfpu("fill_tile_int<DataFormat::Int32>" if is_int else "fill_tile")]
        case metal.CopyDestValuesOp():
            return [sfpu("copy_dest_values")]
        case metal.PackTileOp(cb=cb) | metal.PackTileAtOp(cb=cb):
            return [pack_format(cb)]
        case _:
            return []


def pack_format(cb: SSAValue) -> Setting:
    assert isinstance(cb.type, metal.CBType)
    return Setting(
        "pack format",
        (cb.type.element_type,),
        lambda e: e.emit(metal.PackReconfigDataFormatOp(cb)),
    )


def sfpu(function: str) -> Setting:
    return Setting("sfpu", (function,), lambda e: e.emit(metal.SfpuInitOp(function)))


def matmul_init(op: metal.MatmulBlockOp) -> Setting:
    transpose = op.transpose is not None
    ct, rt, kt = (attr.value.data for attr in (op.ct, op.rt, op.kt))
    key = ("matmul", format_of(op.in0), format_of(op.in1), transpose, ct, rt, kt)
    return Setting(
        "op",
        key,
        lambda e: e.emit(
            metal.MatmulBlockInitOp(op.in0, op.in1, transpose=transpose, ct=ct, rt=rt, kt=kt)
        ),
    )


@dataclass
class State:
    """What each setting is known to be; a missing one is not known."""

    known: dict[str, object] = field(default_factory=dict[str, object])

    def holds(self, setting: Setting) -> bool:
        wanted = settled(setting)
        return all(self.known.get(group) == value for group, value in wanted.items())

    def set(self, setting: Setting) -> None:
        self.known.update(settled(setting))

    def make(self, e: Emitter, setting: Setting) -> None:
        setting.make(e)
        self.set(setting)
        if setting.group in ("formats", "source a"):
            # An init configures the unpacker for the format it finds.
            self.known.pop("op", None)


def settled(setting: Setting) -> dict[str, object]:
    """Returns what a setting decides: both sources, one of them, or its own group."""
    match setting.group:
        case "formats":
            a, b = setting.key
            return {"source a": a, "source b": b}
        case "source a":
            return {"source a": setting.key[0]}
        case group:
            return {group: setting.key}


@dataclass
class Placement:
    e: Emitter

    def block(self, block: Block, state: State) -> None:
        for op in list(block.ops):
            if isinstance(op, scf.ForOp):
                self.loop(op, state)
                continue
            for setting in needs(op):
                if not state.holds(setting):
                    state.make(self.e.at(InsertPoint.before(op), op.location), setting)

    def loop(self, loop: scf.ForOp, state: State) -> None:
        inside = [setting for op in loop.body.walk() for setting in needs(op)]
        fixed = self.hoist(loop, inside, state)
        for group in ("source a", "source b", "pack format", "op", "sfpu"):
            if group not in fixed and touched(inside, group):
                # From the second turn on the loop's own end is what came before.
                state.known.pop(group, None)
        before = dict(state.known)
        self.block(loop.body.block, state)
        if may_not_run(loop):
            state.known = {k: v for k, v in state.known.items() if before.get(k) == v}

    def hoist(self, loop: scf.ForOp, inside: list[Setting], state: State) -> set[str]:
        """Makes the settings that the whole loop needs in one way; returns their groups."""
        before = self.e.at(InsertPoint.before(loop), loop.location)
        fixed: set[str] = set()
        for group, members in (
            ("sources", ("formats", "source a")),
            ("pack format", ("pack format",)),
            ("op", ("op",)),
            ("sfpu", ("sfpu",)),
        ):
            wanted = {setting.key: setting for setting in inside if setting.group in members}
            compatible = one_way(list(wanted.values()))
            if compatible is None or (group == "op" and "source a" not in fixed):
                continue
            if not state.holds(compatible):
                state.make(before, compatible)
            fixed |= {"source a", "source b"} if group == "sources" else {group}
        return fixed


def one_way(settings: list[Setting]) -> Setting | None:
    """Returns the one setting that serves all of them."""
    if not settings:
        return None
    widest = max(settings, key=lambda setting: len(setting.key))
    if all(
        setting.key == widest.key
        or (setting.group == "source a" and setting.key[0] == widest.key[0])
        for setting in settings
    ):
        return widest
    return None


def touched(inside: list[Setting], group: str) -> bool:
    if group in ("source a", "source b"):
        return any(setting.group in ("formats", "source a") for setting in inside)
    return any(setting.group == group for setting in inside)
