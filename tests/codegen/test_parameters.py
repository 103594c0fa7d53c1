"""Tensors whose layout is not as written, scalars, and several launches: emitted and executed."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import ml_dtypes
import numpy as np
import numpy.typing as npt
import pytest
from xdsl.parser import Parser

from ttc.codegen import emit
from ttc.codegen.check import check_directory
from ttc.diagnostics import BrokenPass, CompileError
from ttc.runtime_sim import SimulationError, execute
from ttc.runtime_sim.chip import CHIPS
from ttc.runtime_sim.run import load_host
from ttc.runtime_sim.standin_tensor import Device
from ttc.runtime_sim.ttnn_standin import installed, module
from ttc.sdk.host_check import check_host
from ttc.universe import context

IR = Path(__file__).parent / "ir"
TYPE = "!T = !tile.tensor<70x100xbf16, dram>"
Array = npt.NDArray[Any]


def ir(*changes: tuple[str, str]) -> str:
    """The module of a sum of 70x100, changed."""
    text = (IR / "add.mlir").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def emitted(text: str) -> dict[str, str]:
    parsed = Parser(context(), text).parse_module()
    parsed.verify()
    return emit(parsed)


def written(text: str, folder: Path) -> Path:
    for name, content in emitted(text).items():
        (folder / name).write_text(content, encoding="utf-8")
    assert check_directory(folder) == []
    assert check_host(folder) == []
    return folder


def bfloat16(shape: tuple[int, ...], seed: int = 0) -> Array:
    values = np.random.default_rng(seed).integers(-9, 10, shape)
    return values.astype(ml_dtypes.bfloat16)


# Each: the author's shape, the order, and numpy's way to the device's 70x100.
ORDERS: list[tuple[tuple[int, ...], str, tuple[int, ...]]] = [
    ((100, 70), "70x100xbf16, dram, [1, 0]", (1, 0)),
    ((70, 100), "1x70x100xbf16, dram, [-1, 0, 1]", (0, 1)),
    ((70, 1, 100), "1x70x100xbf16, dram, [1, 0, 2]", (1, 0, 2)),
    ((100, 1, 70), "1x70x100xbf16, dram, [1, 2, 0]", (1, 2, 0)),
]


@pytest.mark.parametrize(("shape", "type_", "order"), ORDERS)
def test_the_host_lays_tensors_out(
    shape: tuple[int, ...], type_: str, order: tuple[int, ...], tmp_path: Path
):
    folder = written(ir((TYPE, f"!T = !tile.tensor<{type_}>")), tmp_path)
    a, b = bfloat16(shape), bfloat16(shape, 1)
    c = np.zeros(shape, ml_dtypes.bfloat16)
    counters = execute(folder, [a, b, c], "wormhole")
    assert np.array_equal(c, a + b)
    assert counters.dram.read_tiles == 2 * 12
    plan = json.loads((folder / "plan.json").read_text())
    assert plan["tensors"][0]["shape"] == list(shape)
    assert np.prod(plan["tensors"][0]["device_shape"]) == 7000
    # The last two dimensions on the device are the tiled ones.
    assert plan["tensors"][0]["tile_grid"] == [3, 4]


def test_tensors_may_lie_in_different_ways(tmp_path: Path):
    swapped = '  %A = host.tensor "A" "in" {why = "read by columns"} : !S'
    changes = [
        (TYPE, f"{TYPE}\n!S = !tile.tensor<70x100xbf16, dram, [1, 0]>"),
        ('  %A = host.tensor "A" "in" : !T', swapped),
        (
            '"reader"(%0, %1, %A, %B) work ["start", "count"] : !A, !B, !T, !T',
            '"reader"(%0, %1, %A, %B) work ["start", "count"] : !A, !B, !S, !T',
        ),
        ("%B_shared : !B, %A : !T, %B : !T", "%B_shared : !B, %A : !S, %B : !T"),
        ("%page of %A, %10 : !T", "%page of %A, %10 : !S"),
    ]
    folder = written(ir(*changes), tmp_path)
    a, b = bfloat16((100, 70)), bfloat16((70, 100), 1)
    c = np.zeros((70, 100), ml_dtypes.bfloat16)
    execute(folder, [a, b, c], "wormhole")
    assert np.array_equal(c, a.T + b)
    first = json.loads((folder / "plan.json").read_text())["tensors"][0]
    assert (first["order"], first["why"]) == ([1, 0], "read by columns")


def main_of(folder: Path, *arguments: str) -> dict[str, Array]:
    """Runs `python host.py` with the stand-in as its ttnn; what it saves."""
    device = Device(CHIPS["wormhole"])
    with pytest.MonkeyPatch.context() as patch, installed(module(device)):
        host: ModuleType = load_host(folder)
        patch.chdir(folder)
        patch.setattr("sys.argv", ["host.py", *arguments])
        host.main()
    given = {argument.partition("=")[2] for argument in arguments}
    return {p.stem: np.load(p) for p in folder.glob("*.npy") if p.name not in given}


def test_host_py_takes_and_saves_the_authors_arrays(tmp_path: Path):
    folder = written(ir((TYPE, "!T = !tile.tensor<70x100xbf16, dram, [1, 0]>")), tmp_path)
    a, b = bfloat16((100, 70)), bfloat16((100, 70), 1)
    np.save(folder / "a.npy", a.astype(np.float32))
    np.save(folder / "b.npy", b.astype(np.float32))
    saved = main_of(folder, "A=a.npy", "B=b.npy")
    assert np.array_equal(saved["C"], (a + b).astype(np.float32))


# The reader and the writer begin at block `n`, and the scalar stands between the tensors.
SCALAR = [
    (
        '  %C = host.tensor "C"',
        '  %n = host.scalar "n" {default = 1 : i32} : i32\n  %C = host.tensor "C"',
    ),
    (
        '"reader"(%0, %1, %A, %B) work ["start", "count"] : !A, !B, !T, !T',
        '"reader"(%0, %1, %A, %B, %n) work ["start", "count"] : !A, !B, !T, !T, i32',
    ),
    ('"writer"(%2, %C) work ["start", "count"] : !C, !T',
     '"writer"(%2, %C, %n) work ["start", "count"] : !C, !T, i32'),
    ("%B : !T, %start : index", "%B : !T, %n : i32, %start : index"),
    ("%C_shared : !C, %C : !T, %start", "%C_shared : !C, %C : !T, %n : i32, %start"),
    (
        "  %end = arith.addi %start, %count : index\n",
        "  %offset = arith.index_cast %n : i32 to index\n"
        "  %moved = arith.addi %start, %offset : index\n"
        "  %first = arith.remui %moved, %c4 : index\n"
        "  %end = arith.addi %first, %count : index\n",
    ),
    ("scf.for %work = %start to", "scf.for %work = %first to"),
]  # fmt: skip


def test_a_scalar_is_a_runtime_argument(tmp_path: Path):
    folder = written(ir(*SCALAR), tmp_path)
    plan = json.loads((folder / "plan.json").read_text())
    assert [row["index"] for row in plan["tensors"]] == [0, 1, 3]
    assert plan["scalars"] == [{"name": "n", "index": 2, "dtype": "int32", "default": 1}]
    runtime = plan["programs"][0]["kernels"][2]["runtime_args"]
    assert runtime == [
        {"kind": "address", "name": "C"},
        {"kind": "scalar", "name": "n", "dtype": "int32"},
        {"kind": "work", "name": "start"},
        {"kind": "work", "name": "count"},
    ]
    assert "const uint32_t n = get_arg_val<uint32_t>(1);" in (folder / "writer.cpp").read_text()
    a, b = bfloat16((70, 100)), bfloat16((70, 100), 1)
    for n in (0, 1, 6):
        c = np.zeros((70, 100), ml_dtypes.bfloat16)
        execute(folder, [a, b, np.array(n, np.int32), c], "wormhole")
        assert np.array_equal(c, a + b)
    with pytest.raises(SimulationError, match="the program has 4 parameters, 3 arrays given"):
        execute(folder, [a, b, a], "wormhole")


def test_host_py_takes_a_scalar(tmp_path: Path):
    folder = written(ir(*SCALAR), tmp_path)
    a, b = bfloat16((70, 100)), bfloat16((70, 100), 1)
    np.save(folder / "a.npy", a.astype(np.float32))
    np.save(folder / "b.npy", b.astype(np.float32))
    saved = main_of(folder, "A=a.npy", "n=2", "B=b.npy")
    assert np.array_equal(saved["C"], (a + b).astype(np.float32))


@pytest.mark.parametrize(
    ("type_", "value", "word"),
    [("int32", -2, 0xFFFFFFFE), ("int32", 2**31 + 1, 0x80000001), ("float32", 0.5, 0x3F000000)],
)
def test_a_scalar_is_passed_as_its_bits(type_: str, value: float, word: int, tmp_path: Path):
    short = {"int32": "i32", "float32": "f32"}[type_]
    changes = [(old, new.replace("i32", short)) for old, new in SCALAR[:5]]
    changes[0] = (changes[0][0], changes[0][1].replace("{default = 1 : f32} ", ""))
    files = emitted(ir(*changes))
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with installed(module(Device(CHIPS["wormhole"]))):
        host = load_host(tmp_path)
        assert host.words([value]) == [word]


def two_launches(*changes: tuple[str, str]) -> str:
    """C = (A + B) + B as two launches, with a tensor between them; the second may be changed."""
    first = ir(
        ("@add() attributes {", "@add_0() attributes {launch = 0 : i64, "),
        ("@add_r", "@add_0_r"), ("@add_c", "@add_0_c"), ("@add_w", "@add_0_w"),
        ('%C = host.tensor "C" "out" : !T',
         '%C = host.tensor "C" "in" : !T\n  %H = host.tensor "H" "out" {scratch} : !T'),
        ('"writer"(%2, %C)', '"writer"(%2, %H)'),
    )  # fmt: skip
    head, types, second = ir(
        ("@add() attributes {", "@add_1() attributes {launch = 1 : i64, "),
        ("@add_r", "@add_1_r"), ("@add_c", "@add_1_c"), ("@add_w", "@add_1_w"),
        ('%C = host.tensor "C" "out" : !T',
         '%C = host.tensor "C" "out" : !T\n  %H = host.tensor "H" "in" {scratch} : !T'),
        ('"reader"(%0, %1, %A, %B)', '"reader"(%0, %1, %H, %B)'),
    ).partition("host.program")  # fmt: skip
    for old, new in changes:
        assert old in second
        second = second.replace(old, new)
    assert head
    return first + types + second


def test_launches_run_one_after_the_other(tmp_path: Path):
    folder = written(two_launches(), tmp_path)
    kernels = {f"{role}_{n}.cpp" for role in ("reader", "compute", "writer") for n in range(2)}
    assert {path.name for path in folder.iterdir()} == kernels | {
        "host.py",
        "host.cpp",
        "plan.json",
    }
    plan = json.loads((folder / "plan.json").read_text())
    assert plan["kernel"] == "add"
    assert [program["name"] for program in plan["programs"]] == ["add_0", "add_1"]
    assert {row["name"]: row["role"] for row in plan["tensors"]} == {
        "A": "in",
        "B": "in",
        "C": "out",
        "H": "scratch",
    }
    a, b = bfloat16((70, 100)), bfloat16((70, 100), 1)
    c = np.zeros((70, 100), ml_dtypes.bfloat16)
    counters = execute(folder, [a, b, c], "wormhole")
    assert np.array_equal(c, a + b + b)
    assert counters.dram.read_tiles == 4 * 12
    assert counters.tensors["H"].written_tiles == counters.tensors["H"].read_tiles == 12
    assert counters.tensors["B"].read_tiles == 2 * 12
    assert counters.tile_ops["pack"] == 2 * 16


def test_host_py_allocates_what_is_between_launches(tmp_path: Path):
    folder = written(two_launches(), tmp_path)
    a, b = bfloat16((70, 100)), bfloat16((70, 100), 1)
    np.save(folder / "a.npy", a.astype(np.float32))
    np.save(folder / "b.npy", b.astype(np.float32))
    assert np.array_equal(main_of(folder, "A=a.npy", "B=b.npy")["C"], a + b + b)


def test_a_fault_in_a_later_launch_is_found(tmp_path: Path):
    folder = written(two_launches(), tmp_path)
    kernel = folder / "writer_1.cpp"
    kernel.write_text(kernel.read_text().replace("cb_pop_front(cb_C_shared, 4)", ""))
    messages = [finding.message for finding in check_directory(folder)]
    assert any("pops 0" in message for message in messages), messages
    text = (folder / "host.py").read_text()
    (folder / "host.py").write_text(
        text.replace("CORES_1, 2, ttnn.bfloat16, page_bytes=2048, pages=8",
                     "CORES_1, 2, ttnn.bfloat16, page_bytes=2048, pages=4")
    )  # fmt: skip
    (fault,) = check_host(folder)
    assert fault.message.startswith("circular buffer 'C_shared' is 4 pages")


def test_launches_agree_on_layouts():
    text = f"!S = !tile.tensor<70x100xbf16, dram, [1, 0]>\n{two_launches(('!T', '!S'))}"
    with pytest.raises(BrokenPass, match="launches disagree on how 'A' lies on the device"):
        emitted(text)


def test_programs_of_two_kernels_are_not_one(tmp_path: Path):
    with pytest.raises(CompileError, match="2 programs in the module"):
        emitted(two_launches(("@add_1()", "@other_1()")))


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("out", "in", "out"),
        ("part", "in", "inout"),
        ("part", "out", "out"),
        ("part", "part", "part"),
        ("in", "out", "inout"),
        ("inout", "in", "inout"),
        ("out", "inout", "out"),
    ],
)
def test_the_caller_sees_what_launches_do_together(first: str, second: str, together: str):
    text = two_launches(
        ('"H" "in" {scratch}', f'"H" "{second}"'),
    ).replace('"H" "out" {scratch}', f'"H" "{first}"')
    rows = json.loads(emitted(text)["plan.json"])["tensors"]
    assert [row["role"] for row in rows if row["name"] == "H"] == [together]
