// The Node addon: N-API only, so one binary serves every Node version.
//   call(kernel, scalars: Float64Array, ...arrays: (Float32Array | Int32Array | null)[])
//   threads(): number    setThreads(n)    isa(): string    setIsa(name): boolean    sources(): string
#include <node_api.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "isa.h"
#include "pool.h"

namespace {

constexpr size_t MAX_ARRAYS = 16;
Isa isa = best_isa();

napi_value fail(napi_env env, const char* message) {
  napi_throw_error(env, nullptr, message);
  return nullptr;
}

/** Memory of a typed array or null; false for anything else. */
bool pointer_of(napi_env env, napi_value value, void** pointer) {
  napi_valuetype type;
  if (napi_typeof(env, value, &type) != napi_ok) return false;
  if (type == napi_null) {
    *pointer = nullptr;
    return true;
  }
  return napi_get_typedarray_info(env, value, nullptr, nullptr, pointer, nullptr, nullptr) == napi_ok;
}

napi_value call(napi_env env, napi_callback_info info) {
  size_t count = MAX_ARRAYS + 2;
  napi_value arguments[MAX_ARRAYS + 2];
  int32_t kernel;
  void* scalars;
  void* arrays[MAX_ARRAYS] = {};
  if (napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr) != napi_ok || count < 2 ||
      count > MAX_ARRAYS + 2 || napi_get_value_int32(env, arguments[0], &kernel) != napi_ok ||
      !pointer_of(env, arguments[1], &scalars))
    return fail(env, "call needs a kernel, its scalars and its arrays");
  for (size_t i = 2; i < count; i++)
    if (!pointer_of(env, arguments[i], &arrays[i - 2])) return fail(env, "an array of a kernel must be typed or null");
  if (!isa.call(kernel, static_cast<const double*>(scalars), arrays)) return fail(env, "no such kernel");
  return nullptr;
}

napi_value threads(napi_env env, napi_callback_info) {
  napi_value result;
  napi_create_int32(env, thread_count(), &result);
  return result;
}

napi_value change_threads(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  int32_t wanted;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok || count < 1 ||
      napi_get_value_int32(env, argument, &wanted) != napi_ok || wanted < 1 || wanted > 256)
    return fail(env, "threads must be a number from 1 to 256");
  set_threads(wanted);
  return nullptr;
}

napi_value isa_name(napi_env env, napi_callback_info) {
  napi_value result;
  napi_create_string_utf8(env, isa.name, NAPI_AUTO_LENGTH, &result);
  return result;
}

napi_value change_isa(napi_env env, napi_callback_info info) {
  size_t count = 1, length;
  napi_value argument, result;
  char name[32];
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok || count < 1 ||
      napi_get_value_string_utf8(env, argument, name, sizeof name, &length) != napi_ok)
    return fail(env, "an instruction set is chosen by name");
  const Isa wanted = isa_by_name(name);
  if (wanted.call) {
    static char kept[32];
    for (size_t i = 0; i <= length; i++) kept[i] = name[i];
    isa = Isa{kept, wanted.call};
  }
  napi_get_boolean(env, wanted.call != nullptr, &result);
  return result;
}

/** The hash of the sources this was made of, CORE_SOURCES of build.mjs: other sources may number kernels otherwise. */
napi_value sources(napi_env env, napi_callback_info) {
  napi_value result;
  napi_create_string_utf8(env, CORE_SOURCES, NAPI_AUTO_LENGTH, &result);
  return result;
}

/** Threads must be gone before the library is unloaded. */
void stop(void*) { set_threads(1); }

}  // namespace

NAPI_MODULE_INIT() {
#if defined(__GLIBC__)
  // A step makes and drops some forty arrays of a megabyte. By default each is mapped from and given back to the
  // system, at a page fault per 4 KiB; kept in the process's heap they cost nothing.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
  const napi_property_descriptor functions[] = {
      {"call", nullptr, call, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"threads", nullptr, threads, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"setThreads", nullptr, change_threads, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"isa", nullptr, isa_name, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"setIsa", nullptr, change_isa, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
      {"sources", nullptr, sources, nullptr, nullptr, nullptr, napi_enumerable, nullptr},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  napi_add_env_cleanup_hook(env, stop, nullptr);
  return exports;
}
