"""Pages that change hands are worth it: something was written before a push, read before a pop."""

from __future__ import annotations

from ttc.codegen.check.context import Call, Checker, Context
from ttc.codegen.check.poly import Poly
from ttc.codegen.check.values import Number, Object
from ttc.runtime_sim.cpp import nodes as n

Touched = frozenset[tuple[int, str]]
"""Buffers that may have been `filled` since the last reserve, `used` since the last wait."""


class ContentChecker(Checker[Touched]):
    """A hand-over of pages that nobody wrote or looked at is a forgotten line."""

    def __init__(self, context: Context):
        super().__init__(context, frozenset())

    def join(self, one: Touched, other: Touched, when: Poly | None, place: n.Place) -> Touched:
        return one | other

    def call(self, call: Call) -> None:
        match call.row.effect:
            case "reserve" | "wait" if call.cb is not None:
                done = "filled" if call.row.effect == "reserve" else "used"
                self.state -= {(call.cb, done)}
            case "push" | "pop" if call.cb is not None and "::" not in call.name:
                self._hand_over(call, call.cb)
            case "read" | "write" | "posted":
                self._transfer(call)
            case "math" | "pack" | "alone":
                for name, cb in call.cbs():
                    written = call.row.effect == "pack" or name == "out"
                    self.state |= {(cb, "filled" if written else "used")}
            case _ if self.context.role == "compute":
                for _, cb in call.cbs() if call.row.result != "void" else ():
                    self.state |= {(cb, "used")}
            case _:
                pass

    def _hand_over(self, call: Call, cb: int) -> None:
        done = "filled" if call.row.effect == "push" else "used"
        if (cb, done) in self.state or cb in self.context.pointed:
            return
        what = "pushed, and nothing was written to them"
        if done == "used":
            if self.context.program.buffers[cb].producer == self.context.role:
                return  # its own pages a kernel may drop: what a loop carried, and nobody needs
            what = "popped, and nothing was read from them"
        message = f"pages of {self.context.buffer_name(cb)} are {what}"
        self.context.report(call.place, message, rule="contents")

    def _transfer(self, call: Call) -> None:
        for param in call.row.params:
            value = call.values.get(param.name)
            if isinstance(value, Object) and value.cb is not None:
                done = "filled" if param.name == "dst" else "used"
                self.state |= {(value.cb.poly.constant or 0, done)}
            elif isinstance(value, Number) and param.kind in ("l1", "noc"):
                for cb in self.context.program.buffers:
                    if f"write_ptr({cb})" in value.poly.symbols:
                        self.state |= {(cb, "filled"), (cb, "used")}
                    if f"read_ptr({cb})" in value.poly.symbols:
                        self.state |= {(cb, "used")}
