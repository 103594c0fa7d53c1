"""The names a body sees: its own, those of the factory around it, the file's, Python's."""

from __future__ import annotations

import builtins
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FunctionType

from ttc.frontend.values import Operand
from ttc.language.nearest import nearest
from ttc.language.place import error


@dataclass(eq=False)
class Frame:
    """Names set in one body; `what` is the construct it belongs to."""

    what: str
    names: dict[str, object] = field(default_factory=dict[str, object])
    is_branch: bool = False
    """A branch whose names are merged with those around it afterwards."""


class Names:
    """
    Nested frames of names.

    A body of a loop is lowered once for all iterations, so a name set before the loop cannot
    change in it, and a name set in the loop ends with it.
    """

    def __init__(self, outer: Mapping[str, object]) -> None:
        self.outer = outer
        self.frames = [Frame("the kernel")]
        self._ended: dict[str, str] = {}

    @contextmanager
    def frame(self, what: str, bound: Mapping[str, object]) -> Generator[None]:
        self.frames.append(Frame(what, dict(bound)))
        try:
            yield
        finally:
            self._ended.update(dict.fromkeys(self.frames.pop().names, what))

    @contextmanager
    def branch(self) -> Generator[Mapping[str, object]]:
        """Opens a branch, which may give names new values; yields what it has set."""
        frame = Frame("the branch", is_branch=True)
        self.frames.append(frame)
        try:
            yield frame.names
        finally:
            self.frames.pop()
            new = [name for name in frame.names if not self.is_set(name)]
            self._ended.update(dict.fromkeys(new, frame.what))

    def is_set(self, name: str) -> bool:
        """Tells whether the body has set a name so far."""
        return any(name in frame.names for frame in self.frames)

    def __getitem__(self, name: str) -> object:
        for frame in reversed(self.frames):
            if name in frame.names:
                return frame.names[name]
        if name in self.outer:
            return self.outer[name]
        if hasattr(builtins, name):
            return getattr(builtins, name)
        raise self._unknown(name)

    def bind(self, name: str, value: object) -> None:
        """Sets a name in the innermost body."""
        inner = self.frames[-1]
        if name not in inner.names:
            body = max(n for n, frame in enumerate(self.frames) if not frame.is_branch)
            for frame in self.frames[:body]:
                if name in frame.names and not _same(frame.names[name], value):
                    raise error(
                        f"'{name}' is set in {frame.what} and changed in {inner.what}"
                    ).note(
                        "a name keeps its value over all iterations and blocks: "
                        "use another name, T.alloc_var, or a fragment"
                    )
        inner.names[name] = value

    def _unknown(self, name: str) -> Exception:
        if name in self._ended:
            return error(f"'{name}' is set in {self._ended[name]} and is not known after it")
        near = nearest(name, [*self.outer, *(n for frame in self.frames for n in frame.names)])
        failure = error(f"name '{name}' is not defined")
        return failure.note(f"did you mean '{near}'?") if near else failure


def _same(before: object, after: object) -> bool:
    if isinstance(before, Operand) or isinstance(after, Operand):
        return before is after
    return type(before) is type(after) and bool(before == after)


def surroundings(func: FunctionType, scope: Mapping[str, object]) -> Mapping[str, object]:
    """Returns what a function sees from outside: the file's names under those of its closure."""
    closed: dict[str, object] = {}
    for name, cell in zip(func.__code__.co_freevars, func.__closure__ or (), strict=True):
        try:
            closed[name] = cell.cell_contents
        except ValueError:
            continue  # not assigned yet: the name is unknown if the body uses it
    return {**func.__globals__, **scope, **closed}
