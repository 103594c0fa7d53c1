"""
Paths through a kernel: what is known at a point, where paths meet, and what a loop adds up to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ttc.codegen.check.context import Checker, Context, Loop
from ttc.codegen.check.evaluate import Evaluator, Scope
from ttc.codegen.check.poly import Poly
from ttc.codegen.check.values import Number, Other, Value
from ttc.runtime_sim.cpp import nodes as n

Snapshot: TypeAlias = tuple[list[Scope], list[Any]]
VOID = Other("void")


@dataclass(frozen=True)
class Exit:
    """A path that leaves a loop's body or a function; `when` is 1 on it, None if not known."""

    snapshot: Snapshot
    when: Poly | None = None
    value: Value = VOID


@dataclass
class Frame:
    """Where paths leave a loop or function early."""

    breaks: list[Exit] = field(default_factory=list[Exit])
    continues: list[Exit] = field(default_factory=list[Exit])
    returns: list[Exit] = field(default_factory=list[Exit])


class PathWalker(Evaluator):
    """Keeps the variables of the scopes and the states of the checkers together."""

    def __init__(self, context: Context, checkers: Sequence[Checker[Any]]):
        super().__init__(context)
        self.checkers = checkers

    def snapshot(self) -> Snapshot:
        return [dict(scope) for scope in self.scopes], [c.state for c in self.checkers]

    def restore(self, snapshot: Snapshot) -> None:
        scopes, states = snapshot
        for scope, saved in zip(self.scopes, scopes, strict=False):
            scope.clear()
            scope.update(saved)
        for checker, state in zip(self.checkers, states, strict=True):
            checker.state = state

    def meet(self, ends: list[Exit], place: n.Place) -> None:
        """Goes on where several paths come together; the last is where no other was taken."""
        if not ends:
            return
        result = ends[-1].snapshot
        for end in reversed(ends[:-1]):
            result = self.joined(end.snapshot, result, end.when, place)
        self.restore(result)

    def joined(self, one: Snapshot, two: Snapshot, when: Poly | None, place: n.Place) -> Snapshot:
        scopes = [
            {name: value if value is (other := right.get(name, value))
             else self.either(value, other, when, place, name)
             for name, value in left.items()}
            for left, right in zip(one[0], two[0], strict=False)
        ]  # fmt: skip
        states = [
            left if left == right else checker.join(left, right, when, place)
            for checker, left, right in zip(self.checkers, one[1], two[1], strict=True)
        ]
        return scopes, states

    def either(self, one: Value, two: Value, when: Poly | None, place: n.Place, hint: str) -> Value:
        if one == two:
            return one
        if isinstance(one, Number) and isinstance(two, Number) and when is not None:
            return Number(two.poly + when * (one.poly - two.poly), one.kind)
        return Number(self.context.symbols.unknown(place, hint))

    def advanced(
        self,
        head: Snapshot,
        now: Snapshot,
        tail: Snapshot,
        loop: Loop,
        times: Poly,
        *,
        leaving: bool,
    ) -> Snapshot:
        """What holds after `times` iterations: at the head of any one, or when the loop ends."""
        scopes = [
            {name: value if value is after[name]
             else self.repeated(start[name], value, after[name], loop, times, name)
             for name, value in before.items()}
            for start, before, after in zip(head[0], now[0], tail[0], strict=True)
        ]  # fmt: skip
        states = [
            h if h is b is a else (checker.leave if leaving else checker.widen)(h, b, a, loop)
            for checker, h, b, a in zip(self.checkers, head[1], now[1], tail[1], strict=True)
        ]
        return scopes, states

    def repeated(
        self, start: Value, now: Value, after: Value, loop: Loop, times: Poly, name: str
    ) -> Value:
        """A variable after `times` iterations, each of which adds the same to it."""
        if now == after:
            return now
        if isinstance(start, Number) and isinstance(now, Number) and isinstance(after, Number):
            more = after.poly - now.poly
            if not more.mentions(loop.index) and not any(s[0] == "?" for s in more.symbols):
                return Number(start.poly + more * times, start.kind)
        return Number(self.context.symbols.unknown(loop.place, name))
