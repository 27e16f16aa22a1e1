/**
 * The builds of the kernels and their flags. Never -march=native: the addon may move to another machine, and picks its
 * kernels by cpuid when it is loaded.
 */
export const INSTRUCTION_SETS = {
  baseline: [],
  ...(process.arch === 'x64' && {
    avx2: ['-mavx2', '-mfma'],
    avx512: ['-mavx512f', '-mavx512dq', '-mavx512vl', '-mavx512bw', '-mfma'],
  }),
}
