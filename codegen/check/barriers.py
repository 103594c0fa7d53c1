"""NoC transfers are asynchronous: their barriers come before anyone relies on them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ttc.codegen.check.context import Call, Checker, Context
from ttc.codegen.check.poly import Poly
from ttc.codegen.check.values import Number, Object
from ttc.runtime_sim.cpp import nodes as n

ANYWHERE = -1
Buffers = frozenset[int]


@dataclass(frozen=True)
class InFlight:
    """
    The circular buffers that unfinished transfers land in or leave from (`ANYWHERE`: not known).

    `unacked`, `atomics`: writes and semaphore increments that may not have arrived.
    """

    reads: Buffers = field(default=frozenset())
    writes: Buffers = field(default=frozenset())
    posted: Buffers = field(default=frozenset())
    unacked: bool = False
    atomics: bool = False


class BarrierChecker(Checker[InFlight]):
    """Barrier before push, flush before pop, all done at the end (metalium dataflow_api.h)."""

    def __init__(self, context: Context):
        super().__init__(context, InFlight())

    def join(self, one: InFlight, other: InFlight, when: Poly | None, place: n.Place) -> InFlight:
        return InFlight(
            one.reads | other.reads,
            one.writes | other.writes,
            one.posted | other.posted,
            one.unacked or other.unacked,
            one.atomics or other.atomics,
        )

    def call(self, call: Call) -> None:
        flying = self.state
        match call.row.effect:
            case "read":
                self.state = replace(flying, reads=flying.reads | self._ends(call, "write_ptr"))
            case "write" if call.templates.get("posted") == "1":
                self.state = replace(flying, posted=flying.posted | self._ends(call, "read_ptr"))
            case "write":
                writes = flying.writes | self._ends(call, "read_ptr")
                self.state = replace(flying, writes=writes, unacked=True)
            case "atomic":
                self.state = replace(flying, atomics=True)
            case "read_barrier":
                self.state = replace(flying, reads=frozenset())
            case "write_barrier":
                self.state = replace(flying, writes=frozenset(), unacked=False)
            case "flush":
                self.state = replace(flying, writes=frozenset())
            case "posted_flush":
                self.state = replace(flying, posted=frozenset())
            case "atomic_barrier":
                self.state = replace(flying, atomics=False)
            case "full_barrier":
                self.state = InFlight()
            case "push":
                self._push(call)
            case "pop":
                self._pop(call)
            case _:
                pass

    def _ends(self, call: Call, pointer: str) -> Buffers:
        """The circular buffers at the L1 end of a transfer."""
        found: set[int] = set()
        for param in call.row.params:
            value = call.values.get(param.name)
            if isinstance(value, Object) and value.cb is not None:
                found.add(value.cb.poly.constant or 0)
            if param.kind != "l1" or not isinstance(value, Number):
                continue
            for cb in self.context.program.buffers:
                if value.poly.symbols & {f"{pointer}({cb})", f"write_ptr({cb})", f"read_ptr({cb})"}:
                    found.add(cb)
        return frozenset(found or {ANYWHERE})

    def _push(self, call: Call) -> None:
        if self.context.role == "compute" or not self.state.reads & {call.cb, ANYWHERE}:
            return
        if call.cb is not None and not call.name.startswith("dataflow_kernel_lib::"):
            message = (
                f"{self.context.buffer_name(call.cb)} is pushed while reads into it are under way"
            )
            way_out = "call noc_async_read_barrier() before"
            self.context.report(call.place, message, way_out, rule="barrier")

    def _pop(self, call: Call) -> None:
        flying = self.state
        if call.cb is None or not (flying.writes | flying.posted) & {call.cb, ANYWHERE}:
            return
        message = (
            f"{self.context.buffer_name(call.cb)} is popped while writes from it are under way"
        )
        way_out = "call noc_async_writes_flushed() or noc_async_write_barrier() before"
        self.context.report(call.place, message, way_out, rule="barrier")

    def finish(self, place: n.Place) -> None:
        flying = self.state
        for left, what, barrier in (
            (flying.reads, "reads", "noc_async_read_barrier"),
            (flying.unacked, "writes", "noc_async_write_barrier"),
            (flying.posted, "posted writes", "noc_async_posted_writes_flushed"),
            (flying.atomics, "semaphore increments", "noc_async_atomic_barrier"),
        ):
            if left:
                message = f"the kernel ends while {what} are under way"
                self.context.report(place, message, f"call {barrier}() at the end")
