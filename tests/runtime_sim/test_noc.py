"""Rules of NoC transfers: barriers, sources in use, alignment, ranges, raw addresses, zeros."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from ttc.runtime_sim import SimulationError

from .programs import READ, WRITE, Array, Program, Run, moves

BF16 = ml_dtypes.bfloat16
ONE = READ.format(n=1, cb="A", tensor="A")


def tiles(n: int) -> tuple[Array, Array]:
    a = np.arange(32 * 32 * n).reshape(32, 32 * n) % 251
    return a.astype(np.float32).astype(BF16), np.zeros((32, 32 * n), BF16)


def error(run: Run, program: Program) -> str:
    with pytest.raises(SimulationError) as caught:
        run(program, *tiles(program.tensors[0][1][1] // 32))
    return caught.value.message


def test_reads_land_at_the_barrier(run: Run):
    """A pointer sees 0xFF until then, and real bytes afterwards."""
    reader = """
        cb_reserve_back(cb_A, 1);
        auto* page = reinterpret_cast<volatile uint16_t*>(get_write_ptr(cb_A));
        page[0] = 7;
        noc_async_read_page(0, A, get_write_ptr(cb_A));
        const uint16_t early = page[0];
        noc_async_read_barrier();
        const uint16_t late = page[0];
        cb_push_back(cb_A, 1);
        if (early != 0xffff) { cb_reserve_back(cb_A, 8); }
        if (late != 0x3f80) { cb_reserve_back(cb_A, 9); }
    """
    run(moves(reader), np.ones((32, 32), BF16), tiles(1)[1])


def test_push_before_the_barrier(run: Run):
    reader = ONE.replace("noc_async_read_barrier();", "")
    assert error(run, moves(reader)) == (
        "pages of cb A are pushed before noc_async_read_barrier: 1 reads have not landed"
    )


def test_two_reads_into_one_page(run: Run):
    reader = """
        cb_reserve_back(cb_A, 1);
        noc_async_read_page(0, A, get_write_ptr(cb_A));
        noc_async_read_page(0, A, get_write_ptr(cb_A));
    """
    assert error(run, moves(reader)) == (
        "a page of cb A is the target of two reads without a barrier between them"
    )


def test_read_into_a_page_that_is_not_reserved(run: Run):
    """The first page may be scratch; once the buffer is in use, pages must be reserved."""
    reader = ONE + "noc_async_read_page(0, A, get_write_ptr(cb_A));"
    assert error(run, moves(reader)) == (
        "page 1 of cb A on core (0, 0) is overwritten, but is not reserved"
    )
    reader = ONE + "noc_async_read_page(0, A, get_write_ptr(cb_A) - 2048);"
    assert error(run, moves(reader)) == (
        "page 0 of cb A on core (0, 0) is overwritten, but is published"
    )


def test_pop_while_writes_are_in_flight(run: Run):
    writer = WRITE.format(n=1, cb="A", tensor="C").replace("noc_async_writes_flushed();", "")
    assert error(run, moves(ONE, writer)) == (
        "bytes of cb A are popped or overwritten while writer still writes them to the NoC; "
        "it needs noc_async_writes_flushed or a write barrier"
    )


def test_overwriting_while_writes_are_in_flight(run: Run):
    writer = """
        cb_wait_front(cb_A, 1);
        noc_async_write_page(0, C, get_read_ptr(cb_A));
        auto* page = reinterpret_cast<volatile uint32_t*>(get_read_ptr(cb_A));
        page[0] = 0;
    """
    assert "while writer still writes them" in error(run, moves(ONE, writer))


def test_writes_leave_while_a_kernel_waits_but_stay_in_flight(run: Run):
    writer = """
        cb_wait_front(cb_A, 1);
        noc_async_write_page(0, C, get_read_ptr(cb_A));
        cb_wait_front(cb_A, 2);
        cb_pop_front(cb_A, 1);
    """
    reader = READ.format(n=2, cb="A", tensor="A")
    program = moves(reader, writer, n=2)
    assert "while writer still writes them" in error(run, program)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "cb_reserve_back(cb_A, 1); noc_async_read_page(0, A, get_write_ptr(cb_A));",
            "1 reads outstanding; it must call noc_async_read_barrier first",
        ),
        (
            ONE + "noc_async_write_page(0, C, get_write_ptr(cb_A) - 2048);"
            "noc_async_writes_flushed();",
            "1 writes outstanding; it must call noc_async_write_barrier first",
        ),
        (
            "noc_semaphore_inc(get_noc_addr(get_semaphore(0)), 1);",
            "1 semaphore increments outstanding; it must call noc_async_atomic_barrier first",
        ),
    ],
)
def test_kernels_must_not_return_with_transfers_outstanding(run: Run, body: str, message: str):
    program = moves(body, "")
    program.semaphores = [[0, 0]]
    assert error(run, program) == f"kernel_main of reader returns with {message}"


def test_pages_out_of_range(run: Run):
    reader = "cb_reserve_back(cb_A, 1); noc_async_read_page(1, A, get_write_ptr(cb_A));"
    assert error(run, moves(reader)) == "page 1 of 'A' is accessed, which has 1"
    writer = "cb_wait_front(cb_A, 1); noc_async_write_page(7, C, get_read_ptr(cb_A));"
    assert error(run, moves(ONE, writer)) == "page 7 of 'C' is accessed, which has 1"


def test_base_address_that_is_no_tensor(run: Run):
    reader = """
        const auto wrong = TensorAccessor(A_args, A_addr + 32);
        cb_reserve_back(cb_A, 1);
        noc_async_read_page(0, wrong, get_write_ptr(cb_A));
    """
    assert "the host allocated no such tensor" in error(run, moves(reader))


def test_alignment(run: Run):
    reader = (
        """
        cb_reserve_back(cb_A, 1);
        noc_async_read({0}, get_write_ptr(cb_A) + {1}, 64);
    """.replace("{", "{{")
        .replace("}", "}}")
        .replace("{{0}}", "{0}")
        .replace("{{1}}", "{1}")
    )
    source = error(run, moves(reader.format("A.get_noc_addr(0, 16)", "0")))
    assert "the source address" in source
    assert "in DRAM is not a multiple of 32 bytes" in source
    target = error(run, moves(reader.format("A.get_noc_addr(0)", "8")))
    assert "in L1 is not a multiple of 16 bytes" in target
    blackhole = moves(reader.format("A.get_noc_addr(0, 32)", "0"))
    blackhole.target = "blackhole"
    assert "in DRAM is not a multiple of 64 bytes" in error(run, blackhole)


def test_addresses_out_of_range(run: Run):
    reader = "noc_async_read(A.get_noc_addr(0), 64, 64);"
    assert error(run, moves(reader)) == (
        "L1 address 0x40 of core (0, 0) belongs to no circular buffer"
    )
    reader = "noc_async_read(A.get_noc_addr(0), get_write_ptr(cb_A) + 4096 - 32, 64);"
    assert "run past the end of cb A" in error(run, moves(reader))
    reader = "noc_async_read(get_noc_addr_from_bank_id<true>(12, A_addr), get_write_ptr(cb_A), 64);"
    assert error(run, moves(reader)) == "DRAM bank 12 does not exist; wormhole has 12"
    reader = "noc_async_read(get_noc_addr_from_bank_id<true>(1, A_addr), get_write_ptr(cb_A), 64);"
    assert "is page 1 of 'A', which has 1" in error(run, moves(reader))
    reader = "noc_async_read(A.get_noc_addr(0, 2016), get_write_ptr(cb_A), 64);"
    assert error(run, moves(reader)) == (
        "64 bytes from byte 2016 of a page of 'A' run past its 2048 bytes"
    )
    reader = "noc_async_read(get_noc_addr(5, 5, 0x20000), get_write_ptr(cb_A), 64);"
    assert "no core of the program has NoC coordinates (5, 5)" in error(run, moves(reader))


def test_pages_lie_interleaved_over_the_banks(run: Run):
    """Page 13 of 14 lies in bank 1, behind page 1."""
    reader = """
        cb_reserve_back(cb_A, 1);
        const uint64_t page = get_noc_addr_from_bank_id<true>(1, A_addr + 2048);
        noc_async_read(page, get_write_ptr(cb_A), 2048);
        noc_async_read_barrier();
        cb_push_back(cb_A, 1);
    """
    a, c = tiles(14)
    run(moves(reader, WRITE.format(n=1, cb="A", tensor="C"), n=14), a, c)
    np.testing.assert_array_equal(c[:, :32], a[:, 13 * 32 :])


def test_parts_of_pages(run: Run):
    """The left faces of a tile are read alone; the right ones stay NaN."""
    reader = """
        cb_reserve_back(cb_A, 1);
        const uint32_t l1 = get_write_ptr(cb_A);
        noc_async_read(A.get_noc_addr(0), l1, 512);
        noc_async_read(A.get_noc_addr(0, 1024), l1 + 1024, 512);
        noc_async_read_barrier();
        cb_push_back(cb_A, 1);
    """
    a, c = tiles(1)
    run(moves(reader), a, c)
    np.testing.assert_array_equal(c[:, :16], a[:, :16])
    assert np.isnan(c[:, 16:].astype(np.float32)).all()


def test_parts_of_pages_land_at_the_barrier_too(run: Run):
    reader = """
        cb_reserve_back(cb_A, 1);
        auto* page = reinterpret_cast<volatile uint16_t*>(get_write_ptr(cb_A));
        page[0] = 7;
        noc_async_read(A.get_noc_addr(0), get_write_ptr(cb_A), 64);
        if (page[0] != 0xffff) { cb_reserve_back(cb_A, 8); }
        noc_async_read_barrier();
        if (page[0] != 0x3f80) { cb_reserve_back(cb_A, 9); }
        cb_push_back(cb_A, 1);
    """
    run(moves(reader), np.ones((32, 32), BF16), tiles(1)[1])


ZEROS = """
    cb_reserve_back(cb_A, 1);
    const uint64_t zeros = get_noc_addr(MEM_ZEROS_BASE);
    for (uint32_t done = 0; done < 2048; done += MEM_ZEROS_SIZE) {
        noc_async_read(zeros, get_write_ptr(cb_A) + done, MEM_ZEROS_SIZE);
    }
    noc_async_read_barrier();
    cb_push_back(cb_A, 1);
"""


def test_zeros_of_the_firmware(run: Run):
    a, c = tiles(1)
    run(moves(ZEROS), a, c + 1)
    run(moves(ZEROS), a, c)
    assert (c == 0).all()


def test_pointers_write_real_bytes(run: Run):
    """Element (r, c) of a tile is where the faces put it."""
    reader = """
        cb_reserve_back(cb_A, 1);
        auto* page = reinterpret_cast<volatile tt_l1_ptr uint16_t*>(get_write_ptr(cb_A));
        for (uint32_t i = 0; i < 1024; ++i) { page[i] = 0; }
        const uint32_t r = 5, c = 20;
        *(page + ((r / 16) * 2 + c / 16) * 256 + (r % 16) * 16 + c % 16) = 0x4000;
        volatile uint32_t* words = (volatile uint32_t*)get_write_ptr(cb_A);
        words[511] |= 0x3f800000;
        cb_push_back(cb_A, 1);
    """
    a, c = tiles(1)
    run(moves(reader), a, c)
    values = c.astype(np.float32)
    assert (values[5, 20], values[31, 31], values.sum()) == (2.0, 1.0, 3.0)


def test_pointers_are_aligned_and_within_buffers(run: Run):
    reader = "auto* p = reinterpret_cast<volatile uint32_t*>(get_write_ptr(cb_A) + 2); p[0] = 1;"
    assert "is not a multiple of 4 bytes" in error(run, moves(reader))
    reader = "auto* p = reinterpret_cast<volatile uint32_t*>(64); p[0] = 1;"
    assert "belongs to no circular buffer" in error(run, moves(reader))


def test_pointer_into_pages_of_others(run: Run):
    writer = """
        cb_wait_front(cb_A, 1);
        auto* page = reinterpret_cast<volatile uint32_t*>(get_read_ptr(cb_A) + 2048);
        page[0] = 1;
    """
    assert error(run, moves(ONE, writer)) == ("page 1 of cb A is overwritten, but is not reserved")


def test_writes_of_parts_change_only_those(run: Run):
    writer = """
        cb_wait_front(cb_A, 1);
        noc_async_write_page(0, C, get_read_ptr(cb_A));
        noc_async_write_barrier();
        noc_async_write(get_read_ptr(cb_A), C.get_noc_addr(0, 512), 512);
        noc_async_write_page(0, C, get_read_ptr(cb_A), 64, 1024);
        noc_async_write_barrier();
        cb_pop_front(cb_A, 1);
    """
    a, c = tiles(1)
    counters = run(moves(ONE, writer), a, c)
    np.testing.assert_array_equal(c[:16, 16:], a[:16, :16])
    np.testing.assert_array_equal(c[16:18, :16], a[:2, :16])
    np.testing.assert_array_equal(c[18:, :16], a[18:, :16])
    assert counters.tensors["C"].written_bytes == 2048 + 512 + 64


def test_inout_tensors_read_what_was_written(run: Run):
    program = Program([("A", (32, 32), "bfloat16", "inout")], [("A", "bfloat16", 2)])
    program.reader = program.dataflow(READ.format(n=1, cb="A", tensor="A"))
    program.writer = program.dataflow(
        """
        cb_wait_front(cb_A, 1);
        noc_async_write(get_read_ptr(cb_A), A.get_noc_addr(0, 512), 512);
        noc_async_write_barrier();
        cb_pop_front(cb_A, 1);
        """
    )
    a, _ = tiles(1)
    before = a.copy()
    run(program, a)
    np.testing.assert_array_equal(a[:16, 16:], before[:16, :16])
    np.testing.assert_array_equal(a[:16, :16], before[:16, :16])


def two_cores(reader: str, writer: str) -> Program:
    program = moves(reader, writer, n=2)
    program.work = [{"core": [x, 0], "start": x, "count": 1} for x in range(2)]
    return program


def test_two_cores_that_write_one_page(run: Run):
    program = two_cores(ONE, WRITE.format(n=1, cb="A", tensor="C"))
    assert error(run, program) == (
        "page 0 of 'C': core (0, 0) writes it and core (1, 0) too, "
        "and no semaphore puts the two in an order"
    )


@pytest.mark.parametrize("seed", range(4))
def test_two_cores_that_read_and_write_one_page(run: Run, seed: int):
    """Whichever comes first, the race is seen."""
    reader = ONE.replace("(i, A,", "(get_arg_val<uint32_t>(2), C,")
    writer = WRITE.format(n=1, cb="A", tensor="C").replace("(i, C,", "(1, C,")
    writer = f"if (get_arg_val<uint32_t>(2) == 0) {{ {writer} }}"
    writer += "else { cb_wait_front(cb_A, 1); cb_pop_front(cb_A, 1); }"
    a, c = tiles(2)
    with pytest.raises(SimulationError, match=r"page 1 of 'C': core .* no semaphore"):
        run(two_cores(reader, writer), a, c, seed=seed)


def test_an_integer_is_no_accessor(run: Run):
    assert "not of the kind the call takes" in error(run, moves("noc_async_read_page(0, 5, 0);"))
