// Standard normal draws by Box and Muller's transform of hashed counters: number k of a key is the same whatever the
// instruction set and the threads, up to rounding, and no draw waits for another.
#pragma once
#include "blocks.h"

namespace CORE_ISA {

/** 32 well-mixed bits of a counter under a key: twice the finalizer "lowbias32" (C. Wellons, hash-prospector, 2018). */
static inline VecBits mixed(VecBits x, uint32_t first_key, uint32_t second_key) {
  x ^= first_key;
  for (int round = 0; round < 2; round++) {
    x = (x ^ (x >> 16)) * 0x21f0aaadu;
    x = (x ^ (x >> 15)) * 0x735a2d97u;
    x ^= x >> 15;
    if (round == 0) x ^= second_key;
  }
  return x;
}

/** out[k] and out[half + k] are the two normals of counters 2 k and 2 k + 1, half being n / 2 rounded up. */
static inline void normals(long n, uint32_t first_key, uint32_t second_key, float* out) {
  constexpr long TASK = 8192;
  const long half = (n + 1) / 2;
  parallel(ceil_div(half, TASK), [=](long task) {
    VecBits lanes;
    for (int lane = 0; lane < LANES; lane++) lanes[lane] = (uint32_t)lane;
    by_vectors(task * TASK, smaller(half, (task + 1) * TASK), [=](long k, int width) {
      const VecBits counter = (lanes + (uint32_t)k) * 2u;
      const VecBits a = mixed(counter, first_key, second_key), b = mixed(counter + 1u, first_key, second_key);
      // a radius from 24 bits, above 0 and up to 1, so that its logarithm is a number
      const Vec uniform = __builtin_convertvector((VecInt)(a >> 8) + 1, Vec) * 0x1p-24f;
      const Vec radius = sqrt(max(log(uniform) * -2.0f, Vec{}));  // log 1 may round to either side of 0
      // an angle within an eighth of a turn of one of the four axes, from the other 30 and 2 bits
      const Vec x = __builtin_convertvector((VecInt)(b << 2), Vec) * (1.57079632679489662f * 0x1p-32f);
      const Vec z = x * x;
      const Vec sine = ((z * -1.9515295891e-4f + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * x + x;
      const Vec cosine =
          ((z * 2.443315711809948e-5f - 1.388731625493765e-3f) * z + 4.166664568298827e-2f) * z * z - z * 0.5f + 1.0f;
      const VecInt swapped = (VecInt)(b << 1) >> 31;  // all ones where the last bit but one is set
      const VecBits sign = b & 0x80000000u;
      give(out + k, (Vec)((VecBits)(radius * pick(swapped, sine, cosine)) ^ sign), width);
      const int second = (int)smaller(width, n - half - k);  // an odd number of draws leaves the last one's twin out
      if (second > 0) give(out + half + k, (Vec)((VecBits)(radius * pick(swapped, cosine, sine)) ^ sign), second);
    });
  });
}

}  // namespace CORE_ISA
