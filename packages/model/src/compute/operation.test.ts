import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectBackend, tf } from './index.ts'
import { operation } from './operation.ts'
import { presentBuilds, useBuild } from './testing/backends.ts'

const both = operation({ name: 'both', reference: (x: number) => x + 1, core: (x: number) => x + 2 })
const plain = operation({ name: 'plain', reference: (x: number) => x + 1 })

afterAll(() => selectBackend('cpu'))

describe('operation', () => {
  beforeAll(() => selectBackend('cpu'))

  it('runs the reference body on the cpu backend', () => {
    expect([both.run(1), plain.run(1)]).toEqual([2, 2])
  })

  it('names the operation, the operand and both shapes in the error of a wrong shape', () => {
    expect(() => both.checkShape('x', tf.zeros([2, 3]), [2, 3])).not.toThrow()
    expect(() => both.checkShape('x', tf.zeros([2, 3]), [3, 2])).toThrow('both: x must be [3, 2], not [2, 3]')
    expect(() => both.checkShape('x', tf.zeros([2]), [2, 1])).toThrow(RangeError)
  })
})

describe.each(presentBuilds())('operation on $name', (build) => {
  it('runs the core body if there is one', async () => {
    await useBuild(build)
    expect([both.run(1), plain.run(1)]).toEqual([3, 2])
  })
})
