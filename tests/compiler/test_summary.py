"""The summary says what a kernel takes of the chip, in plain text when nobody looks."""

import json
from pathlib import Path
from typing import Any

import pytest

from ttc.summary import show, summary

LAUNCH: dict[str, Any] = {
    "name": "gemm",
    "cores": {"ranges": [[0, 0, 7, 7]], "count": 64},
    "circular_buffers": [
        {
            "name": "A_shared",
            "id": 0,
            "dtype": "bfloat16",
            "page_bytes": 2048,
            "pages": 8,
            "producer": "reader",
            "consumer": "compute",
        }
    ],
    "work": [{"core": [0, 0], "start": 0, "count": 2}, {"core": [1, 0], "start": 2, "count": 1}],
    "l1": {"used_bytes": 16384, "available_bytes": 1392640},
    "dram": {"read_bytes": 6291456, "write_bytes": 2097152},
}
PLAN: dict[str, Any] = {
    "kernel": "gemm",
    "target": "wormhole",
    "tensors": [
        {
            "name": "A",
            "role": "in",
            "dtype": "bfloat16",
            "shape": [128, 64],
            "view": [128, 64],
            "device_shape": [128, 64],
            "order": [0, 1],
            "layout": "tile",
            "why": "",
        }
    ],
    "scalars": [],
    "programs": [LAUNCH],
    "notes": ["float16 is stored as bfloat16"],
}


def tensor(**fields: Any) -> dict[str, Any]:
    named = {"view": fields["shape"], **fields} if "shape" in fields else fields
    return PLAN["tensors"][0] | named


def test_the_plain_table(capsys: pytest.CaptureFixture[str]):
    show(json.dumps(PLAN), Path("out/gemm"))
    assert capsys.readouterr().out.splitlines() == [
        "gemm for wormhole in out/gemm",
        "  cores            64: (0,0)-(7,7)",
        "  work             3 blocks: 2 on one core, 1 on one core",
        "  circular buffer   0 A_shared: 8 pages of 2048 = 16,384 bytes, "
        "bfloat16, reader to compute",
        "  L1               16,384 of 1,392,640 bytes on each core",
        "  DRAM             reads 6,291,456 and writes 2,097,152 bytes a run",
        "  note: float16 is stored as bfloat16",
    ]


def test_equal_work_is_said_once():
    rows = dict(summary(PLAN | {"programs": [LAUNCH | {"work": [{"count": 3}] * 4}]}))
    assert rows["work"] == "12 blocks: 3 on each core"


def test_what_depends_on_the_call_is_said_to():
    launch = LAUNCH | {"dram": {"read_bytes": None, "write_bytes": 2048}}
    rows = dict(summary(PLAN | {"programs": [launch]}))
    assert rows["DRAM"] == "reads as the call asks, writes 2,048 bytes a run"


def test_a_layout_is_said_with_its_reason():
    tensors = [
        tensor(shape=[2, 100, 8, 64], device_shape=[2, 8, 100, 64], order=[0, 2, 1, 3]),
        tensor(name="s", shape=[64], device_shape=[64, 1], order=[0, -1], why="scales rows"),
        tensor(name="b", shape=[64], device_shape=[1, 64], order=[-1, 0]),
        tensor(name="X", layout="row_major", why="a window moves over it"),
    ]
    rows = summary(PLAN | {"tensors": tensors})
    assert rows[:3] == [
        ("layout", "A as 2x8x100x64 (dimensions 0, 2, 1, 3)"),
        ("", "s as 64x1 (dimensions 0, added): scales rows"),
        ("", "X as 128 rows of 64: a window moves over it"),
    ]
    assert rows[3][0] == "cores"


def test_launches_follow_one_another():
    scratch = tensor(name="H", role="scratch")
    scalars = [
        {"name": "n", "dtype": "int32", "default": None},
        {"name": "alpha", "dtype": "float32", "default": 0.5},
    ]
    launches = [LAUNCH | {"name": f"mlp_{n}"} for n in range(2)]
    rows = summary(PLAN | {"tensors": [scratch], "scalars": scalars, "programs": launches})
    assert rows[:3] == [
        ("between launches", "H: bfloat16 128x64, allocated by the host"),
        ("scalars", "n: int32, alpha: float32 = 0.5"),
        ("program", "mlp_0"),
    ]
    assert [text for label, text in rows if label == "program"] == ["mlp_0", "mlp_1"]
