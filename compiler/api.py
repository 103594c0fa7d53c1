"""
The Python interface: `kernel = ttc.compile(prim_func, out_idx=[-1])`, then `c = kernel(a, b)`.

Every step is imported when it runs: `ttc compile` never loads numpy or the simulator.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ttc.arrays import (
    Parameter,
    as_torch,
    checked,
    hand_back,
    is_torch,
    numpy_dtype,
    unwritten,
)
from ttc.build import Program, build
from ttc.diagnostics import CompileError, SourceSpan

if TYPE_CHECKING:
    from ttc.arrays import Array
    from ttc.language import PrimFunc
    from ttc.runtime_sim.counters import Counters

OutIdx = int | Sequence[int] | None

_deferring = False


@contextmanager
def deferred() -> Generator[None]:
    """
    Within it, `compile` puts the work off until the kernel is first used.

    For loading a file whose top level compiles kernels: what runs is for the command to say.
    """
    global _deferring
    before, _deferring = _deferring, True
    try:
        yield
    finally:
        _deferring = before


def compile(
    prim_func: PrimFunc,
    out_idx: OutIdx = None,
    target: str = "wormhole",
    check: bool = True,
) -> Kernel:
    """
    Compiles one kernel for a target, `wormhole` or `blackhole`.

    `out_idx` are the positions of the parameters that a call allocates and returns, negative
    ones counted from the end; without it a call takes all arrays and fills the outputs in place.
    Raises `CompileError` with the place in the author's file.
    """
    kernel = Kernel(_prim_func(prim_func), out_idx, target, check)
    if not _deferring:
        kernel.compile()
    return kernel


@dataclass(eq=False)
class Kernel:
    """A compiled kernel: call it on arrays, look at its sources, or write its files."""

    prim_func: PrimFunc
    out_idx: OutIdx = None
    target: str = "wormhole"
    check: bool = True
    counters: Counters | None = field(default=None, init=False)
    """What the last simulated call did: tile ops, DRAM bytes; None before it."""

    def compile(self) -> None:
        """Compiles now, if nothing has asked for the result before."""
        _ = self._program, self._returned

    @cached_property
    def _program(self) -> Program:
        return build(self.prim_func, self.target, check=self.check)

    @property
    def name(self) -> str:
        return self.prim_func.name

    @property
    def sources(self) -> Mapping[str, str]:
        """The text of every emitted file by its name."""
        return self._program.files

    @cached_property
    def plan(self) -> dict[str, Any]:
        """The content of plan.json."""
        return json.loads(self.sources["plan.json"])

    @cached_property
    def params(self) -> tuple[Parameter, ...]:
        """The parameters in the order of the signature."""
        program, written = self.plan, self.prim_func.written
        return tuple(
            replace(parameter, written="float16")
            if written.get(parameter.name) == "float16"
            else parameter
            for parameter in Parameter.of_plan(program)
        )

    def get_kernel_source(self) -> str:
        """Returns all reader, compute and writer kernels in one text, each under its name."""
        files = [row["file"] for program in self.plan["programs"] for row in program["kernels"]]
        return "\n".join(f"// ==== {file} ====\n{self.sources[file]}" for file in files)

    def get_host_source(self) -> str:
        """Returns the host program in Python."""
        return self.sources["host.py"]

    def write(self, folder: str | Path) -> Path:
        """
        Writes the program to `folder/NAME`, whole or not at all, and returns that path.

        Raises `CompileError` when the folder cannot be written.
        """
        from ttc.output import write_kernel

        return write_kernel(Path(folder), self.name, self.sources)

    @cached_property
    def _returned(self) -> tuple[int, ...] | None:
        if self.out_idx is None:
            return None
        given = [self.out_idx] if isinstance(self.out_idx, int) else list(self.out_idx)
        count = len(self.params)
        for index in given:
            if not -count <= index < count:
                raise CompileError(
                    f"out_idx {index} is out of range: '{self.name}' has {count} parameters",
                    self._place,
                )
        positions = tuple(index % count for index in given)
        for position in positions:
            if self.params[position].is_read:
                name = self.params[position].name
                raise CompileError(
                    f"out_idx names '{name}', which '{self.name}' reads", self._place
                ).note("only a parameter that is written and never read can be returned")
        return positions

    @property
    def _place(self) -> SourceSpan | None:
        return SourceSpan.of_function(self.prim_func.func)

    @cached_property
    def _folder(self) -> tempfile.TemporaryDirectory[str]:
        """The files as the simulator runs them; removed together with the kernel."""
        folder = tempfile.TemporaryDirectory(prefix="ttc-")
        self.write(folder.name)
        return folder

    def run_on(self, arrays: Sequence[Array], device: Any) -> None:
        """
        Runs the emitted program on a device of ttnn and fills the outputs among `arrays` in place.

        `arrays` are as `run` takes them; raises `CompileError` for a device of another kind.
        """
        from ttc.sdk.device import run_on

        run_on(Path(self._folder.name) / self.name, self.plan, arrays, device)
        self.counters = None

    def run(
        self, arrays: Sequence[Array], progress: Callable[[float], None] | None = None
    ) -> Counters:
        """
        Runs the emitted program on the simulator and fills the outputs among `arrays` in place.

        `arrays` are all parameters in the order of the signature, of the right shape and dtype; a
        scalar is an array without dimensions. `progress` is told the share done, from 0 to 1.
        """
        import numpy as np

        from ttc.runtime_sim import execute

        dense = [
            np.asarray(array, numpy_dtype(parameter.dtype), order="C")
            for array, parameter in zip(arrays, self.params, strict=True)
        ]
        folder = Path(self._folder.name) / self.name
        counters = execute(folder, dense, self.target, progress)
        for given, filled, parameter in zip(arrays, dense, self.params, strict=True):
            if filled is not given and parameter.is_written:
                hand_back(given, filled)
        self.counters = counters
        return counters

    def __call__(self, *values: Any, device: Any = None, **named: Any) -> Any:
        """
        Runs the kernel on numpy arrays or torch tensors, on the simulator or on a ttnn device.

        Takes all parameters but those of `out_idx`, by position or by name, and returns these: one
        array, or a tuple for several; None without `out_idx`. A scalar with a default may be left
        out. Raises `CompileError` for arguments that do not fit.
        """
        returned = self._returned or ()
        taken = [p for index, p in enumerate(self.params) if index not in returned]
        given = iter(checked(self.name, taken, values, named, self._place))
        arrays = [
            unwritten(parameter) if index in returned else next(given)
            for index, parameter in enumerate(self.params)
        ]
        if device is None:
            self.run(arrays)
        else:
            self.run_on(arrays, device)
        convert = as_torch if any(map(is_torch, (*values, *named.values()))) else _same
        results = tuple(convert(arrays[index]) for index in returned)
        if self._returned is None:
            return None
        return results[0] if len(results) == 1 else results


def _same(array: Array) -> Array:
    return array


def _prim_func(value: object) -> PrimFunc:
    from ttc.language import PrimFunc
    from ttc.language.tensor import described

    if isinstance(value, PrimFunc):
        return value
    raise CompileError(f"ttc.compile takes a @T.prim_func, not {described(value)}")
