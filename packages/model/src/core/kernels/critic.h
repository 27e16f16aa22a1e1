// The critic of MINE: value = relu(za wa + (zb wb)[pairing] + bias) . out + out_bias, and its seven gradients.
#pragma once
#include "gemm.h"

namespace CORE_ISA {

static inline void critic(
    long n, long da, long db, long h, const float* za, const float* zb, const float* wa, const float* wb,
    const float* bias, const float* out, const float* out_bias, const int32_t* pairing, float* hidden, float* value) {
  Scratch paired((size_t)n * h);
  float* from_b = paired.data;
  gemm(n, h, da, za, false, wa, false, hidden);
  gemm(n, h, db, zb, false, wb, false, from_b);
  for (long i = 0; i < n; i++) {
    float* to = hidden + i * h;
    const float* other = from_b + (pairing ? (long)pairing[i] : i) * h;
    for (long j = 0; j < h; j++) {
      const float x = to[j] + other[j] + bias[j];
      to[j] = x > 0.0f ? x : 0.0f;
    }
    Vec total = {};
    long j = 0;
    for (; j + LANES <= h; j += LANES) total += load(to + j) * load(out + j);
    if (j < h) total += load_part(to + j, (int)(h - j)) * load_part(out + j, (int)(h - j));
    value[i] = sum(total) + *out_bias;
  }
}

static inline void critic_gradient(
    long n, long da, long db, long h, const float* za, const float* zb, const float* wa, const float* wb,
    const float* out, const int32_t* pairing, const float* hidden, const float* dy, float* d_za, float* d_zb,
    float* d_wa, float* d_wb, float* d_bias, float* d_out, float* d_out_bias) {
  Scratch scratch((size_t)2 * n * h);
  float* d_hidden = scratch.data;      // in the order of za
  float* d_other = d_hidden + n * h;   // in the order of zb: a pairing is a permutation, so every row is written
  for (long j = 0; j < h; j++) d_bias[j] = d_out[j] = 0.0f;
  float total = 0.0f;
  for (long i = 0; i < n; i++) {
    float* own = d_hidden + i * h;
    float* other = d_other + (pairing ? (long)pairing[i] : i) * h;
    const float* active = hidden + i * h;
    for (long j = 0; j < h; j++) {
      const float slope = active[j] > 0.0f ? dy[i] * out[j] : 0.0f;
      own[j] = slope;
      other[j] = slope;
      d_bias[j] += slope;
      d_out[j] += dy[i] * active[j];
    }
    total += dy[i];
  }
  *d_out_bias = total;
  gemm(n, da, h, d_hidden, false, wa, true, d_za);
  gemm(n, db, h, d_other, false, wb, true, d_zb);
  gemm(da, h, n, za, true, d_hidden, false, d_wa);
  gemm(db, h, n, zb, true, d_other, false, d_wb);
}

}  // namespace CORE_ISA
