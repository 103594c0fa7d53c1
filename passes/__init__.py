"""The passes, by the name users know; each is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from xdsl.passes import ModulePass


def _pass(module: str, name: str) -> Callable[[], type[ModulePass]]:
    return lambda: getattr(import_module(f"ttc.passes.{module}"), name)


PASSES: dict[str, Callable[[], type[ModulePass]]] = {
    "view-parameters": _pass("view_parameters", "ViewParametersPass"),
    "check-writes": _pass("check_writes", "CheckWritesPass"),
    "grid-to-persistent": _pass("grid_to_persistent", "GridToPersistentPass"),
    "shard-to-core": _pass("shard_to_core", "ShardToCorePass"),
    "unroll-outer": _pass("unroll_outer", "UnrollOuterPass"),
    "infer-layouts": _pass("infer_layouts", "InferLayoutsPass"),
    "lower-memory-space": _pass("lower_memory_space", "LowerMemorySpacePass"),
    "gather-rows": _pass("gather_rows", "GatherRowsPass"),
    "pad-tiles": _pass("pad_tiles", "PadTilesPass"),
    "tensorize": _pass("tensorize", "TensorizePass"),
    "fpu-types": _pass("fpu_types", "FpuTypesPass"),
    "choose-subblocks": _pass("choose_subblocks", "ChooseSubblocksPass"),
    "one-consumer": _pass("one_consumer", "OneConsumerPass"),
    "split-threads": _pass("split_threads", "SplitThreadsPass"),
    "allocate-cbs": _pass("allocate_cbs", "AllocateCBsPass"),
    "dst-lifecycle": _pass("dst_lifecycle", "DstLifecyclePass"),
    "insert-inits": _pass("insert_inits", "InsertInitsPass"),
}
