"""Random programs of blocks and vectors: whatever is fused or spilt computes the same."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from .programs import Array, Execute

SHAPES = {"full": (2, 3), "col": (2, 1), "row": (1, 3), "one": (1, 1)}
ELEMENTS = {"full": (64, 96), "col": (64, 1), "row": (1, 96), "one": (1, 1)}
SPREAD = {"col": "cols", "row": "rows", "one": "scalar"}


@dataclass
class Program:
    """The text of a program and the value of each of its blocks."""

    rng: np.random.Generator
    lines: list[str] = field(default_factory=list)
    values: dict[str, tuple[str, Array]] = field(default_factory=dict)
    indent: str = "    "

    def type_of(self, kind: str) -> str:
        rows, cols = SHAPES[kind]
        return f"!tile.block<{rows}x{cols}xf32>"

    def define(self, text: str, kind: str, value: Array) -> str:
        name = f"%v{len(self.values)}"
        self.lines.append(f"{self.indent}{name} = {text}")
        self.values[name] = (kind, value.astype(np.float32))
        return name

    def pick(self, *kinds: str) -> str | None:
        found = [name for name, (kind, _) in self.values.items() if kind in kinds]
        # What was made last is used most, so that values live for a while and then die.
        weights = np.arange(1, len(found) + 1, dtype=float) ** 2
        return str(self.rng.choice(found, p=weights / weights.sum())) if found else None

    def step(self) -> None:
        match int(self.rng.integers(8)):
            case 0 | 1:
                self.binary()
            case 2:
                self.unary()
            case 3 | 4:
                self.reduce()
            case 5 | 6:
                self.broadcast()
            case _:
                self.choose()

    def binary(self) -> None:
        a = self.pick(*SHAPES)
        assert a is not None
        kind, x = self.values[a]
        b = self.pick(kind)
        assert b is not None
        y = self.values[b][1]
        op, function = [("add", np.add), ("sub", np.subtract), ("max", np.maximum)][
            int(self.rng.integers(3))
        ]
        self.define(f'tile.binary "{op}" {a}, {b} : {self.type_of(kind)}', kind, function(x, y))

    def unary(self) -> None:
        a = self.pick(*SHAPES)
        assert a is not None
        kind, x = self.values[a]
        if self.rng.integers(2):
            self.define(f'tile.unary "tanh" {a} : {self.type_of(kind)}', kind, np.tanh(x))
        else:
            self.define(f'tile.scalar "mul" {a}, (0.5) : {self.type_of(kind)}', kind, x * 0.5)

    def reduce(self) -> None:
        a = self.pick("full", "col", "row")
        assert a is not None
        kind, x = self.values[a]
        axis = {"full": int(self.rng.integers(2)), "col": 0, "row": 1}[kind]
        result = {("full", 1): "col", ("full", 0): "row"}.get((kind, axis), "one")
        op, fold = [("sum", np.mean), ("max", np.max)][int(self.rng.integers(2))]
        types = f"{self.type_of(kind)} -> {self.type_of(result)}"
        value = fold(x, axis=axis, keepdims=True)
        made = self.define(f'tile.reduce "{op}" {axis} {a} : {types}', result, value)
        if op == "sum":
            scale = 1 / x.shape[axis]
            text = f'tile.scalar "mul" {made}, ({scale:.10e}) : {self.type_of(result)}'
            self.values[made] = ("sum", value)  # may be large, and is not used otherwise
            self.define(text, result, value)

    def broadcast(self) -> None:
        a = self.pick("col", "row", "one")
        if a is None:
            return
        kind, x = self.values[a]
        value = np.broadcast_to(x, (64, 96)).copy()
        types = f"{self.type_of(kind)} -> {self.type_of('full')}"
        spread = self.define(f'tile.broadcast "{SPREAD[kind]}" {a} : {types}', "full", value)
        b = self.pick("full")
        assert b is not None
        y = self.values[b][1]
        text = f'tile.binary "sub" {b}, {spread} : {self.type_of("full")}'
        self.define(text, "full", y - value)

    def choose(self) -> None:
        a, b = self.pick("full"), self.pick("full")
        assert a is not None
        assert b is not None
        x, y = self.values[a][1], self.values[b][1]
        full = self.type_of("full")
        if self.rng.integers(2):
            c = self.define(f'tile.scalar "lt" {a}, (0.25) : {full}', "full", (x < 0.25) * 1.0)
            self.define(
                f"tile.select {c}, {b}, {a} : {full}, {full}", "full", np.where(x < 0.25, y, x)
            )
        else:
            start = int(self.rng.integers(-20, 80))
            rows, cols = np.indices((64, 96))
            s = f"%s{len(self.values)}"
            self.lines.append(f"{self.indent}{s} = arith.constant {start} : index")
            text = f"tile.mask <1, -1> {s}, {a}, (0.5) : {full}"
            self.define(text, "full", np.where(start + rows - cols >= 0, x, 0.5))

    def outputs(self) -> list[str]:
        """What nothing uses, and a few others."""
        text = "\n".join(self.lines)
        names = [name for name, (kind, _) in self.values.items() if kind in SHAPES]
        unused = [name for name in names if text.count(f"{name},") + text.count(f"{name} ") <= 1]
        extra = [str(name) for name in self.rng.choice(names, 2)]
        return list(dict.fromkeys([*unused, *extra]))


def source(program: Program, outputs: list[str]) -> str:
    types = {k: f"!tile.tensor<{r}x{c}xf32, dram>" for k, (r, c) in ELEMENTS.items()}
    parameters = [f"%in{n} : {types['full']}" for n in range(2)]
    kinds = [program.values[name][0] for name in outputs]
    parameters += [f"%out{n} : {types[kind]}" for n, kind in enumerate(kinds)]
    stores = [
        f"    tile.store {name}, %out{n}[%c0, %c0] : {program.type_of(kind)}, {types[kind]}"
        for n, (name, kind) in enumerate(zip(outputs, kinds, strict=True))
    ]
    loads = [
        f"    %v{n} = tile.load %in{n}[%c0, %c0] : {types['full']} -> {program.type_of('full')}"
        for n in range(2)
    ]
    return "\n".join(
        [
            f"tile.kernel @k({', '.join(parameters)}, %start : index, %count : index)",
            "    attributes {ONE_CORE} {",
            "  %c0 = arith.constant 0 : index",
            "  %c1 = arith.constant 1 : index",
            "  scf.for %i = %c0 to %count step %c1 {",
            *loads,
            *program.lines,
            *stores,
            "  }",
            "}",
        ]
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_random_program(execute_tiles: Execute, seed: int) -> None:
    rng = np.random.default_rng(seed)
    program = Program(rng)
    inputs = [rng.uniform(-1, 1, (64, 96)).astype(np.float32) for _ in range(2)]
    for n, array in enumerate(inputs):
        program.values[f"%v{n}"] = ("full", array)
    for _ in range(int(rng.integers(4, 16))):
        program.step()
    outputs = program.outputs()
    arrays = [np.zeros(ELEMENTS[program.values[name][0]], np.float32) for name in outputs]
    execute_tiles(source(program, outputs), [*inputs, *arrays])
    for name, array in zip(outputs, arrays, strict=True):
        expected = program.values[name][1]
        # Sums go through TF32: ten bits of each summand.
        assert np.allclose(array, expected, atol=4e-3 * max(1.0, float(np.abs(expected).max()))), (
            name
        )
