// Gathering, scattering and scaling rows: bound by memory, so plain loops that the compiler turns into vectors.
#pragma once
#include "platform.h"
#include "vector.h"

namespace CORE_ISA {

/** out[i] = table[rows[i]] */
static inline void gather_rows(long n, long d, const float* table, const int32_t* rows, float* out) {
  constexpr long TASK = 1024;
  parallel(ceil_div(n, TASK), [=](long task) {
    for (long i = task * TASK; i < smaller(n, (task + 1) * TASK); i++) {
      const float* from = table + rows[i] * d;
      float* __restrict to = out + i * d;
      for (long j = 0; j < d; j++) to[j] = from[j];
    }
  });
}

/** out [size, d] = 0, then out[rows[i]] += values[i] in the order of i; negative rows are left out. */
static inline void scatter_add(long n, long d, long size, const float* values, const int32_t* rows, float* out) {
  for (long i = 0; i < size * d; i++) out[i] = 0.0f;
  for (long i = 0; i < n; i++) {
    if (rows[i] < 0) continue;
    float* to = out + rows[i] * d;
    for (long j = 0; j < d; j++) to[j] += values[i * d + j];
  }
}

static inline float dot(const float* a, const float* b, long d) {
  Vec total = {};
  long j = 0;
  for (; j + LANES <= d; j += LANES) total += load(a + j) * load(b + j);
  if (j < d) total += load_part(a + j, (int)(d - j)) * load_part(b + j, (int)(d - j));
  return sum(total);
}

/** out[i] = <row, table[rows[i]]>, a list's worth: not enough to share among threads */
static inline void row_dots(long n, long d, const float* row, const float* table, const int32_t* rows, float* out) {
  for (long i = 0; i < n; i++) out[i] = dot(row, table + rows[i] * d, d);
}

/** y = x / max(|x|, smallest) by rows, and the norms. */
static inline void normalize_rows(long n, long d, float smallest, const float* x, float* y, float* norms) {
  for (long i = 0; i < n; i++) {
    const float norm = sqrt(dot(x + i * d, x + i * d, d));
    norms[i] = norm > smallest ? norm : smallest;
    for (long j = 0; j < d; j++) y[i * d + j] = x[i * d + j] / norms[i];
  }
}

/** dx = (dy - y <y, dy>) / |x| */
static inline void normalize_rows_gradient(
    long n, long d, const float* y, const float* norms, const float* dy, float* dx) {
  for (long i = 0; i < n; i++) {
    const float along = dot(y + i * d, dy + i * d, d), inverse = 1.0f / norms[i];
    const float *unit = y + i * d, *from = dy + i * d;
    float* __restrict to = dx + i * d;
    for (long j = 0; j < d; j++) to[j] = (from[j] - unit[j] * along) * inverse;
  }
}

}  // namespace CORE_ISA
