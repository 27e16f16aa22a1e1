import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { CoreArray, Engine } from './abi.ts'
import { hashOfSources } from './sources.mjs'

/** What `native/addon.cpp` exports. */
interface Addon {
  call(kernel: number, scalars: Float64Array, ...arrays: (CoreArray | null)[]): void
  threads(): number
  setThreads(threads: number): void
  isa(): string
  setIsa(name: string): boolean
  /** Absent in addons older than this check. */
  sources?(): string
}

export interface NativeOptions {
  /** Threads to work with; by default `TRIFOLD_THREADS`, else as many as the machine offers, at most 16. */
  readonly threads?: number
  /** An instruction set to use instead of the best: `avx512`, `avx2`, `baseline`. */
  readonly isa?: string
}

/** The addon was compiled from other sources than those beside it, so its kernels may expect other arrays. */
export class StaleAddon extends Error {
  override readonly name = 'StaleAddon'
  constructor() {
    super('the native addon was built from other sources: run `node packages/model/src/core/build.mjs`')
  }
}

/** Where `build.mjs` writes the addon. */
export const ADDON = fileURLToPath(new URL('../../build/core.node', import.meta.url))

const SCALARS = new Float64Array(16)

/**
 * Loads the native build.
 * @throws Error with the reason: not built, built for another platform or from other sources, or an instruction set that
 *   this machine lacks
 */
export function loadNativeEngine({ threads, isa }: NativeOptions = {}, path = ADDON): Engine {
  if (!existsSync(path)) throw new Error('the native addon was not built (no C++ compiler at install?)')
  const addon = createRequire(import.meta.url)(path) as Addon
  if (addon.sources?.() !== hashOfSources()) throw new StaleAddon()
  if (isa !== undefined && !addon.setIsa(isa)) throw new Error(`this machine has no instruction set "${isa}"`)
  addon.setThreads(threads ?? defaultThreads())
  return {
    name: 'core-native',
    detail: `${addon.isa()}, ${addon.threads()} ${addon.threads() === 1 ? 'thread' : 'threads'}`,
    inPlace: true,
    call(kernel, scalars, ...arrays) {
      SCALARS.set(scalars)
      addon.call(kernel.number, SCALARS, ...arrays)
    },
  }
}

function defaultThreads(): number {
  const setting = process.env.TRIFOLD_THREADS
  if (setting === undefined || setting === '') return Math.min(16, availableParallelism())
  const threads = Number(setting)
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads
  throw new Error(`TRIFOLD_THREADS must be a number from 1 to 256, not "${setting}"`)
}
