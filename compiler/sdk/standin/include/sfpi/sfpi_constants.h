// Fields of SFPU instructions by SFPI's names, as far as the SDK's headers use them.
#pragma once

namespace sfpi {

inline constexpr unsigned SFP_LREG_COUNT = 8;
inline constexpr unsigned SFP_DESTREG_STRIDE = 2;

inline constexpr unsigned SFPABS_MOD1_INT = 0;
inline constexpr unsigned SFPABS_MOD1_FLOAT = 1;

inline constexpr unsigned SFPARECIP_MOD1_RECIP = 0;

inline constexpr unsigned SFPCAST_MOD1_INT32_TO_FP32_RNE = 0;
inline constexpr unsigned SFPCAST_MOD1_SM32_TO_FP32_RNE = 0;

inline constexpr unsigned SFPENCC_IMM12_BOTH = 3;
inline constexpr unsigned SFPENCC_MOD1_EU_R1 = 0;
inline constexpr unsigned SFPENCC_MOD1_EI_RI = 10;

inline constexpr unsigned SFPEXEXP_MOD1_SET_CC_SGN_EXP = 2;
inline constexpr unsigned SFPEXEXP_MOD1_SET_CC_COMP_EXP = 8;

inline constexpr unsigned SFPEXMAN_MOD1_PAD8 = 0;
inline constexpr unsigned SFPEXMAN_MOD1_PAD9 = 1;

inline constexpr unsigned SFPIADD_MOD1_ARG_LREG_DST = 0;
inline constexpr unsigned SFPIADD_MOD1_ARG_IMM = 1;
inline constexpr unsigned SFPIADD_MOD1_ARG_2SCOMP_LREG_DST = 2;
inline constexpr unsigned SFPIADD_MOD1_CC_LT0 = 0;
inline constexpr unsigned SFPIADD_MOD1_CC_NONE = 4;
inline constexpr unsigned SFPIADD_MOD1_CC_GTE0 = 8;

inline constexpr unsigned SFPLOAD_MOD0_FMT_SRCB = 0;
inline constexpr unsigned SFPLOAD_MOD0_FMT_FP16A = 1;
inline constexpr unsigned SFPLOAD_MOD0_FMT_FP16B = 2;
inline constexpr unsigned SFPLOAD_MOD0_FMT_FP32 = 3;
inline constexpr unsigned SFPLOAD_MOD0_FMT_INT32 = 4;
inline constexpr unsigned SFPLOAD_MOD0_FMT_UINT16 = 6;
inline constexpr unsigned SFPLOAD_MOD0_FMT_LO16 = 9;

inline constexpr unsigned SFPLOADI_MOD0_FLOATB = 0;
inline constexpr unsigned SFPLOADI_MOD0_FLOATA = 1;
inline constexpr unsigned SFPLOADI_MOD0_USHORT = 2;
inline constexpr unsigned SFPLOADI_MOD0_SHORT = 4;
inline constexpr unsigned SFPLOADI_MOD0_UPPER = 8;
inline constexpr unsigned SFPLOADI_MOD0_LOWER = 10;

inline constexpr unsigned SFPLZ_MOD1_CC_NE0 = 2;

inline constexpr unsigned SFPMAD_MOD1_OFFSET_NONE = 0;

inline constexpr unsigned SFPMUL24_MOD1_LOWER = 0;
inline constexpr unsigned SFPMUL24_MOD1_UPPER = 1;

inline constexpr unsigned SFPSETCC_MOD1_LREG_LT0 = 0;
inline constexpr unsigned SFPSETCC_MOD1_LREG_NE0 = 2;
inline constexpr unsigned SFPSETCC_MOD1_LREG_GTE0 = 4;
inline constexpr unsigned SFPSETCC_MOD1_LREG_EQ0 = 6;

inline constexpr unsigned SFPSHFT_MOD1_SHIFT_IMM = 0;

inline constexpr unsigned SFPSHFT2_MOD1_SUBVEC_SHFLROR1 = 3;
inline constexpr unsigned SFPSHFT2_MOD1_SUBVEC_SHFLSHR1 = 4;
inline constexpr unsigned SFPSHFT2_MOD1_SHFT_LREG = 5;
inline constexpr unsigned SFPSHFT2_MOD1_SHFT_IMM = 6;

inline constexpr unsigned SFPSTOCHRND_RND_EVEN = 0;
inline constexpr unsigned SFPSTOCHRND_RND_STOCH = 1;
inline constexpr unsigned SFPSTOCHRND_MOD1_FP32_TO_FP16A = 0;
inline constexpr unsigned SFPSTOCHRND_MOD1_FP32_TO_FP16B = 1;
inline constexpr unsigned SFPSTOCHRND_MOD1_FP32_TO_UINT8 = 2;
inline constexpr unsigned SFPSTOCHRND_MOD1_FP32_TO_INT8 = 3;
inline constexpr unsigned SFPSTOCHRND_MOD1_FP32_TO_UINT16 = 6;
inline constexpr unsigned SFPSTOCHRND_MOD1_FP32_TO_INT16 = 7;

inline constexpr unsigned SFPSTORE_MOD0_FMT_SRCB = 0;
inline constexpr unsigned SFPSTORE_MOD0_FMT_FP16A = 1;
inline constexpr unsigned SFPSTORE_MOD0_FMT_FP16B = 2;
inline constexpr unsigned SFPSTORE_MOD0_FMT_FP32 = 3;
inline constexpr unsigned SFPSTORE_MOD0_FMT_INT32 = 4;
inline constexpr unsigned SFPSTORE_MOD0_FMT_UINT16 = 6;
inline constexpr unsigned SFPSTORE_MOD0_FMT_LO16 = 9;

inline constexpr unsigned SFPSWAP_MOD1_SWAP = 0;
inline constexpr unsigned SFPSWAP_MOD1_VEC_MIN_MAX = 1;

}  // namespace sfpi
