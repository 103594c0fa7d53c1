"""What every check of one kernel shares: its launch, its text, and where to report."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ttc.codegen.api import Function, Role
from ttc.codegen.check.finding import Finding, Severity
from ttc.codegen.check.plan import Buffer, Kernel, Program
from ttc.codegen.check.poly import Poly
from ttc.codegen.check.values import Number, Symbols, Value
from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.syntax import Unit


@dataclass
class Context:
    """One kernel under check."""

    program: Program
    kernel: Kernel
    unit: Unit
    symbols: Symbols
    findings: dict[tuple[int, int, str], Finding] = field(
        default_factory=dict[tuple[int, int, str], Finding]
    )
    faulty_buffers: set[int] = field(default_factory=set[int])
    """Ids that were reported as undeclared: once is enough."""
    pointed: set[int] = field(default_factory=set[int])
    """Ids of circular buffers that the kernel reads or writes through pointers."""
    incomplete: bool = False
    """Whether an argument that could not be read makes counts unknown."""
    guards: int = 0
    """How many conditions that cannot be decided surround what is walked."""

    @property
    def role(self) -> Role:
        return self.kernel.role

    @property
    def title(self) -> str:
        """The kernel as a sentence calls it."""
        return spoken_role(self.role)

    def report(
        self,
        place: n.Place,
        message: str,
        way_out: str = "",
        severity: Severity = "error",
        rule: str = "",
    ) -> None:
        """Adds a finding; of several about one place with one `rule`, the first stays."""
        source = self.unit.source
        finding = Finding(
            severity,
            source.file,
            place.line,
            place.column,
            message,
            way_out,
            source.author(place.line),
            place.width,
        )
        self.findings.setdefault((place.line, place.column, rule or message), finding)

    def buffer(self, cb: int) -> Buffer | None:
        return self.program.buffers.get(cb)

    def buffer_name(self, cb: int) -> str:
        buffer = self.buffer(cb)
        return f"'{buffer.name}'" if buffer else f"circular buffer {cb}"

    def most(self, value: Poly) -> int | None:
        """The largest value that is surely taken, None if that is not known."""
        low, high = self.symbols.bounds(value)
        return low if self.guards else high


def spoken_role(role: str) -> str:
    return "compute kernel" if role == "compute" else role


@dataclass(frozen=True)
class Call:
    """A call of an SDK function with its overload chosen; values of what is given, by name."""

    row: Function
    place: n.Place
    values: Mapping[str, Value]
    templates: Mapping[str, str]
    buffer: int | None = None

    @property
    def name(self) -> str:
        return self.row.name

    def poly(self, name: str) -> Poly | None:
        """The number given for a parameter, or its default's if that is a number."""
        value = self.values.get(name)
        if value is not None:
            return value.poly if isinstance(value, Number) else None
        default = next((p.default for p in self.row.params if p.name == name), None)
        return Poly.of(int(default, 0)) if default and default[0].isdigit() else None

    def cbs(self) -> list[tuple[str, int]]:
        """The CB parameters (and the object of a method) with their ids, where those are known."""
        found: list[tuple[str, int]] = []
        if self.buffer is not None:
            found.append(("cb", self.buffer))
        for param in self.row.templates:
            if param.kind == "cb" and self.templates.get(param.name, "").isdigit():
                found.append((param.name, int(self.templates[param.name])))
        for param in self.row.params:
            value = self.poly(param.name) if param.kind == "cb" else None
            if value is not None and value.constant is not None:
                found.append((param.name, value.constant))
        return found

    @property
    def cb(self) -> int | None:
        """The only circular buffer of a call that has one."""
        found = self.cbs()
        return found[0][1] if found else None

    @property
    def count(self) -> Poly:
        """The pages of a CB call; 1 if the call has no such parameter."""
        name = next((p.name for p in self.row.params if p.kind == "count"), "")
        return self.poly(name) or Poly.of(1)


@dataclass(frozen=True)
class Loop:
    """A loop being left: its iteration `index` runs from 0 below `trips`."""

    place: n.Place
    index: str
    trips: Poly


State = TypeVar("State")


@dataclass
class Checker(ABC, Generic[State]):
    """
    One check, fed with the calls of a kernel in the order in which they run.

    `state` is a value that is never changed in place. Paths that meet are joined; a loop is
    walked until the state at its head, `widened` from one round to the next, stays the same.
    """

    context: Context
    state: State

    @abstractmethod
    def call(self, call: Call) -> None: ...

    @abstractmethod
    def join(self, one: State, other: State, when: Poly | None, place: n.Place) -> State:
        """Where two paths meet; `when` is 1 on the path of `one`, None if not known."""

    def widen(self, head: State, now: State, tail: State, loop: Loop) -> State:
        """
        The state at the head of any iteration.

        `head` is the state before the loop, `now` the one this round began with, `tail` the one
        it ended with.
        """
        return self.join(now, tail, None, loop.place)

    def leave(self, head: State, now: State, tail: State, loop: Loop) -> State:
        """The state after the loop."""
        if self.context.symbols.at_least(loop.trips, 1):
            return tail
        return self.join(head, tail, None, loop.place)

    def finish(self, place: n.Place) -> None:
        """The end of the kernel."""
