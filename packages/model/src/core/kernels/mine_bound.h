// MINE's bound on the information of two codes, E_joint[T] - log E_marginals[exp T] with
// T = relu(za wa + (zb wb)[pairing] + bias) . out + out_bias, and its gradients for both sides of the min-max: for the
// encoders in za and zb, for the critic in its weights, there with the marginals' share times batch mean / moving mean.
//
// Two products forward and four back, however often a row is paired: the marginals re-order products that the joint
// pairs have made. What a pair makes of them is cheap, so it is made anew where it is needed instead of being stored.
#pragma once
#include "blocks.h"

namespace CORE_ISA {

/** Arrays of the critic's gradient, one behind the other, as each task sums them. */
struct CriticSums {
  float *d_wa, *d_wb, *d_bias, *d_out;
  CriticSums(float* at, long da, long db, long h) : d_wa(at), d_wb(at + da * h), d_bias(d_wb + db * h), d_out(d_bias + h) {}
  static long size(long da, long db, long h) { return (da + db + 2) * h; }
};

static inline void mine_bound(
    long n, long da, long db, long h, float out_bias, float log_moving_mean, float share, const float* za, const float* zb,
    const float* wa, const float* wb, const float* bias, const float* out, const int32_t* shuffle, const int32_t* back,
    float* d_za, float* d_zb, float* d_wa, float* d_wb, float* d_bias, float* d_out, float* result) {
  const Vec zero = {};
  Scratch products((size_t)2 * n * h), scores((size_t)2 * n);
  Scratch forward(packed_size(da, h) + packed_size(db, h)), backward(packed_size(h, da) + packed_size(h, db));
  float* from_a = products.data;  // za wa + bias
  float* from_b = from_a + n * h;
  float *forward_a = forward.data, *forward_b = forward_a + packed_size(da, h);
  float *backward_a = backward.data, *backward_b = backward_a + packed_size(h, da);
  pack(wa, h, 1, da, h, forward_a);
  pack(wb, h, 1, db, h, forward_b);
  pack(wa, 1, h, h, da, backward_a);
  pack(wb, 1, h, h, db, backward_b);
  parallel(ceil_div(n, BLOCK_ROWS), [=](long block) {
    const long i0 = block * BLOCK_ROWS, i1 = smaller(n, i0 + BLOCK_ROWS);
    multiply_rows(Rows{za, da, 1, nullptr}, i0, i1, forward_a, da, h, from_a + i0 * h, h, bias, false);
    multiply_rows(Rows{zb, db, 1, nullptr}, i0, i1, forward_b, db, h, from_b + i0 * h, h, nullptr, false);
  });

  float* joint = scores.data;
  float* marginal = joint + n;
  parallel(ceil_div(n, BLOCK_ROWS), [=](long block) {
    for (long i = block * BLOCK_ROWS; i < smaller(n, (block + 1) * BLOCK_ROWS); i++) {
      const float *a = from_a + i * h, *own = from_b + i * h, *other = from_b + shuffle[i] * h;
      Vec t = {}, u = {};
      by_vectors(0, h, [&](long j, int width) {
        const Vec from = take(a + j, width), each = take(out + j, width);
        t += max(from + take(own + j, width), zero) * each;
        u += max(from + take(other + j, width), zero) * each;
      });
      joint[i] = sum(t) + out_bias;
      marginal[i] = sum(u) + out_bias;
    }
  });

  float highest = marginal[0];
  for (long i = 1; i < n; i++) highest = marginal[i] > highest ? marginal[i] : highest;
  double total = 0.0, mean = 0.0;
  for (long i = 0; i < n; i++) mean += joint[i];
  // the weights of the marginals, exp(T) over the batch's sum
  by_vectors(0, n, [=](long i, int width) { give(marginal + i, exp(take(marginal + i, width) - highest), width); });
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

  const long tasks = ceil_div(n, TASK_ROWS), size = CriticSums::size(da, db, h);
  Scratch partial((size_t)tasks * size);
  float* partials = partial.data;
  const float each = 1.0f / n;
  parallel(tasks, [=](long task) {
    const CriticSums sums(partials + task * size, da, db, h);
    for (long j = 0; j < h; j++) sums.d_bias[j] = sums.d_out[j] = 0.0f;
    // slopes of what the two products give, for the encoders and for the critic: [BLOCK_ROWS, h] each
    Scratch slopes(4 * BLOCK_ROWS * h), packed(packed_size(BLOCK_ROWS, h));
    float *encode_a = slopes.data, *encode_b = encode_a + BLOCK_ROWS * h;
    float *train_a = encode_b + BLOCK_ROWS * h, *train_b = train_a + BLOCK_ROWS * h;
    for (long i0 = task * TASK_ROWS; i0 < smaller(n, (task + 1) * TASK_ROWS); i0 += BLOCK_ROWS) {
      const long block = smaller(BLOCK_ROWS, n - i0);
      for (long r = 0; r < block; r++) {
        const long i = i0 + r;
        const float *a = from_a + i * h, *b = from_b + i * h;
        const float *other_b = from_b + shuffle[i] * h, *other_a = from_a + back[i] * h;
        const float weight = marginal[i], weight_back = marginal[back[i]];
        by_vectors(0, h, [&](long j, int width) {
          const Vec own_a = take(a + j, width), own_b = take(b + j, width), slope = take(out + j, width);
          const Vec x = own_a + own_b, y = own_a + take(other_b + j, width), z = take(other_a + j, width) + own_b;
          const Vec dx = pick(x > zero, slope * each, zero);
          const Vec dy = pick(y > zero, slope * weight, zero);
          const Vec dz = pick(z > zero, slope * weight_back, zero);
          const Vec climb = dx - dy * correction;
          give(encode_a + r * h + j, dx - dy, width);
          give(encode_b + r * h + j, dx - dz, width);
          give(train_a + r * h + j, climb, width);
          give(train_b + r * h + j, dx - dz * correction, width);
          give(sums.d_bias + j, take(sums.d_bias + j, width) + climb, width);
          const Vec active = max(x, zero) * each - max(y, zero) * (correction * weight);
          give(sums.d_out + j, take(sums.d_out + j, width) + active, width);
        });
      }
      const bool add = i0 > task * TASK_ROWS;
      multiply_rows(Rows{encode_a, h, 1, nullptr}, 0, block, backward_a, h, da, d_za + i0 * da, da, nullptr, false);
      multiply_rows(Rows{encode_b, h, 1, nullptr}, 0, block, backward_b, h, db, d_zb + i0 * db, db, nullptr, false);
      add_products(block, za + i0 * da, da, train_a, h, packed.data, sums.d_wa, add);
      add_products(block, zb + i0 * db, db, train_b, h, packed.data, sums.d_wb, add);
    }
  });
  const CriticSums first(partials, da, db, h);
  add_in_order(tasks, size, da * h, first.d_wa, d_wa);
  add_in_order(tasks, size, db * h, first.d_wb, d_wb);
  add_in_order(tasks, size, h, first.d_bias, d_bias);
  add_in_order(tasks, size, h, first.d_out, d_out);
}

}  // namespace CORE_ISA
