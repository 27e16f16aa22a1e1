// The variational bottleneck, one pass over blocks of rows each way: log sigma^2 = h V + c, z = h + sigma * noise,
// KL(N(h, sigma^2) || N(0, I)), and the gradients of both.
#pragma once
#include "blocks.h"

namespace CORE_ISA {

/**
 * z, sigma [n, d], and kl = sum of 1/2 (h^2 + sigma^2 - 1 - log sigma^2) / n; without noise z is h. Partial sums are per
 * block and added in order.
 */
static inline void gaussian_bottleneck(
    long n, long d, const float* h, const float* v, const float* c, const float* noise, float* z, float* sigma,
    float* kl) {
  const long blocks = ceil_div(n, BLOCK_ROWS);
  Scratch packed(packed_size(d, d)), partial(blocks);
  pack(v, d, 1, d, d, packed.data);
  const float* weights = packed.data;
  float* partials = partial.data;
  parallel(blocks, [=](long block) {
    const long i0 = block * BLOCK_ROWS, i1 = smaller(n, i0 + BLOCK_ROWS);
    // log sigma^2 stands where sigma will
    multiply_rows(Rows{h, d, 1, nullptr}, i0, i1, weights, d, d, sigma + i0 * d, d, c, false);
    double total = 0.0;
    for (long i = i0; i < i1; i++) {
      Vec terms = {};
      by_vectors(i * d, (i + 1) * d, [&](long j, int width) {
        const Vec mu = take(h + j, width), log_variance = take(sigma + j, width);
        const Vec deviation = exp(log_variance * 0.5f);
        give(sigma + j, deviation, width);
        give(z + j, noise ? mu + deviation * take(noise + j, width) : mu, width);
        // 0 + (1 - 1 - 0) = 0 in the lanes past the end
        terms += mu * mu + (deviation * deviation - 1.0f - log_variance);
      });
      total += sum(terms);
    }
    partials[block] = (float)total;
  });
  double total = 0.0;
  for (long block = 0; block < blocks; block++) total += partials[block];
  *kl = (float)(0.5 * total / n);
}

/**
 * dh [n, d], dv [d, d] and dc [d] for the slopes dz [n, d] and d_kl:
 *
 *     dl = dz sigma noise / 2 + d_kl (sigma^2 - 1) / (2 n),   dh = dz + d_kl h / n + dl V^T,   dv = h^T dl,   dc = sum of dl
 */
static inline void gaussian_bottleneck_gradient(
    long n, long d, float d_kl, const float* h, const float* v, const float* sigma, const float* noise, const float* dz,
    float* dh, float* dv, float* dc) {
  const long tasks = ceil_div(n, TASK_ROWS), size = d * d + d;
  Scratch packed(packed_size(d, d)), partial((size_t)tasks * size);
  pack(v, 1, d, d, d, packed.data);
  const float* transposed = packed.data;
  float* partials = partial.data;
  const float each = d_kl / n;
  parallel(tasks, [=](long task) {
    float *own_dv = partials + task * size, *own_dc = own_dv + d * d;
    for (long j = 0; j < d; j++) own_dc[j] = 0.0f;
    Scratch slopes(BLOCK_ROWS * d), packed_slopes(packed_size(BLOCK_ROWS, d));
    for (long i0 = task * TASK_ROWS; i0 < smaller(n, (task + 1) * TASK_ROWS); i0 += BLOCK_ROWS) {
      const long block = smaller(BLOCK_ROWS, n - i0);
      for (long r = 0; r < block; r++) {
        const long at = (i0 + r) * d;
        float* dl = slopes.data + r * d;
        by_vectors(0, d, [&](long j, int width) {
          const Vec deviation = take(sigma + at + j, width), from_z = take(dz + at + j, width);
          Vec slope = (deviation * deviation - 1.0f) * (0.5f * each);
          if (noise) slope += from_z * deviation * take(noise + at + j, width) * 0.5f;
          give(dl + j, slope, width);
          give(dh + at + j, from_z + take(h + at + j, width) * each, width);
          give(own_dc + j, take(own_dc + j, width) + slope, width);
        });
      }
      multiply_rows(Rows{slopes.data, d, 1, nullptr}, 0, block, transposed, d, d, dh + i0 * d, d, nullptr, true);
      add_products(block, h + i0 * d, d, slopes.data, d, packed_slopes.data, own_dv, i0 > task * TASK_ROWS);
    }
  });
  add_in_order(tasks, size, d * d, partials, dv);
  add_in_order(tasks, size, d, partials + d * d, dc);
}

}  // namespace CORE_ISA
