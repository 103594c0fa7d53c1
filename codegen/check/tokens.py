"""
Circular buffers between kernels: what one pushes over its life, another pops.

Both counts are polynomials over the work of a core and the trips of loops. They are compared as
such: a count that depends on a condition or a loop which the other kernel does not have in the
same words cannot be proved equal and is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ttc.codegen.check import ledger
from ttc.codegen.check.context import Call, Checker, Context, Loop
from ttc.codegen.check.poly import ZERO, Poly
from ttc.runtime_sim.cpp import nodes as n

Flow = tuple[int, str]
Counts = Mapping[Flow, Poly]
"""Pages moved so far, by circular buffer and `push` or `pop`."""

SPOKEN = 80
"""Characters of a count that a message may have."""


class TokenChecker(Checker[Counts]):
    """Counts pushes and pops; `places` has the last call of each kind."""

    def __init__(self, context: Context):
        super().__init__(context, {})
        self.places: dict[Flow, n.Place] = {}

    def call(self, call: Call) -> None:
        if call.row.effect not in ("push", "pop") or call.cb is None:
            return
        key = (call.cb, call.row.effect)
        self.places[key] = call.place
        self.state = ledger.added(self.state, key, call.count)

    def join(self, one: Counts, other: Counts, when: Poly | None, place: n.Place) -> Counts:
        return ledger.either(one, other, when, self.context.symbols, place)

    def widen(self, head: Counts, now: Counts, tail: Counts, loop: Loop) -> Counts:
        return head

    def leave(self, head: Counts, now: Counts, tail: Counts, loop: Loop) -> Counts:
        return ledger.after(head, now, tail, loop, self.context.symbols)


@dataclass(frozen=True)
class End:
    """One end of a circular buffer: its kernel's counter."""

    checker: TokenChecker
    flow: Flow

    @property
    def count(self) -> Poly:
        return self.checker.state.get(self.flow, ZERO)

    @property
    def role(self) -> str:
        return self.checker.context.title

    def report(self, message: str, way_out: str = "") -> None:
        place = self.checker.places.get(self.flow, n.Place(1, 1))
        self.checker.context.report(place, message, way_out)


def check_balance(checkers: Sequence[TokenChecker]) -> None:
    """Compares the two ends of every circular buffer of the plan, after all kernels were walked."""
    by_role = {checker.context.role: checker for checker in checkers}
    for cb, buffer in checkers[0].context.program.buffers.items() if checkers else ():
        if buffer.producer not in by_role or buffer.consumer not in by_role:
            continue
        source = End(by_role[buffer.producer], (cb, "push"))
        sink = End(by_role[buffer.consumer], (cb, "pop"))
        if source.checker.context.incomplete or sink.checker.context.incomplete:
            continue
        pushes, pops = source.count, sink.count
        if pushes == pops:
            if not pushes.terms and not source.checker.places:
                _unused(source, buffer.name)
            continue
        unproved = [s for s in (pushes - pops).symbols if s[0] in "?[(" or s.startswith("sum(")]
        verb = "cannot be proved equal" if pushes.terms and pops.terms and unproved else "differ"
        if verb == "differ":
            message = (
                f"the {source.role} pushes {pushes} pages to '{buffer.name}' in all,"
                f" the {sink.role} pops {pops}"
            )
        else:
            message = (
                f"the pages that the {source.role} pushes to '{buffer.name}' and the {sink.role}"
                f" pops {verb}: {spoken(pushes)} and {spoken(pops)}"
            )
        end = source if source.flow in source.checker.places else sink
        end.report(message, "both kernels need the same loops and conditions around the calls")


def _unused(source: End, name: str) -> None:
    message = f"circular buffer '{name}' takes L1 and is never used"
    source.checker.context.report(n.Place(1, 1), message, severity="warning")


def spoken(count: Poly) -> str:
    """The count as a sentence can have it: no marks of one kernel's unknowns, no long sums."""
    if any("?" in s for s in count.symbols):
        return "an unknown number"
    text = str(count)
    return text if len(text) <= SPOKEN else f"a sum of {len(count.terms)} terms"
