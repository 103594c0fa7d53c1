"""What is known of index values, against their values in every turn of a loop nest."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st
from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, i32
from xdsl.ir import Block, OpResult, SSAValue

from ttc.passes.affine import Linear, divided_exactly, divisor_of, linear, range_of
from ttc.passes.build import Emitter, below, constant_of

I_TURNS, J_TURNS = range(5), range(0, 64, 32)

Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "sub", "mul", "div", "rem", "min", "max"]),
        st.integers(0, 20),
        st.integers(0, 20),
    ),
    max_size=6,
)


@dataclass
class Nest:
    """`for i in 0..4: for j in 0, 32:` and an emitter for the body."""

    e: Emitter
    i: SSAValue
    j: SSAValue

    @staticmethod
    def make() -> "Nest":
        outer, e = Emitter(Block()).loop(I_TURNS.stop, "i")
        inner, e = e.loop(J_TURNS.stop, "j", J_TURNS.step)
        return Nest(e, outer.body.block.args[0], inner.body.block.args[0])

    def values(self, value: SSAValue) -> Iterator[int]:
        for i, j in product(I_TURNS, J_TURNS):
            yield evaluate(value, {self.i: i, self.j: j})


def evaluate(value: SSAValue, known: dict[SSAValue, int]) -> int:
    if value in known:
        return known[value]
    number = constant_of(value)
    if number is not None:
        return number
    assert isinstance(value, OpResult)
    a, b = (evaluate(operand, known) for operand in value.op.operands)
    match value.op:
        case arith.AddiOp():
            return a + b
        case arith.SubiOp():
            return a - b
        case arith.MuliOp():
            return a * b
        case arith.DivUIOp():
            return a // b
        case arith.RemUIOp():
            return a % b
        case arith.MinUIOp():
            return min(a, b)
        case arith.MaxUIOp():
            return max(a, b)
        case _:
            raise AssertionError(value.op.name)


def expression(nest: Nest, steps: list[Step]) -> SSAValue:
    """Makes index arithmetic that is never negative and divides by constants only."""
    e = nest.e
    values = [nest.i, nest.j, e.index(1), e.index(32), e.index(96)]
    for kind, left, right in steps:
        a, b = values[left % len(values)], values[right % len(values)]
        match kind:
            case "add":
                made = e.add(a, b)
            case "sub":
                assume(all(x >= y for x, y in zip(nest.values(a), nest.values(b), strict=True)))
                made = e.sub(a, b)
            case "mul":
                made = e.mul(a, right + 1)
            case "div":
                made = e.div(a, right + 1)
            case "rem":
                made = e.rem(a, right + 1)
            case "min":
                made = e.emit(arith.MinUIOp(a, b)).result
            case _:
                made = e.emit(arith.MaxUIOp(a, b)).result
        values.append(made)
    return values[-1]


@given(STEPS)
def test_a_linear_form_has_the_value(steps: list[Step]) -> None:
    nest = Nest.make()
    value = expression(nest, steps)
    form = linear(value)
    for i, j in product(I_TURNS, J_TURNS):
        known = {nest.i: i, nest.j: j}
        total = sum(c * evaluate(term, known) for term, c in form.terms.items())
        assert total + form.constant == evaluate(value, known)


@given(STEPS)
def test_every_value_is_in_the_range(steps: list[Step]) -> None:
    nest = Nest.make()
    value = expression(nest, steps)
    low, high = range_of(value)
    assert all(low <= number <= high for number in nest.values(value))


@given(STEPS)
def test_every_value_is_divisible_by_the_divisor(steps: list[Step]) -> None:
    nest = Nest.make()
    value = expression(nest, steps)
    divisor = divisor_of(value)
    numbers = list(nest.values(value))
    assert all(number % divisor == 0 for number in numbers) if divisor else not any(numbers)


@given(STEPS, st.sampled_from([2, 3, 32]))
def test_an_exact_division_divides(steps: list[Step], divisor: int) -> None:
    nest = Nest.make()
    value = expression(nest, steps)
    quotient = divided_exactly(nest.e, value, divisor)
    assume(quotient is not None)
    assert quotient is not None
    pairs = zip(nest.values(value), nest.values(quotient), strict=True)
    assert all(number == divisor * part for number, part in pairs)


def test_ranges_of_loops_are_tight() -> None:
    nest = Nest.make()
    assert range_of(nest.i) == (0, 4)
    assert range_of(nest.j) == (0, 32)
    assert range_of(nest.e.sub(nest.e.index(4), nest.i)) == (0, 4)


def test_a_value_in_a_known_range_stands_for_itself() -> None:
    """A work item is `start + i`, of which neither part has a range that is known."""
    nest = Nest.make()
    item = below(nest.e.add(nest.i, nest.j), 3)
    assert linear(nest.e.mul(item, 4)) == Linear({item: 4})
    assert range_of(nest.e.mul(item, 4)) == (0, 8)
    assert linear(below(nest.e.add(nest.i, nest.j), 1)) == Linear()


def test_a_loop_that_ends_at_another_variable_bounds_their_sum() -> None:
    """`h + r - 1` for `r in range(max(0, 1 - h), min(3, 7 - h))` is a row of 6."""
    outer, e = Emitter(Block()).loop(6, "h")
    h = outer.body.block.args[0]
    first = e.emit(arith.MaxSIOp(e.index(0), e.sub(e.index(1), h))).result
    end = e.emit(arith.MinSIOp(e.index(3), e.sub(e.index(7), h))).result
    inner, e = e.loop(end, "r")
    inner.operands[0] = first
    assert range_of(e.sub(e.add(h, inner.body.block.args[0]), e.index(1))) == (0, 5)


def test_a_number_of_the_author_has_either_sign() -> None:
    e = Emitter(Block(arg_types=[i32]))
    number = e.emit(arith.IndexCastOp(e.top.args[0], IndexType())).result
    low, high = range_of(e.add(number, e.index(1)))
    assert low < 0 < high
