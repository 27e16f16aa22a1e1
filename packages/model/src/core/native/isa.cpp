#include "isa.h"

#include <cstring>

namespace baseline {
bool call(int kernel, const double* scalars, void* const* arrays);
}
#if defined(__x86_64__)
namespace avx2 {
bool call(int kernel, const double* scalars, void* const* arrays);
}
namespace avx512 {
bool call(int kernel, const double* scalars, void* const* arrays);
}
#endif

Isa isa_by_name(const char* name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  // the compiler's support library asks the operating system too (XGETBV): wide registers must be saved on a switch
  if (!std::strcmp(name, "avx512") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
    return {"avx512", avx512::call};
  if (!std::strcmp(name, "avx2") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return {"avx2", avx2::call};
#endif
  if (!std::strcmp(name, "baseline")) return {"baseline", baseline::call};
  return {name, nullptr};
}

Isa best_isa() {
  Isa isa = isa_by_name("avx512");
  if (!isa.call) isa = isa_by_name("avx2");
  return isa.call ? isa : isa_by_name("baseline");
}
