// Half the squared norms of a matrix's rows, each with a weight of its own, and the gradient: L2 penalties.
#pragma once
#include "platform.h"
#include "rows.h"
#include "vector.h"

namespace CORE_ISA {

constexpr long NORM_ROWS = 512;  // rows of a task

/** out[0] = 1/2 sum of weights[r] |x[r]|^2. Partial sums are per task and added in order. */
static inline void weighted_norm(long n, long d, const float* x, const float* weights, float* out) {
  const long tasks = ceil_div(n, NORM_ROWS);
  Scratch partial(tasks);
  float* partials = partial.data;
  parallel(tasks, [=](long task) {
    double total = 0.0;
    for (long r = task * NORM_ROWS; r < smaller(n, (task + 1) * NORM_ROWS); r++)
      total += weights[r] * dot(x + r * d, x + r * d, d);
    partials[task] = (float)total;
  });
  double total = 0.0;
  for (long task = 0; task < tasks; task++) total += partials[task];
  out[0] = (float)(0.5 * total);
}

/** dx[r] = factor * weights[r] * x[r] */
static inline void weighted_norm_gradient(
    long n, long d, float factor, const float* x, const float* weights, float* dx) {
  parallel(ceil_div(n, NORM_ROWS), [=](long task) {
    for (long r = task * NORM_ROWS; r < smaller(n, (task + 1) * NORM_ROWS); r++) {
      const float by = factor * weights[r];
      for (long j = 0; j < d; j++) dx[r * d + j] = by * x[r * d + j];
    }
  });
}

}  // namespace CORE_ISA
