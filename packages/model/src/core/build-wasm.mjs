// Rebuilds core.wasm: `node packages/model/src/core/build-wasm.mjs [output]`. Needs clang and lld with the wasm32
// target (Debian: clang lld), nothing else: no emscripten, no C library. The result is committed; a test rebuilds it
// where the same clang is at hand and compares.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const output = process.argv[2] ?? join(here, 'core.wasm')
const flags = [
  '--target=wasm32',
  '-msimd128',
  '-mbulk-memory',
  '-O3',
  '-std=c++17',
  '-ffreestanding',
  '-fno-builtin-memset',
  '-fno-builtin-memcpy',
  '-fno-exceptions',
  '-fno-rtti',
  '-fno-math-errno',
  '-fvisibility=hidden',
  '-Wall',
  '-Wextra',
  '-nostdlib',
  '-Wl,--no-entry',
  '-Wl,-z,stack-size=131072',
  '-Wl,--strip-all',
]
const sources = ['wasm/module.cpp', 'wasm/heap.cpp']
const built = spawnSync(process.env.CLANG ?? 'clang++', [...flags, ...sources, '-o', output], {
  cwd: here, // relative source names: the result must not depend on where the clone lies
  stdio: 'inherit',
})
process.exit(built.error ? 1 : built.status)
