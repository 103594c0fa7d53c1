"""The grid and the loops of a kernel, as their calls describe them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xdsl.dialects.builtin import IntegerAttr, StringAttr, i64

from ttc.diagnostics import SourceSpan
from ttc.dialects import grid
from ttc.frontend.indices import IndexLike, interval
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.values import Element, Index, Scalar
from ttc.language.place import error
from ttc.language.tensor import described, int_of, items_of


class _Space:
    """What only the kernel's own `for` and `with` open; a helper is plain Python."""

    def __iter__(self) -> Iterator[object]:
        raise error("a loop of the kernel inside a helper function is not supported yet").note(
            "make the helper a @T.macro, or let it compute one element"
        )

    def __enter__(self) -> object:
        raise error("T.Kernel inside a helper function").note("open the grid in the kernel")

    def __exit__(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class GridSpace(_Space):
    """`T.Kernel(...)`: extents, first one fastest."""

    extents: tuple[int, ...]


@dataclass(frozen=True)
class ParallelSpace(_Space):
    """`T.Parallel(...)`: extents of an order-free space."""

    extents: tuple[int, ...]


@dataclass(frozen=True)
class NestSpace(_Space):
    """`T.grid(...)`: loops in each other, all from 0 on."""

    extents: tuple[IndexLike, ...]
    span: SourceSpan


@dataclass(frozen=True)
class PersistentSpace(_Space):
    """`T.Persistent(...)`: tiles `first`, `first + wave`... of a domain, last extent fastest."""

    domain: tuple[int, ...]
    wave: int
    first: IndexLike
    span: SourceSpan


@dataclass(frozen=True)
class LoopSpace(_Space):
    """A loop in order; `stages` is what T.Pipelined asks for."""

    start: IndexLike
    stop: IndexLike
    step: int
    stages: int | None
    span: SourceSpan

    @property
    def constant(self) -> range | None:
        """The values of the variable where the bounds are Python ints."""
        if isinstance(self.start, int) and isinstance(self.stop, int):
            return range(self.start, self.stop, self.step)
        return None

    @property
    def bounds(self) -> tuple[int, int]:
        """The smallest and largest value the variable may take."""
        low = interval(self.start)[0]
        return low, max(low, interval(self.stop)[1] - 1)


def _extents(what: str, given: tuple[object, ...]) -> tuple[int, ...]:
    if not 1 <= len(given) <= 3:
        raise error(f"{what} takes 1 to 3 extents, {len(given)} are given")
    extents: list[int] = []
    for extent in given:
        number = int_of(extent)
        if number is None:
            raise error(f"{what}: an extent is a Python int, not {described(extent)}").note(
                "the extents are fixed when the kernel is compiled"
            )
        if number < 1:
            raise error(f"{what}: an extent is at least 1, not {number}").note(
                f"the extents are ({', '.join(map(str, given))}): // rounds down, T.ceildiv up"
            )
        extents.append(number)
    return tuple(extents)


def kernel(
    k: KernelLowering, blocks: tuple[object, ...], threads: object, prelude: object
) -> GridSpace:
    if prelude is not None:
        raise error("T.Kernel(prelude=...) injects CUDA source, which cannot run here").note(
            "remove it"
        )
    # Threads mean nothing here; what upstream refuses is refused all the same.
    sizes = items_of(threads) or (128 if threads is None else threads,)
    for size in sizes:
        count = int_of(size)
        if count is None or count < 1:
            raise error(f"T.Kernel: threads is a positive int, not {described(size)}")
    if len(sizes) > 3:
        raise error(f"T.Kernel: threads has at most 3 extents, {len(sizes)} are given")
    return GridSpace(_extents("T.Kernel", blocks))


def parallel(k: KernelLowering, extents: tuple[object, ...], **hints: object) -> ParallelSpace:
    return ParallelSpace(_extents("T.Parallel", extents))


def _bound(what: str, value: object) -> IndexLike:
    if isinstance(value, Index):
        return value
    bound = int_of(value)
    if isinstance(value, Element | Scalar):
        raise error(f"{what}: a loop bound cannot depend on data").note(
            "it is made of block and loop variables, scalar parameters and T.alloc_var"
        )
    if bound is None:
        raise error(f"{what}: a bound is an integer, not {described(value)}")
    return bound


def loop(
    k: KernelLowering, what: str, start: object, stop: object, step: object, stages: int | None
) -> LoopSpace:
    """Makes a loop of `range`'s arguments, the first one alone being the end."""
    if stop is None:
        start, stop = 0, start
    pace = 1 if step is None else _bound(what, step)
    if not isinstance(pace, int) or pace < 1:
        raise error(f"{what}: the step is a positive Python int, not {described(step)}")
    return LoopSpace(_bound(what, start), _bound(what, stop), pace, stages, k.span)


def serial(
    k: KernelLowering, start: object, stop: object, step: object = None, annotations: object = None
) -> LoopSpace:
    return loop(k, "T.serial", start, stop, step, None)


def nest(k: KernelLowering, extents: tuple[object, ...]) -> NestSpace:
    if not extents:
        raise error("T.grid takes at least one extent")
    return NestSpace(tuple(_bound("T.grid", extent) for extent in extents), k.span)


def persistent(
    k: KernelLowering, domain: object, wave_size: object, index: object, group_size: object
) -> PersistentSpace:
    """Ignores the group size: it is about the order in which tiles are visited."""
    extents = [int_of(extent) for extent in items_of(domain) or ()]
    wave, group = int_of(wave_size), int_of(group_size)
    if not extents or any(extent is None or extent < 1 for extent in extents):
        raise error("T.Persistent: the domain is a list of positive Python ints")
    if wave is None or wave < 1 or group is None or group < 1:
        raise error("T.Persistent: wave_size and group_size are positive Python ints")
    counts = tuple(extent for extent in extents if extent is not None)
    return PersistentSpace(counts, wave, _bound("T.Persistent", index), k.span)


def unroll(
    k: KernelLowering,
    start: object,
    stop: object,
    step: object,
    annotations: object,
    explicit: object,
    unroll_factor: object,
) -> LoopSpace:
    if explicit and unroll_factor is not None:
        raise error("T.unroll: explicit and unroll_factor exclude each other")
    return loop(k, "T.unroll", start, stop, step, None)


def pipelined(
    k: KernelLowering, start: object, stop: object, num_stages: object, **hints: object
) -> LoopSpace:
    stages = num_stages
    if isinstance(stages, bool) or not isinstance(stages, int) or stages < 0:
        raise error(f"T.Pipelined: num_stages is an int of at least 0, not {described(stages)}")
    manual = items_of(hints.get("stage"))
    if manual and not stages:
        stages = max((depth for depth in manual if isinstance(depth, int)), default=-1) + 1
    return loop(k, "T.Pipelined", start, stop, None, stages)


def use_swizzle(k: KernelLowering, panel_size: object, order: object, enable: object) -> None:
    launch = k.require_launch("T.use_swizzle")
    if order not in ("row", "column", "mlx"):
        raise error(f"T.use_swizzle: order is row, column or mlx, not {described(order)}")
    panel = _panel("T.use_swizzle", panel_size)
    if enable:
        _schedule(launch, None, "column" if order == "column" else "swizzle", panel)


def annotate_schedule(k: KernelLowering, work: object, order: object, panel_size: object) -> None:
    launch = k.require_launch("T.annotate_schedule")
    for name, value, known in (
        ("work", work, grid.LaunchOp.WORK),
        ("order", order, grid.LaunchOp.ORDER),
    ):
        if value is not None and value not in known:
            raise error(
                f"T.annotate_schedule: {name} is one of {', '.join(known)}, not {described(value)}"
            )
    panel = None if panel_size is None else _panel("T.annotate_schedule", panel_size)
    if panel is not None and order != "swizzle":
        raise error("T.annotate_schedule: panel_size goes with order='swizzle'")
    _schedule(launch, work, order, panel)


def _panel(what: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise error(f"{what}: panel_size is a positive int, not {described(value)}")
    return value


def _schedule(launch: grid.LaunchOp, work: object, order: object, panel: int | None) -> None:
    if work is not None:
        launch.work = StringAttr(str(work))
    if order is not None:
        launch.order = StringAttr(str(order))
        launch.panel = IntegerAttr(panel, i64) if panel and order == "swizzle" else None
