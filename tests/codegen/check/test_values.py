"""Arithmetic of symbolic counts: every result has the value of the expression it stands for."""

from hypothesis import given
from hypothesis import strategies as st

from ttc.codegen.check.poly import ONE, ZERO, Poly, renamed
from ttc.codegen.check.tokens import spoken
from ttc.codegen.check.values import Symbols, implied

NAMES = ("x", "y")
Assignment = dict[str, int]


@st.composite
def polys(draw: st.DrawFn) -> Poly:
    """Polynomials in `x` and `y` with non-negative values where both are."""
    terms = draw(
        st.lists(st.tuples(st.lists(st.sampled_from(NAMES), max_size=2), st.integers(0, 9)))
    )
    return Poly.sum((tuple(sorted(symbols)), factor) for symbols, factor in terms)


assignments = st.fixed_dictionaries({name: st.integers(0, 20) for name in NAMES})


def value(poly: Poly, at: Assignment) -> int:
    """The polynomial's value; texts of opaque symbols are evaluated as the C++ they are."""
    names = dict[str, int](at)
    total = 0
    for symbols, factor in poly.terms:
        for symbol in symbols:
            text = symbol.replace("/", "//").strip("[]")
            factor *= int(eval(text, {}, names))
        total += factor
    return total


@given(polys(), polys(), assignments)
def test_sums_and_products(left: Poly, right: Poly, at: Assignment):
    assert value(left + right, at) == value(left, at) + value(right, at)
    assert value(left - right, at) == value(left, at) - value(right, at)
    assert value(left * right, at) == value(left, at) * value(right, at)


@given(polys(), st.integers(1, 12), assignments)
def test_quotients_and_remainders(poly: Poly, divisor: int, at: Assignment):
    symbols, by = Symbols("test"), Poly.of(divisor)
    assert value(symbols.divide(poly, by), at) == value(poly, at) // divisor
    assert value(symbols.modulo(poly, by), at) == value(poly, at) % divisor


@given(polys(), polys(), assignments)
def test_comparisons_are_one_or_zero(left: Poly, right: Poly, at: Assignment):
    symbols = Symbols("test")
    assert value(symbols.less(left, right), at) == (value(left, at) < value(right, at))
    assert value(symbols.equal(left, right), at) == (value(left, at) == value(right, at))


@given(polys(), st.integers(0, 9), assignments)
def test_bounds_hold(poly: Poly, most: int, at: Assignment):
    symbols = Symbols("test", {name: (0, most) for name in NAMES})
    low, high = symbols.bounds(poly)
    within = {name: min(number, most) for name, number in at.items()}
    assert low is not None
    assert high is not None
    assert low <= value(poly, within) <= high


@given(polys(), polys(), polys(), st.integers(0, 9), assignments)
def test_bounds_of_a_choice_hold(left: Poly, right: Poly, other: Poly, most: int, at: Assignment):
    symbols = Symbols("test", {name: (0, most) for name in NAMES})
    less = symbols.less(left, right)
    chosen = right + less * (left - right)
    within = {name: min(number, most) for name, number in at.items()}
    for poly in (chosen, other - chosen, less * other + chosen):
        low, high = symbols.bounds(poly)
        assert low is not None
        assert high is not None
        assert low <= value(poly, within) <= high
    assert value(chosen, within) == min(value(left, within), value(right, within))
    highest = [symbols.bounds(side)[1] for side in (left, right)]
    assert symbols.bounds(chosen)[1] == min(n for n in highest if n is not None)


def test_a_smaller_number_is_below_both():
    symbols = Symbols("test", {"i": (0, 1), "n": (0, None)})
    i, n, two = Poly.symbol("i"), Poly.symbol("n"), Poly.of(2)
    left = symbols.less(ONE, two - i)
    assert symbols.bounds(two - i + left * (ONE - two + i)) == (1, 1)
    assert symbols.bounds(two + symbols.less(n, two) * (n - two)) == (0, 2)
    inner = two + symbols.less(n, two) * (n - two)
    assert symbols.bounds(i + symbols.less(inner, i) * (inner - i)) == (0, 1)


def test_an_index_ends_with_its_loop():
    symbols = Symbols("test", {"first": (0, 2), "i0": (0, 2)})
    first, i = Poly.symbol("first"), Poly.symbol("i0")
    symbols.last["i0"] = Poly.of(2) - first
    assert symbols.bounds(first + i) == (0, 2)
    assert symbols.bounds(first - i) == (-2, 2)


def test_ranges_simplify_quotients():
    symbols = Symbols("test", {"i": (0, 3)})
    i, four = Poly.symbol("i"), Poly.of(4)
    assert symbols.divide(Poly.symbol("work") * four + i, four) == Poly.symbol("work")
    assert symbols.modulo(Poly.symbol("work") * four + i, four) == i
    assert symbols.bounds(symbols.modulo(Poly.symbol("work"), four)) == (0, 3)


def test_a_sum_over_a_loop():
    symbols = Symbols("test")
    i, count = Poly.symbol("i0"), Poly.symbol("work.count")
    assert symbols.total(Poly.of(3), "i0", count) == Poly.of(3) * count
    first = symbols.equal(i, ZERO)
    assert symbols.total(first, "i0", Poly.of(5)) == ONE
    assert symbols.total(ONE - first, "i0", Poly.of(5)) == Poly.of(4)
    assert symbols.total(symbols.equal(i, Poly.of(9)), "i0", Poly.of(5)) != ONE
    assert str(symbols.total(i, "i0", count)) == "sum($1 < work.count: $1)"


def test_equal_sums_are_equal_whatever_their_loop_is_called():
    symbols = Symbols("test")
    three = Poly.of(3)
    one = symbols.total(Poly.symbol("i0") * Poly.symbol("i1"), "i0", three)
    two = symbols.total(Poly.symbol("i7") * Poly.symbol("i1"), "i7", three)
    assert one == two
    assert renamed("(i1 + i10)", "i1", "$1") == "($1 + i10)"


def test_an_indicator_is_its_own_square():
    holds = Poly.symbol("[x == 0]")
    assert holds * holds == holds
    assert holds * Poly.symbol("x") == ZERO
    assert str(ONE - holds) == "1 - [x == 0]"


def test_a_path_implies_its_conditions():
    a, b = Poly.symbol("[a < 0]"), Poly.symbol("[b < 0]")
    assert implied(a * b) == {"[a < 0]": 1, "[b < 0]": 1}
    assert implied(ONE - a) == {"[a < 0]": 0}
    assert implied(ONE - a * b) == {}


def test_a_long_count_is_not_spelled_out():
    short = Poly.symbol("work.count") * Poly.of(2) + ONE
    assert spoken(short) == "1 + 2*work.count"
    long = Poly.sum(((f"[i{n} < 0]", "work.count"), n) for n in range(1, 9))
    assert spoken(long) == "a sum of 8 terms"
    assert spoken(Poly.symbol("?r:3:4")) == "an unknown number"
