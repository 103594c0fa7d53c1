"""Properties of the API table; the rows themselves were compiled against the SDK's headers."""

import subprocess
import sys
from itertools import combinations

import pytest

from ttc.codegen.api import KINDS, Function, Param, functions, overloads
from ttc.codegen.api_names import (
    BRINGS,
    ENUMS,
    NEEDS_BEFORE,
    REPLACED,
    REPLACED_HEADERS,
    STANDARD_HEADERS,
    known_headers,
)

ROWS = functions()
DST_EFFECTS = ("math", "pack")


def arities(row: Function) -> set[int]:
    return set(range(sum(p.default is None for p in row.params), len(row.params) + 1))


def parameters(row: Function) -> tuple[Param, ...]:
    return (*row.templates, *row.params)


def test_every_declaration_parses_to_known_kinds():
    for row in ROWS:
        for param in parameters(row):
            assert param.kind in KINDS or param.kind in ENUMS, row.declaration
        assert row.result in {"void", "object", *KINDS, *ENUMS}, row.declaration


def test_optional_parameters_come_last():
    for row in ROWS:
        for params in (row.templates, row.params):
            given = [p.default is not None for p in params if p.kind != "..."]
            assert given == sorted(given), row.declaration


def test_parameter_names_are_unique_within_a_row():
    for row in ROWS:
        names = [param.name for param in parameters(row)]
        assert len(names) == len(set(names)), row.declaration


def test_enum_defaults_are_members():
    for row in ROWS:
        for param in parameters(row):
            if param.kind in ENUMS and param.default not in (None, "DST_ACCUM_MODE"):
                assert param.default in ENUMS[param.kind], row.declaration


@pytest.mark.parametrize("role", ["reader", "compute"])
def test_overloads_differ_in_how_many_arguments_they_take(role: str):
    by_name: dict[str, list[Function]] = {}
    for row in ROWS:
        if role in row.roles:
            by_name.setdefault(row.name, []).append(row)
    for rows in by_name.values():
        for one, two in combinations(rows, 2):
            assert not arities(one) & arities(two), (one.declaration, two.declaration)


def test_every_row_has_a_header_and_a_role():
    for row in ROWS:
        assert row.roles, row.declaration
        assert row.header.startswith(("api/", "ttnn/")), row.declaration
        assert row.header.endswith((".h", ".hpp")), row.declaration


def test_every_needed_init_is_in_the_table():
    for row in ROWS:
        for need in row.needs:
            inits = overloads(need.partition(":")[0], "compute")
            assert inits, row.declaration
            assert {i.effect for i in inits} == {"init"}, row.declaration
            assert all(i.group for i in inits), row.declaration


def test_every_unpacking_or_sfpu_function_needs_an_init():
    for row in ROWS:
        if row.effect in ("math", "alone") and not row.replaced:
            assert row.needs, row.declaration


def test_functions_on_dst_name_their_tiles():
    for row in ROWS:
        kinds = [param.kind for param in row.params]
        if row.effect in DST_EFFECTS and row.name != "pack_untilize_dest":
            assert "dst" in kinds, row.declaration
        assert set(row.span) <= {param.name for param in row.params}, row.declaration


def test_every_circular_buffer_operand_has_a_source_register():
    for row in ROWS:
        if row.sources:
            operands = [param for param in row.params if param.kind == "cb"]
            assert len(row.sources) == len(operands), row.declaration
            assert set(row.sources) <= set("ABdru-"), row.declaration


def test_old_names_are_not_in_the_table():
    for old in REPLACED:
        assert not overloads(old), old
    for old in REPLACED_HEADERS:
        assert old not in known_headers(), old


def test_replacements_name_functions_that_exist():
    deprecated = [row.replaced for row in ROWS if row.replaced]
    for name in (name for text in deprecated for name in text.split(", ")):
        assert overloads(name), name
        assert not any(row.replaced for row in overloads(name)), name


def test_header_relations_are_between_known_headers():
    for header, brought in BRINGS.items():
        assert header in known_headers()
        assert set(brought) <= known_headers(), header
    for header, before in NEEDS_BEFORE.items():
        assert {header, before} <= known_headers()
    assert not STANDARD_HEADERS & known_headers()


def test_circular_buffer_calls_are_on_both_sides():
    for name in ("cb_reserve_back", "cb_push_back", "cb_wait_front", "cb_pop_front"):
        (reader,), (compute,) = overloads(name, "reader"), overloads(name, "compute")
        assert reader.effect == compute.effect
        assert reader.header != compute.header
    assert not overloads("get_write_ptr", "compute")
    assert not overloads("add_tiles", "writer")


def test_a_row_reads_as_its_declaration():
    (exp,) = overloads("exp_tile", "compute")
    assert exp.params == (
        Param("dst", "idst"),
        Param("VectorMode", "mode", "RC"),
        Param("u32", "bf16_scale", "0x3F80"),
    )
    assert exp.templates[0] == Param("bool", "approx", "false")
    assert (exp.header, exp.needs) == ("api/compute/eltwise_unary/exp.h", ("exp_tile_init",))
    assert overloads("get_write_ptr")[0].result == "l1"


def test_a_malformed_declaration_is_refused():
    with pytest.raises(ValueError, match="not a declaration: 'cb_pop_front'"):
        _ = Function("cb_pop_front").params


def test_the_table_imports_neither_numpy_nor_xdsl():
    code = (
        "import sys, ttc.codegen.api; ttc.codegen.api.functions();"
        "print(sorted({'numpy', 'xdsl', 'tree_sitter', 'jsonschema'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
