import { describe, expect, it } from 'vitest'
import { drop, noise, shuffled } from './corrupt.ts'
import { seededRandom } from '@trifold/model/internals'

const [items, dimension] = [50, 40]
const random = seededRandom(3)
const features = {
  name: 'image',
  dimension,
  values: Float32Array.from({ length: items * dimension }, () => random() - 0.5),
  present: Uint8Array.from({ length: items }, (_, item) => (item % 5 === 0 ? 0 : 1)),
}
const rowOf = (values: ArrayLike<number>, item: number) =>
  Array.from(values).slice(item * dimension, (item + 1) * dimension)
const length = (row: readonly number[]) => Math.hypot(...row)

describe('corruptions of a modality', () => {
  it('adds noise of the given length', () => {
    const { values } = noise(2).apply(features, 1)
    const ratios = [...features.present.keys()]
      .filter((item) => features.present[item])
      .map((item) => {
        const [before, after] = [rowOf(features.values, item), rowOf(values, item)]
        return length(after.map((x, d) => x - before[d]!)) / length(before)
      })
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeCloseTo(2, 0)
  })

  it('drops a share of the items with the modality, and adds none', () => {
    const { present } = drop(0.25).apply(features, 1)
    expect(present.reduce((sum, has) => sum + has, 0)).toBe(30)
    expect(present.every((has, item) => has <= features.present[item]!)).toBe(true)
  })

  it('hands vectors around among the items that have one', () => {
    const { values, present } = shuffled.apply(features, 1)
    expect(present).toEqual(features.present)
    const sorted = (of: ArrayLike<number>) =>
      [...present.keys()]
        .filter((item) => present[item])
        .map((item) => rowOf(of, item).join())
        .sort()
    expect(sorted(values)).toEqual(sorted(features.values))
    expect(rowOf(values, 1)).not.toEqual(rowOf(features.values, 1))
  })

  it('is decided by its seed', () => {
    for (const corruption of [noise(1), drop(0.5), shuffled]) {
      expect(corruption.apply(features, 1)).toEqual(corruption.apply(features, 1))
      expect(corruption.apply(features, 1)).not.toEqual(corruption.apply(features, 2))
    }
  })
})
