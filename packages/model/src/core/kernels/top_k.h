// Exact search: for each user the k items with the largest dot products, exclusions left out, ties by the lower id.
// A mask, one bit an item and one for all users, may say which items are allowed at all.
//
// Few users: each item's row is read once and dotted with all of them. Many users: a block of items is packed and
// multiplied as a matrix, USERS x ITEMS scores at a time. Either way the scores pass by in ascending order of ids, and
// only one above the user's k-th best so far is looked at further (some k ln(n / k) of n).
#pragma once
#include "gemm.h"
#include "rows.h"

namespace CORE_ISA {

/** The best so far of one user, in order; `ids` and `scores` are the caller's output. */
struct Best {
  long k, filled;
  int32_t* ids;
  float* scores;
  const int32_t* excluded;  // ascending
  long excluded_count;
  const int32_t* allowed;  // a bit an item, or null where all are

  /** Scores not above this cannot enter. */
  float bar() const { return filled < k ? -__builtin_inff() : scores[k - 1]; }

  bool is_excluded(int32_t id) const {
    if (allowed && !((uint32_t)allowed[id / 32] >> (id % 32) & 1)) return true;
    long low = 0, high = excluded_count;
    while (low < high) {
      const long middle = (low + high) / 2;
      if (excluded[middle] < id) low = middle + 1;
      else high = middle;
    }
    return low < excluded_count && excluded[low] == id;
  }

  void offer(int32_t id, float score) {
    // a score that is no number fails every comparison, and must not take an empty place either
    if (!(filled < k ? score == score : score > scores[k - 1]) || is_excluded(id)) return;
    long place = filled < k ? filled++ : k - 1;
    for (; place > 0 && scores[place - 1] < score; place--) {
      scores[place] = scores[place - 1];
      ids[place] = ids[place - 1];
    }
    scores[place] = score;
    ids[place] = id;
  }
};

/** Whether any lane is above the bar, or is no number and says nothing. */
static inline bool any_above(Vec scores, float bar) {
  const VecInt below = scores <= splat(bar);  // all ones: -1
  int32_t all = -1;
  for (int l = 0; l < LANES; l++) all &= below[l];
  return all == 0;
}

/** Offers scores[0..n) of the items from `first` on, skipping four vectors at a time that are below the bar. */
static inline void offer_all(Best& best, const float* scores, long n, int32_t first) {
  long j = 0;
  while (best.filled < best.k && j < n) best.offer(first + (int32_t)j, scores[j]), j++;
  for (; j + 4 * LANES <= n; j += 4 * LANES) {
    const float* at = scores + j;
    const Vec highest = max(max(load(at), load(at + LANES)), max(load(at + 2 * LANES), load(at + 3 * LANES)));
    if (any_above(highest, best.bar()))  // `max` may take a NaN for the higher, which then hides others
      for (int l = 0; l < 4 * LANES; l++) best.offer(first + (int32_t)(j + l), at[l]);
  }
  for (; j < n; j++) best.offer(first + (int32_t)j, scores[j]);
}

/** scores[i] = <user, items[i]>, four items at a time so that their sums hide each other's latency. */
static inline void score_one(const float* user, const float* items, long n, long d, float* scores) {
  long i = 0;
  for (; i + 4 <= n; i += 4) {
    const float* row = items + i * d;
    Vec total[4] = {};
    long j = 0;
    for (; j + LANES <= d; j += LANES) {
      const Vec u = load(user + j);
      for (int r = 0; r < 4; r++) total[r] += u * load(row + r * d + j);
    }
    if (j < d) {
      const Vec u = load_part(user + j, (int)(d - j));
      for (int r = 0; r < 4; r++) total[r] += u * load_part(row + r * d + j, (int)(d - j));
    }
    sum_each(total, scores + i);
  }
  for (; i < n; i++) scores[i] = dot(user, items + i * d, d);
}

/** Whether no item of a block is allowed; `first` is a multiple of 32. */
static inline bool none_allowed(const int32_t* allowed, long first, long count) {
  if (!allowed) return false;
  int32_t any = 0;
  for (long word = first / 32; word < ceil_div(first + count, 32); word++) any |= allowed[word];
  return any == 0;
}

static inline void top_k(
    long users, long n, long d, long k, const float* user, const float* items, const int32_t* exclude_offsets,
    const int32_t* exclude_ids, const int32_t* allowed, int32_t* ids, float* scores) {
  constexpr long ITEMS = 512;  // items of a block: 128 KiB of 64-d rows
  constexpr long USERS = 24;   // users of a task: four tiles; 24 x 512 scores are 48 KiB
  constexpr long FEW = 6;      // up to a tile's rows, packing the items costs more than it saves
  for (long i = 0; i < users * k; i++) {
    ids[i] = -1;
    scores[i] = -__builtin_inff();
  }
  if (k == 0) return;
  const auto best_of = [=](long u) {
    const long from = exclude_offsets ? exclude_offsets[u] : 0, to = exclude_offsets ? exclude_offsets[u + 1] : 0;
    return Best{k, 0, ids + u * k, scores + u * k, exclude_ids + from, to - from, allowed};
  };
  if (users <= FEW) {
    parallel(users, [=](long u) {
      Best best = best_of(u);
      float block[ITEMS];
      for (long i0 = 0; i0 < n; i0 += ITEMS) {
        const long count = smaller(ITEMS, n - i0);
        if (none_allowed(allowed, i0, count)) continue;
        score_one(user + u * d, items + i0 * d, count, d, block);
        offer_all(best, block, count, (int32_t)i0);
      }
    });
    return;
  }
  // A slice of packed items is shared by all tasks; one slice after another, so that memory stays small.
  const long slice = smaller(n, 32 * ITEMS);
  Scratch packed(packed_size(d, slice));
  Scratch kept(users * sizeof(Best) / sizeof(float) + 16);
  Best* bests = reinterpret_cast<Best*>(kept.data);
  for (long u = 0; u < users; u++) bests[u] = best_of(u);
  float* panel = packed.data;
  for (long s0 = 0; s0 < n; s0 += slice) {
    const long in_slice = smaller(slice, n - s0);
    parallel(ceil_div(in_slice, ITEMS), [=](long task) {
      const long from = task * ITEMS, count = smaller(ITEMS, in_slice - from);
      pack(items + (s0 + from) * d, 1, d, d, count, panel + packed_size(d, from));
    });
    parallel(ceil_div(users, USERS), [=](long task) {
      const long u0 = task * USERS, u1 = smaller(users, u0 + USERS);
      Scratch block(USERS * ITEMS);
      for (long from = 0; from < in_slice; from += ITEMS) {
        const long count = smaller(ITEMS, in_slice - from);
        if (none_allowed(allowed, s0 + from, count)) continue;
        multiply_rows(
            Rows{user, d, 1, nullptr}, u0, u1, panel + packed_size(d, from), d, count, block.data, ITEMS, nullptr,
            false);
        for (long u = u0; u < u1; u++)
          offer_all(bests[u], block.data + (u - u0) * ITEMS, count, (int32_t)(s0 + from));
      }
    });
  }
}

}  // namespace CORE_ISA
