import { setImmediate } from 'node:timers/promises'
import type { Csr } from '../data/csr.ts'
import { evaluateUsers } from '../evaluate/evaluate.ts'
import { meanMetrics, type Metrics } from '../evaluate/metrics.ts'
import type { Factors } from '../serve/factors.ts'

/** Users ranked between two looks at the event loop: a fraction of a second on the slowest backend. */
const SLICE = 512

/** `evaluate` in slices of users, so that timers run and an abort is heard while it ranks. */
export async function validate(factors: Factors, train: Csr, heldOut: Csr, signal?: AbortSignal): Promise<Metrics> {
  const parts: Float64Array[] = []
  for (const slice of slices(heldOut, SLICE)) {
    signal?.throwIfAborted()
    parts.push(evaluateUsers(factors, train, slice).values)
    await setImmediate()
  }
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((start, part) => (values.set(part, start), start + part.length), 0)
  return meanMetrics(values)
}

export function evaluatedUsers(heldOut: Csr): number {
  return heldOut.indptr.reduce((count, end, n) => (n > 0 && end > heldOut.indptr[n - 1] ? count + 1 : count), 0)
}

/** The matrix in parts of at most `size` rows that are not empty; in each part all other rows are. */
function* slices({ indptr, indices }: Csr, size: number): Generator<Csr> {
  const rows = indptr.length - 1
  for (let start = 0; start < rows; ) {
    const part = new Uint32Array(rows + 1)
    let row = start
    for (let count = 0; row < rows && count < size; row++) {
      if (indptr[row + 1] > indptr[row]) count++
      part[row + 1] = indptr[row + 1] - indptr[start]
    }
    part.fill(part[row], row + 1)
    yield { indptr: part, indices: indices.subarray(indptr[start], indptr[row]) }
    start = row
  }
}

