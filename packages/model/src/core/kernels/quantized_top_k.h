// Exact search for one user at a time over items too many for the caches, by filter and refine (the VA-file of Weber,
// Schek and Blott, VLDB 1998): a second copy of the items, a byte a number, is read through, a quarter of the memory.
// It gives a bound that no score exceeds, and only an item whose bound is above the user's k-th best so far has its
// score worked out from its true row. So the result is that of `top_k`, whatever the rounding to bytes does.
#pragma once
#include "top_k.h"

namespace CORE_ISA {

// Items stand side by side, GROUP of them, and four of an item's numbers, each plus 128, make a word:
// words [ceil(n / GROUP)][ceil(d / 4)][GROUP]. So a vector holds the same four dimensions of as many items as it has
// lanes, nothing is ever summed across lanes, and one operation takes a number out of its word. It stays in its place
// there: the user's numbers are divided by what that multiplies it with.
constexpr long GROUP = 16;

typedef VecBits WordsAnywhere __attribute__((aligned(4), may_alias));

/** to [4 ceil(d / 4)]: the user's numbers as the bytes meet them. Returns what the 128s add up to. */
static inline float prepare_user(const float* user, long d, float* to) {
  constexpr float PLACE[4] = {1.0f, 0x1p-8f, 0x1p-16f, 1.0f};  // the fourth is shifted down, lest it be taken for a sign
  float all = 0;
  for (long j = 0; j < 4 * ceil_div(d, 4); j++) {
    to[j] = j < d ? user[j] * PLACE[j % 4] : 0.0f;
    if (j < d) all += user[j];
  }
  return 128.0f * all;
}

/** bounds[i] = steps[i] <user, bytes[i]> + norm slacks[i] for the LANES items from i0 on, which is a multiple of LANES. */
static inline Vec bound_scores(
    const float* prepared, float offset, float norm, const uint32_t* words, const float* steps, const float* slacks,
    long i0, long n, long width) {
  const auto floats = [](VecBits x) { return __builtin_convertvector((VecInt)x, Vec); };
  const uint32_t* column = words + (i0 / GROUP * width * GROUP + i0 % GROUP);
  Vec total[4] = {};
  for (long c = 0; c < width; c++) {
    const VecBits word = *reinterpret_cast<const WordsAnywhere*>(column + c * GROUP);
    const float* u = prepared + 4 * c;
    total[0] += floats(word & 0xffu) * u[0];
    total[1] += floats(word & 0xff00u) * u[1];
    total[2] += floats(word & 0xff0000u) * u[2];
    total[3] += floats(word >> 24) * u[3];
  }
  const Vec product = (total[0] + total[1]) + (total[2] + total[3]) - offset;
  const int left = (int)smaller(LANES, n - i0);
  if (left < LANES) return product * load_part(steps + i0, left) + load_part(slacks + i0, left) * norm;
  return product * load(steps + i0) + load(slacks + i0) * norm;
}

/** The k best of items [from, to), the first a multiple of GROUP, into an empty `best`. */
static inline void quantized_scan(
    Best& best, long from, long to, long d, const float* user, const float* items, const float* prepared, float offset,
    const uint32_t* words, const float* steps, const float* slacks) {
  const long width = ceil_div(d, 4);
  const float norm = sqrt(dot(user, user, d));
  for (long i0 = from; i0 < to; i0 += LANES) {
    if (i0 % 32 == 0 && none_allowed(best.allowed, i0, smaller(32, to - i0))) {
      i0 += 32 - LANES;
      continue;
    }
    const Vec bounds = bound_scores(prepared, offset, norm, words, steps, slacks, i0, to, width);
    if (!any_above(bounds, best.bar())) continue;
    for (long i = i0; i < smaller(to, i0 + LANES); i++)
      if (!(bounds[i - i0] <= best.bar())) best.offer((int32_t)i, dot(user, items + i * d, d));
  }
}

/** As `top_k`; `words`, `steps` [n] and `slacks` [n] as quantized-items.ts makes them. */
static inline void quantized_top_k(
    long users, long n, long d, long k, const float* user, const float* items, const uint32_t* words, const float* steps,
    const float* slacks, const int32_t* exclude_offsets, const int32_t* exclude_ids, const int32_t* allowed,
    int32_t* ids, float* scores) {
  constexpr long PART = 1 << 17;  // items of a task, a multiple of 32: each task has to find its own first k
  const long parts = ceil_div(n, PART);
  Scratch found_ids(parts * k + 1), found_scores(parts * k + 1), prepared(4 * ceil_div(d, 4));
  int32_t* part_ids = reinterpret_cast<int32_t*>(found_ids.data);
  float* part_scores = found_scores.data;
  for (long u = 0; u < users; u++) {
    const long first = exclude_offsets ? exclude_offsets[u] : 0, last = exclude_offsets ? exclude_offsets[u + 1] : 0;
    const float *vector = user + u * d, *in_bytes = prepared.data;
    const float offset = prepare_user(vector, d, prepared.data);
    for (long i = 0; i < parts * k; i++) {
      part_ids[i] = -1;
      part_scores[i] = -__builtin_inff();
    }
    Best whole{k, 0, ids + u * k, scores + u * k, nullptr, 0, nullptr};
    for (long i = 0; i < k; i++) {
      whole.ids[i] = -1;
      whole.scores[i] = -__builtin_inff();
    }
    if (k == 0) continue;
    parallel(parts, [=](long part) {
      Best best{k, 0, part_ids + part * k, part_scores + part * k, exclude_ids + first, last - first, allowed};
      quantized_scan(best, part * PART, smaller(n, (part + 1) * PART), d, vector, items, in_bytes, offset, words, steps, slacks);
    });
    for (long i = 0; i < parts * k; i++)  // in ascending order of ids among equal scores
      if (part_ids[i] >= 0) whole.offer(part_ids[i], part_scores[i]);
  }
}

}  // namespace CORE_ISA
