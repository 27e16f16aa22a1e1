import { describe, expect, it } from 'vitest'
import type { Dataset } from '@trifold/model'
import { IdMap } from '@trifold/model'
import { inNumberingOf } from './renumber.ts'

const dataset: Dataset = {
  name: 'shop',
  userIds: ['a', 'b', 'stranger'],
  itemIds: ['p', 'q', 'new'],
  interactions: {
    users: Uint32Array.of(0, 1, 2, 1, 0),
    items: Uint32Array.of(0, 1, 0, 2, 1),
    times: Float64Array.of(1, 2, 3, 4, 5),
    split: Uint8Array.of(0, 0, 1, 2, 2),
  },
  modalities: [
    {
      name: 'image',
      dimension: 2,
      values: Uint16Array.of(1, 2, 3, 4, 5, 6),
      scale: Float32Array.of(0.5, 2, 4),
      present: Uint8Array.of(1, 0, 1),
    },
  ],
  neighbours: [
    {
      name: 'text',
      count: 2,
      indices: Int32Array.of(0, 1, 1, 2, 2, 0),
      cosines: Float32Array.of(1, 0.5, 1, 0.25, 1, 0.75),
    },
  ],
}

describe('inNumberingOf', () => {
  it('moves everything to the indexes of the model and counts what the model does not know', () => {
    const model = { users: new IdMap(['b', 'other', 'a']), items: new IdMap(['q', 'p']) }
    expect(inNumberingOf(model, dataset)).toEqual({
      leftOut: { users: 1, items: 1, interactions: 2 },
      dataset: {
        name: 'shop',
        userIds: ['b', 'other', 'a'],
        itemIds: ['q', 'p'],
        interactions: {
          users: Uint32Array.of(2, 0, 2),
          items: Uint32Array.of(1, 0, 0),
          times: Float64Array.of(1, 2, 5),
          split: Uint8Array.of(0, 0, 2),
          weights: undefined,
        },
        modalities: [
          {
            name: 'image',
            dimension: 2,
            values: Uint16Array.of(3, 4, 1, 2),
            scale: Float32Array.of(2, 0.5),
            present: Uint8Array.of(0, 1),
          },
        ],
        neighbours: [
          {
            name: 'text',
            count: 2,
            indices: Int32Array.of(0, -1, 1, 0),
            cosines: Float32Array.of(1, 0, 1, 0.5),
          },
        ],
      },
    })
  })

  it('leaves a data set in the order of the model alone', () => {
    const model = { users: new IdMap(dataset.userIds), items: new IdMap(dataset.itemIds) }
    expect(inNumberingOf(model, dataset).dataset).toBe(dataset)
  })

  it('refuses data of which the model knows nothing', () => {
    const model = { users: new IdMap(['x']), items: new IdMap(['p']) }
    expect(() => inNumberingOf(model, dataset)).toThrow(/"shop": the model knows none of its users and items\.$/)
  })
})
