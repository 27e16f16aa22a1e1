import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { uniforms } from './random.ts'

/** The training step that every engine runs (docs/compute.md). */
export const STEP = {
  users: 20_000,
  items: 7_000,
  batch: 2_048,
  batches: 6,
  dimension: 64,
  features: [4_096, 384],
  temperature: 0.2,
  klWeight: 0.01,
  contrastWeight: 0.1,
  learningRate: 1e-3,
} as const

/** The shape of Amazon Baby's training graph. */
export const GRAPH = { users: 19_445, items: 7_050, pairs: 118_551, dimension: 64, layers: 2, batch: 2_048 } as const

/** The shape of MovieLens-1M as implicit feedback, for BPR-MF. */
export const RATINGS = { users: 6_040, items: 3_706, fewest: 20, mean: 165.6, dimension: 64 } as const

/** Writes the inputs that all engines read, as little-endian arrays, so that their losses can be compared. */
export async function writeInputs(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const write = (name: string, values: Float32Array | Int32Array) =>
    writeFile(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  const random = uniforms(1)
  const floats = (count: number, scale: number) =>
    Float32Array.from({ length: count }, () => (random() - 0.5) * 2 * scale)
  const ids = (count: number, below: number) => Int32Array.from({ length: count }, () => Math.floor(random() * below))
  const { users, items, batch, batches, dimension, features } = STEP
  await write('p.f32', floats(users * dimension, 0.05))
  await write('theta.f32', floats(users * dimension, 0.05))
  await write('q.f32', floats(items * dimension, 0.05))
  for (const [m, width] of features.entries()) {
    await write(`x${m}.f32`, floats(items * width, 0.5))
    await write(`w${m}.f32`, floats(width * dimension, 0.02))
  }
  for (let n = 0; n < batches; n++) {
    const [positives, negatives] = [ids(batch, items), ids(batch, items)]
    await write(`users${n}.i32`, ids(batch, users))
    await write(`positives${n}.i32`, positives)
    await write(`negatives${n}.i32`, negatives)
    const distinct = new Set([...positives, ...negatives]).size
    for (const m of features.keys()) await write(`noise${n}-${m}.f32`, floats(distinct * dimension, 1.7))
  }
  await write('graph-users.i32', ids(GRAPH.pairs, GRAPH.users))
  // popularity falls off as in real data: items drawn by the square of a uniform number
  await write(
    'graph-items.i32',
    Int32Array.from({ length: GRAPH.pairs }, () => Math.floor(random() ** 2 * GRAPH.items)),
  )
  await write('graph-e.f32', floats((GRAPH.users + GRAPH.items) * GRAPH.dimension, 0.05))
  await write('graph-negatives.i32', ids(GRAPH.batch, GRAPH.items))
  const ratings = ratingsOf(random)
  await write('rating-users.i32', ratings.users)
  await write('rating-items.i32', ratings.items)
}

/**
 * About 10^6 distinct pairs, by user and then item. Activity above the fewest ratings a user may have is exponential,
 * as MovieLens' nearly is; items are drawn by the square of a uniform number.
 */
function ratingsOf(random: () => number): { users: Int32Array; items: Int32Array } {
  const { users, items, fewest, mean } = RATINGS
  const all = Array.from({ length: users }, (_, user) => {
    const count = fewest + Math.floor(-(mean - fewest) * Math.log(1 - (user + 0.5) / users))
    const own = new Set<number>()
    while (own.size < count) own.add(Math.floor(random() ** 2 * items))
    return [...own].sort((a, b) => a - b)
  })
  return {
    users: Int32Array.from(all.flatMap((own, user) => own.map(() => user))),
    items: Int32Array.from(all.flat()),
  }
}

export async function readFloats(folder: string, name: string): Promise<Float32Array> {
  const { buffer, byteOffset, byteLength } = await readFile(join(folder, name))
  return new Float32Array(buffer, byteOffset, byteLength / 4) // a view: features twice would be a third of a peak
}

export async function readIntegers(folder: string, name: string): Promise<Int32Array> {
  const { buffer, byteOffset, byteLength } = await readFile(join(folder, name))
  return new Int32Array(buffer, byteOffset, byteLength / 4)
}
