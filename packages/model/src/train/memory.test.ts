import { describe, expect, it } from 'vitest'
import { createWorld } from '@trifold/experiments'
import { UserFacingError } from '../errors.ts'
import { fitConfigSchema } from '../config/index.ts'
import { fit } from './fit.ts'
import { explainOutOfMemory, leastMemory, machineMemory, refuseTooLarge } from './memory.ts'

const { dataset } = createWorld({ kind: 'mixed', users: 40, items: 30 })
const config = fitConfigSchema.parse({ embeddingSize: 10, batchSize: 100 })
const PARTS = /\(features [\d.]+ GiB, interactions [\d.]+ GiB, weights .+ [\d.]+ GiB, the model [\d.]+ GiB\)/

describe('the memory of training', () => {
  it('is counted in bytes, part by part', () => {
    const rows = dataset.interactions.users.length
    expect(leastMemory(dataset, config)).toEqual({
      features: 2 * 30 * 64 * 4,
      interactions: rows * (4 + 4 + 1 + 4),
      weights: 4 * 70 * 10 * 4,
      model: 70 * 10 * 4,
    })
  })

  it('is refused where it is more than there is, and only there', () => {
    const need = Object.values(leastMemory(dataset, config)).reduce((sum, part) => sum + part)
    expect(() => refuseTooLarge(dataset, config, need)).not.toThrow()
    expect(() => refuseTooLarge(dataset, config, need - 1)).toThrow(UserFacingError)
    expect(machineMemory()).toBeGreaterThan(2 ** 28)
    expect(machineMemory()).toBeLessThan(2 ** 50)
  })

  it('that is certain to be too much is refused before training, with what is needed against what there is', async () => {
    const run = fit(dataset, { ...config, embeddingSize: 2 ** 34 })
    await expect(run).rejects.toBeInstanceOf(UserFacingError)
    await expect(run).rejects.toThrow(
      /^Training on "world-mixed" takes at least \d+\.\d GiB .+, and there are \d+\.\d GiB; .+\.$/,
    )
    await expect(run).rejects.toThrow(PARTS)
  })

  it('that is refused in the midst of it is explained; other errors stay as they are', () => {
    const failures = [
      () => new Float32Array(2 ** 52),
      () => new Float32Array(-1),
      // a module whose one function is `unreachable`, as the core's heap ends in WebAssembly
      () => trap(),
    ]
    for (const fail of failures) {
      const explained = explainOutOfMemory(errorOf(fail), dataset, config) as Error
      expect(explained).toBeInstanceOf(UserFacingError)
      expect(explained.message).toMatch(
        /^There was not enough memory: training on "world-mixed" takes at least .+ in vain\.$/,
      )
      expect(explained.message).toMatch(PARTS)
    }
    const other = new RangeError('row 7 is outside a table of 3 rows')
    expect(explainOutOfMemory(other, dataset, config)).toBe(other)
  })
})

function errorOf(fail: () => unknown): unknown {
  try {
    return fail()
  } catch (error) {
    return error
  }
}

function trap(): void {
  const code = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11,
  ]
  const { Module, Instance } = Reflect.get(globalThis, 'WebAssembly') as {
    Module: new (code: Uint8Array) => object
    Instance: new (module: object) => { exports: { t: () => void } }
  }
  new Instance(new Module(Uint8Array.from(code))).exports.t()
}
