import { describe, expect, it } from 'vitest'
import { Parameters, Random } from '../nn/index.ts'
import { tf } from '../compute/index.ts'
import { UniqueDecoders } from './unique.ts'

const batch = {
  userRows: Int32Array.of(0, 1),
  itemRows: Int32Array.of(0, 1, 2),
  users: Int32Array.of(0, 1, 1),
  positives: Int32Array.of(0, 2, 1),
  negatives: Int32Array.of(1, 0, 0),
}
const bpr = (margin: number) => Math.log(1 + Math.exp(-margin))

describe('UniqueDecoders', () => {
  const parameters = new Parameters()
  const decoders = new UniqueDecoders(parameters, [{ name: 'a' }, { name: 'b' }], [2, 1], new Random(1), 1e-3)
  const leafOf = parameters.bind([tf.tensor2d([[1], [2]]), tf.tensor2d([[-1], [3]])])
  const z = [tf.tensor2d([[0.5], [0.25], [-1]]), tf.tensor2d([[0], [1], [2]])]

  it('sums the ranking losses of decoders that see one modality each', () => {
    const all = Uint8Array.of(1, 1, 1)
    const found = decoders.loss(batch, leafOf, z, [all, all]).dataSync()[0]
    const a = (bpr(0.25) + bpr(-3) + bpr(-0.5)) / 3
    const b = (bpr(1) + bpr(6) + bpr(3)) / 3
    expect(found).toBeCloseTo(a + b, 5)
  })

  it('leaves out pairs with an item that lacks the modality, and a modality that no pair has', () => {
    const found = decoders.loss(batch, leafOf, z, [Uint8Array.of(1, 1, 0), Uint8Array.of(0, 1, 0)]).dataSync()[0]
    expect(found).toBeCloseTo((bpr(0.25) + bpr(-0.5)) / 2, 5)
  })
})
