// The variational bottleneck: z = mu + sigma * noise, KL(N(mu, sigma^2) || N(0, I)), and their gradients.
#pragma once
#include "blocks.h"

namespace CORE_ISA {

constexpr long GAUSSIAN_TASK = 16384;  // numbers of a task

/** z = mu + shift with shift = exp(log_variance / 2) * noise, which the gradient needs again. */
static inline void gaussian_sample(
    long n, const float* mu, const float* log_variance, const float* noise, float* z, float* shift) {
  parallel(ceil_div(n, GAUSSIAN_TASK), [=](long task) {
    by_vectors(task * GAUSSIAN_TASK, smaller(n, (task + 1) * GAUSSIAN_TASK), [=](long j, int width) {
      const Vec moved = exp(take(log_variance + j, width) * 0.5f) * take(noise + j, width);
      give(shift + j, moved, width);
      give(z + j, take(mu + j, width) + moved, width);
    });
  });
}

/** kl = sum of 1/2 (mu^2 + sigma^2 - 1 - log sigma^2) / rows. Partial sums are per task and added in order. */
static inline void gaussian_kl(
    long n, long rows, const float* mu, const float* log_variance, float* variance, float* kl) {
  const long tasks = ceil_div(n, GAUSSIAN_TASK);
  Scratch partial(tasks);
  float* partials = partial.data;
  parallel(tasks, [=](long task) {
    double total = 0.0;
    by_vectors(task * GAUSSIAN_TASK, smaller(n, (task + 1) * GAUSSIAN_TASK), [&](long j, int width) {
      const Vec m = take(mu + j, width), l = take(log_variance + j, width);
      const Vec v = exp(l);
      give(variance + j, v, width);
      const Vec terms = m * m + (v - 1.0f - l);  // 0 - 0 + (1 - 1 - 0) = 0 in the lanes past the end
      total += sum(terms);
    });
    partials[task] = (float)total;
  });
  double total = 0.0;
  for (long task = 0; task < tasks; task++) total += partials[task];
  *kl = (float)(0.5 * total / rows);
}

/** d kl / d mu = mu / rows, d kl / d log_variance = (sigma^2 - 1) / (2 rows), times `scale`. */
static inline void gaussian_kl_gradient(
    long n, long rows, float scale, const float* __restrict mu, const float* __restrict variance,
    float* __restrict d_mu, float* __restrict d_log_variance) {
  const float each = scale / rows;
  parallel(ceil_div(n, GAUSSIAN_TASK), [=](long task) {
    const long from = task * GAUSSIAN_TASK, to = smaller(n, from + GAUSSIAN_TASK);
    for (long j = from; j < to; j++) d_mu[j] = mu[j] * each;
    for (long j = from; j < to; j++) d_log_variance[j] = (variance[j] - 1.0f) * (0.5f * each);
  });
}

}  // namespace CORE_ISA
