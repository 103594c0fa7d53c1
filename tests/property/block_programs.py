"""
Random block programs: loads, copies, fills, products, loops and element-wise code in any order.

Each is a kernel file with its own `ref_program`, which says the same in numpy, block by block.
Every op is at most as steep as its operands, so that rounding does not grow with the program.
"""

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


UNARY = (
    ("(-{0})", "(-{0})"),
    ("T.abs({0})", "np.abs({0})"),
    ("T.max({0}, 0.0)", "np.maximum({0}, 0.0)"),
    ("({0} * 0.75 + 0.25)", "({0} * 0.75 + 0.25)"),
    ("(0.5 - {0})", "(0.5 - {0})"),
    ("T.tanh({0})", "np.tanh({0})"),
    ("T.sigmoid({0})", "sigmoid({0})"),
    ("T.min({0}, 1.5)", "np.minimum({0}, 1.5)"),
    ("({0} / 2.0)", "({0} / 2.0)"),
)
BINARY = (
    ("(({0} + {1}) * 0.5)", "(({0} + {1}) * 0.5)"),
    ("(({0} - {1}) / 2.0)", "(({0} - {1}) / 2.0)"),
    ("T.max({0}, {1})", "np.maximum({0}, {1})"),
    ("T.min({0}, {1})", "np.minimum({0}, {1})"),
    (
        "(T.clamp({0}, -2.0, 2.0) * T.clamp({1}, -2.0, 2.0) * 0.25)",
        "(np.clip({0}, -2.0, 2.0) * np.clip({1}, -2.0, 2.0) * 0.25)",
    ),
)


@dataclass
class Writer:
    """Writes a kernel and its reference side by side."""

    draw: st.DrawFn
    kernel: list[str] = field(default_factory=list[str])
    ref: list[str] = field(default_factory=list[str])
    buffers: dict[str, str] = field(default_factory=dict[str, str])
    written: list[str] = field(default_factory=list[str])
    inputs: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    outputs: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    panels: dict[str, str] = field(default_factory=dict[str, str])
    loops: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
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
        if not self.written:
            self.load()
        return self.pick(*self.written)

    def wrote(self, name: str) -> None:
        if name not in self.written:
            self.written.append(name)

    def index(self) -> tuple[str, str, tuple[str, ...]]:
        """The outer index of a batch tensor: the variable of a loop, or nothing."""
        if self.loops and self.number(0, 1):
            var, extent = self.loops[self.number(0, len(self.loops) - 1)]
            return f"{var}, ", f"[{var}]", (str(extent),)
        return "", "", ()

    def statement(self) -> None:
        kinds = ["load", "copy", "fill", "parallel", "parallel", "gemm", "store", "loop"]
        if len(self.loops) == 2:
            kinds.remove("loop")
        if len(self.outputs) == 3:
            kinds.remove("store")
        getattr(self, self.pick(*kinds))()

    def load(self) -> None:
        outer, picked, dims = self.index()
        x, s = self.name("X"), self.target()
        self.inputs[x] = (f"({', '.join((*dims, 'M', 'N'))})", self.dtype())
        self.say(
            f"T.copy({x}[{outer}by * BM, bx * BN], {s})",
            f"{s} = {self.buffers[s]}(block({x}{picked}, by * BM, bx * BN, BM, BN))",
        )
        self.wrote(s)

    def copy(self) -> None:
        a, b = self.source(), self.target()
        if a != b:
            self.say(f"T.copy({a}, {b})", f"{b} = {self.buffers[b]}({a})")
            self.wrote(b)

    def fill(self) -> None:
        s, value = self.target(), self.pick("0.0", "1.0", "-0.5")
        clear = value == "0.0" and self.number(0, 1)
        self.say(
            f"T.clear({s})" if clear else f"T.fill({s}, {value})",
            f"{s} = np.full((BM, BN), {value})",
        )
        self.wrote(s)

    def expression(self, depth: int) -> Expression:
        kind = self.number(0, 3) if depth else 0
        if kind == 0:
            name = self.source()
            return Expression(f"{name}[i, j]", name)
        if kind == 1:
            kernel, numpy = self.draw(st.sampled_from(UNARY))
            return combine(kernel, numpy, self.expression(depth - 1))
        kernel, numpy = self.draw(st.sampled_from(BINARY))
        return combine(kernel, numpy, self.expression(depth - 1), self.expression(depth - 1))

    def parallel(self) -> None:
        lines: list[tuple[str, str]] = []
        for _ in range(self.number(1, 2)):
            made = self.expression(self.number(1, 3))
            out = self.target()
            lines.append(
                (f"    {out}[i, j] = {made.kernel}", f"{out} = {self.buffers[out]}({made.numpy})")
            )
            self.wrote(out)
        self.say(
            "\n".join(["for i, j in T.Parallel(BM, BN):", *(k for k, _ in lines)]),
            "\n".join(r for _, r in lines),
        )

    def gemm(self) -> None:
        """A product of two panels, in a loop over K or in one step."""
        acc = self.target()
        if self.buffers[acc] != "float32":
            acc = self.name("acc")
            self.buffers[acc] = "float32"
        clear = acc not in self.written
        if clear:
            self.say(f"T.clear({acc})", f"{acc} = np.zeros((BM, BN))")
        a, b, ta, tb = self.name("A"), self.name("B"), self.number(0, 1), self.number(0, 1)
        sa, sb, k = a.lower() + "_s", b.lower() + "_s", self.name("k")
        self.inputs[a] = ("(K, M)" if ta else "(M, K)", "bfloat16")
        self.inputs[b] = ("(N, K)" if tb else "(K, N)", "bfloat16")
        self.panels[sa] = "(BK, BM)" if ta else "(BM, BK)"
        self.panels[sb] = "(BN, BK)" if tb else "(BK, BN)"
        rows, cols = (f"{k} * BK", "by * BM") if ta else ("by * BM", f"{k} * BK")
        self.loop_head(k, "T.ceildiv(K, BK)", "-(-K // BK)")
        self.say(
            f"T.copy({a}[{rows}, {cols}], {sa})",
            f"{sa} = block({a}, {rows}, {cols}, {self.panels[sa][1:-1]})",
        )
        rows, cols = ("bx * BN", f"{k} * BK") if tb else (f"{k} * BK", "bx * BN")
        self.say(
            f"T.copy({b}[{rows}, {cols}], {sb})",
            f"{sb} = block({b}, {rows}, {cols}, {self.panels[sb][1:-1]})",
        )
        flags = (", transpose_A=True" if ta else "") + (", transpose_B=True" if tb else "")
        self.say(
            f"T.gemm({sa}, {sb}, {acc}{flags})",
            f"{acc} = {acc} + {sa}{'.T' * ta} @ {sb}{'.T' * tb}",
        )
        self.depth -= 1
        self.wrote(acc)

    def loop_head(self, var: str, extent: str, count: str) -> None:
        stages = self.number(0, 3)
        head = self.pick(
            f"T.serial({extent})", f"T.Pipelined({extent}, num_stages={stages})", f"range({extent})"
        )
        self.say(f"for {var} in {head}:", f"for {var} in range({count}):")
        self.depth += 1

    def loop(self) -> None:
        var, extent = self.name("t"), self.number(1, 3)
        self.loop_head(var, str(extent), str(extent))
        self.loops.append((var, extent))
        written = list(self.written)
        for _ in range(self.number(1, 4)):
            self.statement()
        if len(self.kernel[-1]) - len(self.kernel[-1].lstrip()) <= 4 * (self.depth + 1):
            self.fill()
        self.loops.pop()
        self.depth -= 1
        _ = written  # a loop runs at least once: what it wrote is written

    def store(self) -> None:
        name, s = self.name("Y"), self.source()
        # An output has an index for every loop it stands in, so that no two writes meet.
        dims = tuple(str(extent) for _, extent in self.loops)
        outer = "".join(f"{var}, " for var, _ in self.loops)
        self.outputs[name] = (f"({', '.join((*dims, 'M', 'N'))})", self.dtype())
        picked = f"[{outer[:-2]}]" if self.loops else ""
        self.say(
            f"T.copy({s}, {name}[{outer}by * BM, bx * BN])",
            f"put({name}{picked}, by * BM, bx * BN, {s})",
        )

    def text(self, sizes: dict[str, int]) -> str:
        tensors = {**self.inputs, **self.outputs}
        lines = [f"{name} = {value}" for name, value in sizes.items()]
        lines += ["", "", "@T.prim_func", "def program("]
        lines += [f"    {n}: T.Tensor({shape}, '{dt}')," for n, (shape, dt) in tensors.items()]
        lines += ["):", "    with T.Kernel(T.ceildiv(N, BN), T.ceildiv(M, BM)) as (bx, by):"]
        for n, dt in self.buffers.items():
            kind = "shared" if n[0] == "s" else "fragment"
            lines.append(f"        {n} = T.alloc_{kind}((BM, BN), '{dt}')")
        for n, shape in self.panels.items():
            lines.append(f"        {n} = T.alloc_shared({shape}, 'bfloat16')")
        lines += self.kernel
        lines += [HELPERS, "", f"def ref_program({', '.join(self.inputs)}):"]
        lines += [f"    {n} = np.zeros({shape})" for n, (shape, _) in self.outputs.items()]
        lines += ["    for by, bx in np.ndindex(-(-M // BM), -(-N // BN)):"]
        lines += self.ref
        lines += [f"    return [{', '.join(self.outputs)}]"]
        return HEADER + "\n".join(lines) + "\n"


@st.composite
def block_programs(draw: st.DrawFn) -> str:
    """Draws the text of a kernel file with one kernel, `program`, and its `ref_program`."""
    writer = Writer(draw)
    blocks = st.sampled_from([32, 64, 96])
    sizes = {"BM": draw(blocks), "BN": draw(blocks), "BK": draw(st.sampled_from([32, 64]))}
    extents = st.sampled_from([1, 31, 32, 33, 64, 100, 160])
    sizes = {"M": draw(extents), "N": draw(extents), "K": draw(extents), **sizes}
    for _ in range(draw(st.integers(1, 7))):
        writer.statement()
    writer.store()
    return writer.text(sizes)
