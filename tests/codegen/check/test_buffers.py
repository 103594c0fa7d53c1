"""Circular buffers: windows within a kernel, counts between kernels, barriers."""

from collections.abc import Callable

import pytest

FAULTS = {
    "pop missing": ("add/compute.cpp", "        cb_pop_front(cb_A_shared, 2);\n", "",
        "the reader pushes 2*work.count pages to 'A_shared' in all, the compute kernel pops 0",
    ),
    "push missing": ("add/reader.cpp", "        cb_push_back(cb_B_shared, 2);\n", "",
        "pages of 'B_shared' are reserved and never pushed",
    ),
    "reserve missing": ("add/reader.cpp",
        "        cb_reserve_back(cb_A_shared, 2);  // add.py:12\n", "",
        "2 pages of 'A_shared' are pushed, 0 are reserved",
    ),
    "wait missing": ("add/compute.cpp", "        cb_wait_front(cb_B_shared, 2);\n", "",
        "'add_tiles' uses 'B_shared', of which no page is waited for",
    ),
    "pushes more than reserved": ("add/reader.cpp",
        "cb_push_back(cb_B_shared, 2)", "cb_push_back(cb_B_shared, 4)",
        "4 pages of 'B_shared' are pushed, 2 are reserved",
    ),
    "asks for more than there is": ("add/reader.cpp",
        "cb_reserve_back(cb_B_shared, 2)", "cb_reserve_back(cb_B_shared, 5)",
        "the reader reserves 5 pages of 'B_shared', which has 4",
    ),
    "filled by another kernel": ("add/writer.cpp",
        "cb_wait_front(cb_C_shared, 2)", "cb_reserve_back(cb_C_shared, 2)",
        "circular buffer 'C_shared' is filled by the compute kernel",
    ),
    "another loop": ("gemm/reader.cpp", "k < by + 1", "k < by + 2",
        "the reader pushes 4*sum($1 < work.count: (($1 + work.start)/4)) + 8*work.count pages"
        " to 'A_shared' in all, the compute kernel pops"
        " 4*sum($1 < work.count: (($1 + work.start)/4)) + 4*work.count",
    ),
    "condition in one kernel only": ("add/reader.cpp", "cb_push_back(cb_B_shared, 2);",
        "if (bx != 3) { cb_push_back(cb_B_shared, 2); }",
        "the pages that the reader pushes to 'B_shared' and the compute kernel pops cannot be"
        " proved equal: -2*sum($1 < work.count: [-3 + (($1 + work.start)%4) == 0])"
        " + 2*work.count and 2*work.count",
    ),
    "loop without a known end": ("add/reader.cpp", "for (uint32_t work = start;",
        "for (uint32_t work = start; A_addr != 0 &&",
        "the pages that the reader pushes to 'A_shared' and the compute kernel pops cannot be"
        " proved equal: an unknown number and 2*work.count",
    ),
    "tile behind those waited for": ("add/compute.cpp", "t, t, 0);", "t, t + 1, 0);",
        "'add_tiles' uses tile 2 of 'B_shared', of which 2 pages are waited for",
    ),
    "page behind those reserved": ("add/reader.cpp",
        "A_shared_l1 + j * 4096", "A_shared_l1 + (j + 1) * 4096",
        "'noc_async_read_page' uses tile 2 of 'A_shared', of which 2 pages are reserved",
    ),
    "nothing read before the push": (
        "add/reader.cpp",
        "            noc_async_read_page(by * 8 + bx * 2 + j, A, A_shared_l1 + j * 4096);\n", "",
        "pages of 'A_shared' are pushed, and nothing was written to them",
    ),
    "nothing packed before the push": (
        "add/compute.cpp", "            pack_tile(0, cb_C_shared);\n", "",
        "pages of 'C_shared' are pushed, and nothing was written to them",
    ),
    "nothing written before the pop": (
        "add/writer.cpp",
        "            noc_async_write_page(by * 8 + bx * 2 + j, C, C_shared_l1 + j * 4096);\n", "",
        "pages of 'C_shared' are popped, and nothing was read from them",
    ),
    "no read barrier": ("add/reader.cpp",
        "        noc_async_read_barrier();\n        cb_push_back(cb_A", "        cb_push_back(cb_A",
        "'A_shared' is pushed while reads into it are under way",
    ),
    "no flush": ("add/writer.cpp", "        noc_async_writes_flushed();\n", "",
        "'C_shared' is popped while writes from it are under way",
    ),
    "no barrier at the end": ("add/writer.cpp", "    noc_async_write_barrier();\n", "",
        "the kernel ends while writes are under way",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str, messages_with: Callable[[str, str, str], list[str]]):
    file, old, new, message = FAULTS[fault]
    assert message in messages_with(file, old, new)
