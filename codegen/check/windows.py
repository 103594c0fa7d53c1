"""
Circular buffers within one kernel: who may do what, and that nothing outside a window is touched.

A window is the pages a kernel holds: reserved and not yet pushed, or waited for and not yet
popped. `cb_reserve_back` and `cb_wait_front` are cumulative, they ask for a total (metalium
api/dataflow/dataflow_api.h, api/compute/cb_api.h).
"""

from __future__ import annotations

from collections.abc import Mapping

from ttc.codegen.check import ledger
from ttc.codegen.check.context import Call, Checker, Context, Loop, spoken_role
from ttc.codegen.check.poly import ZERO, Poly
from ttc.codegen.check.values import Number
from ttc.runtime_sim.cpp import nodes as n

Side = tuple[int, str]
Windows = Mapping[Side, Poly]
"""Pages held, by circular buffer and side (`back` is being filled, `front` is being read)."""

OPENS = {"reserve": "back", "wait": "front"}
CLOSES = {"push": "back", "pop": "front"}
HELD = {"back": "reserved", "front": "waited for"}
VERBS = {"reserve": "reserves", "push": "pushes", "wait": "waits for", "pop": "pops"}


class WindowChecker(Checker[Windows]):
    """Reserve before push, wait before pop, and every access within."""

    def __init__(self, context: Context):
        super().__init__(context, {})
        self.opened: dict[Side, n.Place] = {}

    def join(self, one: Windows, other: Windows, when: Poly | None, place: n.Place) -> Windows:
        return ledger.either(one, other, when, self.context.symbols, place)

    def widen(self, head: Windows, now: Windows, tail: Windows, loop: Loop) -> Windows:
        return ledger.at_head(head, now, tail, loop, self.context.symbols)

    def leave(self, head: Windows, now: Windows, tail: Windows, loop: Loop) -> Windows:
        return ledger.after(head, now, tail, loop, self.context.symbols)

    def call(self, call: Call) -> None:
        effect = call.row.effect
        if call.name.startswith("dataflow_kernel_lib::"):
            return
        if effect in VERBS and call.cb is not None:
            self._protocol(call, call.cb, effect)
        elif effect in ("math", "pack", "alone"):
            self._operands(call)
        elif effect in ("read", "write"):
            self._transfer(call, "back" if effect == "read" else "front")

    def finish(self, place: n.Place) -> None:
        for (cb, side), held in self.state.items():
            verb = "reserved and never pushed" if side == "back" else "waited for and never popped"
            known = not any("?" in symbol for symbol in held.symbols)
            pages = self._pages(held) if known else "pages"
            message = f"{pages} of {self.context.buffer_name(cb)} are {verb}"
            self.context.report(self.opened.get((cb, side), place), message)

    def _protocol(self, call: Call, cb: int, effect: str) -> None:
        count, name = call.count, self.context.buffer_name(cb)
        self._rights(call, cb, effect)
        buffer, pages = self.context.buffer(cb), count.constant
        if buffer is not None and pages is not None:
            if pages > buffer.pages:
                message = f"{VERBS[effect]} {pages} pages of {name}, which has {buffer.pages}"
                self.context.report(call.place, f"the {self.context.title} {message}")
            elif effect in CLOSES and pages and buffer.pages % pages:
                message = (
                    f"{VERBS[effect]} {pages} pages of {name} at a time, which has {buffer.pages}"
                )
                way_out = "the block must divide the pages, or it runs past the end of the buffer"
                self.context.report(call.place, f"the {self.context.title} {message}", way_out)
        if effect in OPENS:
            key = (cb, OPENS[effect])
            self.opened[key] = call.place
            held = self.state.get(key, ZERO)
            if not self.context.symbols.at_least(held - count, 0):
                self.state = {**self.state, key: count}
            return
        key = (cb, CLOSES[effect])
        held = self.state.get(key, ZERO)
        if not self.context.symbols.at_least(held - count, 0):
            opener, done = "cb_wait_front", "popped"
            if effect == "push":
                opener, done = "cb_reserve_back", "pushed"
            message = f"{self._pages(count)} of {name} are {done}, {_held(held)} are {HELD[key[1]]}"
            way_out = f"call {opener} for them before"
            self.context.report(call.place, message, way_out, rule="window")
            count = held
        self.state = ledger.added(self.state, key, -count)

    def _rights(self, call: Call, cb: int, effect: str) -> None:
        buffer, role = self.context.buffer(cb), self.context.role
        if buffer is None:
            return
        owner = buffer.producer if effect in ("reserve", "push") else buffer.consumer
        if owner != role:
            what = "filled" if effect in ("reserve", "push") else "emptied"
            message = f"circular buffer '{buffer.name}' is {what} by the {spoken_role(owner)}"
            self.context.report(call.place, message, rule=f"rights{cb}")

    def _operands(self, call: Call) -> None:
        """CB operands of a compute call: waited for if read, reserved if written."""
        side = "back" if call.row.effect == "pack" else "front"
        cbs = call.cbs()
        tiles = [p.name for p in call.row.params if p.kind == "tile"]
        for i, (param, cb) in enumerate(cbs):
            own_side = "back" if param == "out" and call.row.effect == "alone" else side
            index = call.poly(tiles[i]) if i < len(tiles) else None
            last = (index or ZERO) + self._span(call, own_side)
            self._within(call, cb, own_side, last + Poly.of(1))

    def _span(self, call: Call, side: str) -> Poly:
        """How far behind its first tile a block function reads or writes."""
        if "full_ct" in call.templates:
            # Rows of tiles are packed one below the other, of which a block at a time is read.
            tiles = int(call.templates["full_ct" if side == "back" else "block_ct"])
            rows = call.poly("block_rt") or Poly.of(1)
            return Poly.of(tiles) * (rows if side == "back" else Poly.of(1)) - Poly.of(1)
        if call.row.effect == "alone":
            return (call.poly("block") or Poly.of(1)) - Poly.of(1)
        if call.row.span != ("n",):
            return ZERO
        return (call.poly("n") or Poly.of(1)) - Poly.of(1)

    def _within(self, call: Call, cb: int, side: str, pages: Poly) -> None:
        held = self.state.get((cb, side), ZERO)
        needed, name = self.context.most(pages - held), self.context.buffer_name(cb)
        if needed is None or needed <= 0:
            return
        done = HELD[side]
        if not held.terms:
            message = f"'{call.name}' uses {name}, of which no page is {done}"
            opener = "cb_reserve_back" if side == "back" else "cb_wait_front"
            self.context.report(call.place, message, f"call {opener} before", rule=f"window{cb}")
            return
        tile = self.context.most(pages)
        reach = f"tile {tile - 1}" if tile is not None else "a tile"
        message = f"'{call.name}' uses {reach} of {name}, of which {self._pages(held)} are {done}"
        self.context.report(call.place, message, rule=f"window{cb}")

    def _transfer(self, call: Call, side: str) -> None:
        """The L1 end of a NoC transfer lies in pages that this kernel holds."""
        local = next((p.name for p in call.row.params if p.kind == "l1"), None)
        value = call.values.get(local) if local else None
        if not isinstance(value, Number):
            return
        for pointer, own_side in (("write_ptr", "back"), ("read_ptr", "front")):
            for cb, buffer in self.context.program.buffers.items():
                symbol = f"{pointer}({cb})"
                if symbol not in value.poly.symbols:
                    continue
                offset = value.poly - Poly.symbol(symbol)
                size = self._size(call) or Poly.of(buffer.page_bytes)
                end = offset + size + Poly.of(buffer.page_bytes - 1)
                pages = self.context.symbols.divide(end, Poly.of(buffer.page_bytes))
                self._within(call, cb, own_side, pages)
                if side == "back" and own_side == "front":
                    message = f"'{call.name}' writes where {self.context.buffer_name(cb)} is read"
                    self.context.report(call.place, message)

    def _size(self, call: Call) -> Poly | None:
        size = call.poly("size") if any(p.name == "size" for p in call.row.params) else None
        return size if size is not None and size.terms else None

    def _pages(self, count: Poly) -> str:
        return "1 page" if count.constant == 1 else f"{_held(count)} pages"


def _held(count: Poly) -> str:
    """The count, or `some` where it is not known."""
    return "some" if any("?" in symbol for symbol in count.symbols) else str(count)
