"""
C++ kernel text -> a Python function that makes a generator: it stops where the kernel waits.

    translation = translate(text, "out/add/reader.cpp", "dataflow", calls, constants, {})
    generator = translation.start(thread)       # runs until it yields; True means it polls

The Python text is compiled once per process and kernel text. `place(line)` takes a line of it
back to the C++.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import cache
from types import FrameType, TracebackType
from typing import Any

from ttc.runtime_sim.calls import KernelCall
from ttc.runtime_sim.cpp import nodes as n
from ttc.runtime_sim.cpp.functions_to_python import FileTranslator
from ttc.runtime_sim.cpp.source import Source
from ttc.runtime_sim.cpp.support import SUPPORT
from ttc.runtime_sim.cpp.syntax import Unit, parse, read_value

Kernel = Generator[bool | None, None, None]


@dataclass(frozen=True, eq=False)
class Translation:
    """
    A kernel ready to run.

    `python` is its text, `places` the C++ place of every line of it, `main` that of the kernel.
    """

    source: Source
    python: str
    places: tuple[n.Place, ...]
    main: n.Place
    make: Any

    @property
    def filename(self) -> str:
        """The name its Python code goes by in tracebacks."""
        return f"<{self.source.file}>"

    def start(self, thread: Any) -> Kernel:
        """The kernel as a generator, its SDK calls bound to `thread`."""
        return self.make(thread)()

    def place(self, line: int) -> n.Place:
        return self.places[min(line, len(self.places)) - 1]

    def place_in(self, traceback: TracebackType | None) -> n.Place | None:
        """Where in the C++ an exception was raised: the innermost frame of this kernel."""
        found = None
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self.filename:
                found = self.place(traceback.tb_lineno)
            traceback = traceback.tb_next
        return found

    def place_of(self, generator: Any) -> n.Place:
        """Where a stopped kernel stands."""
        place = self.main
        while generator is not None and getattr(generator, "gi_frame", None) is not None:
            frame: FrameType = generator.gi_frame
            if frame.f_code.co_filename == self.filename:
                place = self.place(frame.f_lineno)
            generator = generator.gi_yieldfrom
        return place


class Library:
    """The SDK as one kind of kernel sees it: calls, and names of constants."""

    def __init__(self, kind: str, calls: dict[str, KernelCall], constants: set[str]) -> None:
        self.kind = kind
        self.calls = calls
        self.constants = constants


@cache
def translate(
    text: str, file: str, library: Library, defines: tuple[tuple[str, str], ...] = ()
) -> Translation:
    """
    Translates a kernel; `defines` are the host's.

    Raises `SimulationError` with the place of what it does not know.
    """
    unit = parse(text, file, (name for name, _ in defines))
    names: dict[str, n.Expr | None] = {
        name: read_value(file, value, n.Place(1, 1)) for name, value in defines
    }
    names |= {define.name: define.value for define in unit.defines}
    main = unit.function("kernel_main")
    if main.parameters:
        unit.source.fail(main.place, "kernel_main takes no parameters")
    return compile_unit(unit, library, names)


def compile_unit(unit: Unit, library: Library, defines: dict[str, n.Expr | None]) -> Translation:
    translator = FileTranslator(unit, library.calls, library.constants, defines)
    translator.out.indent = 1
    translator.functions()
    lines = [("def _make(_t):", n.Place(1, 1))]
    for name in sorted(translator.used):
        way = "bind" if name in library.calls else "constant"
        lines.append((f"    {name} = _t.{way}({name!r})", n.Place(1, 1)))
    lines += [("    " * line.indent + line.code, line.place) for line in translator.out.lines]
    lines.append(("    return kernel_main", n.Place(1, 1)))
    python = "\n".join(text for text, _ in lines)
    places = tuple(place for _, place in lines)
    namespace: dict[str, Any] = dict(SUPPORT)
    exec(compile(python, f"<{unit.file}>", "exec"), namespace)
    main = unit.function("kernel_main").place
    return Translation(unit.source, python, places, main, namespace["_make"])
