"""Names of a kernel and the Python variables that stand for them."""

from __future__ import annotations

import builtins
import keyword
from dataclasses import dataclass, field

from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.types import ANY


def python_name(name: str) -> str:
    """A C++ name, changed if it means something to Python or to the translation."""
    if keyword.iskeyword(name) or name.startswith("_") or hasattr(builtins, name):
        return "v_" + name
    return name


@dataclass(eq=False)
class Frame:
    """One Python function being written; `outer` are variables it assigns of those around it."""

    parent: Frame | None
    outer: set[str] = field(default_factory=set[str])


@dataclass(frozen=True)
class Variable:
    """A C++ variable: its Python name, its type, and the function that owns it."""

    name: str
    type: str
    frame: Frame
    function: n.Lambda | None = None
    extents: int = 0


@dataclass
class Scopes:
    """The blocks around the statement being translated, innermost last."""

    frame: Frame
    blocks: list[dict[str, Variable]] = field(default_factory=list[dict[str, Variable]])
    taken: set[str] = field(default_factory=set[str])

    def find(self, name: str) -> Variable | None:
        for block in reversed(self.blocks):
            if name in block:
                return block[name]
        return None

    def declare(
        self, name: str, type: str = ANY, function: n.Lambda | None = None, extents: int = 0
    ) -> Variable:
        """A new variable of the innermost block, under a name no visible one has."""
        used = {variable.name for block in self.blocks for variable in block.values()}
        safe = python_name(name)
        python, count = safe, 1
        while python in used or python in self.taken:
            count += 1
            python = f"{safe}_{count}"
        variable = Variable(python, type, self.frame, function, extents)
        self.blocks[-1][name] = variable
        return variable

    def assign(self, variable: Variable) -> None:
        """Notes an assignment, so that functions in between declare the name `nonlocal`."""
        frame = self.frame
        while frame is not variable.frame and frame.parent is not None:
            frame.outer.add(variable.name)
            frame = frame.parent
