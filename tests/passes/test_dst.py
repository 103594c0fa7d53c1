"""
The linear scan of DST slots: its steps compute what the ops say, whatever the expression.

Slots are run with symbols for tiles, so that a slot overwritten too early shows.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.builtin import bf16, f32, i32
from xdsl.ir import Attribute, Block, Operation, SSAValue

from ttc.dialects import tile
from ttc.passes import dst, sfpu

Symbol = tuple[object, ...]
ZERO: Symbol = ("fill", 0.0)
FPU_NAMES = {sfpu.BINARY[kind]: kind for kind in dst.FPU_KINDS}

INPUTS = 3
CHOICES = st.lists(
    st.tuples(
        st.sampled_from(["fill", "matmul", "transpose", "unary", "scalar", "rdiv", "add", "mul"]),
        st.integers(0, 20),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=10,
)


def block_of(element_type: Attribute) -> Block:
    return Block(arg_types=[tile.BlockType.of((1, 1), element_type)] * INPUTS)


def program(block: Block, choices: list[tuple[str, int, int]]) -> list[Operation]:
    """Makes ops on the block's arguments, which are in circular buffers, and on each other."""
    values: list[SSAValue] = list(block.args)
    for kind, left, right in choices:
        a, b = values[left % len(values)], values[right % len(values)]
        match kind:
            case "fill":
                op: Operation = tile.FillOp(float(left % 2), a.type)
            case "matmul":  # its operands stay in circular buffers, only the sum is in DST
                op = tile.MatmulOp(block.args[left % INPUTS], block.args[right % INPUTS], b)
            case "transpose":
                op = tile.TransposeOp(block.args[left % INPUTS])
            case "unary":
                op = tile.UnaryOp("exp", a)
            case "scalar":
                op = tile.ScalarOp("max", a, float(right))
            case "rdiv":
                op = tile.ScalarOp("rdiv", a, float(right))
            case _:
                op = tile.BinaryOp(kind, a, b)
        block.add_op(op)
        values.append(op.results[0])
    return list(block.ops)


def meaning(value: SSAValue) -> Symbol:
    """What a value is, from the op that makes it."""
    match value.owner:
        case tile.FillOp() as op:
            return ("fill", op.number)
        case tile.MatmulOp() as op:
            return ("sum", meaning(op.acc), "matmul", meaning(op.lhs), meaning(op.rhs))
        case tile.TransposeOp() as op:
            return ("turned", meaning(op.block))
        case tile.UnaryOp() as op:
            return calls(meaning(op.operand), sfpu.unary_calls(op))
        case tile.ScalarOp() as op:
            return calls(meaning(op.operand), sfpu.scalar_calls(op))
        case tile.BinaryOp() as op:
            return (op.kind.data, meaning(op.lhs), meaning(op.rhs))
        case _:
            return ("input", value)


def calls(symbol: Symbol, made: list[sfpu.Call]) -> Symbol:
    for call in made:
        symbol = (call, symbol)
    return symbol


def execute(plan: dst.Plan, ops: list[Operation]) -> list[Symbol]:
    """Runs the steps on slots that begin as zeros; returns what is packed."""
    slots = [ZERO] * plan.slots
    for step in [step for op in ops for step in plan.steps[op]] + plan.final:
        match step:
            case dst.Copy(source, slot):
                slots[slot] = ("input", source)
            case dst.Turn(source, slot):
                slots[slot] = ("turned", ("input", source))
            case dst.Fpu("mul", lhs, rhs, slot):
                assert slots[slot] == ZERO, "mul_tiles adds to the slot"
                slots[slot] = ("mul", ("input", lhs), ("input", rhs))
            case dst.Fpu(kind, lhs, rhs, slot):
                slots[slot] = (kind, ("input", lhs), ("input", rhs))
            case dst.Product(op, slot):
                slots[slot] = ("sum", slots[slot], "matmul", meaning(op.lhs), meaning(op.rhs))
            case dst.Unary(call, slot):
                slots[slot] = (call, slots[slot])
            case dst.Binary(function, lhs, rhs, out):
                slots[out] = (FPU_NAMES[function], slots[lhs], slots[rhs])
            case dst.Fill(value, _, slot):
                slots[slot] = ("fill", value)
            case dst.Move(source, slot, _):
                slots[slot] = slots[source]
    return [slots[slot] for slot in plan.outputs]


@given(CHOICES, st.sampled_from([bf16, f32]), st.sets(st.integers(0, 9)))
def test_the_steps_compute_what_the_ops_say(
    choices: list[tuple[str, int, int]], element_type: Attribute, also_stored: set[int]
) -> None:
    block = block_of(element_type)
    ops = program(block, choices)
    outputs = [
        op.results[0] for n, op in enumerate(ops) if n in also_stored or not op.results[0].uses
    ]
    plan = dst.plan(ops, outputs)
    assert execute(plan, ops) == [meaning(value) for value in outputs]


def test_a_chain_works_in_place() -> None:
    block = block_of(f32)
    ops = program(block, [("unary", 0, 0), ("scalar", 3, 2), ("unary", 4, 0)])
    plan = dst.plan(ops, [ops[-1].results[0]])
    assert plan.slots == 1
    assert plan.outputs == [0]


def test_bfloat16_goes_through_the_fpu_and_float32_does_not() -> None:
    for element_type, expected in ((bf16, [dst.Fpu]), (f32, [dst.Copy, dst.Copy, dst.Binary])):
        ops = program(block_of(element_type), [("add", 0, 1)])
        plan = dst.plan(ops, [ops[-1].results[0]])
        assert [type(step) for step in plan.steps[ops[0]]] == expected


def test_what_adds_to_its_slot_gets_one_that_is_still_zero() -> None:
    """The sum frees a slot of the two; neither mul_tiles nor a product may have it."""
    for kind in ("mul", "matmul"):
        choices = [("unary", 2, 0), ("scalar", 2, 0), ("add", 3, 4)]
        choices += [("fill", 0, 0), ("matmul", 0, 6)] if kind == "matmul" else [("mul", 0, 1)]
        ops = program(block_of(bf16), choices)
        outputs = [ops[2].results[0], ops[-1].results[0]]
        plan = dst.plan(ops, outputs)
        assert plan.outputs == [1, 2]
        assert execute(plan, ops) == [meaning(value) for value in outputs]


def test_a_conversion_between_floats_is_another_name() -> None:
    block = block_of(f32)
    cast = tile.CastOp(block.args[0], bf16)
    kept = tile.UnaryOp("exp", cast.result)
    block.add_ops([cast, kept])
    plan = dst.plan([cast, kept], [cast.result, kept.result])
    # exp must not overwrite what the cast names: it gets a copy.
    assert plan.steps[cast] == []
    assert [type(step) for step in plan.steps[kept]] == [dst.Copy, dst.Move, dst.Unary]
    assert plan.outputs == [0, 1]


def test_an_op_without_a_function_says_so() -> None:
    block = block_of(i32)
    op = tile.UnaryOp("exp", block.args[0])
    block.add_op(op)
    with pytest.raises(sfpu.NoFunction, match="'exp' of int32"):
        dst.plan([op], [op.result])
