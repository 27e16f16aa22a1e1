// Arithmetic on arrays of one length, or on one and a number: what the tape adds gradients up with.
#pragma once
#include "platform.h"
#include "vector.h"

namespace CORE_ISA {

enum Operation { ADD = 0, SUBTRACT = 1, MULTIPLY = 2, SCALE = 3, STEP = 4, SIGMOID = 5, TANH = 6 };

/** out = f(a), by whole vectors. */
template <class F>
static inline void each_vector(const float* a, float* out, long from, long to, F f) {
  for (; from + LANES <= to; from += LANES) store(out + from, f(load(a + from)));
  if (from < to) store_part(out + from, f(load_part(a + from, (int)(to - from))), (int)(to - from));
}

/**
 * out = a + b, a - b, factor * a * b, factor * a, 1 where a > 0 and else factor (NaN stays NaN), sigmoid(a) or tanh(a);
 * out may be a.
 */
static inline void elementwise(
    long n, int operation, float factor, const float* a, const float* b, float* out) {
  constexpr long TASK = 65536;
  parallel(ceil_div(n, TASK), [=](long task) {
    const long from = task * TASK, to = smaller(n, from + TASK);
    switch (operation) {
      case ADD:
        for (long i = from; i < to; i++) out[i] = a[i] + b[i];
        break;
      case SUBTRACT:
        for (long i = from; i < to; i++) out[i] = a[i] - b[i];
        break;
      case MULTIPLY:
        for (long i = from; i < to; i++) out[i] = factor * (a[i] * b[i]);
        break;
      case STEP:
        for (long i = from; i < to; i++) out[i] = a[i] > 0 ? 1.0f : a[i] <= 0 ? factor : a[i];
        break;
      case SIGMOID:
        each_vector(a, out, from, to, [](Vec x) { return sigmoid(x); });
        break;
      case TANH:
        each_vector(a, out, from, to, [](Vec x) { return tanh(x); });
        break;
      default:
        for (long i = from; i < to; i++) out[i] = factor * a[i];
    }
  });
}

/** out = a + b + c + d, in this order and in one pass; c and d may be null, and out may be a. */
static inline void add_all(long n, const float* a, const float* b, const float* c, const float* d, float* out) {
  constexpr long TASK = 65536;
  parallel(ceil_div(n, TASK), [=](long task) {
    const long from = task * TASK, to = smaller(n, from + TASK);
    if (d)
      for (long i = from; i < to; i++) out[i] = a[i] + b[i] + c[i] + d[i];
    else if (c)
      for (long i = from; i < to; i++) out[i] = a[i] + b[i] + c[i];
    else
      for (long i = from; i < to; i++) out[i] = a[i] + b[i];
  });
}

}  // namespace CORE_ISA
