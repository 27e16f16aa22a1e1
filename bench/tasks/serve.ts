import { freezeTable, scoreTopK, selectBackend } from '@trifold/model/internals'
import { uniforms } from '../random.ts'
import type { Task } from './task.ts'

const DIMENSION = 64
const K = 20
const SEEN = 30

/** Exact top-20 of `users` users among `items` items, 30 seen items excluded for each. */
export async function serveTask(items: number, users: number): Promise<Task> {
  await selectBackend()
  const random = uniforms(5)
  const floats = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5)
  const table = freezeTable(floats(items * DIMENSION))
  const rows = floats(users * DIMENSION)
  const offsets = Int32Array.from({ length: users + 1 }, (_, user) => user * SEEN)
  const ids = Int32Array.from({ length: users * SEEN }, () => Math.floor(random() * items))
  return {
    async run() {
      return scoreTopK(rows, table, DIMENSION, K, { offsets, ids }).scores[0] ?? null
    },
  }
}
