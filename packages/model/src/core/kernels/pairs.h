// How much better a user's row fits one item's than another's, pair by pair, and the gradients. Bound by memory: both
// items of a pair are read in one pass, and each side's gradient is one task, in the order of the pairs.
#pragma once
#include "platform.h"
#include "vector.h"

namespace CORE_ISA {

/** <user, positive - negative> */
static inline float margin(const float* user, const float* positive, const float* negative, long d) {
  Vec total = {};
  long j = 0;
  for (; j + LANES <= d; j += LANES) total += load(user + j) * (load(positive + j) - load(negative + j));
  float rest = 0.0f;  // number by number: a bias is one number, which a vector would be put together for
  for (; j < d; j++) rest += user[j] * (positive[j] - negative[j]);
  return sum(total) + rest;
}

/** out[i] = <users[user_rows[i]], items[positives[i]] - items[negatives[i]]> */
static inline void pair_margins(
    long n, long d, const float* users, const float* items, const int32_t* user_rows, const int32_t* positives,
    const int32_t* negatives, float* out) {
  constexpr long TASK = 1024;
  parallel(ceil_div(n, TASK), [=](long task) {
    for (long i = task * TASK; i < smaller(n, (task + 1) * TASK); i++)
      out[i] = margin(users + user_rows[i] * d, items + positives[i] * d, items + negatives[i] * d, d);
  });
}

/** The two gradients of pair_margins. */
static inline void pair_margins_gradient(
    long n, long d, long user_count, long item_count, const float* users, const float* items, const int32_t* user_rows,
    const int32_t* positives, const int32_t* negatives, const float* dy, float* d_users, float* d_items) {
  parallel(2, [=](long side) {
    if (side == 0) {
      for (long i = 0; i < user_count * d; i++) d_users[i] = 0.0f;
      for (long i = 0; i < n; i++) {
        const float *positive = items + positives[i] * d, *negative = items + negatives[i] * d;
        float* __restrict to = d_users + user_rows[i] * d;
        for (long j = 0; j < d; j++) to[j] += dy[i] * (positive[j] - negative[j]);
      }
    } else {
      for (long i = 0; i < item_count * d; i++) d_items[i] = 0.0f;
      for (long i = 0; i < n; i++) {
        const float* user = users + user_rows[i] * d;
        float* __restrict to_positive = d_items + positives[i] * d;
        for (long j = 0; j < d; j++) to_positive[j] += dy[i] * user[j];
        float* __restrict to_negative = d_items + negatives[i] * d;
        for (long j = 0; j < d; j++) to_negative[j] -= dy[i] * user[j];
      }
    }
  });
}

}  // namespace CORE_ISA
