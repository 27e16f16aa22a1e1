import { beforeAll, describe, expect, it } from 'vitest'
import { EmbeddingTable, RowAdam, selectBackend, tf } from './index.ts'
import { presentBuilds, useBuild } from './testing/backends.ts'
import { relativeError } from './testing/gradient-check.ts'
import { normals } from './testing/random.ts'

const OPTIONS = { learningRate: 0.1 }

beforeAll(async () => {
  await selectBackend('cpu')
})

/** Adam as in algorithm 1 of the paper, in float64, for one number. */
function paperAdam(start: number, gradients: number[]): number {
  let [value, m, v] = [start, 0, 0]
  gradients.forEach((g, i) => {
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    value -= (OPTIONS.learningRate * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8)
  })
  return value
}

describe('RowAdam', () => {
  it.each(presentBuilds())('moves few rows, and all, on $name as in JavaScript', async (build) => {
    const train = async (rows: Int32Array) => {
      const table = new EmbeddingTable(9, 5, normals(45, 1))
      const adam = new RowAdam(table, OPTIONS)
      for (let step = 0; step < 3; step++) await adam.apply(rows, normals(rows.length * 5, step))
      return table.values
    }
    for (const rows of [Int32Array.of(7, 2), Int32Array.of(8, 7, 6, 5, 4, 3, 2, 1, 0)]) {
      await selectBackend('cpu')
      const expected = await train(rows)
      await useBuild(build)
      expect(relativeError(await train(rows), expected)).toBeLessThan(1e-5)
    }
    await selectBackend('cpu')
  })

  it('follows the paper on the rows it touches and leaves the others alone', async () => {
    const table = new EmbeddingTable(3, 1, Float32Array.of(1, 2, 3))
    const adam = new RowAdam(table, OPTIONS)
    for (const g of [0.5, -0.2, 0.7]) await adam.apply(Int32Array.of(2, 0), tf.tensor2d([g, -g], [2, 1]))
    expect(table.values[2]).toBeCloseTo(paperAdam(3, [0.5, -0.2, 0.7]), 5)
    expect(table.values[0]).toBeCloseTo(paperAdam(1, [-0.5, 0.2, -0.7]), 5)
    expect(table.values[1]).toBe(2)
  })

  it('continues from a saved state to the same bits', async () => {
    const gradients = [1, 2, 3, 4].map((seed) => normals(6, seed))
    const rows = Int32Array.of(1, 3)
    const through = new EmbeddingTable(4, 3, normals(12, 9))
    const whole = new RowAdam(through, OPTIONS)
    for (const gradient of gradients) await whole.apply(rows, gradient)

    const first = new EmbeddingTable(4, 3, normals(12, 9))
    const before = new RowAdam(first, OPTIONS)
    for (const gradient of gradients.slice(0, 2)) await before.apply(rows, gradient)
    const resumed = new EmbeddingTable(4, 3, first.values.slice())
    const after = new RowAdam(resumed, OPTIONS)
    after.restore(before.memory)
    for (const gradient of gradients.slice(2)) await after.apply(rows, gradient)
    expect(resumed.values).toEqual(through.values)
  })

  it('refuses what does not fit', () => {
    const adam = new RowAdam(new EmbeddingTable(2, 1, new Float32Array(2)), OPTIONS)
    expect(() => adam.restore({ step: 1, first: new Float32Array(3), second: new Float32Array(3) })).toThrow('2 values')
    expect(() => adam.apply(Int32Array.of(0), new Float32Array(2))).toThrow('1 rows need 1 gradients, not 2')
  })
})
