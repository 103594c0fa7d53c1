"""Semaphores and multicast: the handshake, receivers counted, corners, order, addresses."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError

from .programs import FIXTURES, WRITE, Array, Program, Run, moves

BF16 = ml_dtypes.bfloat16
CORES, TILES = 3, 4


def multicast(**replaced: str) -> tuple[Program, Array, Array]:
    """One core reads A and multicasts it to two others; all write it to C."""
    program = Program(
        [("A", (32, 32 * TILES), "bfloat16", "in"),
         ("C", (32 * CORES, 32 * TILES), "bfloat16", "out")],
        [("A", "bfloat16", 2)],
        reader=(FIXTURES / "multicast_reader.cpp").read_text(),
        writer=(FIXTURES / "multicast_writer.cpp").read_text(),
        defines={"TILES": TILES},
        work=[
            {"core": [x, 0], "start": x * TILES, "sender": int(x == 0), "x": 18, "y": 18,
             "receivers": CORES - 1}
            for x in range(CORES)
        ],
        args={"reader": ("A", "sender", "x", "y", "receivers"), "compute": (),
              "writer": ("C", "start")},
        semaphores=[[0, 0], [1, 0]],
    )  # fmt: skip
    for old, new in replaced.items():
        program.reader = program.reader.replace(old, new)
    a = np.arange(32 * 32 * TILES).reshape(32, -1) % 251
    c = np.zeros((32 * CORES, 32 * TILES), BF16)
    return program, a.astype(np.float32).astype(BF16), c


@pytest.mark.parametrize("seed", [None, 1, 2, 3, 4])
def test_handshake(run: Run, seed: int | None):
    program, a, c = multicast()
    counters = run(program, a, c, seed=seed)
    np.testing.assert_array_equal(c, np.tile(a, (CORES, 1)))
    assert counters.tensors["A"].read_tiles == TILES
    assert counters.noc_bytes == TILES * (2048 + (CORES - 1) * (2048 + 4) + CORES * 2048)


def changed(run: Run, old: str, new: str) -> str:
    program, a, c = multicast()
    assert old in program.reader
    program.reader = program.reader.replace(old, new)
    with pytest.raises(SimulationError) as caught:
        run(program, a, c)
    return str(caught.value)


def test_receivers_must_not_count_the_sender(run: Run):
    message = changed(run, "get_tile_size(cb_A), receivers)", "get_tile_size(cb_A), receivers + 1)")
    assert "counts 3 receivers, its rectangle has 2: its barrier would never complete" in message


def test_low_corner_first_on_noc_0(run: Run):
    message = changed(
        run,
        "sender_x + 1, sender_y, sender_x + receivers, sender_y, l1",
        "sender_x + receivers, sender_y, sender_x + 1, sender_y, l1",
    )
    assert "NoC 0 takes the rectangle of a multicast with its low corner first" in message


def test_logical_coordinates_are_wrong(run: Run):
    message = changed(run, "get_noc_addr(sender_x, sender_y, ready)", "get_noc_addr(0, 0, ready)")
    assert "no core of the program has NoC coordinates (0, 0)" in message


def test_a_flag_that_is_not_reset_lets_receivers_run_ahead(run: Run):
    """They publish a page that has not come yet; the sender's data then meets a foreign page."""
    message = changed(run, "            noc_semaphore_set(valid_ptr, 0);\n", "")
    assert "page 1 of cb A on core (1, 0) is overwritten, but is not reserved" in message


def test_writing_the_flag_while_it_is_sent(run: Run):
    message = changed(
        run,
        "noc_semaphore_set_multicast(valid, flags, receivers);",
        "noc_semaphore_set_multicast(valid, flags, receivers); noc_semaphore_set(valid_ptr, 0);",
    )
    assert "still writes them to the NoC" in message


def test_without_the_handshake_flags_are_lost(run: Run):
    message = changed(run, "noc_semaphore_wait(ready_ptr, receivers);", "")
    assert "deadlock: reader on 2 cores (1, 0) to (2, 0) waits for semaphore 1 to be 1" in message
    assert "(cast.py:10)" in message


def test_pages_of_other_cores_must_be_reserved(run: Run):
    message = changed(
        run,
        "noc_async_write_multicast(l1, where, get_tile_size(cb_A), receivers);",
        "noc_async_write_multicast(l1, where + (i % 2 ? -2048 : 2048), 2048, receivers);",
    )
    assert "is overwritten, but is" in message


LOOPBACK = """
    cb_reserve_back(cb_A, 1);
    const uint32_t l1 = get_write_ptr(cb_A);
    noc_async_read_page(0, A, l1);
    noc_async_read_barrier();
    const uint64_t self = get_noc_multicast_addr(18, 18, 18, 18, l1 + 2048);
    noc_async_write_multicast_loopback_src(l1, self, 2048, {});
    noc_async_write_barrier();
    cb_push_back(cb_A, 1);
    cb_reserve_back(cb_A, 1);
    cb_push_back(cb_A, 1);
"""


def test_loopback_counts_and_writes_the_sender(run: Run):
    a = np.ones((32, 64), BF16)
    c = np.zeros((32, 64), BF16)
    run(moves(LOOPBACK.format(1), n=2), a, c)
    np.testing.assert_array_equal(c, a)
    with pytest.raises(SimulationError, match="counts 0 receivers, its rectangle has 1"):
        run(moves(LOOPBACK.format(0), n=2), a, c)


def test_a_semaphore_overtakes_data_without_a_barrier(run: Run):
    """An increment arrives at once; data written before it only when it leaves."""
    program, a, c = multicast()
    program.reader = program.dataflow(
        """
        const uint32_t flag = get_semaphore(0);
        auto* flag_ptr = reinterpret_cast<volatile uint32_t*>(flag);
        cb_reserve_back(cb_A, 1);
        const uint32_t l1 = get_write_ptr(cb_A);
        if (get_arg_val<uint32_t>(2)) {
            noc_async_read_page(0, A, l1);
            noc_async_read_barrier();
            noc_async_write(l1, get_noc_addr(19, 18, l1), 2048);
            BARRIER
            noc_semaphore_inc(get_noc_addr(19, 18, flag), 1);
            noc_async_write_barrier();
            noc_async_atomic_barrier();
        } else if (get_absolute_logical_x() == 1) {
            noc_semaphore_wait_min(flag_ptr, 1);
        }
        cb_push_back(cb_A, 1);
        """
    )
    program.args["reader"] = ("A", "C", "sender")
    program.writer = program.dataflow(WRITE.format(n=1, cb="A", tensor="C"))
    program.writer = program.writer.replace("noc_async_write_page(i,", "noc_async_write_page(X,")
    program.writer = program.writer.replace("(X,", f"(get_absolute_logical_x() * {TILES},")
    program.args["writer"] = ("A", "C")
    program.defines = {}
    program.reader = program.reader.replace("BARRIER", "noc_async_write_barrier();")
    run(program, a, c)
    np.testing.assert_array_equal(c[32:64, :32], a[:, :32])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("get_semaphore(3);", "semaphore 3 is not declared on core (0, 0)"),
        (
            "noc_semaphore_set(reinterpret_cast<volatile uint32_t*>(get_semaphore(0) + 4), 1);",
            "no semaphore lies at L1 address 0x4004",
        ),
        (
            "noc_semaphore_inc(A.get_noc_addr(0), 1);",
            "a semaphore lies in L1, not in DRAM",
        ),
        (
            "noc_async_write_multicast(get_write_ptr(cb_A), get_noc_addr(18, 18, 0), 32, 1);",
            "a multicast needs an address made by get_noc_multicast_addr",
        ),
        (
            "noc_semaphore_inc_multicast("
            "get_noc_multicast_addr(18, 18, 18, 18, get_semaphore(0)), 1, 1);",
            "noc_semaphore_inc_multicast wants a rectangle without its sender",
        ),
    ],
)
def test_errors(run: Run, body: str, message: str):
    program = moves(body, "")
    program.semaphores = [[0, 0]]
    with pytest.raises(SimulationError) as caught:
        run(program, np.ones((32, 32), BF16), np.ones((32, 32), BF16))
    assert caught.value.message == message


def test_semaphores_start_with_their_value(run: Run):
    program = moves(
        """
        auto* flag = reinterpret_cast<volatile uint32_t*>(get_semaphore(2));
        noc_semaphore_wait(flag, 7);
        noc_semaphore_set(flag, 8);
        """,
        """
        auto* flag = reinterpret_cast<volatile uint32_t*>(get_semaphore(2));
        while (*flag != 8) {}
        """,
    )
    program.semaphores = [[2, 7]]
    run(program, np.ones((32, 32), BF16), np.ones((32, 32), BF16), seed=5)
