import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { Parameters } from './parameters.ts'

function createParameters() {
  const parameters = new Parameters()
  const p = parameters.add('p', 'users', [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6), 0.1)
  const w = parameters.add('w', 'whole', [2, 1], Float32Array.of(7, 8), 0.1)
  return { parameters, p, w }
}
const rows = { userRows: Int32Array.of(2, 0), itemRows: new Int32Array(0) }

describe('Parameters', () => {
  it('looks up the rows of the batch, and small weights whole', () => {
    const { parameters, p, w } = createParameters()
    const { leafOf } = parameters.lookup(rows)
    expect([...leafOf(p).dataSync()]).toEqual([5, 6, 1, 2])
    expect([...leafOf(w).dataSync()]).toEqual([7, 8])
    expect(() => leafOf(createParameters().p)).toThrow('p is a parameter of another model')
  })

  it('keeps to the pairs of the batch what is about them, where the step is about all', async () => {
    const parameters = new Parameters()
    const tables = (['users', 'paired users'] as const).map((scope) =>
      parameters.add(scope, scope, [3, 1], Float32Array.of(1, 2, 3), 0.1),
    )
    const whole = { userRows: Int32Array.of(0, 1, 2), itemRows: new Int32Array(0), paired: rows }
    const { leaves, leafOf } = parameters.lookup(whole)
    expect(tables.map((table) => [...leafOf(table).dataSync()])).toEqual([
      [1, 2, 3],
      [3, 1],
    ])
    await parameters.update(
      whole,
      leaves.map((leaf) => tf.onesLike(leaf)),
    )
    ;[0.9, 2, 2.9].forEach((x, n) => expect(tables[1]!.table.values[n]).toBeCloseTo(x, 5))
    expect([
      ...parameters
        .lookup({ ...whole, paired: undefined })
        .leafOf(tables[1]!)
        .dataSync(),
    ]).toHaveLength(3)
  })

  it('moves the rows looked up against their gradient and no others', async () => {
    const { parameters, p, w } = createParameters()
    await parameters.update(rows, [tf.tensor2d([1, 1, -1, 0], [2, 2]), undefined])
    const moved = [1.1, 2, 3, 4, 4.9, 5.9] // Adam's first step is the learning rate
    moved.forEach((x, n) => expect(p.table.values[n]).toBeCloseTo(x, 5))
    expect([...w.table.values]).toEqual([7, 8])
  })

  it('goes back to a snapshot', async () => {
    const { parameters, p } = createParameters()
    const snapshot = parameters.snapshot()
    await parameters.update(rows, [tf.ones([2, 2]), tf.ones([2, 1])])
    expect([...p.table.values]).not.toEqual([1, 2, 3, 4, 5, 6])
    parameters.restore(snapshot)
    expect([...p.table.values]).toEqual([1, 2, 3, 4, 5, 6])
  })
})
