import { selectBackend, tf } from '@trifold/model/internals'
import type { Task } from './task.ts'

/** A square-ish product in cache: what the machine multiplies at best through our kernels. 1.07 GFLOP. */
export const GEMM_FLOP = 2 * 2048 * 64 * 4096

export async function gemmTask(): Promise<Task> {
  await selectBackend()
  const a = tf.randomUniform<tf.Rank.R2>([2048, 4096], -1, 1, 'float32', 1)
  const b = tf.randomUniform<tf.Rank.R2>([4096, 64], -1, 1, 'float32', 2)
  return {
    async run() {
      const c = tf.matMul(a, b)
      const [first] = await c.data()
      c.dispose()
      return first ?? null
    },
  }
}

/** Copying 256 MiB: memory's bandwidth, read and written. */
export const COPY_BYTES = 2 * 256 * 2 ** 20

export function copyTask(): Task {
  const from = new Float64Array(32 * 2 ** 20).fill(1)
  const to = new Float64Array(from.length)
  return {
    async run() {
      to.set(from)
      return to[0] ?? null
    },
  }
}
