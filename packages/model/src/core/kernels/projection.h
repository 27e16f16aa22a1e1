// A linear layer on gathered rows of a frozen table, and its weight gradient: most of a training step's arithmetic.
//
// The table holds single or half precision; products and sums are single precision either way. A row of it stands for
// its numbers times a factor of its own, so that features can be normalized without a copy of the table. The factor
// goes onto the row's product, which is far shorter than the row.
#pragma once
#include "gemm.h"

namespace CORE_ISA {

/** Widens a piece of some rows of a table. to [count, KC] */
static inline void widen_rows(
    const uint16_t* x, long dimension, const int32_t* rows, long count, long k0, long depth, float* to) {
  for (long i = 0; i < count; i++, to += KC) {
    const uint16_t* from = x + (long)rows[i] * dimension + k0;
    if (i + 2 < count) {  // the rows are scattered: ask for one that comes soon
      const uint16_t* soon = x + (long)rows[i + 2] * dimension + k0;
      for (long k = 0; k < depth; k += 32) __builtin_prefetch(soon + k);
    }
    long k = 0;
    for (; k + LANES <= depth; k += LANES) store(to + k, load(from + k));
    for (; k < depth; k++) to[k] = widen(from[k]);
  }
}

/** c [count, columns] = x[rows] B, B packed: rows of single precision are read where they lie. */
static inline void multiply_table_rows(
    const float* x, long dimension, const int32_t* rows, long count, const float* packed, long columns, float* c) {
  multiply_rows(Rows{x, dimension, 1, rows}, 0, count, packed, dimension, columns, c, columns, nullptr, false);
}

/** The same for half precision: a block of the rows at a time is widened first, and stays in the cache. */
static inline void multiply_table_rows(
    const uint16_t* x, long dimension, const int32_t* rows, long count, const float* packed, long columns, float* c) {
  Scratch wide(count * KC);
  for (long k0 = 0; k0 < dimension; k0 += KC) {
    const long block = smaller(KC, dimension - k0);
    widen_rows(x, dimension, rows, count, k0, block, wide.data);
    multiply_block(Rows{wide.data, KC, 1, nullptr}, 0, count, 0, block, packed + packed_at(k0, block, columns, 0),
                   columns, c, columns, nullptr, k0 > 0);
  }
}

/** out [n, width] = factor[rows] * (x[rows] w) + bias; without factors they are 1. */
template <class X>
static inline void project_rows(
    long n, long dimension, long width, const X* x, const float* factors, const int32_t* rows, const float* w,
    const float* bias, float* out) {
  Scratch packed(packed_size(dimension, width));
  pack(w, width, 1, dimension, width, packed.data);
  const float* b = packed.data;
  parallel(ceil_div(n, MC), [=](long task) {
    const long i0 = task * MC, i1 = smaller(n, i0 + MC);
    multiply_table_rows(x, dimension, rows + i0, i1 - i0, b, width, out + i0 * width);
    for (long i = i0; i < i1; i++) {
      const float factor = factors ? factors[rows[i]] : 1.0f;
      for (long j = 0; j < width; j++) out[i * width + j] = factor * out[i * width + j] + bias[j];
    }
  });
}

/**
 * dw [dimension, width] = (factor[rows] x[rows])^T dy and db [width] = sum of dy.
 *
 * Computed as its transpose, dy^T x[rows]: then vectors run along the features, so x is read by whole cache lines and
 * dy, which is small, is the side that is splatted. A task owns a strip of features. It packs the strip of DEPTH rows at a
 * time (the one pass over x in memory, which widens half precision and takes the factors in on its way; a row's stride is
 * often a multiple of 4 KiB, so unpacked rows would fight for the same cache sets), multiplies, and at the end turns its
 * strip of dw round.
 */
template <class X>
static inline void project_rows_gradient(
    long n, long dimension, long width, const X* x, const float* factors, const int32_t* rows, const float* dy,
    float* dw, float* db) {
  constexpr long STRIP = 128;  // features: 512 bytes of a row at a time
  constexpr long PANELS = STRIP / NR;
  static_assert(STRIP % NR == 0, "a strip is whole panels");
  constexpr long DEPTH = 64;  // rows of a packed strip: 32 KiB, and as much of dy beside it
  constexpr long LINE = 64 / sizeof(X);
  parallel(ceil_div(dimension, STRIP), [=](long task) {
    const long f0 = task * STRIP;
    const long strip = smaller(STRIP, dimension - f0);
    Scratch packed(DEPTH * STRIP);
    Scratch turned((size_t)ceil_div(width, MR) * MR * STRIP);  // [width, STRIP]
    for (long k0 = 0; k0 < n; k0 += DEPTH) {
      const long block = smaller(DEPTH, n - k0);
      for (long k = 0; k < block; k++) {
        const X* from = x + (long)rows[k0 + k] * dimension + f0;
        if (k + 4 < block) {  // the rows are scattered: ask for one that comes soon
          const X* soon = x + (long)rows[k0 + k + 4] * dimension + f0;
          for (long f = 0; f < strip; f += LINE) __builtin_prefetch(soon + f);
        }
        const float factor = factors ? factors[rows[k0 + k]] : 1.0f;
        for (long panel = 0; panel < PANELS; panel++) {
          float* to = packed.data + (panel * DEPTH + k) * NR;
          const long left = strip - panel * NR;
          if (left >= NR) {
            for (int v = 0; v < NV; v++) store(to + v * LANES, load(from + panel * NR + v * LANES) * factor);
          } else {
            for (long j = 0; j < NR; j++) to[j] = j < left ? widen(from[panel * NR + j]) * factor : 0.0f;
          }
        }
      }
      for (long panel = 0; panel < ceil_div(strip, NR); panel++) {
        multiply_panel(Rows{dy, 1, width, nullptr}, 0, width, k0, block, packed.data + panel * DEPTH * NR, nullptr,
                       turned.data + panel * NR, STRIP, NR, k0 > 0);
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
