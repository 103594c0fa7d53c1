"""
The linear scan of DST slots: its steps compute what the ops say, whatever the expression.

Slots are run with symbols for tiles, so that a slot overwritten too early shows.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.builtin import IndexType, bf16, f32, i32
from xdsl.ir import Attribute, Block, Operation, SSAValue

from ttc.dialects import tile
from ttc.passes import dst_steps as do
from ttc.passes import sfpu
from ttc.passes.dst_scan import COMMUTATIVE, FPU_KINDS, plan

Symbol = tuple[object, ...]
START = Block(arg_types=[IndexType()]).args[0]
ZERO: Symbol = ("fill", 0.0)
FPU_NAMES = {sfpu.BINARY[kind]: kind for kind in FPU_KINDS}

INPUTS = 3
KINDS = (
    *("fill", "matmul", "transpose", "unary", "scalar", "rdiv", "add", "sub", "mul"),
    *("broadcast", "reduce", "compare", "select", "mask"),
)
CHOICES = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
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
            case "broadcast":
                op = tile.BroadcastOp("cols", block.args[left % INPUTS], (1, 1))
            case "reduce":
                made_of = block.args[left % INPUTS]
                op = tile.ReduceOp("sum", 1, made_of, tile.element_type_of(made_of))
            case "compare":
                op = tile.CompareOp("lt", a, b)
            case "select":
                op = tile.SelectOp(values[-1], a, b)
            case "mask":
                op = tile.MaskOp((1, -1), START, a, float(right))
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
            return binary(op.kind.data, meaning(op.lhs), meaning(op.rhs))
        case tile.CompareOp() as op:
            return (sfpu.compare_function(op), meaning(op.lhs), meaning(op.rhs))
        case tile.SelectOp() as op:
            return ("where", meaning(op.condition), meaning(op.then), meaning(op.otherwise))
        case tile.MaskOp() as op:
            return ("mask", op.number, meaning(op.block))
        case tile.BroadcastOp() as op:
            return ("spread", op.kind.data, meaning(op.block))
        case tile.ReduceOp() as op:
            return ("folded", meaning(op.block))
        case _:
            return ("input", value)


def binary(kind: str, lhs: Symbol, rhs: Symbol) -> Symbol:
    """The FPU takes the broadcast of two factors or summands second."""
    return (kind, *(sorted((lhs, rhs), key=str) if kind in COMMUTATIVE else (lhs, rhs)))


def function(name: str, lhs: Symbol, rhs: Symbol) -> Symbol:
    return binary(FPU_NAMES[name], lhs, rhs) if name in FPU_NAMES else (name, lhs, rhs)


def calls(symbol: Symbol, made: list[sfpu.Call]) -> Symbol:
    for call in made:
        symbol = (call, symbol)
    return symbol


def execute(planned: do.Plan, ops: list[Operation]) -> list[Symbol]:
    """Runs the steps on slots that begin as zeros; returns what is packed."""
    slots = [ZERO] * planned.slots
    for step in [step for op in ops for step in planned.steps[op]] + planned.final:
        match step:
            case do.Copy(source, slot):
                slots[slot] = ("input", source)
            case do.Turn(source, slot):
                slots[slot] = ("turned", ("input", source))
            case do.Fpu(kind, lhs, rhs, slot):
                assert kind != "mul" or slots[slot] == ZERO, "mul_tiles adds to the slot"
                slots[slot] = binary(kind, ("input", lhs), ("input", rhs))
            case do.FpuBroadcast(kind, lhs, op, slot):
                assert kind != "mul" or slots[slot] == ZERO, "products are added to the slot"
                slots[slot] = binary(kind, ("input", lhs), meaning(op.result))
            case do.Spread(op, slot):
                slots[slot] = meaning(op.result)
            case do.Fold(op, slot):
                assert slots[slot] == ZERO, "reduce_tile adds to the slot"
                slots[slot] = meaning(op.result)
            case do.BinaryBroadcast(name, slot, op, first, out):
                operands = (slots[slot], meaning(op.result))
                slots[out] = function(name, *(operands[::-1] if first else operands))
            case do.Ternary(_, a, b, c, out):
                slots[out] = ("where", slots[a], slots[b], slots[c])
            case do.Mask(op, slot):
                slots[slot] = ("mask", op.number, slots[slot])
            case do.Product(op, slot):
                slots[slot] = ("sum", slots[slot], "matmul", meaning(op.lhs), meaning(op.rhs))
            case do.Unary(call, slot):
                slots[slot] = (call, slots[slot])
            case do.Binary(name, lhs, rhs, out):
                slots[out] = function(name, slots[lhs], slots[rhs])
            case do.Fill(value, _, slot):
                slots[slot] = ("fill", value)
            case do.Move(source, slot, _):
                slots[slot] = slots[source]
            case do.FillWord() | do.Number():
                raise AssertionError("no op asks for it")
    return [slots[slot] for slot in planned.outputs]


@given(CHOICES, st.sampled_from([bf16, f32]), st.sets(st.integers(0, 9)))
def test_the_steps_compute_what_the_ops_say(
    choices: list[tuple[str, int, int]], element_type: Attribute, also_stored: set[int]
) -> None:
    block = block_of(element_type)
    ops = program(block, choices)
    outputs = [
        op.results[0] for n, op in enumerate(ops) if n in also_stored or not op.results[0].uses
    ]
    planned = plan(ops, outputs)
    assert execute(planned, ops) == [meaning(value) for value in outputs]


def test_a_chain_works_in_place() -> None:
    block = block_of(f32)
    ops = program(block, [("unary", 0, 0), ("scalar", 3, 2), ("unary", 4, 0)])
    planned = plan(ops, [ops[-1].results[0]])
    assert planned.slots == 1
    assert planned.outputs == [0]


def test_bfloat16_goes_through_the_fpu_and_float32_does_not() -> None:
    for element_type, expected in ((bf16, [do.Fpu]), (f32, [do.Copy, do.Copy, do.Binary])):
        ops = program(block_of(element_type), [("add", 0, 1)])
        planned = plan(ops, [ops[-1].results[0]])
        assert [type(step) for step in planned.steps[ops[0]]] == expected


def test_what_adds_to_its_slot_gets_one_that_is_still_zero() -> None:
    """The sum frees a slot of the two; neither mul_tiles nor a product may have it."""
    for kind in ("mul", "matmul"):
        choices = [("unary", 2, 0), ("scalar", 2, 0), ("add", 3, 4)]
        choices += [("fill", 0, 0), ("matmul", 0, 6)] if kind == "matmul" else [("mul", 0, 1)]
        ops = program(block_of(bf16), choices)
        outputs = [ops[2].results[0], ops[-1].results[0]]
        planned = plan(ops, outputs)
        assert planned.outputs == [1, 2]
        assert execute(planned, ops) == [meaning(value) for value in outputs]


def test_a_conversion_between_floats_is_another_name() -> None:
    block = block_of(f32)
    cast = tile.CastOp(block.args[0], bf16)
    kept = tile.UnaryOp("exp", cast.result)
    block.add_ops([cast, kept])
    planned = plan([cast, kept], [cast.result, kept.result])
    # exp must not overwrite what the cast names: it gets a copy.
    assert planned.steps[cast] == []
    assert [type(step) for step in planned.steps[kept]] == [do.Copy, do.Move, do.Unary]
    assert planned.outputs == [0, 1]


def test_an_op_without_a_function_says_so() -> None:
    block = block_of(i32)
    op = tile.UnaryOp("exp", block.args[0])
    block.add_op(op)
    with pytest.raises(sfpu.NoFunction, match="'exp' of int32"):
        plan([op], [op.result])


def test_a_broadcast_is_an_operand_mode() -> None:
    for element_type, expected in (
        (bf16, [do.FpuBroadcast]),
        (f32, [do.Copy, do.BinaryBroadcast]),
    ):
        ops = program(block_of(element_type), [("broadcast", 0, 0), ("mul", 1, 3)])
        planned = plan(ops, [ops[-1].results[0]])
        assert planned.steps[ops[0]] == []
        assert [type(step) for step in planned.steps[ops[1]]] == expected
        assert planned.slots == 1
        assert planned.scratch == (0 if element_type == bf16 else 1)
