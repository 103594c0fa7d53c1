"""Passes run in order; IR that a pass breaks is blamed on it, and dumps can be read back."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from xdsl.context import Context
from xdsl.dialects import arith, func
from xdsl.dialects.builtin import Builtin, ModuleOp, i64
from xdsl.parser import Parser
from xdsl.passes import ModulePass
from xdsl.printer import Printer
from xdsl.rewriter import Rewriter

from ttc.diagnostics import BrokenPass, CompileError
from ttc.pipeline_runner import only, run

SOURCE = """
func.func @f(%a : i32) -> i32 {
  %b = arith.muli %a, %a : i32 loc("k.py":5:9)
  func.return %b : i32
}
"""


def context() -> Context:
    made = Context()
    for dialect in (Builtin, arith.Arith, func.Func):
        made.load_dialect(dialect)
    return made


def module() -> ModuleOp:
    return Parser(context(), SOURCE).parse_module()


@dataclass(frozen=True)
class MulToAdd(ModulePass):
    """Replaces products by sums."""

    name = "mul-to-add"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for product in [o for o in op.walk() if isinstance(o, arith.MuliOp)]:
            added = arith.AddiOp(product.lhs, product.rhs)
            added.location = product.location
            Rewriter.replace_op(product, added)


@dataclass(frozen=True)
class Nothing(ModulePass):
    """Leaves everything as it is."""

    name = "nothing"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        return


@dataclass(frozen=True)
class BreakTypes(ModulePass):
    """Gives a result a type that its op does not allow."""

    name = "break-types"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for product in [o for o in op.walk() if isinstance(o, arith.MuliOp)]:
            Rewriter.replace_value_with_new_type(product.result, i64)


@dataclass(frozen=True)
class Raise(ModulePass):
    """Fails with an error of its own, or with one of the user's."""

    name = "raise"
    users: bool = False

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        raise CompileError("the kernel is wrong") if self.users else KeyError("missing")


def test_dumps_are_numbered_and_can_be_read_back(tmp_path: Path):
    m = module()
    run(context(), m, [Nothing(), MulToAdd()], dump=tmp_path / "ir")
    dumps = sorted((tmp_path / "ir").iterdir())
    assert [d.name for d in dumps] == ["00-frontend.mlir", "01-nothing.mlir", "02-mul-to-add.mlir"]
    assert 'arith.muli %a, %a : i32 loc("k.py":5:9)' in dumps[1].read_text()
    again = Parser(context(), dumps[2].read_text()).parse_module()
    out = StringIO()
    Printer(out, print_debuginfo=True).print_op(again)
    assert out.getvalue() + "\n" == dumps[2].read_text()


def test_invalid_ir_is_blamed_on_the_pass_and_kept():
    with pytest.raises(BrokenPass) as caught:
        run(context(), module(), [Nothing(), BreakTypes(), MulToAdd()])
    broken = caught.value
    assert broken.pass_name == "break-types"
    assert str(broken).startswith("pass 'break-types': left invalid IR: 'arith.muli': ")
    assert "  --> k.py:5:9" in str(broken)
    assert broken.dump is not None
    assert '"arith.muli"' in broken.dump.read_text()


def test_an_exception_in_a_pass_is_blamed_on_it():
    with pytest.raises(BrokenPass) as caught:
        run(context(), module(), [Raise()])
    assert str(caught.value).startswith("pass 'raise': KeyError: 'missing'\n")


def test_the_users_error_passes_through():
    with pytest.raises(CompileError, match="the kernel is wrong"):
        run(context(), module(), [Raise(users=True)])


def test_an_op_that_must_be_gone_is_named_with_the_pass():
    legality = {"nothing": only("TILE", ["builtin.module", "func.*"])}
    with pytest.raises(BrokenPass) as caught:
        run(context(), module(), [Nothing()], legality=legality)
    assert str(caught.value).startswith(
        "pass 'nothing': left invalid IR: 'arith.muli' (k.py:5:9) must be gone at the TILE level\n"
    )


def test_legal_ops_may_stay():
    legality = {"mul-to-add": only("TILE", ["builtin.module", "func.*", "arith.addi"])}
    run(context(), module(), [MulToAdd()], legality=legality)
