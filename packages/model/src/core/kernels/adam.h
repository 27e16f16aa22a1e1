// Adam (Kingma and Ba, ICLR 2015) on some rows of a table, in place: one pass over three arrays.
#pragma once
#include "platform.h"
#include "vector.h"

namespace CORE_ISA {

struct AdamFactors {
  float step_size;     // learning rate / (1 - beta1^t)
  float second_scale;  // 1 / sqrt(1 - beta2^t)
  float beta1, beta2, epsilon;
};

static inline void adam_run(
    const AdamFactors& f, long n, float* __restrict value, float* __restrict first, float* __restrict second,
    const float* __restrict gradient) {
  const float keep1 = 1.0f - f.beta1, keep2 = 1.0f - f.beta2;
  for (long j = 0; j < n; j++) {
    const float g = gradient[j];
    const float m = f.beta1 * first[j] + keep1 * g;
    const float v = f.beta2 * second[j] + keep2 * g * g;
    first[j] = m;
    second[j] = v;
    value[j] -= f.step_size * m / (sqrt(v) * f.second_scale + f.epsilon);
  }
}

/** Rows must be distinct; null updates the first n rows. */
static inline void adam(
    long n, long d, const AdamFactors& factors, const int32_t* rows, const float* gradient, float* values,
    float* first, float* second) {
  constexpr long TASK = 16384;  // numbers of a task: 256 KiB pass through it
  constexpr long SOON = 4;       // rows ahead that are asked for: they are scattered
  constexpr long LINE = 16;      // numbers of a cache line
  const long per_task = TASK / d > 0 ? TASK / d : 1;
  if (!rows) {  // one long row, cut anywhere
    parallel(ceil_div(n * d, TASK), [=](long task) {
      const long at = task * TASK;
      adam_run(factors, smaller(TASK, n * d - at), values + at, first + at, second + at, gradient + at);
    });
    return;
  }
  parallel(ceil_div(n, per_task), [=](long task) {
    for (long i = task * per_task; i < smaller(n, (task + 1) * per_task); i++) {
      const long soon = rows[smaller(i + SOON, n - 1)] * d;
      for (long j = 0; j < d; j += LINE) {
        __builtin_prefetch(values + soon + j);
        __builtin_prefetch(first + soon + j);
        __builtin_prefetch(second + soon + j);
      }
      const long at = rows[i] * d;
      adam_run(factors, d, values + at, first + at, second + at, gradient + i * d);
    }
  });
}

}  // namespace CORE_ISA
