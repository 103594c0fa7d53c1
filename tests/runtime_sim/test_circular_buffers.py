"""Rules of circular buffers: waiting, wrapping, poisoning, one producer and one consumer."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError

from .programs import READ, Array, Program, Run, computes, moves

BF16 = ml_dtypes.bfloat16


def tiles(n: int) -> tuple[Array, Array]:
    a = np.arange(32 * 32 * n).reshape(32, 32 * n) % 251
    return a.astype(np.float32).astype(BF16), np.zeros((32, 32 * n), BF16)


def error(run: Run, program: Program, *arrays: Array) -> str:
    with pytest.raises(SimulationError) as caught:
        run(program, *(arrays or tiles(program.tensors[0][1][1] // 32)))
    return caught.value.message


READ_ALL = READ.format(n=4, cb="A", tensor="A")


def test_wait_is_cumulative(run: Run):
    """Without a pop in between, the consumer waits for 1, 2, 3, 4 pages."""
    writer = """
        for (uint32_t i = 0; i < 4; ++i) {
            cb_wait_front(cb_A, i + 1);
            noc_async_write_page(i, C, get_read_ptr(cb_A) + i * 2048);
        }
        noc_async_write_barrier();
        cb_pop_front(cb_A, 4);
    """
    a, c = tiles(4)
    run(moves(READ_ALL, writer, n=4, pages=4), a, c)
    np.testing.assert_array_equal(a, c)


def test_tiles_that_were_not_waited_for(run: Run):
    program = computes("copy_init(cb_A); copy_tile(cb_A, 1, 0);", "tile_move_copy")
    assert error(run, program) == "tile 1 of cb A is read, but 1 of its pages were waited for"


def test_sending_pages_that_were_not_waited_for(run: Run):
    writer = "cb_wait_front(cb_A, 1); noc_async_write_page(0, C, get_read_ptr(cb_A) + 2048);"
    reader = """
        cb_reserve_back(cb_A, 2);
        noc_async_read_page(0, A, get_write_ptr(cb_A));
        noc_async_read_page(0, A, get_write_ptr(cb_A) + 2048);
        noc_async_read_barrier();
        cb_push_back(cb_A, 2);
    """
    assert error(run, moves(reader, writer)) == "page 1 of cb A is sent, but was not waited for"


def test_push_of_more_than_is_reserved(run: Run):
    reader = "cb_reserve_back(cb_A, 1); cb_push_back(cb_A, 2);"
    assert error(run, moves(reader)) == "2 pages of cb A are pushed, but 1 are reserved"


def test_pop_of_more_than_was_waited_for(run: Run):
    writer = "cb_wait_front(cb_A, 1); cb_pop_front(cb_A, 2);"
    reader = "cb_reserve_back(cb_A, 2); cb_push_back(cb_A, 2);"
    assert error(run, moves(reader, writer)) == "2 pages of cb A are popped, but 1 were waited for"


def test_more_pages_than_there_are(run: Run):
    assert error(run, moves("cb_reserve_back(cb_A, 3);")) == (
        "a reservation of 3 pages of cb A, which has 2"
    )
    assert error(run, moves("", "cb_wait_front(cb_A, 3);")) == (
        "a wait of 3 pages of cb A, which has 2"
    )


def test_pointers_wrap_only_on_the_end(run: Run):
    """5 + 7 pages of 12 are right, 7 + 7 run past the end."""
    steps = "cb_reserve_back(cb_A, {0}); cb_push_back(cb_A, {0});"
    takes = "cb_wait_front(cb_A, {0}); cb_pop_front(cb_A, {0});"
    good = moves(steps.format(5) + steps.format(7), takes.format(5) + takes.format(7), pages=12)
    run(good, *tiles(1))
    bad = moves(steps.format(7) * 2, takes.format(7) * 2, pages=12)
    assert error(run, bad) == (
        "a push of 7 pages at page 7 runs past the end of cb A, which has 12; "
        "pushes must sum to exactly 12 in each turn"
    )
    bad = moves(steps.format(6) * 2, takes.format(8) + takes.format(4) * 2, pages=12)
    bad.reader = bad.dataflow(steps.format(6) * 4)
    bad.writer = bad.dataflow(takes.format(8) * 2)
    assert "a pop of 8 pages at page 8 runs past the end of cb A" in error(run, bad)


def test_front_that_runs_past_the_end(run: Run):
    program = computes("copy_init(cb_A); copy_tile(cb_A, 1, 0);", "tile_move_copy")
    program.cbs[0] = ("A", "bfloat16", 4)
    push = "cb_reserve_back(cb_A, {0}); cb_push_back(cb_A, {0});"
    program.reader = program.dataflow(push.format(3) + push.format(1) + push.format(2))
    program.compute = program.compute.replace(
        "cb_wait_front(cb_A, 1);",
        "cb_wait_front(cb_A, 3); cb_pop_front(cb_A, 3); cb_wait_front(cb_A, 3);",
    )
    assert error(run, program) == (
        "tile 1 of cb A lies past its end: the front starts at page 3 of 4"
    )


def test_popped_pages_are_poisoned(run: Run):
    writer = """
        cb_wait_front(cb_A, 1);
        auto* page = reinterpret_cast<volatile uint16_t*>(get_read_ptr(cb_A));
        const uint32_t before = page[0];
        cb_pop_front(cb_A, 1);
        if (before != 0x3f80) { cb_wait_front(cb_A, 8); }
        if (page[0] != 0xffff) { cb_wait_front(cb_A, 9); }
    """
    run(moves(READ.format(n=1, cb="A", tensor="A"), writer), np.ones((32, 32), BF16), tiles(1)[1])


def test_fresh_pages_are_nan(run: Run):
    a, c = tiles(1)
    run(moves("cb_reserve_back(cb_A, 1); cb_push_back(cb_A, 1);"), a, c)
    assert np.isnan(c.astype(np.float32)).all()


def test_one_producer_one_consumer(run: Run):
    take = "cb_wait_front(cb_A, 1); cb_pop_front(cb_A, 1);"
    program = moves("cb_reserve_back(cb_A, 2); cb_push_back(cb_A, 2);", take)
    program.compute = program.computing(take)
    assert error(run, program) == "cb A has two consumers: compute and writer"
    program = moves("cb_reserve_back(cb_A, 1);", "cb_reserve_back(cb_A, 1);")
    assert error(run, program) == "cb A has two producers: reader and writer"


def test_undeclared_buffers(run: Run):
    assert error(run, moves("cb_reserve_back(5, 1);")) == (
        "circular buffer 5 is not declared on this core (declared: 0 (A))"
    )


def test_intermediate_buffer_within_compute(run: Run):
    """One kernel packs, pushes, waits for and reads the same buffer."""
    program = computes("copy_init(cb_A); copy_tile(cb_A, 0, 0);", "tile_move_copy")
    program.cbs.insert(1, ("T", "bfloat16", 1))
    program.reader = program.dataflow(READ.format(n=1, cb="A", tensor="A"))
    program.writer = program.dataflow(
        "cb_wait_front(cb_C, 1); noc_async_write_page(0, C, get_read_ptr(cb_C));"
        "noc_async_write_barrier(); cb_pop_front(cb_C, 1);"
    )
    section = """
        cb_reserve_back({1}, 1);
        tile_regs_acquire();
        cb_wait_front({0}, 1);
        copy_tile({0}, 0, 0);
        cb_pop_front({0}, 1);
        tile_regs_commit();
        tile_regs_wait();
        pack_tile(0, {1});
        tile_regs_release();
        cb_push_back({1}, 1);
    """
    program.compute = program.computing(
        "compute_kernel_hw_startup(cb_A, cb_C);\ncopy_init(cb_A);\n"
        + section.format("cb_A", "cb_T")
        + section.format("cb_T", "cb_C"),
        "tile_move_copy",
    )
    a, c = tiles(1)
    run(program, a, c)
    np.testing.assert_array_equal(a, c)


def test_polling_a_buffer(run: Run):
    writer = """
        while (!cb_pages_available_at_front(cb_A, 1)) {}
        cb_wait_front(cb_A, 1);
        noc_async_write_page(0, C, get_read_ptr(cb_A));
        noc_async_write_barrier();
        cb_pop_front(cb_A, 1);
    """
    a, c = tiles(1)
    run(moves(READ.format(n=1, cb="A", tensor="A"), writer), a, c, seed=3)
    np.testing.assert_array_equal(a, c)
