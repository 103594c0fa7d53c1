"""Translated kernels compute what C++ computes; `out(x)` of a tiny library collects values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ttc.runtime_sim import SimulationError
from ttc.runtime_sim.calls import KernelCall
from ttc.runtime_sim.cpp.translate import Library, translate

LIBRARY = Library(
    "test",
    {
        "out": KernelCall("out", 1, 1),
        "stop": KernelCall("stop", 1, 1, blocking=True),
        "word": KernelCall("word", 0, 0, "u32"),
        "flag": KernelCall("flag", 1, 2, "bool", templates=True),
    },
    {"SIZE"},
)


class Host:
    """Stands for a thread: `stop(n)` makes its caller wait n times in all."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.stops = 0

    def bind(self, name: str) -> Callable[..., Any]:
        return getattr(self, name)

    def constant(self, name: str) -> int:
        return 512

    def out(self, value: Any) -> None:
        self.values.append(value)

    def word(self) -> int:
        return 0xFFFFFFFE

    def flag(self, a: int, b: int = 0, *, template: tuple[Any, ...] = ()) -> bool:
        self.values.append((a, b, template))
        return True

    def stop(self, times: int) -> bool:
        self.stops += 1
        return self.stops <= times


def values(body: str, before: str = "", **defines: str) -> list[Any]:
    text = f"{before}\nvoid kernel_main() {{\n{body}\n}}\n"
    kernel = translate(text, "k.cpp", LIBRARY, tuple(defines.items()))
    host = Host()
    for _ in kernel.start(host):
        pass
    return host.values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("word() + 5", 3),
        ("word() * word()", 4),
        ("uint32_t(0) - 1", 0xFFFFFFFF),
        ("(uint32_t(0) - 1) / 2", 0x7FFFFFFF),
        ("(word() + 4) % 3", 2),
        ("word() << 4", 0xFFFFFFE0),
        ("(word() << 1) >> 1", 0x7FFFFFFE),
        ("~word()", 1),
        ("-word()", 2),
        ("word() + 5 < 4", True),
        ("word() > -1", False),  # -1 becomes the largest unsigned number
        ("-7 / 2", -3),
        ("-7 % 3", -1),
        ("7 / -2", -3),
        ("1 << 31 >> 31", -1),
        ("0x80000000 >> 31", 1),
        ("(uint64_t)word() + 5", 0x100000003),
        ("(uint8_t)0x1ff", 0xFF),
        ("(int8_t)0xff", -1),
        ("(int32_t)word()", -2),
        ("static_cast<uint16_t>(word())", 0xFFFE),
        ("1.5f * 2", 3.0),
        ("(uint32_t)2.9f", 2),
        ("0.1f + 0.2f", 0.30000001192092896),
        ("std::bit_cast<uint32_t>(1.0f)", 0x3F800000),
        ("std::bit_cast<float>(0x40490fdb)", 3.1415927410125732),
        ("true ? 3 : 4", 3),
        ("1 && 2", True),
        ("0 || 0", False),
        ("!5", False),
        ("(1 && 2) + 1", 2),
        ("std::min(3, 5)", 3),
        ("std::max(word(), word() - 1)", 0xFFFFFFFE),
        ("std::min<uint32_t>(word(), 4)", 4),
        ("std::max<int32_t>(word(), 4)", 4),  # as a signed number it is -2
        ("std::max<float>(1, 2.5f)", 2.5),
        ("std::min<uint32_t>(uint32_t(0) - 1, 7) + 1", 8),
        ("SIZE / 2", 256),
        ("sizeof(uint16_t)", 2),
        ("5 & 3 | 8", 9),
        ("6 ^ 3", 5),
        ("(2, 7)", 7),
    ],
)  # fmt: skip
def test_expressions(text: str, value: object):
    (found,) = values(f"out({text});")
    assert found == value
    assert type(found) is type(value) or isinstance(value, int)


def test_variables_wrap_where_they_are_stored():
    assert values("uint32_t a = 0; a -= 3; out(a); a += 5; out(a); ++a; out(a--); out(a);") == [
        0xFFFFFFFD, 2, 3, 2,
    ]  # fmt: skip
    assert values("uint8_t a = 250; a += 10; out(a);") == [4]
    assert values("int a = 2147483647; a += 1; out(a);") == [-2147483648]


def test_division_by_zero_is_left_to_the_scheduler():
    with pytest.raises(ZeroDivisionError):
        values("uint32_t a = 0; out(1 / a);")


def test_scopes_shadow():
    body = """
        uint32_t a = 1;
        { uint32_t a = 2; out(a); }
        out(a);
        for (int a = 5; a < 6; a++) out(a);
        out(a);
    """
    assert values(body) == [2, 1, 5, 1]


def test_loops():
    assert values("for (uint32_t i = 2; i < 8; i += 2) out(i);") == [2, 4, 6]
    assert values("for (uint32_t i = 0; i <= 2; ++i) { if (i == 1) continue; out(i); }") == [0, 2]
    assert values("for (int i = 3; i >= 0; --i) { if (i == 2) continue; out(i); }") == [3, 1, 0]
    assert values("for (uint32_t i = 0; i < 9; ++i) { if (i == 2) break; out(i); }") == [0, 1]
    assert values("uint32_t i = 0; while (i < 3) { ++i; if (i == 2) continue; out(i); }") == [1, 3]
    assert values("uint32_t i = 0; do { out(i); } while (++i < 2);") == [0, 1]
    assert values("for (;;) { out(1); break; }") == [1]
    assert values("for (uint32_t i = 0, j = 9; i < j; i += 2, --j) out(j);") == [9, 8, 7]


def test_a_loop_whose_bound_changes_is_not_a_range():
    body = "uint32_t n = 3; for (uint32_t i = 0; i < n; ++i) { if (i == 0) n = 5; out(i); }"
    assert values(body) == [0, 1, 2, 3, 4]
    body = """
        uint32_t n = 3;
        auto grow = [&]() { n = 4; };
        for (uint32_t i = 0; i < n; ++i) { grow(); out(i); }
    """
    assert values(body) == [0, 1, 2, 3]
    assert values("for (uint32_t i = 0; i < 4; ++i) { ++i; out(i); }") == [1, 3]


def test_functions_templates_and_defaults():
    before = """
        constexpr uint32_t base = 10;
        template <uint32_t N> uint32_t scaled(uint32_t a, uint32_t b = 1) { return a * N + b; }
        template <typename T> T narrow(uint32_t a) { return static_cast<T>(a); }
        inline uint32_t next(uint32_t a) { a += base; return a; }
        bool positive(int a) { if (a > 0) return true; return false; }
    """
    body = """
        out(scaled<3>(2)); out(scaled<3>(2, 5)); out(narrow<uint8_t>(300)); out(next(word()));
        out(positive(-1));
    """
    assert values(body, before) == [7, 11, 44, 8, False]


def test_names_that_mean_something_to_python():
    before = "namespace inner { uint32_t pass(uint32_t lambda) { return lambda + 1; } }"
    body = (
        "uint32_t in = inner::pass(1), sum = 2, _t = 3; out(in + sum + _t); out(std::max(in, sum));"
    )
    assert values(body, before) == [7, 2]


def test_globals_are_shared_by_functions():
    before = "static uint32_t count = 0; void step() { count += 2; }"
    assert values("step(); step(); out(count);", before) == [4]


def test_lambdas():
    body = """
        uint32_t sum = 0;
        auto add = [&](uint32_t x) { sum += x; return sum; };
        add(2);
        out(add(3));
        uint32_t held = 1;
        auto copy = [=]() { return held; };
        held = 9;
        out(copy());
        out(sum);
    """
    assert values(body) == [5, 1, 5]


def test_lambdas_as_arguments():
    before = "template <typename F> void twice(F f) { f(1); f(2); }"
    assert values("twice([&](uint32_t x) { out(x); });", before) == [1, 2]
    assert values("auto f = [&](uint32_t x) { stop(1); out(x); }; twice(f);", before) == [1, 2]


def test_arrays():
    body = """
        uint32_t a[4] = {1, 2};
        a[2] += 7; a[0]++;
        for (uint32_t i = 0; i < 4; ++i) out(a[i]);
        uint32_t m[2][3] = {{1, 2, 3}, {4, 5, 6}};
        out(m[1][2]);
        const uint32_t t[] = {8, 9};
        out(t[1]);
    """
    assert values(body) == [2, 2, 7, 0, 6, 9]
    with pytest.raises(Exception, match="element 4 of an array of 4 is accessed"):
        values("uint32_t a[4]; out(a[4]);")


def test_assignments_within_expressions():
    assert values("uint32_t a, b; a = b = 3; out(a + b); out(a++ + ++b); out(a); out(b);") == [
        6, 7, 4, 4,
    ]  # fmt: skip


def test_waiting_goes_through_functions():
    before = "void inner(uint32_t n) { stop(n); out(n); } void outer() { inner(2); }"
    text = f"{before}\nvoid kernel_main() {{\nouter();\nstop(3);\nout(9);\n}}\n"
    kernel = translate(text, "k.cpp", LIBRARY)
    host = Host()
    generator = kernel.start(host)
    assert next(generator) is None
    assert kernel.place_of(generator).line == 1
    assert list(generator) == [None]
    assert host.values == [2, 9]


def test_defines_of_host_and_file():
    assert values("out(N * 2);", "#define N (3 + 1)") == [8]
    assert values("out(N);", N="7") == [7]
    assert values("EMIT(4);", EMIT="out") == [4]


def test_template_arguments_reach_the_call():
    assert values("flag<true, DataFormat::Float32>(1); flag(1, 2);") == [
        (1, 0, (True, 0)), (1, 2, ()),
    ]  # fmt: skip
    assert values("flag<ReduceDim::REDUCE_ROW, uint8_t>(1);") == [(1, 0, ("REDUCE_ROW", "uint8_t"))]


def test_if_constexpr_and_static_assert():
    body = "constexpr uint32_t n = 3; if constexpr (n > 2) { out(1); } else { out(2); }"
    assert values(body + " static_assert(n == 3);") == [1]
    with pytest.raises(Exception, match="static_assert failed: no"):
        values('static_assert(1 == 2, "no");')


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("outt(1);", "does not know outt; is it out?"),
        ("out(1, 2);", "out takes 1 argument, 2 given"),
        ("flag();", "flag takes 1 to 2 arguments, 0 given"),
        ("out<3>(1);", "out takes no template arguments"),
        ("out(missing);", "does not know missing"),
        ("wrong_t x = 3;", "does not know the type wrong_t"),
        ("word() = 4;", "this cannot be assigned to"),
        ("uint32_t x = 1; out(&x);", "no addresses of local variables"),
        ("out(DataFormat::Nothing);", "no format Nothing"),
        ("out(std::min(1));", "std::min takes 2 arguments, 1 given"),
        (
            "out(std::max(word(), 1));",
            "one type, not uint32_t and int32_t; write std::max<uint32_t>",
        ),
        ("auto f = [](uint32_t a) {}; f();", "f takes 1 arguments, 0 given"),
    ],
)  # fmt: skip
def test_refusals(body: str, message: str):
    with pytest.raises(SimulationError) as caught:
        values(body)
    assert message in caught.value.message
    assert caught.value.span is not None
    assert caught.value.span.line == 3


def test_reference_parameters_are_refused():
    with pytest.raises(SimulationError, match="no reference parameters"):
        values("", "void f(uint32_t& a) { a = 1; }")


def test_kernel_main_is_needed():
    with pytest.raises(SimulationError, match="no function kernel_main"):
        translate("void MAIN() {}", "k.cpp", LIBRARY)
