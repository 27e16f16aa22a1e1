// A linear layer on gathered rows of a frozen table, and its weight gradient: most of a training step's arithmetic.
#pragma once
#include "gemm.h"

namespace CORE_ISA {

/** out [n, width] = x[rows] w + bias: the rows are read where they lie. */
static inline void project_rows(
    long n, long dimension, long width, const float* x, const int32_t* rows, const float* w, const float* bias,
    float* out) {
  Scratch packed(packed_size(dimension, width));
  pack(w, width, 1, dimension, width, packed.data);
  multiply_packed(Rows{x, dimension, 1, rows}, n, packed.data, dimension, width, out, bias);
}

/**
 * dw [dimension, width] = x[rows]^T dy and db [width] = sum of dy.
 *
 * Computed as its transpose, dy^T x[rows]: then vectors run along the features, so x is read by whole cache lines and
 * dy, which is small, is the side that is splatted. A task owns a strip of features. It packs the strip of KC rows at a
 * time (the one pass over x in memory; a row's stride is often a multiple of 4 KiB, so unpacked rows would fight for
 * the same cache sets), multiplies, and at the end turns its strip of dw round.
 */
static inline void project_rows_gradient(
    long n, long dimension, long width, const float* x, const int32_t* rows, const float* dy, float* dw, float* db) {
  constexpr long STRIP = 128;  // features: 512 bytes of a row at a time
  constexpr long PANELS = STRIP / NR;
  static_assert(STRIP % NR == 0, "a strip is whole panels");
  constexpr long DEPTH = 512;  // rows of a packed strip: 256 KiB, half of a small level-2 cache
  parallel(ceil_div(dimension, STRIP), [=](long task) {
    const long f0 = task * STRIP;
    const long strip = smaller(STRIP, dimension - f0);
    Scratch packed(DEPTH * STRIP);
    Scratch turned((size_t)ceil_div(width, MR) * MR * STRIP);  // [width, STRIP]
    for (long k0 = 0; k0 < n; k0 += DEPTH) {
      const long block = smaller(DEPTH, n - k0);
      for (long k = 0; k < block; k++) {
        const float* from = x + (long)rows[k0 + k] * dimension + f0;
        if (k + 4 < block) {  // the rows are scattered: ask for one that comes soon
          const float* soon = x + (long)rows[k0 + k + 4] * dimension + f0;
          for (long f = 0; f < strip; f += 16) __builtin_prefetch(soon + f);
        }
        for (long panel = 0; panel < PANELS; panel++) {
          float* to = packed.data + (panel * DEPTH + k) * NR;
          const long left = strip - panel * NR;
          if (left >= NR) {
            for (int v = 0; v < NV; v++) store(to + v * LANES, load(from + panel * NR + v * LANES));
          } else {
            for (long j = 0; j < NR; j++) to[j] = j < left ? from[panel * NR + j] : 0.0f;
          }
        }
      }
      for (long panel = 0; panel < ceil_div(strip, NR); panel++) {
        for (long j = 0; j < width; j += MR) {
          Vec acc[MR][NV] = {};
          const long rows = smaller(MR, width - j);
          tile_of(Rows{dy, 1, width, nullptr}, j, rows, k0, block, packed.data + panel * DEPTH * NR, acc);
          put(acc, turned.data + j * STRIP + panel * NR, STRIP, MR, NR, k0 > 0);
        }
      }
    }
    for (long f = 0; f < strip; f++)
      for (long j = 0; j < width; j++) dw[(f0 + f) * width + j] = n > 0 ? turned.data[j * STRIP + f] : 0.0f;
  });
  for (long j = 0; j < width; j++) db[j] = 0.0f;
  for (long i = 0; i < n; i++)
    for (long j = 0; j < width; j++) db[j] += dy[i * width + j];
}

}  // namespace CORE_ISA
