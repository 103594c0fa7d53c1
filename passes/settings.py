"""Settings of unpackers, FPU, SFPU and packer: which a call needs, and which are in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from xdsl.dialects.builtin import IntegerAttr
from xdsl.ir import Attribute, Operation, SSAValue

from ttc.codegen import spellings
from ttc.dialects import metal
from ttc.passes.build import Emitter

Key = tuple[object, ...]


@dataclass(frozen=True)
class Setting:
    """One value of one setting; `make` emits the call that makes it."""

    group: str
    key: Key
    make: Callable[[Emitter], Operation]


def format_of(cb: SSAValue) -> tuple[Attribute, bool]:
    """A page format: the element type, and whether it goes to DST past the source registers."""
    assert isinstance(cb.type, metal.CBType)
    return cb.type.element_type, bool(cb.type.unpack_to_dest.data)


def source_cbs(op: Operation) -> tuple[SSAValue, SSAValue] | None:
    match op:
        case (
            metal.CopyTileOp()
            | metal.TransposeTileOp()
            | metal.UnaryBcastOp()
            | metal.TilizeBlockOp()
        ):
            return op.cb, op.cb
        case metal.BinaryTilesOp() | metal.BcastTilesOp() | metal.MatmulBlockOp():
            return op.in0, op.in1
        case metal.ReduceTileOp():
            return reduce_sources(op)
        case _:
            return None


def reduce_sources(op: metal.ReduceTileOp) -> tuple[SSAValue, SSAValue]:
    """Sums across a row have the scaler in source A (metalium reduce.h)."""
    swapped = (op.pool.data, op.dim.data) == ("SUM", "REDUCE_ROW")
    return (op.scaler, op.cb) if swapped else (op.cb, op.scaler)


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
        case metal.BcastTilesOp(in0=a, in1=b):
            kind, dim = op.kind.data, op.dim.data
            key = ("bcast", kind, dim, format_of(a), format_of(b))
            init = Setting("op", key, lambda e: e.emit(metal.BcastInitOp(kind, dim, a, b)))
            return [formats(a, b, reverse=False), init]
        case metal.UnaryBcastOp(cb=cb):
            dim = op.dim.data
            key = ("unary_bcast", dim, format_of(cb))
            init = Setting("op", key, lambda e: e.emit(metal.UnaryBcastInitOp(dim, cb)))
            return [formats(cb, cb, reverse=False), init]
        case metal.ReduceTileOp():
            return [formats(*reduce_sources(op), reverse=False), reduce_init(op)]
        case (
            metal.SfpuUnaryOp(function=name)
            | metal.SfpuBinaryOp(function=name)
            | metal.SfpuTernaryOp(function=name)
        ):
            return [sfpu(name.data)]
        case metal.FillWordOp():
            is_int = op.integer is not None
            return [sfpu("fill_tile_int<DataFormat::Int32>" if is_int else "fill_tile")]
        case metal.FillTileOp():
            is_int = isinstance(op.value, IntegerAttr)
            return [sfpu("fill_tile_int<DataFormat::Int32>" if is_int else "fill_tile")]
        case metal.CopyDestValuesOp():
            return [sfpu("copy_dest_values")]
        case metal.TilizeBlockOp(cb=cb, out=out):
            width = op.width.value.data
            key = ("tilize", format_of(cb), format_of(out), width)
            init = Setting("op", key, lambda e: e.emit(metal.TilizeInitOp(cb, width, out)))
            return [source_a(cb), pack_format(out), init]
        case (
            metal.PackTileOp(cb=cb)
            | metal.PackTileAtOp(cb=cb)
            | metal.PackUntilizeDestInitOp(cb=cb)
            | metal.PackUntilizeDestOp(cb=cb)
        ):
            return [pack_format(cb)]
        case _:
            return []


def packed_to(op: Operation) -> SSAValue | None:
    """Returns the circular buffer that a call packs to."""
    match op:
        case metal.PackTileOp() | metal.PackTileAtOp() | metal.PackUntilizeDestOp():
            return op.cb
        case metal.TilizeBlockOp():
            return op.out
        case _:
            return None


def pack_format(cb: SSAValue) -> Setting:
    assert isinstance(cb.type, metal.CBType)
    return Setting(
        "pack format",
        (cb.type.element_type,),
        lambda e: e.emit(metal.PackReconfigDataFormatOp(cb)),
    )


def sfpu(function: str) -> Setting:
    """The constants of a function; those of several may be the same."""
    return Setting("sfpu", (init_of(function),), lambda e: e.emit(metal.SfpuInitOp(function)))


def init_of(function: str) -> str:
    """How the init of a function is called; a name that the SDK does not have stands for itself."""
    try:
        return spellings.init(function)[0]
    except KeyError:
        return function


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


def reduce_init(op: metal.ReduceTileOp) -> Setting:
    pool, dim, cb, scaler = op.pool.data, op.dim.data, op.cb, op.scaler
    out = next(packed_after(op))
    key = ("reduce", pool, dim, format_of(cb), format_of(scaler))
    return Setting("op", key, lambda e: e.emit(metal.ReduceInitOp(pool, dim, cb, scaler, out)))


def packed_after(op: Operation) -> Iterator[SSAValue]:
    """Gives the circular buffers that are packed to from here on."""
    here: Operation | None = op
    while here is not None:
        later = here.next_op
        while later is not None:
            for inner in later.walk():
                if (packed := packed_to(inner)) is not None:
                    yield packed
            later = later.next_op
        here = here.parent_op()


UNINITS = (metal.ReduceUninitOp, metal.UnaryBcastUninitOp, metal.TilizeUninitOp)
"""Calls after which the unpackers and the FPU are set up for nothing."""


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
