"""Random kernels of one family: their larger statements, their grid, and the text of the file."""

from __future__ import annotations

from hypothesis import strategies as st

from .expressions import LARGEST, Term, squashed
from .statements import LARGEST_SCALAR, Buffer, Shape, Statements

FAMILIES: dict[str, dict[str, int]] = {
    "elementwise": {"load": 2, "parallel": 4, "vector": 2, "copy": 1, "fill": 1},
    "reductions": {"load": 1, "parallel": 2, "vector": 2, "reduce": 4, "softmax": 1, "cumsum": 1},
    "masks": {"load": 1, "parallel": 5, "vector": 1, "fill": 1, "part": 1, "softmax": 1},
    "products": {"load": 1, "parallel": 2, "product": 3, "reduce": 1, "transpose": 1, "part": 1},
    "control": {"load": 1, "parallel": 3, "reduce": 1, "loop": 3, "branch": 2, "online": 1},
}
REDUCTIONS = ("sum", "max", "min", "abssum", "absmax")


class Program(Statements):
    """Adds what is made of several lines: reductions, products, branches and loops."""

    def make_reduce(self) -> None:
        kind, axis = self.pick(*REDUCTIONS), self.number(0, 1)
        src = self.source("block")
        into = "col" if axis else "row"
        length = self.shape.bn if axis else self.shape.bm
        # A statistic may be added to in every step of two loops.
        limit = LARGEST * length * 64 if kind.endswith("sum") else LARGEST
        out = self.target(into, limit)
        keeps = kind != "abssum" and out.name in self.written and self.chance(2)
        if keeps and kind == "sum" and self.nesting > 1:
            keeps = False
        dim = self.pick(axis, axis - 2)
        clear = ", clear=False" if keeps else self.pick("", "", ", clear=True")
        clear = "" if kind == "abssum" else clear
        self.say(f"T.reduce_{kind}({src.name}, {out.name}, dim={dim}{clear})")
        self.wrote(out)
        if kind.endswith("sum") and self.chance(2):
            self.scaled(out, length)

    def scaled(self, stat: Buffer, length: int) -> None:
        """Brings a statistic to the size of other values, as a mean is."""
        out = self.target(stat.kind)
        index = "i" if stat.kind == "col" else "j"
        extent = "BM" if stat.kind == "col" else "BN"
        self.say(f"for {index} in T.Parallel({extent}):")
        mean = Term(f"({stat.at()} / {float(length)})", stat.limit / length)
        self.say(f"    {out.at()} = {squashed(mean, LARGEST).text}")
        self.wrote(out)

    def make_softmax(self) -> None:
        """Softmax along either dimension, masked or not."""
        src, out = self.source("block"), self.new("block", dtype="float32")
        axis = self.number(0, 1)
        kind = "col" if axis else "row"
        top, total = (self.new(kind, limit, dtype="float32") for limit in (LARGEST, 1e6))
        made = self.expressions("block")
        value = src.at()
        if self.masks:
            # The first of a line stays, so that no maximum is -inf.
            first = f"{'j' if axis else 'i'} == 0"
            value = (
                f"T.if_then_else({made.condition(1)} or {first}, {value}, -T.infinity('float32'))"
            )
        self.say("for i, j in T.Parallel(BM, BN):", f"    {out.at()} = {value}")
        self.say(f"T.reduce_max({out.name}, {top.name}, dim={axis})")
        self.say("for i, j in T.Parallel(BM, BN):")
        self.say(f"    {out.at()} = T.exp({out.at()} - {top.at()})")
        self.say(f"T.reduce_sum({out.name}, {total.name}, dim={axis})")
        self.say("for i, j in T.Parallel(BM, BN):")
        self.say(f"    {out.at()} = {out.at()} / {total.at()}")
        self.wrote(out)

    def make_cumsum(self) -> None:
        src, axis = self.source("block"), self.number(0, 1)
        out = self.new("block", dtype="float32")
        reverse = ", reverse=True" if self.chance(2) else ""
        self.say(f"T.cumsum({src.name}, {out.name}, dim={axis}{reverse})")
        length = float(max(self.shape.bm, self.shape.bn))
        self.say("for i, j in T.Parallel(BM, BN):", f"    {out.at()} = {out.at()} / {length}")
        self.wrote(out)

    def make_transpose(self) -> None:
        src, out = self.source("block"), self.new("block")
        if self.shape.bm == self.shape.bn:
            self.say(f"T.transpose({src.name}, {out.name})")
        else:
            name = self.name("t")
            self.panels.append(f"{name} = T.alloc_fragment((BN, BM), '{src.dtype}')")
            self.say(f"T.transpose({src.name}, {name})", "for i, j in T.Parallel(BM, BN):")
            self.say(f"    {out.at()} = {name}[j, i] * 0.5")
        self.wrote(out)

    def make_part(self) -> None:
        """Copies or fills part of a block, whole tiles of it."""
        src, out = self.source("block"), self.source("block")
        at = 32 * self.number(0, -(-self.shape.bm // 32) - 1)
        rows = f"{at}:{min(at + 32, self.shape.bm)}"
        if self.chance(3):
            self.say(f"T.fill({out.name}[{rows}, :], {self.pick('0.0', '0.75')})")
        elif src != out:
            self.say(f"T.copy({src.name}[{rows}, :], {out.name}[{rows}, :])")
        self.wrote(out)

    def make_product(self) -> None:
        """A product of two panels in a loop over K, with a prologue now and then."""
        dtype = self.pick("bfloat16", "bfloat16", "float32")
        k, step = self.pick(20, 32, 64, 100), self.pick(32, 64)
        a, b, sa, sb, t = (self.name(x) for x in ("A", "B", "a", "b", "k"))
        ta, tb, acc = self.number(0, 1), self.number(0, 1), self.new("block", 1e5, "float32")
        self.tensors[a] = (f"({k}, M)" if ta else f"(M, {k})", dtype)
        self.tensors[b] = (f"(N, {k})" if tb else f"({k}, N)", dtype)
        dims = f"{step}, BM" if ta else f"BM, {step}"
        self.panels.append(f"{sa} = T.alloc_shared(({dims}), '{dtype}')")
        other = f"BN, {step}" if tb else f"{step}, BN"
        self.panels.append(f"{sb} = T.alloc_shared(({other}), '{dtype}')")
        clear = self.pick("start", "first", "fill")
        if clear != "first":
            self.say(f"T.{'clear' if clear == 'start' else 'fill'}({acc.name}"
                     f"{'' if clear == 'start' else ', 0.5'})")  # fmt: skip
        extent = f"T.ceildiv({k}, {step})"
        head = self.pick(
            f"T.Pipelined({extent}, num_stages={self.number(0, 3)})", f"range({extent})"
        )
        self.say(f"for {t} in {head}:")
        self.depth += 1
        rows, cols = (f"{t} * {step}", self.row) if ta else (self.row, f"{t} * {step}")
        self.say(f"T.copy({a}[{rows}, {cols}], {sa})")
        rows, cols = (self.col, f"{t} * {step}") if tb else (f"{t} * {step}", self.col)
        self.say(f"T.copy({b}[{rows}, {cols}], {sb})")
        if self.chance(2):
            self.say(f"for i, j in T.Parallel({dims}):")
            text = self.pick("T.max({0}, 0.0)", "{0} * 0.5", "T.tanh({0})", "{0} * {0} * 0.25")
            self.say(f"    {sa}[i, j] = {text.format(f'{sa}[i, j]')}")
        flags = ", transpose_A=True" * ta + ", transpose_B=True" * tb
        flags += f", clear_accum=({t} == 0)" if clear == "first" else ""
        if step == 64 and not ta and not tb and clear != "first" and self.chance(3):
            for low in (0, 32):
                part = f"{low}:{low + 32}"
                self.say(f"T.gemm({sa}[:, {part}], {sb}[{part}, :], {acc.name})")
        else:
            self.say(f"T.gemm({sa}, {sb}, {acc.name}{flags})")
        self.depth -= 1
        made = self.expressions("block")
        extra = squashed(made.of_float(1), 4.0).text
        out = self.unread("block")
        self.say("for i, j in T.Parallel(BM, BN):")
        self.say(f"    {out.at()} = T.clamp({acc.at()} * 0.0625 + {extra}, -8.0, 8.0)")
        self.wrote(out)

    def make_loop(self) -> None:
        """A loop with a static bound, or with one that depends on the block."""
        var, most = self.name("t"), self.number(1, 3)
        before = list(self.written)
        bound = str(most)
        sure = True
        if self.chance(2):
            # The bound is at most `most`, and may be nothing at all.
            bound = self.pick(f"T.min(by + 1, {most})", f"T.min(by, {most})")
            bound = "n0" if "n0" in self.scalars and self.chance(3) else bound
            sure = bound.startswith("T.min(by + 1")
        most = LARGEST_SCALAR if bound == "n0" else most
        start = self.pick("", "", "1, ") if bound not in ("n0",) else ""
        sure = sure and (not start)
        loop = self.pick("T.serial({})", "range({})", "T.Pipelined({}, num_stages=2)")
        self.say(f"for {var} in {loop.format(start + bound)}:")
        self.body(lambda: self.loops.append((var, most)), 1, 4)
        self.loops.pop()
        if not sure:
            self.written = [name for name in self.written if name in before]

    def body(self, enter: object, low: int, high: int) -> None:
        assert callable(enter)
        enter()
        self.depth, self.nesting = self.depth + 1, self.nesting + 1
        count = len(self.lines)
        self.some(low, high)
        if len(self.lines) == count:
            self.make_fill()
        self.depth, self.nesting = self.depth - 1, self.nesting - 1

    def make_branch(self) -> None:
        before = list(self.written)
        conditions = ["by == 0", "by > 0", "by % 2 == 0", "by + 1 < 3"]
        conditions += [] if self.shape.is_wide else ["bx == by", "bx > by or by == 1"]
        conditions += [f"{var} > 0" for var, _ in self.loops]
        conditions += ["n0 > 2", "n0 > 2 and by == 0"] if "n0" in self.scalars else []
        self.say(f"if {self.pick(*conditions)}:")
        self.body(lambda: None, 1, 3)
        then, self.written = set(self.written), before
        after = set(before)
        if self.chance(2):
            self.say("else:")
            self.body(lambda: None, 1, 3)
            after = set(self.written)
        self.written = [name for name in self.buffers if name in then & after]

    def make_online(self) -> None:
        """Running statistics: a maximum that grows, and sums that are scaled down to it."""
        x, top, old, total, part, shrink = (
            self.new(kind, 1e5, "float32") for kind in ("block", *["col"] * 5)
        )
        step, tensor = self.name("t"), self.name("X")
        count = self.number(1, 3)
        self.tensors[tensor] = (f"({count}, M, N)", self.pick("bfloat16", "float32"))
        self.say(f"T.clear({total.name})", f"T.fill({top.name}, -T.infinity('float32'))")
        made = self.expressions("block")
        self.say(f"for {step} in T.Pipelined({count}, num_stages={self.number(0, 3)}):")
        self.depth += 1
        self.say(f"T.copy({tensor}[{step}, {self.row}, {self.col}], {x.name})")
        self.say("for i, j in T.Parallel(BM, BN):")
        self.say(f"    {x.at()} = {x.at()} if j == 0 or {made.condition(1)} else -4.0")
        if old.dims == top.dims:
            self.say(f"T.copy({top.name}, {old.name})")
        else:
            self.say("for i in T.Parallel(BM):", f"    {old.at()} = {top.at()}")
        self.say(f"T.reduce_max({x.name}, {top.name}, dim=1, clear=False)")
        self.say("for i in T.Parallel(BM):")
        self.say(f"    {shrink.at()} = T.exp({old.at()} - {top.at()})")
        self.say("for i, j in T.Parallel(BM, BN):", f"    {x.at()} = T.exp({x.at()} - {top.at()})")
        self.say(f"T.reduce_sum({x.name}, {part.name}, dim=1)", "for i in T.Parallel(BM):")
        self.say(f"    {total.at()} = {total.at()} * {shrink.at()} + {part.at()}")
        self.depth -= 1
        out = self.target("col")
        self.say("for i in T.Parallel(BM):")
        self.say(f"    {out.at()} = {top.at()} + T.log({total.at()}) * 0.25")
        self.wrote(out)

    # Stores

    def store(self) -> None:
        kind = self.pick("block", "block", "block", "col", "row")
        is_int = bool(self.ready(kind, is_int=True)) and self.chance(2)
        src = self.pick(*self.ready(kind, is_int=True)) if is_int else self.source(kind)
        name = self.name("Y")
        dtype = "int32" if is_int else self.pick("float32", "bfloat16")
        outer, place = ("BATCH, ", "bz, ") if self.shape.batch > 1 else ("", "")
        if kind == "block":
            self.outputs[name] = (f"({outer}M, N)", dtype)
            self.store_block(src, f"{name}[{place}", is_int=is_int)
            return
        gx, gy = self.shape.steps
        if kind == "col":
            dims = "M," if self.shape.is_wide else f"{gx}, M"
            at = self.row if self.shape.is_wide else f"bx, {self.row}"
            extent = "BM"
        else:
            dims, at, extent = f"{gy}, N", f"by, {self.col}", "BN"
        self.outputs[name] = (f"({outer}{dims})", dtype)
        index = "i" if kind == "col" else "j"
        if "1" in src.dims or self.chance(3):
            self.say(f"for {index} in T.Parallel({extent}):")
            self.say(f"    {name}[{place}{at} + {index}] = {src.at()}")
        else:
            self.say(f"T.copy({src.name}, {name}[{place}{at}])")

    def store_block(self, src: Buffer, start: str, *, is_int: bool) -> None:
        form = self.number(0, 7)
        if form == 0 and not is_int:
            made = self.expressions("block")
            text = made.of_float(2).text
            self.say("for i, j in T.Parallel(BM, BN):")
            self.say(f"    {start}{self.row} + i, {self.col} + j] = {text}")
        elif form == 1:
            self.say("for i, j in T.Parallel(BM, BN):")
            self.say(f"    if {self.row} + i < M and {self.col} + j < N:")
            self.say(f"        {start}{self.row} + i, {self.col} + j] = {src.at()}")
        elif form == 3 and self.shape.bm == 64:
            # Half of a block; the other rows stay as they are.
            half = self.pick(0, 32) if self.shape.m > 32 else 0
            rows = f"{half}:{half + 32}"
            self.say(f"T.copy({src.name}[{rows}, :], {start}{self.row} + {half}, {self.col}])")
        elif form == 4 and not is_int:
            name = start.partition("[")[0]
            self.updated[name] = self.outputs.pop(name)
            place = f"{start}{self.row} + i, {self.col} + j]"
            self.say("for i, j in T.Parallel(BM, BN):")
            self.say(f"    {place} = {place} * 0.5 - {src.at()}")
        elif form == 2:
            cols = "0:BN" if self.shape.is_wide else "bx * BN : (bx + 1) * BN"
            self.say(f"T.copy({src.name}, {start}by * BM : (by + 1) * BM, {cols}])")
        else:
            self.say(f"T.copy({src.name}, {start}{self.row}, {self.col}])")

    def text(self, schedule: str, cores: tuple[int, int]) -> str:
        s = self.shape
        lines = ["import ttc.language as T", "", f"CORES = {cores}"]
        lines += [f"M, N, BM, BN, BATCH = {s.m}, {s.n}, {s.bm}, {s.bn}, {s.batch}"]
        lines += ["", "", "@T.prim_func", "def program("]
        for name, (dims, dtype) in {**self.tensors, **self.updated, **self.outputs}.items():
            lines.append(f"    {name}: T.Tensor({dims}, '{dtype}'),")
        lines += [f"    {name}: T.{dtype}," for name, dtype in self.scalars.items()]
        ids = ["by"] if s.is_wide else ["bx", "by"]
        extents = ["T.ceildiv(M, BM)"] if s.is_wide else ["T.ceildiv(N, BN)", "T.ceildiv(M, BM)"]
        if s.batch > 1:
            ids, extents = [*ids, "bz"], [*extents, "BATCH"]
        bound = ids[0] if len(ids) == 1 else f"({', '.join(ids)})"
        lines += ["):", f"    with T.Kernel({', '.join(extents)}) as {bound}:"]
        lines += [f"        {schedule}"] if schedule else []
        for b in self.buffers.values():
            scope = self.draw(st.sampled_from(["shared", "fragment"]))
            lines.append(f"        {b.name} = T.alloc_{scope}({b.dims}, '{b.dtype}')")
        lines += [f"        {panel}" for panel in self.panels]
        return "\n".join([*lines, *self.lines]) + "\n"


@st.composite
def programs(draw: st.DrawFn, family: str) -> str:
    """Draws the text of a kernel file with one kernel, `program`."""
    m, n = (draw(st.sampled_from([1, 20, 32, 33, 64, 70, 100])) for _ in range(2))
    bm, bn = (draw(st.sampled_from([32, 32, 64])) for _ in range(2))
    is_wide, is_tall = draw(st.integers(0, 2)) == 0, draw(st.integers(0, 5)) == 0
    batch = draw(st.sampled_from([1, 1, 1, 2]))
    shape = Shape(m, n, m if is_tall else bm, n if is_wide else bn, batch)
    masks = {"masks": 4, "control": 1, "elementwise": 1}.get(family, 0)
    integers = family in ("elementwise", "masks") and draw(st.booleans())
    program = Program(draw, shape, FAMILIES[family], masks, integers)
    for name, dtype in (("a0", "float32"), ("n0", "int32"), ("n1", "int32")):
        if draw(st.integers(0, 2)) == 0:
            program.scalars[name] = dtype
    for _ in range(draw(st.integers(1, 6))):
        program.statement()
    for _ in range(draw(st.integers(1, 3))):
        program.store()
    cores = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (3, 2), (8, 8)]))
    return program.text(draw(schedules()), cores)


@st.composite
def schedules(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return ""
    work = draw(st.sampled_from(["contiguous", "strided"]))
    order = draw(st.sampled_from(["row", "column", "swizzle"]))
    panel = f", panel_size={draw(st.integers(1, 3))}" if order == "swizzle" else ""
    return f"T.annotate_schedule(work='{work}', order='{order}'{panel})"
