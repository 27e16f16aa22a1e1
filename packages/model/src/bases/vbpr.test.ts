import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { Parameters, Random } from '../nn/index.ts'
import type { BaseInput } from './base.ts'
import { testConfig } from './testing/config.ts'
import { Vbpr } from './vbpr.ts'

const train = { indptr: Int32Array.of(0, 2, 3), indices: Int32Array.of(0, 2, 2) }
const modality = (name: string, values: number[]) => ({
  name,
  dimension: 2,
  values: Float32Array.from(values),
  present: Uint8Array.of(1, 1, 1),
})

function createInput(regularization = 0): BaseInput & { parameters: Parameters } {
  return {
    users: 2,
    items: 3,
    modalities: [modality('image', [1, 0, 0, 1, 1, 1]), modality('text', [2, 0, 0, 2, 0, 0])],
    train,
    neighbours: [],
    config: testConfig({ regularization, modalRegularization: regularization / 10 }),
    parameters: new Parameters(),
    random: new Random(1),
  }
}

const rows = { userRows: Int32Array.of(1, 0), itemRows: Int32Array.of(2, 0) }

describe('Vbpr', () => {
  it('scores by bias, ids and the sum of projected modalities', () => {
    const input = createInput()
    const base = new Vbpr(input)
    const m = (...values: number[][]) => tf.tensor2d(values)
    const [p, theta, q, b] = [m([1, 2], [3, 4]), m([1, 0], [0, 1]), m([1, 1], [2, -1]), m([0.5], [-0.5])]
    const w = m([1, 2], [3, 4])
    const c = m([10, 20])
    const leafOf = input.parameters.bind([p, theta, q, b, w, c, w, c])
    const z = [0, 1].map((modality) => base.projects.project(modality, rows.itemRows, leafOf))
    expect([...z[0]!.dataSync()]).toEqual([14, 26, 11, 22]) // x = [1, 1] and [1, 0]
    expect([...z[1]!.dataSync()]).toEqual([10, 20, 12, 24]) // x = [0, 0] and [2, 0]
    const { terms } = base.forward(rows, leafOf, z)
    const score = tf.addN(terms.map(({ user, item }) => tf.matMul(user, item, false, true)))
    expect([...score.dataSync()]).toEqual([
      0.5 + (1 + 2) + 24,
      -0.5 + (2 - 2) + 23,
      0.5 + (3 + 4) + 46,
      -0.5 + (6 - 4) + 46,
    ])
    expect(terms.map(({ role }) => role)).toEqual(['collaborative', 'collaborative', 'modal'])
  })

  it('penalizes the vectors of the pairs, ids and the modal ones of users apart', () => {
    const input = createInput(0.1)
    const base = new Vbpr(input)
    const [p, theta, q] = [
      [1, 2, 0, 0],
      [2, 0, 9, 9],
      [3, 0, 0, 1],
    ].map((values) => tf.tensor2d(values, [2, 2]))
    const leafOf = input.parameters.bind([p!, theta!, q!, tf.zeros([2, 1])])
    const z = [
      tf.tensor2d([
        [1, 1],
        [0, 0],
      ]),
      tf.tensor2d([
        [1, 0],
        [0, 2],
      ]),
    ]
    const [first, second] = [Int32Array.of(0, 0), Int32Array.of(1, 1)]
    const batch = { ...rows, users: first, positives: first, negatives: second }
    const { regularization } = base.forward(rows, leafOf, z).losses(batch)
    const [ids, modal] = [5 + 9 + 1, 4]
    expect(regularization!.dataSync()[0]).toBeCloseTo((0.1 * ids + 0.01 * modal) / 2, 6)
  })
})
