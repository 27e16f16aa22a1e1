// The builds of the kernels, one per instruction set, and the choice among them.
#pragma once

using CallFunction = bool (*)(int kernel, const double* scalars, void* const* arrays);

/** An instruction set by the name that is shown: `avx512`, `avx2`, `baseline`. */
struct Isa {
  const char* name;
  CallFunction call;
};

/** The best instruction set of this machine. */
Isa best_isa();

/** One by name, if the build and the machine have it; `call` is null otherwise. */
Isa isa_by_name(const char* name);
