"""Calls by themselves: names, arguments, headers."""

from collections.abc import Callable

import pytest

ADD = "add/compute.cpp"
FAULTS = {
    "argument missing": (ADD, "t, t, 0);", "t, t);",
        "'add_tiles' takes 5 arguments, 4 given",
    ),
    "template argument too many": (ADD, "relu_max_tile_init()", "relu_max_tile_init<true>()",
        "'relu_max_tile_init' takes 0 template arguments, 1 given",
    ),
    "arguments swapped": (ADD, "pack_tile(0, cb_C_shared)", "pack_tile(cb_C_shared, 0)",
        "argument 1 of 'pack_tile' is the index of a DST tile: a circular buffer is given",
    ),
    "source and destination swapped": ("add/writer.cpp",
        "noc_async_write_page(by * 8 + bx * 2 + j, C, C_shared_l1 + j * 4096)",
        "noc_async_write(C.get_noc_addr(j), C_shared_l1, 4096)",
        "argument 2 of 'noc_async_write' is a NoC address: an L1 address is given",
    ),
    "address instead of a page": (
        "add/reader.cpp", "by * 8 + bx * 2 + j, A,", "A_addr + j, A,",
        "argument 1 of 'noc_async_read_page' is the index of a page: an address is given",
    ),
    "page instead of an address": (
        "add/writer.cpp", "C, C_shared_l1 + j * 4096)", "C, j * 4096)",
        "argument 3 of 'noc_async_write_page' is an L1 address: 4096*i1 has no address in it",
    ),
    "std::min of one": (
        "add/reader.cpp", "work < start + count;", "work < start + std::min(count);",
        "'std::min' takes 2 arguments, 1 given",
    ),
    "call of a variable": (
        ADD, "exp_tile(0)", "count(0)", "'count' is a number, no function",
    ),
    "unknown type": (
        "add/reader.cpp", "const uint32_t by", "const tile_t by", "the type tile_t is not known",
    ),
    "type of an earlier SDK": (
        "add/reader.cpp", "    const auto A = TensorAccessor(A_args, A_addr);",
        "    const InterleavedAddrGenFast<true> A = {A_addr, 4096};",
        "the SDK has no InterleavedAddrGenFast any more",
    ),
    "float instead of bits": (ADD, "0x40c00000", "6.0f",
        "argument 2 of 'relu_max_tile' is the bit pattern of a float:"
        " a float is given; pass its bits, 1.0f is 0x3f800000",
    ),
    "integer instead of bits": (ADD, "0x40c00000", "6",
        "argument 2 of 'relu_max_tile' is the bit pattern of a float:"
        " 6 are the bits of 8.41e-45",
    ),
    "plain number for a circular buffer": ("add/writer.cpp",
        "cb_pop_front(cb_C_shared, 2)", "cb_pop_front(2, 2)",
        "argument 1 of 'cb_pop_front' is a circular buffer:"
        " 2 is a plain number; take the id from a compile-time argument",
    ),
    "removed name": (ADD, "add_init(cb", "add_tiles_init(cb",
        "the SDK has no 'add_tiles_init' any more",
    ),
    "deprecated name": ("add/reader.cpp", "noc_async_read_page(", "noc_async_read_tile(",
        "'noc_async_read_tile' is deprecated"
    ),
    "misspelt name": (ADD, "exp_tile(0)", "exp_tiles(0)",
        "the SDK has no function 'exp_tiles'",
    ),
    "function of the other side": ("add/reader.cpp", "noc_async_read_barrier();",
        "tile_regs_acquire();",
        "'tile_regs_acquire' is for the compute kernel, this is the reader",
    ),
    "undeclared variable": ("add/reader.cpp", "bx * 2 + j, A,", "bz * 2 + j, A,",
        "'bz' is not declared",
    ),
    "variable declared twice": ("add/reader.cpp", "const uint32_t by =", "const uint32_t bx =",
        "'bx' is declared twice in one scope",
    ),
    "unknown member of an enum": ("gemm/compute.cpp", "SrcOrder::Reverse", "SrcOrder::Swapped",
        "SrcOrder has no member 'Swapped'",
    ),
    "header missing": (ADD, '#include "api/compute/eltwise_unary/exp.h"\n', "",
        "'exp_tile_init' is used without its header",
    ),
    "old header": (ADD, "api/compute/eltwise_binary.h", "compute_kernel_api/eltwise_binary.h",
        "the SDK has no header 'compute_kernel_api/eltwise_binary.h' any more",
    ),
    "header of the other side": ("add/reader.cpp", "api/dataflow/dataflow_api.h",
        "api/compute/common.h",
        "'api/compute/common.h' is not for the reader",
    ),
    "no kernel_main": (ADD, "void kernel_main", "void kernel",
        "the compute kernel has no function kernel_main",
    ),
    "old main": (ADD, "void kernel_main()", "namespace NAMESPACE { void MAIN",
        "a kernel is no namespace with MAIN any more",
    ),
    "no C++": ("add/reader.cpp", "cb_push_back(cb_B_shared, 2);",
        "cb_push_back(cb_B_shared, 2;",
        "')' is missing here",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str, messages_with: Callable[[str, str, str], list[str]]):
    file, old, new, message = FAULTS[fault]
    assert message in messages_with(file, old, new)
