import { expect, it } from 'vitest'
import { seededRandom } from '@trifold/model/internals'
import { kMeans } from './k-means.ts'

it('finds clusters that lie apart', () => {
  const random = seededRandom(1)
  const truth = Array.from({ length: 90 }, (_, row) => row % 3)
  const values = Float32Array.from(
    truth.flatMap((cluster) => [cluster === 1 ? 5 : 0, cluster === 2 ? 5 : 0].map((x) => x + random())),
  )
  const clusters = kMeans({ dimension: 2, values }, 3, seededRandom(2))
  const pairs = new Set(truth.map((cluster, row) => `${cluster} ${clusters[row]}`))
  expect(pairs.size).toBe(3)
  expect(new Set(clusters).size).toBe(3)
})

it('returns fewer clusters if rows are equal', () => {
  expect([...kMeans({ dimension: 1, values: Float32Array.of(2, 2, 2) }, 5, seededRandom(1))]).toEqual([0, 0, 0])
  expect(kMeans({ dimension: 1, values: new Float32Array(0) }, 5, seededRandom(1)).length).toBe(0)
})
