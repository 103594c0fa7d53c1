"""Draws the statements of a kernel: loads, T.Parallel, reductions, products, branches, loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from hypothesis import strategies as st

from .expressions import LARGEST, LARGEST_INT, Expressions, Place, Term, clamped, squashed

X = TypeVar("X")

MOST_BUFFERS = 14
MOST_TENSORS = 9
LARGEST_SCALAR = 4


@dataclass(frozen=True)
class Buffer:
    """A local buffer: `block`, `row` or `col` of the block, with dims as `text`."""

    name: str
    kind: str
    dtype: str
    dims: str
    limit: float

    @property
    def is_int(self) -> bool:
        return self.dtype == "int32"

    def at(self, i: str = "i", j: str = "j") -> str:
        if self.kind == "block":
            return f"{self.name}[{i}, {j}]"
        index = i if self.kind == "col" else j
        if "," in self.dims.strip("(,)"):
            return f"{self.name}[{index}, 0]" if self.kind == "col" else f"{self.name}[0, {index}]"
        return f"{self.name}[{index}]"


@dataclass(frozen=True)
class Shape:
    """Sizes of the tensors and the block; `wide` where a block is whole rows."""

    m: int
    n: int
    bm: int
    bn: int
    batch: int

    @property
    def is_wide(self) -> bool:
        return self.bn == self.n

    @property
    def steps(self) -> tuple[int, int]:
        return -(-self.n // self.bn), -(-self.m // self.bm)


@dataclass
class Statements:
    """Writes a kernel, statement by statement; every value read was written before."""

    draw: st.DrawFn
    shape: Shape
    weights: dict[str, int]
    masks: int
    integers: bool = False
    lines: list[str] = field(default_factory=list[str])
    buffers: dict[str, Buffer] = field(default_factory=dict[str, Buffer])
    panels: list[str] = field(default_factory=list[str])
    written: list[str] = field(default_factory=list[str])
    tensors: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    outputs: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    updated: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    scalars: dict[str, str] = field(default_factory=dict[str, str])
    loops: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    depth: int = 0
    count: int = 0
    nesting: int = 0
    is_turned: bool = False

    def pick(self, *options: X) -> X:
        return self.draw(st.sampled_from(options))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def chance(self, one_in: int) -> bool:
        return self.number(0, one_in - 1) == 0

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def say(self, *lines: str) -> None:
        self.lines += ["    " * (self.depth + 2) + line for line in lines]

    def statement(self) -> None:
        options = [kind for kind, weight in self.weights.items() for _ in range(weight)]
        if self.nesting == 2:
            options = [kind for kind in options if kind not in ("loop", "branch", "online")]
        if len(self.buffers) + len(self.panels) > MOST_BUFFERS:
            options = ["parallel", "vector"]
        getattr(self, f"make_{self.pick(*options)}")()

    def some(self, low: int, high: int) -> None:
        for _ in range(self.number(low, high)):
            self.statement()

    # Buffers

    def new(self, kind: str, limit: float = LARGEST, dtype: str | None = None) -> Buffer:
        dims = {"block": "(BM, BN)", "col": "(BM,)", "row": "(BN,)"}[kind]
        if kind != "block" and self.chance(4):
            dims = "(BM, 1)" if kind == "col" else "(1, BN)"
        name = self.name({"block": "s", "col": "c", "row": "r"}[kind])
        dtype = dtype or self.pick("float32", "bfloat16")
        limit = LARGEST_INT if dtype == "int32" else limit
        self.buffers[name] = Buffer(name, kind, dtype, dims, limit)
        return self.buffers[name]

    def ready(self, *kinds: str, is_int: bool = False) -> list[Buffer]:
        found = [self.buffers[name] for name in self.written]
        return [b for b in found if b.kind in kinds and b.is_int == is_int]

    def source(self, kind: str) -> Buffer:
        if not self.ready(kind):
            self.load(kind)
        found = self.ready(kind)
        return self.pick(*(found[-3:] if self.chance(2) else found))

    def unread(self, kind: str) -> Buffer:
        """A buffer to write where elements of others are read out of place."""
        return self.new(kind) if self.is_turned else self.target(kind)

    def target(self, kind: str, limit: float = LARGEST) -> Buffer:
        fits = [b for b in self.buffers.values() if b.kind == kind and not b.is_int]
        fits = [b for b in fits if b.limit == limit]
        full = len(self.buffers) > MOST_BUFFERS
        return self.pick(*fits) if fits and (full or self.chance(2)) else self.new(kind, limit)

    def wrote(self, buffer: Buffer) -> None:
        self.written = [*(name for name in self.written if name != buffer.name), buffer.name]

    # Tensors

    @property
    def row(self) -> str:
        return "by * BM"

    @property
    def col(self) -> str:
        return "0" if self.shape.is_wide else "bx * BN"

    def tensor(self, kind: str, dtype: str) -> tuple[str, str, str]:
        """A new input: its name, the batch index, and the place of its block."""
        name = self.name("X")
        is_batched = self.shape.batch > 1 and self.chance(2)
        dims = {"block": "M, N", "col": "M,", "row": "N,"}[kind]
        place = {"block": f"{self.row}, {self.col}", "col": self.row, "row": self.col}[kind]
        if kind == "col" and not is_batched and self.chance(3):
            dims, place = "M, 1", f"{self.row}, 0"
        self.tensors[name] = (f"(BATCH, {dims})" if is_batched else f"({dims})", dtype)
        return name, "bz, " if is_batched else "", place

    def load(self, kind: str, dtype: str | None = None) -> None:
        dtype = dtype or self.pick("bfloat16", "float32")
        buffer = self.new(kind, dtype=dtype if dtype == "int32" else None)
        name, outer, place = self.tensor(kind, dtype)
        if "1)" in self.tensors[name][0] and buffer.kind == "col" and "1)" not in buffer.dims:
            # A column of a matrix goes to a vector where its extents are written out.
            place = f"{self.row} : {self.row} + BM, 0"
        elif self.chance(3) and kind != "col":
            cols = "0 : BN" if self.shape.is_wide else "bx * BN : (bx + 1) * BN"
            rows = "by * BM : (by + 1) * BM, " if kind == "block" else ""
            place = rows + cols
        if buffer.dims in ("(BM, 1)", "(1, BN)") and "1)" not in self.tensors[name][0]:
            start, size = (self.row, "BM") if kind == "col" else (self.col, "BN")
            place = f"{start} : {start} + {size}"
        self.say(f"T.copy({name}[{outer}{place}], {buffer.name})")
        self.wrote(buffer)

    def make_load(self) -> None:
        if len(self.tensors) < MOST_TENSORS:
            kinds = ("block", "block", "row", "col")
            self.load(self.pick(*kinds), "int32" if self.integers and self.chance(3) else None)

    # Elements

    def place(self, kind: str) -> Place:
        kinds = ("block", "col", "row") if kind == "block" else (kind,)
        floats = [Term(b.at(), b.limit) for b in self.ready(*kinds)]
        self.is_turned = self.shape.bm == self.shape.bn and self.chance(3)
        if self.is_turned:
            floats += self.turned(kind)
        ints = [Term(b.at(), b.limit, is_int=True) for b in self.ready(*kinds, is_int=True)]
        decided = [Term("by", self.shape.steps[1])]
        decided += [] if self.shape.is_wide else [Term("bx", self.shape.steps[0])]
        decided += [Term(var, most) for var, most in self.loops]
        for name, dtype in self.scalars.items():
            if dtype == "float32":
                floats.append(Term(name, LARGEST_SCALAR))
            else:
                ints.append(Term(name, LARGEST_SCALAR, is_int=True))
                decided += [Term(name, LARGEST_SCALAR), Term(f"{name} * 16", 16 * LARGEST_SCALAR)]
        rows, cols = self.shape.m, self.shape.n
        i, j = Term("i", self.shape.bm), Term("j", self.shape.bn)
        gi, gj = Term(f"{self.row} + i", rows), Term(f"{self.col} + j", cols)
        places = [i, gi] if kind == "col" else [j, gj]
        if kind == "block":
            places = [i, j, gi, gj, Term(f"{self.row} + i - ({self.col} + j)", max(rows, cols))]
            places += [Term("i + j", rows + cols), Term("j - 2 * i", 2 * rows + cols)]
        places += [Term(f"{t.text} + j", t.limit + cols) for t in decided if kind != "col"]
        if kind == "block" and len(self.tensors) < MOST_TENSORS and self.chance(6):
            name, outer, _ = self.tensor("block", self.pick("bfloat16", "float32"))
            floats.append(Term(f"{name}[{outer}{self.row} + i, {self.col} + j]", 4.0))
        return Place(floats, ints, places, decided)

    def turned(self, kind: str) -> list[Term]:
        """Vectors along the other dimension, and blocks across the diagonal."""
        if kind == "block":
            return [Term(b.at("j", "i"), b.limit) for b in self.ready("block", "col", "row")]
        other, index = ("row", "i") if kind == "col" else ("col", "j")
        return [Term(b.at(index, index), b.limit) for b in self.ready(other)]

    def expressions(self, kind: str) -> Expressions:
        if not self.ready(kind):
            self.load(kind)
        return Expressions(self.draw, self.place(kind), self.masks)

    def make_parallel(self, kind: str = "block") -> None:
        made = self.expressions(kind)
        dims = {"block": "BM, BN", "col": "BM", "row": "BN"}[kind]
        head = {"block": "i, j", "col": "i", "row": "j"}[kind]
        self.say(f"for {head} in T.Parallel({dims}):")
        self.depth += 1
        if self.chance(3):
            local = self.name("v")
            x = squashed(made.of_float(2), LARGEST)
            self.say(f"{local} = {x.text}")
            floats = [*made.place.floats, Term(local, x.limit), Term(local, x.limit)]
            place = Place(floats, made.place.ints, made.place.places, made.place.decided)
            made = Expressions(self.draw, place, self.masks)
        outs: list[Buffer] = []
        for _ in range(self.number(1, 2)):
            outs.append(self.assign(made, kind, outs))
        self.depth -= 1
        for out in outs:
            self.wrote(out)

    def assign(self, made: Expressions, kind: str, before: Sequence[Buffer]) -> Buffer:
        if self.integers and made.place.ints and self.chance(3):
            out = self.new(kind, dtype="int32")
            if self.chance(3):
                x = squashed(made.of_float(2), LARGEST_INT)
                self.say(f"{out.at()} = T.cast({x.text}, 'int32')")
            else:
                self.say(f"{out.at()} = {clamped_int(made.of_int(3)).text}")
            return out
        out = self.unread(kind)
        if self.masks and self.chance(4) and (out.name in self.written or out in before):
            self.guarded(made, out)
        elif out.name in self.written and self.chance(4):
            x = squashed(made.of_float(2), LARGEST / 2)
            self.say(f"{out.at()} = {out.at()} * 0.5")
            self.say(f"{out.at()} {self.pick('+=', '-=')} {x.text}")
        else:
            x = clamped(made.of_float(self.number(1, 4)), LARGEST)
            self.say(f"{out.at()} = {x.text}")
        return out

    def guarded(self, made: Expressions, out: Buffer) -> None:
        """Stores under a condition; the other elements keep what they held."""
        self.say(f"if {made.condition(2)}:")
        self.say(f"    {out.at()} = {clamped(made.of_float(2), LARGEST).text}")
        if self.chance(2):
            self.say("else:")
            self.say(f"    {out.at()} = {clamped(made.of_float(2), LARGEST).text}")

    def make_vector(self) -> None:
        self.make_parallel(self.pick("col", "row"))

    def make_copy(self) -> None:
        kind = self.pick("block", "block", "col", "row")
        src, dst = self.source(kind), self.target(kind)
        if src.limit <= dst.limit and src.dims == dst.dims and src != dst:
            self.say(f"T.copy({src.name}, {dst.name})")
            self.wrote(dst)

    def make_fill(self) -> None:
        out = self.target(self.pick("block", "col", "row"))
        value = self.pick("0.0", "1.0", "-0.5", "0.3")
        self.say(f"T.clear({out.name})" if value == "0.0" else f"T.fill({out.name}, {value})")
        self.wrote(out)


def clamped_int(x: Term) -> Term:
    if x.limit <= LARGEST_INT:
        return x
    return Term(f"T.max(T.min({x.text}, {LARGEST_INT}), {-LARGEST_INT})", LARGEST_INT, is_int=True)
