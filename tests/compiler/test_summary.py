"""The summary says what a kernel takes of the chip, in plain text when nobody looks."""

import json
from pathlib import Path
from typing import Any

import pytest

from ttc.summary import show, summary

PLAN: dict[str, Any] = {
    "kernel": "gemm",
    "target": "wormhole",
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
    "notes": ["float16 is stored as bfloat16"],
}


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
    rows = dict(summary(PLAN | {"work": [{"count": 3}] * 4}))
    assert rows["work"] == "12 blocks: 3 on each core"
