import { infoNce, normalizeRows, projectRows } from './operations/index.ts'
import { listBackends, selectBackend, type BackendChoice } from './select-backend.ts'
import * as tf from './tf.ts'

/** A backend and its time for a small piece of training. `milliseconds` is absent if the backend cannot run. */
export interface BackendRow extends BackendChoice {
  readonly milliseconds?: number
}

/** A piece of a training step small enough for plain JavaScript: 60 MFLOP, forward and back. */
const PIECE = { items: 512, rows: 256, features: 512, dimension: 64 } as const
const RUNS = 15

/**
 * Every backend, why it cannot be used here, or its median time for a small piece of training: a projection of features
 * into InfoNCE, with all gradients. Changes the backend of `tf`.
 * @param budget milliseconds for all backends together; each gets an equal share, and at least one run
 */
export async function reportBackends(budget = 8000): Promise<BackendRow[]> {
  const choices = await listBackends()
  const usable = choices.filter(({ detail }) => detail !== undefined).length
  const rows: BackendRow[] = []
  for (const choice of choices) {
    if (choice.detail === undefined) {
      rows.push(choice)
      continue
    }
    await selectBackend(choice.name)
    rows.push({ ...choice, milliseconds: await measure(budget / usable) })
  }
  return rows
}

async function measure(budget: number): Promise<number> {
  const { items, rows, features, dimension } = PIECE
  const table = { values: Float32Array.from({ length: items * features }, (_, i) => Math.sin(i)), dimension: features }
  const indexes = Int32Array.from({ length: rows }, (_, i) => (i * 7) % items)
  const [w, b] = [tf.fill([features, dimension], 0.01), tf.zeros([dimension])]
  const start = performance.now()
  const milliseconds: number[] = []
  // The first run compiles and allocates, so it counts only if there is no time for another.
  for (let run = 0; run <= RUNS && (run < 2 || performance.now() - start < budget * 0.8); run++) {
    const before = performance.now()
    const { value, grads } = tf.valueAndGrads((w, b) => {
      const z = normalizeRows(projectRows(table, indexes, w as tf.Tensor2D, b as tf.Tensor1D)) // [rows, dimension]
      return infoNce(z, z, 0.2)
    })([w, b])
    await Promise.all([value, ...grads].map((tensor) => tensor.data()))
    tf.dispose([value, grads])
    const elapsed = performance.now() - before
    if (run > 0) milliseconds.push(elapsed)
    else if (elapsed > budget / 2) return release([w, b], elapsed)
  }
  return release([w, b], milliseconds.sort((x, y) => x - y)[Math.floor(milliseconds.length / 2)]!)
}

function release(tensors: tf.Tensor[], milliseconds: number): number {
  tf.dispose(tensors)
  return milliseconds
}
