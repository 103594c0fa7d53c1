"""Rows of the data-movement side of the SDK: arguments, circular buffers, NoC, semaphores."""

from __future__ import annotations

from ttc.codegen.api_rows import (
    COMPUTE,
    COMPUTE_HEADER,
    DATAFLOW,
    DATAFLOW_HEADER,
    Function,
    call,
    header,
)

_ARGUMENTS = (
    call("get_compile_time_arg_val(index i) -> u32"),
    call("get_named_compile_time_arg_val(any name) -> u32"),
    call("get_arg_val<type T>(index i) -> u32"),
    call("get_common_arg_val<type T>(index i) -> u32"),
    call("get_arg_addr(index i) -> l1"),
    call("get_common_arg_addr(index i) -> l1"),
    call("get_absolute_logical_x() -> coord"),
    call("get_absolute_logical_y() -> coord"),
    call("get_relative_logical_x() -> coord"),
    call("get_relative_logical_y() -> coord"),
)

_CIRCULAR_BUFFERS = (
    call("cb_reserve_back(cb, count)", "reserve"),
    call("cb_push_back(cb, count)", "push"),
    call("cb_wait_front(cb, count)", "wait"),
    call("cb_pop_front(cb, count)", "pop"),
)

_NOC = "noc_id noc=noc_index"
_VC = "vc vc=NOC_UNICAST_WRITE_VC"
_MVC = "vc vc=NOC_MULTICAST_WRITE_VC"
_MANY = "count num_dests, bool linked=false"
_POSTED = "bool tracing=true, bool posted=false"

_TRANSFERS = (
    call("get_noc_addr(coord x, coord y, l1 addr, noc_id noc=noc_index) -> noc"),
    call("get_noc_addr(l1 addr, noc_id noc=noc_index) -> noc"),
    call(f"get_noc_addr_from_bank_id<bool dram>(u32 bank, bytes offset, {_NOC}) -> noc"),
    call(
        f"get_noc_multicast_addr(coord x0, coord y0, coord x1, coord y1, l1 addr, {_NOC}) -> mcast"
    ),
    call(f"noc_async_read<u32 max_page=0>(noc src, l1 dst, bytes size, {_NOC}, {_VC})", "read"),
    call(f"noc_async_read_one_packet(noc src, l1 dst, bytes size, {_NOC}, {_VC})", "read"),
    call(f"noc_async_read_page(page, accessor, l1 dst, bytes offset=0, {_NOC})", "read"),
    call(f"noc_async_read_shard(page shard, accessor, l1 dst, {_NOC})", "read"),
    call(
        f"noc_async_write<u32 max_page=0, {_POSTED}>(l1 src, noc dst, bytes size, {_NOC}, {_VC})",
        "write",
    ),
    call(
        f"noc_async_write_one_packet<{_POSTED}>(l1 src, noc dst, bytes size, {_NOC}, {_VC})",
        "write",
    ),
    call(
        f"noc_async_write_page(page, accessor, l1 src, bytes size=0, bytes offset=0, {_NOC})",
        "write",
    ),
    call(f"noc_async_write_shard(page shard, accessor, l1 src, {_NOC})", "write"),
    call(
        f"noc_async_write_multicast<u32 max_page=0>"
        f"(l1 src, mcast dst, bytes size, {_MANY}, {_NOC}, {_MVC})",
        "write",
    ),
    call(
        f"noc_async_write_multicast_loopback_src(l1 src, mcast dst, bytes size, {_MANY}, {_NOC})",
        "write",
    ),
    call(f"noc_inline_dw_write(noc dst, u32 val, u32 be=0xF, {_NOC}, {_VC})", "write"),
    call(f"noc_async_read_barrier({_NOC})", "read_barrier"),
    call(f"noc_async_write_barrier({_NOC})", "write_barrier"),
    call(f"noc_async_writes_flushed({_NOC})", "flush"),
    call(f"noc_async_posted_writes_flushed({_NOC})", "posted_flush"),
    call(f"noc_async_atomic_barrier({_NOC})", "atomic_barrier"),
    call(f"noc_async_full_barrier({_NOC})", "full_barrier"),
)

_SEMAPHORES = (
    call("get_semaphore(sem id) -> l1"),
    call("noc_semaphore_set(ptr, u32 val)"),
    call("noc_semaphore_wait(ptr, u32 val)"),
    call("noc_semaphore_wait_min(ptr, u32 val)"),
    call(f"noc_semaphore_inc<bool posted=false>(noc dst, u32 incr, {_NOC}, {_VC})", "atomic"),
    call(
        f"noc_semaphore_inc_multicast<bool posted=false>"
        f"(mcast dst, u32 incr, count num_dests, {_NOC}, {_MVC})",
        "atomic",
    ),
    call(f"noc_semaphore_set_remote(l1 src, noc dst, {_NOC})", "write"),
    call(
        f"noc_semaphore_set_multicast(l1 src, mcast dst, {_MANY}, {_NOC}, {_MVC})",
        "write",
    ),
    call(
        f"noc_semaphore_set_multicast_loopback_src(l1 src, mcast dst, {_MANY}, {_NOC})",
        "write",
    ),
)

_ACCESSORS = (
    call("TensorAccessorArgs<index cta_offset, index crta_offset=0>() -> args"),
    call("TensorAccessorArgs.next_compile_time_args_offset() -> index"),
    call("TensorAccessorArgs.num_compile_time_args() -> index"),
    call("TensorAccessorArgs.next_common_runtime_args_offset() -> index"),
    call("TensorAccessor(args, bank bank_base, bytes page_size=0) -> accessor"),
    call(f"TensorAccessor.get_noc_addr(page, bytes offset=0, {_NOC}) -> noc"),
    call(f"TensorAccessor.get_shard_noc_addr(page shard, bytes offset=0, {_NOC}) -> noc"),
    call("TensorAccessor.get_aligned_page_size() -> bytes"),
    call("TensorAccessor.get_bank_base_address() -> l1"),
    call("TensorAccessor.dspec() -> any"),
)

_DEPRECATED = (
    call(
        f"noc_async_read_tile(page, accessor, l1 dst, bytes offset=0, {_NOC})",
        "read",
        "noc_async_read_page",
    ),
    call(f"noc_async_write_tile(page, accessor, l1 src, {_NOC})", "write", "noc_async_write_page"),
)


def _buffer(name: str) -> tuple[Function, ...]:
    return (
        call(f"{name}(cb) -> object"),
        call(f"{name}.reserve_back(count)", "reserve"),
        call(f"{name}.push_back(count)", "push"),
        call(f"{name}.wait_front(count)", "wait"),
        call(f"{name}.pop_front(count)", "pop"),
        call(f"{name}.get_write_ptr() -> l1"),
        call(f"{name}.get_read_ptr() -> l1"),
        call(f"{name}.get_tile_size() -> bytes"),
    )


_NOC_OBJECT = (
    call("Noc(noc_id=noc_index) -> object"),
    call("Noc.async_read(any src, any dst, bytes, any src_args, any dst_args)", "read"),
    call("Noc.async_write(any src, any dst, bytes, any src_args, any dst_args)", "write"),
    call("Noc.async_read_barrier()", "read_barrier"),
    call("Noc.async_write_barrier()", "write_barrier"),
    call("Noc.async_writes_flushed()", "flush"),
    call("Noc.async_atomic_barrier()", "atomic_barrier"),
    call("Noc.async_full_barrier()", "full_barrier"),
)

_SCALER = "dataflow_kernel_lib::{}<cb, PoolType pool, ReduceDim dim{}>({}u32 valid=32)"

DATAFLOW_FUNCTIONS: tuple[Function, ...] = (
    *header(
        DATAFLOW_HEADER,
        DATAFLOW,
        _ARGUMENTS,
        _CIRCULAR_BUFFERS,
        call("cb_pages_reservable_at_back(cb, count) -> bool"),
        call("cb_pages_available_at_front(cb, count) -> bool"),
        call("get_write_ptr(cb) -> l1"),
        call("get_read_ptr(cb) -> l1"),
        call("get_tile_size(cb) -> bytes"),
        call("get_tile_hw(cb) -> u32"),
        call("get_tile_num_faces(cb) -> u32"),
        call("get_dataformat(cb) -> DataFormat"),
        _TRANSFERS,
        _SEMAPHORES,
        _ACCESSORS,
        _DEPRECATED,
    ),
    *header("api/dataflow/noc.h", DATAFLOW, _NOC_OBJECT),
    *header("api/dataflow/dataflow_buffer.h", DATAFLOW, _buffer("DataflowBuffer")),
    *header("api/dataflow/circular_buffer.h", DATAFLOW, _buffer("CircularBuffer")),
    *header(
        "ttnn/cpp/ttnn/kernel_lib/reduce_helpers_dataflow.hpp",
        DATAFLOW,
        call(_SCALER.format("prepare_reduce_scaler", "", "float factor, "), "push"),
        call(_SCALER.format("calculate_and_prepare_reduce_scaler", ", u32 n=1", ""), "push"),
    ),
    *header(COMPUTE_HEADER, COMPUTE, _ARGUMENTS, _CIRCULAR_BUFFERS),
    *header("api/debug/dprint.h", (*DATAFLOW, *COMPUTE), call("DPRINT(any format, ...)")),
)
