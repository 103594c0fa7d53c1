"""
Random block programs: loads, copies, fills, products, loops and element-wise code in any order.

Each is a kernel file with its own `ref_program`, which says the same in numpy, block by block.
Every op is at most as steep as its operands, so that rounding does not grow with the program.
"""

from __future__ import annotations

from hypothesis import strategies as st

from .writer import Expression, Writer, combine

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


MOST_BLOCKS = 18
MOST_VIEWS = 2


class Program(Writer):
    """Adds one drawn statement at a time."""

    views: int = 0

    def statement(self) -> None:
        kinds = ["load", "copy", "fill", "parallel", "parallel", "gemm", "store", "loop", "loop"]
        kinds.append("update")
        if self.views < MOST_VIEWS:
            kinds.append("view")
        if self.sizes["BM"] == self.sizes["BN"]:
            kinds.append("inner")
        if len(self.loops) == 2:
            kinds = [kind for kind in kinds if kind != "loop"]
        if len(self.outputs) == 3:
            kinds.remove("store")
        if self.loops:
            kinds.remove("update")
        getattr(self, self.pick(*kinds))()

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
        if kind == 0 and self.number(0, 4) == 0:
            return self.direct()
        if kind == 0:
            name = self.source()
            return Expression(f"{name}[i, j]", name)
        if kind == 1:
            kernel, numpy = self.draw(st.sampled_from(UNARY))
            return combine(kernel, numpy, self.expression(depth - 1))
        kernel, numpy = self.draw(st.sampled_from(BINARY))
        return combine(kernel, numpy, self.expression(depth - 1), self.expression(depth - 1))

    def direct(self) -> Expression:
        """An element of a tensor, read where it is needed."""
        outer, picked, dims = self.index()
        x = self.name("X")
        self.inputs[x] = (f"({', '.join((*dims, 'M', 'N'))})", self.dtype())
        return Expression(
            f"{x}[{outer}by * BM + i, bx * BN + j]",
            f"block({x}{picked}, by * BM, bx * BN, BM, BN)",
        )

    def inner(self) -> None:
        """A product of two square blocks that are there already, in bfloat16."""
        a, b = self.name("s"), self.name("s")
        for name in (a, b):
            source = self.source()
            self.buffers[name] = "bfloat16"
            self.say(f"T.copy({source}, {name})", f"{name} = bfloat16({source})")
        acc, clear = self.name("acc"), self.number(0, 1)
        self.buffers[acc] = "float32"
        if not clear:
            self.say(f"T.fill({acc}, 0.5)", f"{acc} = np.full((BM, BN), 0.5)")
        ta, tb = self.number(0, 1), self.number(0, 1)
        flags = (", transpose_A=True" if ta else "") + (", transpose_B=True" if tb else "")
        flags += ", clear_accum=True" if clear else ""
        start = "" if clear else f"{acc} + "
        # Sums of BM products: scaled, so that they are no steeper than one of their operands.
        self.say(
            f"T.gemm({a}, {b}, {acc}{flags})\n"
            f"for i, j in T.Parallel(BM, BN):\n    {acc}[i, j] = T.tanh({acc}[i, j] / 96.0)",
            f"{acc} = np.tanh(({start}{a}{'.T' * ta} @ {b}{'.T' * tb}) / 96.0)",
        )
        self.written += [a, b, acc]

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

    def view(self) -> None:
        """A buffer is changed under other rows and columns, each column in a way of its own."""
        self.views += 1
        s, v, cols = self.source(), self.name("v"), self.pick("32", "64", "BM")
        rows = f"BM * BN // {cols}"
        change = "({0} + {1} / 64.0) * 0.5"
        column = change.format(f"{v}[i, j]", "T.cast(j, 'float32')")
        changed = change.format(f"{s}.reshape(-1, {cols})", f"np.arange({cols})")
        self.say(
            f"{v} = T.view({s}, ({rows}, {cols}))\n"
            f"for i, j in T.Parallel({rows}, {cols}):\n    {v}[i, j] = {column}",
            f"{s} = {self.buffers[s]}(({changed}).reshape(BM, BN))",
        )
        self.wrote(s)

    def gemm(self) -> None:
        """A product of two panels, in a loop over K or in one step."""
        sums = [name for name, dtype in self.buffers.items() if dtype == "float32"]
        if sums and self.number(0, 2) > 0:
            acc = self.pick(*sums)
        else:
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
        for _ in range(self.number(1, 5)):
            self.statement()
        if len(self.kernel[-1]) - len(self.kernel[-1].lstrip()) <= 4 * (self.depth + 1):
            self.fill()
        self.loops.pop()
        self.depth -= 1

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

    def update(self) -> None:
        """A tensor that is read and written in its place."""
        name, s = self.name("Z"), self.source()
        self.updated[name] = ("(M, N)", self.dtype())
        place = f"{name}[by * BM + i, bx * BN + j]"
        self.say(
            f"for i, j in T.Parallel(BM, BN):\n    {place} = {place} * 0.5 - {s}[i, j] * 0.5",
            f"put({name}, by * BM, bx * BN, "
            f"block({name}, by * BM, bx * BN, BM, BN) * 0.5 - {s} * 0.5)",
        )


@st.composite
def block_programs(draw: st.DrawFn) -> str:
    """Draws the text of a kernel file with one kernel, `program`, and its `ref_program`."""
    blocks = st.sampled_from([32, 64, 96])
    sizes = {"BM": draw(blocks), "BN": draw(blocks), "BK": draw(st.sampled_from([32, 64]))}
    extents = st.sampled_from([1, 31, 32, 33, 64, 100, 160, 300])
    sizes = {"M": draw(extents), "N": draw(extents), "K": draw(extents), **sizes}
    writer = Program(draw, sizes)
    if writer.number(0, 2) == 0:
        work, order = writer.pick("contiguous", "strided"), writer.pick("row", "column", "swizzle")
        panel = ", panel_size=2" if order == "swizzle" else ""
        writer.schedule.append(
            f"        T.annotate_schedule(work='{work}', order='{order}'{panel})"
        )
    for _ in range(draw(st.sampled_from([1, 3, 5, 6, 7, 8, 9, 10, 12]))):
        # One core has 32 circular buffers.
        if len(writer.inputs) + len(writer.buffers) < MOST_BLOCKS:
            writer.statement()
    writer.store()
    return writer.text()
