import { setImmediate } from 'node:timers/promises'
import type { Csr } from '../data/csr.ts'
import { rankUsers } from '../evaluate/evaluate.ts'
import { meanMetrics, VALUES_PER_USER, type Metrics } from '../evaluate/metrics.ts'
import type { Scorer } from '../serve/score-vectors.ts'

/** Multiply-adds between two looks at the event loop: a fraction of a second natively, under one in WebAssembly. */
const WORK = 2 ** 34
const LARGEST_SLICE = 512

/** The mean metrics of some users. @param users as `heldOutUsers` gives them */
export async function validate(
  scorer: Scorer,
  train: Csr,
  heldOut: Csr,
  users: Uint32Array,
  signal?: AbortSignal,
): Promise<Metrics> {
  return meanMetrics(await rankInSlices(scorer, train, heldOut, users, signal))
}

/**
 * The metrics of some users one by one, as `rankUsers` gives them, ranked in slices, so that timers run and an abort is
 * heard meanwhile. `[users, VALUES_PER_USER]`
 */
export async function rankInSlices(
  scorer: Scorer,
  train: Csr,
  heldOut: Csr,
  users: Uint32Array,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const values = new Float64Array(users.length * VALUES_PER_USER)
  const size = Math.max(1, Math.min(LARGEST_SLICE, Math.floor(WORK / scorer.items.values.length)))
  for (let start = 0; start < users.length; start += size) {
    signal?.throwIfAborted()
    const slice = users.subarray(start, start + size)
    values.set(rankUsers(scorer, train, heldOut, slice), start * VALUES_PER_USER)
    await setImmediate()
  }
  return values
}
