"""What loops carry for nothing, and what nobody uses, goes."""

from xdsl.dialects import func, scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.parser import Parser

from ttc.passes.loops import prune_carried, remove_dead
from ttc.universe import context

LOOP = """
func.func @f(%a : index, %b : index, %c : index) -> (index, index, index) {
  %0 = arith.constant 0 : index
  %1 = arith.constant 1 : index
  %4 = arith.constant 4 : index
  %x, %y, %z = scf.for %i = %0 to %4 step %1 iter_args(%p = %a, %q = %b, %r = %c) -> (index, index, index) {
    %s = arith.addi %p, %q : index
    scf.yield %s, %q, %r : index, index, index
  } {num_stages = 2 : i64}
  func.return %x, %y, %USED : index, index, index
}
"""  # noqa: E501


def function(text: str) -> tuple[ModuleOp, func.FuncOp]:
    module = Parser(context(), text).parse_module()
    (made,) = module.ops
    assert isinstance(made, func.FuncOp)
    return module, made


def the_loop(made: func.FuncOp) -> scf.ForOp:
    (loop,) = (op for op in made.walk() if isinstance(op, scf.ForOp))
    return loop


def test_what_never_changes_is_not_carried() -> None:
    module, made = function(LOOP.replace("%USED", "%z"))
    _, b, c = made.args
    prune_carried(made.body.block)
    module.verify()
    loop = the_loop(made)
    assert list(loop.iter_args) == [made.args[0]]
    assert "num_stages" in loop.attributes
    assert list(made.body.block.ops)[-1].operands[1:] == (b, c)


def test_what_nobody_uses_is_not_carried() -> None:
    text = LOOP.replace("%x, %y, %USED : index, index, index", "%b, %b, %b : index, index, index")
    module, made = function(text.replace("arith.addi %p, %q", "arith.addi %i, %q"))
    prune_carried(made.body.block)
    module.verify()
    assert not the_loop(made).iter_args


def test_what_only_feeds_itself_is_not_carried() -> None:
    text = LOOP.replace("%x, %y, %USED : index, index, index", "%b, %b, %b : index, index, index")
    module, made = function(text)
    prune_carried(made.body.block)
    module.verify()
    assert not the_loop(made).iter_args


def test_nests_are_pruned_from_within() -> None:
    module, made = function(
        """
        func.func @f(%a : index) -> index {
          %0 = arith.constant 0 : index
          %1 = arith.constant 1 : index
          %x = scf.for %i = %0 to %1 step %1 iter_args(%p = %a) -> (index) {
            %y = scf.for %j = %0 to %1 step %1 iter_args(%q = %p) -> (index) {
              scf.yield %q : index
            }
            scf.yield %y : index
          }
          func.return %x : index
        }
        """
    )
    prune_carried(made.body.block)
    module.verify()
    assert list(made.body.block.ops)[-1].operands[0] is made.args[0]


def test_dead_ops_go_with_what_only_they_use() -> None:
    module, made = function(
        """
        func.func @f(%a : index) {
          %0 = arith.constant 0 : index
          %1 = arith.constant 1 : index
          %sum = arith.addi %a, %1 : index
          %twice = arith.muli %sum, %sum : index
          scf.for %i = %0 to %sum step %1 {
            %inside = arith.addi %i, %twice : index
          }
          "test.op"(%0) : (index) -> ()
          func.return
        }
        """
    )
    remove_dead(made.body.block)
    module.verify()
    names = [op.name for op in made.body.block.ops]
    assert names == ["arith.constant", "test.op", "func.return"]
