// MINE's bound on the information of two codes, E_joint[T] - log E_marginals[exp T] with
// T = relu(za wa + (zb wb)[pairing] + bias) . out + out_bias, and its gradients for both sides of the min-max: for the
// encoders in za and zb, for the critic in its weights, there with the marginals' share times batch mean / moving mean.
//
// Two products forward and four back, however often a row is paired: the marginals re-order products that the joint
// pairs have made. What a pair makes of them is cheap, so it is made anew where it is needed instead of being stored.
// Sums over rows are taken per block of ROWS and then in order: the same bits with any number of threads.
#pragma once
#include "gemm.h"

namespace CORE_ISA {

/** Sums over a block of rows. */
struct CriticSums {
  float* d_bias;  // [h]
  float* d_out;   // [h]
};

static inline void mine_bound(
    long n, long da, long db, long h, float out_bias, float log_moving_mean, float share, const float* za, const float* zb,
    const float* wa, const float* wb, const float* bias, const float* out, const int32_t* shuffle, const int32_t* back,
    float* d_za, float* d_zb, float* d_wa, float* d_wb, float* d_bias, float* d_out, float* result) {
  constexpr long ROWS = 128;
  const long blocks = ceil_div(n, ROWS);
  Scratch products((size_t)2 * n * h), slopes((size_t)4 * n * h), scores((size_t)2 * n), sums((size_t)2 * blocks * h);
  float* from_a = products.data;  // za wa + bias
  float* from_b = from_a + n * h;
  float* joint = scores.data;
  float* marginal = joint + n;
  gemm(n, h, da, za, false, wa, false, from_a);
  gemm(n, h, db, zb, false, wb, false, from_b);

  parallel(blocks, [=](long block) {
    for (long i = block * ROWS; i < smaller(n, (block + 1) * ROWS); i++) {
      float* a = from_a + i * h;
      const float* own = from_b + i * h;
      const float* other = from_b + shuffle[i] * h;
      float t = 0.0f, u = 0.0f;
      for (long j = 0; j < h; j++) {
        a[j] += bias[j];
        const float x = a[j] + own[j], y = a[j] + other[j];
        t += x > 0.0f ? x * out[j] : 0.0f;
        u += y > 0.0f ? y * out[j] : 0.0f;
      }
      joint[i] = t + out_bias;
      marginal[i] = u + out_bias;
    }
  });

  float highest = marginal[0];
  for (long i = 1; i < n; i++) highest = marginal[i] > highest ? marginal[i] : highest;
  double total = 0.0, mean = 0.0;
  for (long i = 0; i < n; i++) mean += joint[i];
  // the weights of the marginals, exp(T) over the batch's sum: vector by vector, as exp has no scalar form here
  for (long i = 0; i < n; i += LANES) {
    const int left = (int)smaller(LANES, n - i);
    store_part(marginal + i, exp(load_part(marginal + i, left) - highest), left);
  }
  for (long i = 0; i < n; i++) total += marginal[i];
  for (long i = 0; i < n; i++) marginal[i] = (float)(marginal[i] / total);
  const float log_mean = log((float)(total / n)) + highest;
  // the running mean in units of the batch's own, whose exponential may be too large for a float
  const float apart = log_moving_mean - log_mean > 80.0f ? 80.0f : log_moving_mean - log_mean;
  const float moved = share + (1.0f - share) * exp(splat(apart))[0];
  const float correction = 1.0f / moved;
  result[0] = (float)(mean / n) - log_mean;
  result[1] = log_mean + log(moved);
  result[2] = 1.0f - correction;

  float* encode_a = slopes.data;  // [n, h] each: slopes of what the two products give, for the encoders and the critic
  float* encode_b = encode_a + n * h;
  float* train_a = encode_b + n * h;
  float* train_b = train_a + n * h;
  float* partial = sums.data;
  const float each = 1.0f / n;
  parallel(blocks, [=](long block) {
    const CriticSums sum = {partial + 2 * block * h, partial + (2 * block + 1) * h};
    for (long j = 0; j < h; j++) sum.d_bias[j] = sum.d_out[j] = 0.0f;
    for (long i = block * ROWS; i < smaller(n, (block + 1) * ROWS); i++) {
      const float* a = from_a + i * h;
      const float* b = from_b + i * h;
      const float* other_b = from_b + shuffle[i] * h;
      const float* other_a = from_a + back[i] * h;
      const float weight = marginal[i], weight_back = marginal[back[i]];
      for (long j = 0; j < h; j++) {
        const float x = a[j] + b[j], y = a[j] + other_b[j], z = other_a[j] + b[j];
        const float dx = x > 0.0f ? each * out[j] : 0.0f;
        const float dy = y > 0.0f ? weight * out[j] : 0.0f;
        const float dz = z > 0.0f ? weight_back * out[j] : 0.0f;
        encode_a[i * h + j] = dx - dy;
        encode_b[i * h + j] = dx - dz;
        train_a[i * h + j] = dx - correction * dy;
        train_b[i * h + j] = dx - correction * dz;
        sum.d_bias[j] += dx - correction * dy;
        sum.d_out[j] += (x > 0.0f ? each * x : 0.0f) - correction * (y > 0.0f ? weight * y : 0.0f);
      }
    }
  });
  for (long j = 0; j < h; j++) d_bias[j] = d_out[j] = 0.0f;
  for (long block = 0; block < blocks; block++) {
    for (long j = 0; j < h; j++) {
      d_bias[j] += partial[2 * block * h + j];
      d_out[j] += partial[(2 * block + 1) * h + j];
    }
  }
  gemm(n, da, h, encode_a, false, wa, true, d_za);
  gemm(n, db, h, encode_b, false, wb, true, d_zb);
  gemm(da, h, n, za, true, train_a, false, d_wa);
  gemm(db, h, n, zb, true, train_b, false, d_wb);
}

}  // namespace CORE_ISA
