"""Writes a kernel and what it means in numpy side by side, statement by statement."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

HEADER = """\
import ml_dtypes
import numpy as np

import ttc.language as T

"""
HELPERS = '''

def bfloat16(x):
    return np.asarray(x, np.float32).astype(ml_dtypes.bfloat16).astype(np.float64)


def float32(x):
    return np.asarray(x, np.float64)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def block(x, row, col, rows, cols):
    """A block of a matrix; what lies outside reads 0."""
    found = np.zeros((rows, cols))
    part = x[row : row + rows, col : col + cols]
    found[: part.shape[0], : part.shape[1]] = part
    return found


def put(x, row, col, value):
    part = x[row : row + value.shape[0], col : col + value.shape[1]]
    part[...] = value[: part.shape[0], : part.shape[1]]
'''


@dataclass(frozen=True)
class Expression:
    """The same expression in the kernel's language and in numpy."""

    kernel: str
    numpy: str


def combine(kernel: str, numpy: str, *parts: Expression) -> Expression:
    return Expression(
        kernel.format(*(p.kernel for p in parts)), numpy.format(*(p.numpy for p in parts))
    )


@dataclass
class Writer:
    """Writes a kernel and its reference side by side."""

    draw: st.DrawFn
    sizes: dict[str, int]
    kernel: list[str] = field(default_factory=list[str])
    ref: list[str] = field(default_factory=list[str])
    buffers: dict[str, str] = field(default_factory=dict[str, str])
    written: list[str] = field(default_factory=list[str])
    inputs: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    outputs: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    updated: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    panels: dict[str, str] = field(default_factory=dict[str, str])
    loops: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    schedule: list[str] = field(default_factory=list[str])
    depth: int = 0
    count: int = 0

    def pick(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def say(self, kernel: str, ref: str) -> None:
        indent = "    " * (self.depth + 2)
        self.kernel += [indent + line for line in kernel.splitlines()]
        self.ref += [indent + line for line in ref.splitlines()]

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def dtype(self) -> str:
        return self.pick("float32", "bfloat16")

    def target(self) -> str:
        """A buffer to write: a new one, or one there is already."""
        if self.buffers and self.number(0, 2) > 0:
            return self.pick(*self.buffers)
        name = self.name(self.pick("s", "f"))
        self.buffers[name] = self.dtype()
        return name

    def source(self) -> str:
        """A buffer to read: more often than not one that was written lately."""
        if not self.written:
            self.load()
        lately = self.written[-3:] if self.number(0, 1) else self.written
        return self.pick(*lately)

    def wrote(self, name: str) -> None:
        self.written = [*(other for other in self.written if other != name), name]

    def index(self) -> tuple[str, str, tuple[str, ...]]:
        """The outer index of a batch tensor: the variable of a loop, or nothing."""
        if self.loops and self.number(0, 1):
            var, extent = self.loops[self.number(0, len(self.loops) - 1)]
            return f"{var}, ", f"[{var}]", (str(extent),)
        return "", "", ()

    def load(self) -> None:
        """Loads a block of a tensor of its own."""
        outer, picked, dims = self.index()
        x, s = self.name("X"), self.target()
        self.inputs[x] = (f"({', '.join((*dims, 'M', 'N'))})", self.dtype())
        self.say(
            f"T.copy({x}[{outer}by * BM, bx * BN], {s})",
            f"{s} = {self.buffers[s]}(block({x}{picked}, by * BM, bx * BN, BM, BN))",
        )
        self.wrote(s)

    def text(self) -> str:
        tensors = {**self.inputs, **self.updated, **self.outputs}
        lines = [f"{name} = {value}" for name, value in self.sizes.items()]
        lines += ["", "", "@T.prim_func", "def program("]
        lines += [f"    {n}: T.Tensor({shape}, '{dt}')," for n, (shape, dt) in tensors.items()]
        lines += ["):", "    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):"]
        lines += self.schedule
        for n, dt in self.buffers.items():
            kind = "shared" if n[0] == "s" else "fragment"
            lines.append(f"        {n} = T.alloc_{kind}((BM, BN), '{dt}')")
        for n, shape in self.panels.items():
            lines.append(f"        {n} = T.alloc_shared({shape}, 'bfloat16')")
        lines += self.kernel
        lines += [HELPERS, "", f"def ref_program({', '.join([*self.inputs, *self.updated])}):"]
        lines += [f"    {n} = {n}.astype(np.float64)" for n in self.updated]
        lines += [f"    {n} = np.zeros({shape})" for n, (shape, _) in self.outputs.items()]
        lines += ["    for by, bx in np.ndindex(-(-M // BM), -(-N // BN)):"]
        lines += self.ref
        lines += [f"    return [{', '.join([*self.updated, *self.outputs])}]"]
        return HEADER + "\n".join(lines) + "\n"
