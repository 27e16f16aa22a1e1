// In-batch InfoNCE, value and both gradients in one pass over blocks of rows: the n x n similarities are computed
// once, used three times while they lie in cache, and never stored whole.
//
// Per block of BLOCK rows: L = A_block B^T / t, softmax of its rows (loss and P), then
// dA_block = (P - I) B / (t n) and dB += (P - I)^T A_block / (t n). Different blocks add to the same dB: a task owns a
// group of blocks and a dB of its own; the groups are cut by n alone and added in order, so any number of threads
// gives the same bits.
#pragma once
#include "gemm.h"

namespace CORE_ISA {

static inline void info_nce(
    long n, long d, float temperature, const float* a, const float* b, float* da, float* db, float* loss) {
  constexpr long BLOCK = 30;  // rows, a multiple of MR: 30 x 2048 similarities are 240 KiB
  const long groups = smaller(16, ceil_div(n, 4 * BLOCK));
  const long per_group = ceil_div(ceil_div(n, groups), BLOCK) * BLOCK;
  // a row of similarities is a little longer than n: rows a multiple of 4 KiB apart would share cache sets
  const long stride = ceil_div(n, LANES) * LANES + 16;

  Scratch columns(packed_size(d, n)), rows(packed_size(n, d));
  pack(b, 1, d, d, n, columns.data);  // B^T, for the similarities
  pack(b, d, 1, n, d, rows.data);     // B, for dA
  Scratch group_db((size_t)groups * n * d), group_loss(groups);
  const float* b_columns = columns.data;
  const float* b_rows = rows.data;
  float* partial_db = group_db.data;
  float* partial_loss = group_loss.data;
  const float scale = 1.0f / (temperature * n);

  parallel(groups, [=](long group) {
    Scratch similarity(BLOCK * stride), packed_a(packed_size(BLOCK, d));
    float* own_db = partial_db + group * n * d;
    double total = 0.0;
    const long end = smaller(n, (group + 1) * per_group);
    bool first = true;
    for (long i0 = group * per_group; i0 < end; i0 += BLOCK) {
      const long block = smaller(BLOCK, end - i0);
      float* s = similarity.data;
      multiply_rows(Rows{a, d, 1, nullptr}, i0, i0 + block, b_columns, d, n, s, stride, nullptr, false);
      for (long i = 0; i < block; i++) {
        float* row = s + i * stride;
        const float inverse = 1.0f / temperature;
        for (long j = n; j < ceil_div(n, LANES) * LANES; j++) row[j] = -1e30f;  // lanes past the end: e^-big = 0
        Vec top = splat(-1e30f);
        for (long j = 0; j < n; j += LANES) top = max(top, load(row + j));
        const float highest = max_lane(top) * inverse;
        const float own = row[i0 + i] * inverse;
        Vec sums = {};
        for (long j = 0; j < n; j += LANES) {
          const Vec e = exp(load(row + j) * inverse - highest);
          store(row + j, e);
          sums += e;
        }
        float weight = sum(sums);
        total += log(weight) + highest - own;
        weight = scale / weight;
        for (long j = 0; j < n; j += LANES) store(row + j, load(row + j) * weight);
        row[i0 + i] -= scale;
      }
      multiply_rows(Rows{s, stride, 1, nullptr}, 0, block, b_rows, n, d, da + i0 * d, d, nullptr, false);
      pack(a + i0 * d, d, 1, block, d, packed_a.data);
      multiply_rows(Rows{s, 1, stride, nullptr}, 0, n, packed_a.data, block, d, own_db, d, nullptr, !first);
      first = false;
    }
    if (first)
      for (long j = 0; j < n * d; j++) own_db[j] = 0.0f;
    partial_loss[group] = (float)total;
  });

  double total = 0.0;
  for (long group = 0; group < groups; group++) total += partial_loss[group];
  *loss = (float)(total / n);
  parallel(ceil_div(n * d, 16384), [=](long task) {
    const long from = task * 16384, to = smaller(n * d, from + 16384);
    for (long j = from; j < to; j++) db[j] = partial_db[j];
    for (long group = 1; group < groups; group++)
      for (long j = from; j < to; j++) db[j] += partial_db[group * n * d + j];
  });
}

}  // namespace CORE_ISA
