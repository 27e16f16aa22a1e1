import { describe, expect, it } from 'vitest'
import { Parameters } from '../bases/parameters.ts'
import { createWorld } from '../data/world.ts'
import { fit } from './fit.ts'
import { takeMeanRows } from './new-items.ts'

describe('takeMeanRows', () => {
  it('gives new items the mean of the others, in tables of items only', () => {
    const parameters = new Parameters()
    const items = parameters.add('q', 'items', [3, 2], Float32Array.of(1, 2, 9, 9, 3, 6), 0.1)
    const users = parameters.add('p', 'users', [3, 1], Float32Array.of(1, 2, 3), 0.1)
    takeMeanRows(parameters, Uint8Array.of(0, 1, 0))
    expect([...items.table.values]).toEqual([1, 2, 2, 4, 3, 6])
    expect([...users.table.values]).toEqual([1, 2, 3])
  })
})

describe('a data set with new items', () => {
  const { dataset, truth } = createWorld({ kind: 'copy', users: 60, items: 50, seed: 2 })
  const config = { mrdib: false, epochs: 3, embeddingSize: 8, batchSize: 256 }

  it('leaves them what ids say of an average item', async () => {
    const newItems = Uint8Array.from(truth.heldOut)
    const { model } = await fit({ ...dataset, newItems }, config)
    const ids = model.factors.blocks.filter(({ role }) => role === 'collaborative')
    expect(ids).toHaveLength(2)
    for (const { item, dimension } of ids) {
      const rows = Array.from({ length: 50 }, (_, n) => item.subarray(n * dimension, (n + 1) * dimension))
      const known = rows.filter((_, n) => !newItems[n])
      const mean = Array.from(
        { length: dimension },
        (_, d) => known.reduce((sum, row) => sum + row[d], 0) / known.length,
      )
      rows.forEach((row, n) => {
        if (newItems[n]) row.forEach((value, d) => expect(value).toBeCloseTo(mean[d], 6))
      })
    }
  })

  it('is refused where one of them was trained on', async () => {
    const newItems = new Uint8Array(50).fill(1)
    await expect(fit({ ...dataset, newItems }, config)).rejects.toThrow(
      'marks an item as new that has a training interaction',
    )
  })
})
