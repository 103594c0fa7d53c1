"""What a launch does with its parameters, as the host is told."""

from __future__ import annotations

import pytest
from xdsl.parser import Parser

from ttc.dialects import host, tile
from ttc.passes.parameters import parameter_ops
from ttc.universe import context

KERNEL = """
tile.kernel @k(%A : !tile.tensor<{shape}xbf16, dram>, %n : i32, %H : !tile.tensor<64xbf16, dram>,
               %f : f32, %start : index, %count : index)
    attributes {{work = #host.work<(0, 0) 0 + 2, (1, 0) 2 + 2>, scratch = ["H"],
                parameters = ["A_1", "n", "H", "f"], defaults = {{f = 5.0e-01 : f32}},
                layout_reasons = {{A_1 = "as written"}}}} {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %count step %c1 {{
    %work = arith.addi %start, %i {{ttc.below = 4 : index}} : index
    %x = tile.fill(0.0) : !tile.block<1x2xbf16>
    {body}
  }}
}}
"""
BLOCK, TENSOR = "!tile.block<1x2xbf16>", "!tile.tensor<{shape}xbf16, dram>"
STORE = f"tile.store %x, %A[{{at}}] {{flags}} : {BLOCK}, {TENSOR}"
LOAD = f"%a = tile.load %A[%work, %c0] : {TENSOR} -> {BLOCK}"


def store(at: str, shape: str, flags: str = "") -> str:
    return STORE.format(at=at, shape=shape, flags=flags)


def described(shape: str, body: str) -> list[host.TensorOp | host.ScalarOp]:
    text = KERNEL.format(shape=shape, body=body.format(shape=shape))
    (kernel,) = Parser(context(), text).parse_module().ops
    assert isinstance(kernel, tile.KernelOp)
    kernel.verify()
    return parameter_ops(kernel)


TWO_HALVES = "scf.for %j = %c0 to %c4 step %c2 {{{{ {} }}}}"


@pytest.mark.parametrize(
    ("shape", "body", "role"),
    [
        ("128x64", "", "in"),
        ("128x64", LOAD, "in"),
        ("128x64", store("%work, %c0", "128x64"), "out"),
        ("128x64", LOAD + store("%work, %c0", "128x64"), "inout"),
        # Rows 4 and 5, or columns 2 and 3, are never written.
        ("192x64", store("%work, %c0", "192x64"), "part"),
        ("128x128", store("%work, %c0", "128x128"), "part"),
        # The last block reaches past the tensor.
        ("100x40", store("%work, %c0", "100x40", "{{guard_cols}}"), "out"),
        ("70x64", store("%work, %c0", "70x64", "{{guard_rows}}"), "out"),
        # Both halves of a row, in a loop or as two stores; one half twice is not enough.
        ("128x128", TWO_HALVES.format(store("%work, %j", "128x128")), "out"),
        ("128x128", store("%work, %c0", "128x128") + store("%work, %c2", "128x128"), "out"),
        ("128x128", TWO_HALVES.format(store("%work, %c0", "128x128")), "part"),
        ("4x20x64", store("%work, %c0, %c0", "4x20x64"), "out"),
        ("5x20x64", store("%work, %c0, %c0", "5x20x64"), "part"),
        ("64", store("%c0", "64"), "out"),
    ],
)
def test_a_tensor_is_out_only_if_all_of_it_is_written(shape: str, body: str, role: str):
    tensor = described(shape, body)[0]
    assert isinstance(tensor, host.TensorOp)
    assert tensor.role.data == role


def test_what_happens_on_a_condition_may_not_happen():
    body = (
        "%flag = arith.cmpi ult, %work, %c2 : index\n"
        "scf.if %flag {{ " + store("%work, %c0", "128x64") + " }}"
    )
    tensor = described("128x64", body)[0]
    assert isinstance(tensor, host.TensorOp)
    assert tensor.role.data == "part"


def test_parameters_are_in_the_authors_order_with_what_is_known_of_them():
    a, n, h, f = described("128x64", "")
    assert isinstance(a, host.TensorOp)
    assert isinstance(n, host.ScalarOp)
    assert isinstance(h, host.TensorOp)
    assert isinstance(f, host.ScalarOp)
    assert (a.tensor_name.data, a.scratch) == ("A_1", None)
    assert a.why is not None
    assert a.why.data == "as written"
    assert (n.scalar_name.data, n.default) == ("n", None)
    assert h.scratch is not None
    assert f.default is not None
    assert f.default.value.data == 0.5
