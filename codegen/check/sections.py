"""DST: sections open and close in order, calls are within them, indices are within capacity."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ttc.codegen.check.context import Call, Checker, Context, Loop
from ttc.codegen.check.poly import Poly
from ttc.runtime_sim.cpp import nodes as n


@dataclass(frozen=True)
class Section:
    """
    Where math and pack stand: each within a section or not.

    `committed` sections wait for pack; `started` after compute_kernel_hw_startup.
    """

    math: bool = False
    pack: bool = False
    committed: int = 0
    started: bool = False


class SectionChecker(Checker[Section]):
    """The order of metalium reg_api.h: startup; acquire, math, commit; wait, pack, release."""

    def __init__(self, context: Context):
        super().__init__(context, Section())

    def join(self, one: Section, other: Section, when: Poly | None, place: n.Place) -> Section:
        missing = _missing(one, other)
        if missing:
            message = "paths meet with the DST section in different states"
            self.context.report(place, message, f"one of them lacks {missing}", rule="section")
        return replace(one, started=one.started or other.started)

    def widen(self, head: Section, now: Section, tail: Section, loop: Loop) -> Section:
        missing = _missing(now, tail)
        if missing:
            message = "the body of this loop does not leave DST as it found it"
            self.context.report(loop.place, message, f"it lacks {missing}", rule="section")
        return replace(now, started=now.started or tail.started)

    def leave(self, head: Section, now: Section, tail: Section, loop: Loop) -> Section:
        return replace(head, started=head.started or tail.started)

    def call(self, call: Call) -> None:
        state, name = self.state, call.name
        effect = call.row.effect
        if not effect or effect in ("reserve", "push", "wait", "pop"):
            return
        if effect == "startup":
            self._startup(call)
            return
        if not state.started:
            message = f"'{name}' comes before compute_kernel_hw_startup"
            way_out = "call compute_kernel_hw_startup once, first of all"
            self._report(call, message, way_out, rule="startup")
            self.state = state = replace(state, started=True)
        match effect:
            case "acquire":
                if state.math:
                    self._report(
                        call, "the DST section before was not committed", "call tile_regs_commit()"
                    )
                self.state = replace(state, math=True)
            case "commit":
                if not state.math:
                    self._report(
                        call, "there is no DST section to commit", "call tile_regs_acquire() before"
                    )
                self.state = replace(state, math=False, committed=min(2, state.committed + 1))
            case "dst_wait":
                if state.pack:
                    self._report(
                        call, "the DST section before was not released", "call tile_regs_release()"
                    )
                elif not state.committed:
                    self._report(
                        call,
                        "no DST section was committed, pack would wait forever",
                        "call tile_regs_commit() before",
                    )
                self.state = replace(state, pack=True, committed=max(0, state.committed - 1))
            case "release":
                if not state.pack:
                    self._report(
                        call, "there is no DST section to release", "call tile_regs_wait() before"
                    )
                self.state = replace(state, pack=False)
            case "math" if not state.math:
                self._report(
                    call,
                    f"'{name}' writes DST outside a section",
                    "it belongs between tile_regs_acquire() and tile_regs_commit()",
                )
            case "pack" if not state.pack:
                self._report(
                    call,
                    f"'{name}' reads DST outside a section",
                    "it belongs between tile_regs_wait() and tile_regs_release()",
                )
            case "alone" if state.math or state.pack:
                self._report(call, f"'{name}' handles DST itself and must be outside a section")
            case _:
                pass
        self._capacity(call)

    def finish(self, place: n.Place) -> None:
        if self.state.math:
            self.context.report(
                place, "the last DST section is not committed", "call tile_regs_commit()"
            )
        if self.state.committed:
            self.context.report(
                place,
                "a committed DST section is never packed",
                "call tile_regs_wait(), pack, tile_regs_release()",
            )
        if self.state.pack:
            self.context.report(
                place, "the last DST section is not released", "call tile_regs_release()"
            )

    def _startup(self, call: Call) -> None:
        if self.state.started:
            message = "compute_kernel_hw_startup is called again"
            self._report(call, message, "call it once, first of all", rule="startup")
        self.state = replace(self.state, started=True)

    def _capacity(self, call: Call) -> None:
        tiles = self.context.program.dst_tiles
        if "block_ct" in call.templates:
            # A block of rows of tiles is in DST at once (metalium pack_untilize.h).
            rows = call.poly("block_rt") if call.row.effect == "pack" else None
            most = self.context.most(
                Poly.of(int(call.templates["block_ct"])) * (rows or Poly.of(1))
            )
            if most is not None and most > tiles:
                message = f"'{call.name}' takes {most} tiles of DST; a section has {tiles}"
                self._report(call, message, rule="dst")
        for i, param in enumerate(p for p in call.row.params if p.kind == "dst"):
            index = call.poly(param.name)
            if index is None:
                continue
            if i == 0 and call.row.span:
                more = Poly.of(1)
                for name in call.row.span:
                    more *= call.poly(name) or Poly.of(1)
                index = index + more - Poly.of(1)
            most = self.context.most(index)
            if most is not None and most >= tiles:
                mode = (
                    "32"
                    if self.context.program.data["compute_config"]["fp32_dest_acc_en"]
                    else "16"
                )
                message = (
                    f"'{call.name}' uses DST tile {most};"
                    f" a section has {tiles} tiles in {mode} bits"
                )
                self._report(call, message, rule=f"dst{i}")
            elif most is None and index.constant is None:
                message = f"the DST index of '{call.name}' is not known to be below {tiles}"
                self._report(call, message, severity="warning", rule=f"dst{i}")

    def _report(self, call: Call, message: str, way_out: str = "", **more: str) -> None:
        severity = "warning" if more.get("severity") == "warning" else "error"
        self.context.report(call.place, message, way_out, severity, more.get("rule", ""))


def _missing(one: Section, other: Section) -> str:
    """The call that explains why two states differ; empty if they do not."""
    if one.math != other.math:
        return "tile_regs_acquire() or tile_regs_commit()"
    if one.pack != other.pack:
        return "tile_regs_wait() or tile_regs_release()"
    return "tile_regs_commit() or tile_regs_wait()" if one.committed != other.committed else ""
