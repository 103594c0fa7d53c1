"""Compile-time and runtime arguments against the plan."""

from collections.abc import Callable

import pytest

FAULTS = {
    "runtime argument out of range": ("add/compute.cpp",
        "get_arg_val<uint32_t>(0)", "get_arg_val<uint32_t>(1)",
        "there is no runtime argument 1: the host passes 1",
    ),
    "runtime argument unused": ("add/compute.cpp",
        "get_arg_val<uint32_t>(0)", "16",
        "runtime argument 0 (work 'count') is not used"
    ),
    "runtime argument of 64 bits": ("add/writer.cpp",
        "get_arg_val<uint32_t>(0)", "get_arg_val<uint64_t>(0)",
        "a runtime argument has 32 bits, no uint64_t",
    ),
    "compile-time argument out of range": ("add/compute.cpp",
        "get_compile_time_arg_val(2)", "get_compile_time_arg_val(3)",
        "there is no compile-time argument 3: the host passes 3",
    ),
    "word of an accessor": ("add/writer.cpp",
        "get_compile_time_arg_val(0)", "get_compile_time_arg_val(1)",
        "compile-time argument 1 is a word of the accessor of 'C'",
    ),
    "accessor at a circular buffer": ("add/writer.cpp",
        "TensorAccessorArgs<1>", "TensorAccessorArgs<0>",
        "compile-time argument 0 is the circular buffer 'C_shared', no accessor starts there",
    ),
    "accessor inside another": ("add/reader.cpp",
        "A_args.next_compile_time_args_offset()", "3",
        "compile-time argument 3 is inside the accessor of 'A', no accessor starts there",
    ),
    "address of another tensor": ("add/reader.cpp",
        "TensorAccessor(A_args, A_addr)", "TensorAccessor(A_args, B_addr)",
        "the accessor of 'A' gets the address of 'B'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str, messages_with: Callable[[str, str, str], list[str]]):
    file, old, new, message = FAULTS[fault]
    assert message in messages_with(file, old, new)
