// SFPI's vector library for the eyes of a type checker: its names, and no instructions.
//
// Every vector converts to every other and every library function takes anything, so code written
// in SFPI itself is not checked; calls of the Compute API (exp_tile, recip_tile, ...) are.
#pragma once
#include <cstdint>
#include <type_traits>
#include <utility>

#include "sfpi_constants.h"

#define sfpi_inline inline __attribute__((always_inline))
using __xtt_vector = unsigned;

namespace sfpi {

// A base of all vectors: unqualified calls such as exexp(x) look for functions where it is.
struct Here {};

namespace standin {

// What all vectors have in common, so that operators are found for them and for nothing else.
struct Lanes : Here {
    constexpr __xtt_vector get() const { return 0; }
};

template <class T>
concept Vector = std::is_base_of_v<Lanes, std::remove_cvref_t<T>>;

template <class A, class B>
concept Either = Vector<A> || Vector<B>;

template <int kind>
struct Value : Lanes {
    using value = Value;
    constexpr Value() = default;
    constexpr Value(const Value&) = default;
    template <class A>
    constexpr Value(const A&) {}
    template <class A, class B>
    constexpr Value(const A&, const B&) {}
    constexpr Value& operator=(const Value&) = default;
    template <class A>
    Value& operator=(const A&) { return *this; }
    Value& operator++() { return *this; }
    Value operator++(int) { return *this; }
    Value& operator--() { return *this; }
    Value operator--(int) { return *this; }
};

// An element of dst_reg or l_reg, or a programmable constant: assigned through a constant name.
template <class V>
struct Register : Lanes {
    using value = V;
    constexpr Register() = default;
    constexpr Register(const Register&) = default;
    V operator=(const Register&) const { return {}; }
    template <class A>
    V operator=(const A&) const { return {}; }
    operator __xtt_vector() const { return 0; }
    template <auto = 0>
    constexpr Register mode(int = 0) const { return {}; }
    constexpr const Register& in_use(bool = true) const { return *this; }
    constexpr const Register& done(bool = true) const { return *this; }
};

template <class A, class B>
struct Result { using type = typename std::remove_cvref_t<A>::value; };
template <class A, Vector B>
    requires(!Vector<A>)
struct Result<A, B> { using type = typename std::remove_cvref_t<B>::value; };
template <class A, class B = A>
using result = typename Result<A, B>::type;

}  // namespace standin

using vFloat = standin::Value<0>;
using vInt = standin::Value<1>;
using vUInt = standin::Value<2>;
using vSMag = standin::Value<3>;
using vMag = standin::Value<4>;
using vBool = standin::Value<5>;
using vFloat16a = standin::Value<6>;
using vFloat16b = standin::Value<7>;
using vUInt16 = standin::Value<8>;
using vUInt8 = standin::Value<9>;
using vSMag16 = standin::Value<10>;
using vSMag8 = standin::Value<11>;
using vLut16ss = standin::Value<12>;
using vLut16ii = standin::Value<13>;
using vLut8si = standin::Value<14>;

// Constants of 16 bits.
template <int kind>
struct Scalar16 {
    template <class A>
    constexpr explicit Scalar16(A) {}
    constexpr std::uint32_t get() const { return 0; }
};
using sFloat16a = Scalar16<0>;
using sFloat16b = Scalar16<1>;

enum class LRegs : std::uint8_t { LReg0, LReg1, LReg2, LReg3, LReg4, LReg5, LReg6, LReg7, LRegCount };
enum class DataLayout : std::uint8_t {
    Default, FSrcB, F16a, F16b, F32, I32, SM32, M32, U8, U16, U32, SM8, SM16, HI16, LO16,
    LO16_ONLY, HI16_ONLY
};
enum class RoundMode {
    NearestEven, NearestStochastic, NearestAway, Zero,
    Even = NearestEven, Nearest = NearestEven, Stochastic = NearestStochastic
};
enum class ExponentMode { Debias, NoDebias, Unbiased = Debias, Biased = NoDebias };
enum class MantissaMode { FractionOnly, WithUnitBit, ImplicitOne = WithUnitBit };
enum class FractionalHalf { Low, High };
enum class LutSign { Retain, Update };
enum class ShiftMode { Logical, Arithmetic };

namespace standin {
struct RegisterFile {
    template <class Index>
    constexpr Register<vFloat> operator[](Index) const { return {}; }
    constexpr void operator++() const {}
    constexpr void operator++(int) const {}
    constexpr void operator+=(int) const {}
};
}  // namespace standin

inline constexpr standin::RegisterFile dst_reg{}, l_reg{};
inline constexpr standin::Register<vFloat> vConst0{}, vConst1{}, vConstNeg1{}, vConst0p8373{};
inline constexpr standin::Register<vFloat> vConstFloatPrgm0{}, vConstFloatPrgm1{}, vConstFloatPrgm2{};
inline constexpr standin::Register<vInt> vConstTileId{};
inline constexpr standin::Register<vInt> vConstIntPrgm0{}, vConstIntPrgm1{}, vConstIntPrgm2{};

// Operators: arithmetic keeps the vector's type, comparisons give a condition. They stand beside
// the vectors, where a call in any namespace finds them.
namespace standin {
#define TTC_ARITHMETIC(op)                                                                     \
    template <class A, class B> requires Either<A, B>                                 \
    sfpi_inline standin::result<A, B> operator op(const A&, const B&) { return {}; }           \
    template <standin::Vector A, class B>                                                      \
    sfpi_inline A& operator op##=(A& a, const B&) { return a; }                                \
    template <standin::Vector A, class B>                                                      \
    sfpi_inline const A& operator op##=(const A& a, const B&) { return a; }
TTC_ARITHMETIC(+) TTC_ARITHMETIC(-) TTC_ARITHMETIC(*) TTC_ARITHMETIC(/) TTC_ARITHMETIC(&)
TTC_ARITHMETIC(|) TTC_ARITHMETIC(^) TTC_ARITHMETIC(<<) TTC_ARITHMETIC(>>)
#undef TTC_ARITHMETIC
#define TTC_CONDITION(op)                                                                      \
    template <class A, class B> requires Either<A, B>                                 \
    sfpi_inline vBool operator op(const A&, const B&) { return {}; }
TTC_CONDITION(==) TTC_CONDITION(!=) TTC_CONDITION(<) TTC_CONDITION(<=) TTC_CONDITION(>)
TTC_CONDITION(>=) TTC_CONDITION(&&) TTC_CONDITION(||)
#undef TTC_CONDITION
#define TTC_SIGN(op)                                                                           \
    template <standin::Vector A>                                                               \
    sfpi_inline standin::result<A> operator op(const A&) { return {}; }
TTC_SIGN(-) TTC_SIGN(+) TTC_SIGN(~)
#undef TTC_SIGN
template <standin::Vector A>
sfpi_inline vBool operator!(const A&) { return {}; }
}  // namespace standin

// Functions with a result of one type, whatever they are given.
#define TTC_GIVES(type, name)                                                                  \
    template <class... A>                                                                      \
    sfpi_inline type name(const A&...) { return type(); }
TTC_GIVES(vInt, exexp) TTC_GIVES(vInt, exexp_nodebias) TTC_GIVES(vInt, exman)
TTC_GIVES(vInt, exman8) TTC_GIVES(vInt, exman9) TTC_GIVES(vInt, lz) TTC_GIVES(vInt, lz_nosgn)
TTC_GIVES(vInt, fractional_mul)
TTC_GIVES(vFloat, setexp) TTC_GIVES(vFloat, copyexp) TTC_GIVES(vFloat, addexp)
TTC_GIVES(vFloat, setman) TTC_GIVES(vFloat, copyman) TTC_GIVES(vFloat, lut) TTC_GIVES(vFloat, lut2)
TTC_GIVES(vFloat, lut_sign) TTC_GIVES(vFloat, lut2_sign) TTC_GIVES(vFloat, approx_recip)
TTC_GIVES(vFloat, approx_exp) TTC_GIVES(vFloat, int32_to_float)
TTC_GIVES(vFloat, float_to_fp16a) TTC_GIVES(vFloat, float_to_fp16b)
TTC_GIVES(vFloat, subvec_shflror1) TTC_GIVES(vFloat, subvec_shflshr1)
TTC_GIVES(vBool, is_inf) TTC_GIVES(vBool, is_nan) TTC_GIVES(vBool, is_finite)
TTC_GIVES(vBool, is_pos) TTC_GIVES(vBool, is_neg) TTC_GIVES(vBool, nearby)
TTC_GIVES(void, vec_min_max) TTC_GIVES(void, vec_swap) TTC_GIVES(void, subvec_transp)
TTC_GIVES(void, dst_face_advance)
#undef TTC_GIVES

// Functions whose result is of their first argument's type.
#define TTC_KEEPS(name)                                                                        \
    template <standin::Vector V, class... A>                                                   \
    sfpi_inline standin::result<V> name(const V&, const A&...) { return {}; }
TTC_KEEPS(abs) TTC_KEEPS(setsgn) TTC_KEEPS(setsgn2) TTC_KEEPS(copysgn) TTC_KEEPS(shft)
TTC_KEEPS(clamp) TTC_KEEPS(symmetric_clamp)
#undef TTC_KEEPS

template <class A, class B> requires standin::Either<A, B>
sfpi_inline standin::result<A, B> min(const A&, const B&) { return {}; }
template <class A, class B> requires standin::Either<A, B>
sfpi_inline standin::result<A, B> max(const A&, const B&) { return {}; }
template <class A, class B>
sfpi_inline std::pair<standin::result<A>, standin::result<A>> min_max(const A&, const B&) { return {}; }

// Conversions: the type is the template argument.
template <class T, class... A>
sfpi_inline T as(const A&...) { return T(); }
template <class T, class... A>
sfpi_inline T convert(const A&...) { return T(); }
template <class T, class... A>
sfpi_inline T reinterpret(const A&...) { return T(); }

struct lreg_pressure {
    lreg_pressure(bool = true) {}
    ~lreg_pressure() {}
};

}  // namespace sfpi

// Predicated blocks: all branches are parsed, none is left out.
#define v_if(condition) { { static_cast<void>(::sfpi::vBool(condition)); {
#define v_elseif(condition) } { static_cast<void>(::sfpi::vBool(condition)); } {
#define v_else } {
#define v_endif } } }
#define v_block { {
#define v_and(condition) static_cast<void>(::sfpi::vBool(condition))
#define v_endblock } }

#define __builtin_rvtt_sfpmad(...) ::sfpi::vFloat()
#define __builtin_rvtt_sfpgt(...) ::sfpi::vFloat()
