import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** A hash of the addon's sources. It is compiled into the addon and compared when the addon is loaded. */
export function hashOfSources() {
  const hash = createHash('sha256')
  for (const folder of ['kernels', 'native']) {
    for (const file of readdirSync(join(here, folder)).sort()) hash.update(readFileSync(join(here, folder, file)))
  }
  return hash.digest('hex')
}

/**
 * The instruction sets that the kernels are compiled for, with their compiler flags. Never -march=native: the addon may
 * move to another machine, and it chooses its kernels by cpuid when it is loaded.
 */
export const INSTRUCTION_SETS = {
  baseline: [],
  ...(process.arch === 'x64' && {
    avx2: ['-mavx2', '-mfma'],
    avx512: ['-mavx512f', '-mavx512dq', '-mavx512vl', '-mavx512bw', '-mfma'],
  }),
}
