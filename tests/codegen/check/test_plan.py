"""plan.json against its schema and itself."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from ttc.codegen.check.plan import schema

PLAN = "add/plan.json"
FAULTS = {
    "page of another size": (PLAN, '"id": 1, "dtype": "float32", "page_bytes": 4096',
        '"id": 1, "dtype": "float32", "page_bytes": 2048',
        "circular buffer 'B_shared' has pages of 2048 bytes; a tile of float32 has 4096",
    ),
    "pages no multiple of the block": (PLAN,
        '"page_bytes": 4096, "pages": 4, "block": 2, "producer": "compute"',
        '"page_bytes": 4096, "pages": 4, "block": 3, "producer": "compute"',
        "circular buffer 'C_shared' has 4 pages, no multiple of its block of 3",
    ),
    "two of one id": (PLAN, '"name": "B_shared", "id": 1', '"name": "B_shared", "id": 0',
        "circular buffers 'A_shared' and 'B_shared' both have id 0",
    ),
    "argument with another id": (PLAN, '"name": "C_shared", "value": 2}, {"kind": "acc',
        '"name": "C_shared", "value": 1}, {"kind": "acc',
        "circular buffer 'C_shared' has id 2, not 1",
    ),
    "undeclared circular buffer": (PLAN, '"name": "C_shared", "id": 2', '"name": "D", "id": 2',
        "the compute kernel takes circular buffer 'C_shared', which is not declared",
    ),
    "unknown tensor": (PLAN, '{"kind": "address", "name": "C"}', '{"kind": "address", "name": "D"}',
        "the writer takes the address of 'D', which is no tensor",
    ),
    "L1 exceeded": (PLAN, '"available_bytes": 1392640', '"available_bytes": 40000',
        "the circular buffers take 49152 bytes of L1; 40000 are there",
    ),
    "more L1 than the chip has": (PLAN, '"available_bytes": 1392640', '"available_bytes": 1500000',
        "a wormhole core has 1392640 bytes of L1 for circular buffers, not 1500000",
    ),
    "wrong sum of L1": (PLAN, '"used_bytes": 49152', '"used_bytes": 49151',
        "the circular buffers take 49152 bytes of L1, not 49151",
    ),
    "core outside the grid": (PLAN, "[[0, 0, 3, 0]]", "[[6, 0, 9, 0]]",
        "core range [6, 0, 9, 0] leaves the 8x8 grid of wormhole",
    ),
    "core without work": (PLAN, "[[0, 0, 3, 0]]", "[[0, 0, 4, 0]]",
        "core (4, 0) runs the kernels but has no row of work",
    ),
    "work left over": (PLAN, '"start": 12, "count": 4', '"start": 12, "count": 3',
        "of the grid's 16 work items, 15 to 15 belong to no core",
    ),
    "work done twice": (PLAN, '"start": 12, "count": 4', '"start": 11, "count": 5',
        "of the grid's 16 work items, 11 to 11 are done twice or do not exist",
    ),
    "tiles of a tensor": (PLAN, '"tile_grid": [4, 8]', '"tile_grid": [4, 4]',
        "a matrix of tensor 'A' of shape [128, 256] has 32 tiles, its tile_grid [4, 4] has 16",
    ),
    "order of another rank": (PLAN, '"order": [0, 1]', '"order": [0]',
        "the order [0] of tensor 'A' does not name its 2 dimensions",
    ),
    "shape on the device": (PLAN, '"order": [0, 1]', '"order": [1, 0]',
        "tensor 'A' of shape [128, 256] has the shape [256, 128] on the device, in the order"
        " [1, 0], not [128, 256]",
    ),
    "two parameters of one name": (PLAN, '"name": "B", "index": 1', '"name": "A", "index": 1',
        "two parameters are called 'A'",
    ),
    "two parameters at one place": (PLAN, '"name": "B", "index": 1', '"name": "B", "index": 0',
        "'B' has index 0, as 'A' has",
    ),
    "a place that there is not": (PLAN, '"name": "B", "index": 1', '"name": "B", "index": 3',
        "'B' has index 3 of 3 parameters",
    ),
    "a copy of an output": (PLAN, '"name": "B", "index": 1, "role": "in"',
        '"name": "B", "index": 2, "role": "copy"',
        "'B' is a copy of parameter 2, which is no input",
    ),
    "a copy of another shape": (PLAN, '"name": "B", "index": 1, "role": "in", "shape": [128, 256]',
        '"name": "B", "index": 0, "role": "copy", "shape": [256, 128]',
        "'B' is a copy of 'A', and has another shape or type",
    ),
    "unknown scalar": (PLAN, '"runtime_args": [{"kind": "work"',
        '"runtime_args": [{"kind": "scalar", "name": "n", "dtype": "int32"}, {"kind": "work"',
        "the compute kernel takes 'n', which is no scalar of type int32",
    ),
    "scalar of another type": (PLAN, '"scalars": []',
        '"scalars": [{"name": "n", "index": 3, "dtype": "int16", "default": null}]',
        "scalars[0].dtype: 'int16' is not one of ['int32', 'float32']",
    ),
    "kernel not there": (PLAN, '"writer.cpp"', '"write.cpp"',
        "write.cpp is not in the directory",
    ),
    "unknown key": (PLAN, '"notes": []', '"notes": [], "remarks": 1',
        "plan.json: Additional properties are not allowed ('remarks' was unexpected)",
    ),
    "id too large": (PLAN, '"id": 2', '"id": 32',
        "programs[0].circular_buffers[2].id: 32 is greater than the maximum of 31",
    ),
    "no JSON": (PLAN, '"notes": []', '"notes": [', "plan.json is no JSON: Expecting value"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str, messages_with: Callable[[str, str, str], list[str]]):
    file, old, new, message = FAULTS[fault]
    assert message in messages_with(file, old, new)


def objects(node: object) -> Iterator[dict[str, Any]]:
    """Every schema of an object below `node`."""
    if isinstance(node, dict):
        pairs = cast("dict[str, Any]", node)
        if pairs.get("type") == "object":
            yield pairs
        node = list(pairs.values())
    if isinstance(node, list):
        for item in cast("list[object]", node):
            yield from objects(item)


def test_the_schema_is_valid_and_closed():
    Draft202012Validator.check_schema(schema())
    for node in objects(schema()):
        assert node["additionalProperties"] is False
        assert set(node["required"]) == set(node["properties"])
