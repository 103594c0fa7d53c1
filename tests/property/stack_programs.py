"""
Random programs over a buffer of three dimensions, and what is reduced from it or meets it.

`x` is S x R x C; a statistic is named after the dimensions it has: `sr` is S x R, `c` is C. Each
program is a kernel file with its own `ref_program`.
"""

from __future__ import annotations

from hypothesis import strategies as st

from .writer import HEADER, Writer

NAMES = ("sr", "sc", "rc", "s", "r", "c")
INDEX = {"s": "k", "r": "i", "c": "j"}
FOLDS = {
    "sum": ("np.sum({0}, axis={1})", "{0} + {1}"),
    "max": ("np.max({0}, axis={1})", "np.maximum({0}, {1})"),
    "min": ("np.min({0}, axis={1})", "np.minimum({0}, {1})"),
    "absmax": ("np.max(np.abs({0}), axis={1})", "np.maximum({0}, {1})"),
}
CHOICES = ("k == 1", "i < 20", "j >= 5", "k + i < j", "k * 8 + j < i")
MOST_STATEMENTS = 5


def spread(name: str) -> str:
    """How numpy sees a statistic beside x."""
    return f"{name}[{', '.join(':' if letter in name else 'None' for letter in 'src')}]"


class Program(Writer):
    """Adds one drawn statement at a time; `written` are statistics that hold something."""

    def statement(self) -> None:
        kinds = ["fold", "fold", "meet", "choose", "add_up", "by_loop"]
        getattr(self, self.pick(*(kinds if self.written else [*kinds[:2], *kinds[3:]])))()

    def fold(self) -> None:
        """Reduces x, or a statistic of two dimensions."""
        sources = ["x", *(name for name in self.written if len(name) == 2)]
        source = self.pick(*sources)
        dims = "src" if source == "x" else source
        axis = self.number(0, len(dims) - 1)
        into, kind = dims[:axis] + dims[axis + 1 :], self.pick(*FOLDS)
        clear = into not in self.written or bool(self.number(0, 1))
        dim = axis - len(dims) * self.number(0, 1)
        flag = "" if kind == "absmax" and clear else f", clear={clear}"
        self.say(
            f"T.reduce_{kind}({source}, {into}, dim={dim}{flag})",
            f"{into}_new = {FOLDS[kind][0].format(source, axis)}",
        )
        joined = f"{into}_new" if clear else FOLDS[kind][1].format(into, f"{into}_new")
        self.ref.append(f"        {into} = {joined}")
        if kind == "sum":  # so that it is no steeper than what it adds up
            indices = ", ".join(INDEX[letter] for letter in into)
            extents = ", ".join(letter.upper() for letter in into)
            self.say(
                f"for {indices} in T.Parallel({extents}):\n"
                f"    {into}[{indices}] = {into}[{indices}] / 128.0",
                f"{into} = {into} / 128.0",
            )
        if into not in self.written:
            self.written.append(into)

    def head(self) -> str:
        order = self.pick("src", "rsc", "scr", "crs")
        indices = ", ".join(INDEX[letter] for letter in order)
        return f"for {indices} in T.Parallel({', '.join(order.upper())}):\n    "

    def meet(self) -> None:
        names = [self.pick(*self.written) for _ in range(self.number(1, 2))]
        places = [f"{name}[{', '.join(INDEX[letter] for letter in name)}]" for name in names]
        self.say(
            f"{self.head()}x[k, i, j] = x[k, i, j] * 0.5 + ({' + '.join(places)}) * 0.25",
            f"x = x * 0.5 + ({' + '.join(map(spread, names))}) * 0.25",
        )

    def choose(self) -> None:
        condition = self.pick(*CHOICES)
        self.say(
            f"{self.head()}x[k, i, j] = -x[k, i, j] if {condition} else x[k, i, j] * 0.75",
            f"k, i, j = np.ogrid[:S, :R, :C]\n"
            f"x = np.where(np.broadcast_to({condition}, x.shape), -x, x * 0.75)",
        )

    def add_up(self) -> None:
        axis, back = self.number(0, 2), bool(self.number(0, 1))
        flip = "[" + ", ".join("::-1" if n == axis and back else ":" for n in range(3)) + "]"
        self.say(
            f"T.cumsum(x, dim={axis}{', reverse=True' * back})\n"
            f"{self.head()}x[k, i, j] = x[k, i, j] / 96.0",
            f"x = np.cumsum(x{flip}, axis={axis}){flip} / 96.0",
        )

    def by_loop(self) -> None:
        """A matrix of x at a time, and one line of a statistic."""
        name = self.pick("sr", "sc")
        axis = 1 if name == "sr" else 0
        self.say(
            f"for t in T.serial(S):\n"
            f"    T.reduce_max(x[t, :, :], {name}[t, :], dim={axis})\n"
            f"    for i, j in T.Parallel(R, C):\n"
            f"        x[t, i, j] = x[t, i, j] - {name}[t, {'i' if axis else 'j'}] * 0.5",
            f"{name} = x.max(axis={axis + 1})\nx = x - {spread(name)} * 0.5",
        )
        if name not in self.written:
            self.written.append(name)

    def kernel_file(self, dtype: str) -> str:
        """Returns the text; every statistic that was written is an output."""
        shapes = {name: f"({', '.join(name.upper())},)" for name in NAMES}
        outputs = {"Y": "(B * S, R, C)", **{f"Y_{n}": f"(B, {shapes[n][1:]}" for n in self.written}}
        parameters = [f'    X: T.Tensor((B * S, R, C), "{dtype}"),']
        parameters += [
            f'    {name}: T.Tensor({dims}, "float32"),' for name, dims in outputs.items()
        ]
        body = [f'{name} = T.alloc_fragment({dims}, "float32")' for name, dims in shapes.items()]
        body = [line for line in body if line.split(" ")[0] in self.written]
        body = ['x = T.alloc_fragment((S, R, C), "float32")', *body, "T.copy(X[b * S, 0, 0], x)"]
        ends = ["T.copy(x, Y[b * S, 0, 0])"]
        for name in self.written:
            ends.append(f"T.copy({name}, Y_{name}[b, {', '.join('0' for _ in name)}])")
        given = "".join(f"{name} = {value}\n" for name, value in self.sizes.items())
        kept = ", ".join(["x", *self.written])
        return "\n".join(
            [
                f"{HEADER}{given}\n",
                "@T.prim_func\ndef program(",
                *parameters,
                "):\n    with T.Kernel(B) as b:",
                *(f"        {line}" for line in body),
                *self.kernel,
                *(f"        {line}" for line in ends),
                "\n\ndef ref_program(X):\n    made = []\n    for b in range(B):",
                "        x = X[b * S : (b + 1) * S]",
                *self.ref,
                f"        made.append([{kept}])",
                "    x, *others = zip(*made)",
                "    return [np.concatenate(x), *map(np.stack, others)]\n",
            ]
        )


@st.composite
def stack_programs(draw: st.DrawFn) -> str:
    """Draws the text of a kernel file with one kernel, `program`, and its `ref_program`."""
    sizes = {
        "B": draw(st.integers(1, 2)),
        "S": draw(st.sampled_from([2, 3, 5])),
        "R": draw(st.sampled_from([32, 40, 64])),
        "C": draw(st.sampled_from([32, 45, 70])),
    }
    writer = Program(draw, sizes)
    for _ in range(draw(st.integers(1, MOST_STATEMENTS))):
        writer.statement()
    return writer.kernel_file(draw(st.sampled_from(["float32", "bfloat16"])))
