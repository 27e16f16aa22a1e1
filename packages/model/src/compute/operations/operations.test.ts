import { existsSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { ADDON, loadNativeEngine } from '../../core/index.ts'
import { selectBackend, tf } from '../index.ts'
import { presentBuilds, useBuild } from '../testing/backends.ts'
import { BLOCKS, ODD, operationCases, TINY, type Size } from '../testing/cases.ts'
import { gradientError, relativeError, valueAndGradients } from '../testing/gradient-check.ts'

/** Central differences in float32 agree with a right gradient to about 1e-3; a wrong one is off by order one. */
const AGAINST_DIFFERENCES = 5e-3
/** Largest difference between two backends, relative to the largest number of the result. */
const AGAINST_CPU = 1e-5

const names = Object.keys(operationCases(TINY))

describe('reference bodies against finite differences', () => {
  beforeAll(() => selectBackend('cpu'))

  it.each(names)('%s', async (name) => {
    expect(await gradientError(operationCases(TINY)[name]!())).toBeLessThan(AGAINST_DIFFERENCES)
  })
})

/** What the cpu backend computes, once per case. */
const expectedOf = memo(async (name: string, size: Size) => {
  await selectBackend('cpu')
  return valueAndGradients(operationCases(size)[name]!())
})

describe.each(presentBuilds())('$name against the cpu backend', (build) => {
  describe.each([
    ['odd sizes', ODD],
    ['several blocks', BLOCKS],
  ])('%s', (_, size) => {
    it.each(names)('%s', async (name) => {
      const expected = await expectedOf(name, size)
      await useBuild(build)
      const actual = await valueAndGradients(operationCases(size)[name]!())
      actual.forEach((array, i) => expect(relativeError(array, expected[i]!)).toBeLessThan(AGAINST_CPU))
    })
  })

  it('gives the same bits each time', async () => {
    await useBuild(build)
    for (const name of names) {
      const [first, second] = [0, 1].map(() => valueAndGradients(operationCases(BLOCKS)[name]!()))
      expect(await second).toEqual(await first)
    }
  })
})

describe('threads', () => {
  const counts = [1, 3].map((threads) => ({ name: `${threads} threads`, load: () => loadNativeEngine({ threads }) }))

  it.skipIf(!existsSync(ADDON))('change no bit of any result', async () => {
    for (const name of names) {
      const results = []
      for (const build of counts) {
        await useBuild(build)
        results.push(await valueAndGradients(operationCases(BLOCKS)[name]!()))
      }
      expect(results[1]).toEqual(results[0])
    }
  })
})

describe('memory', () => {
  it.each(names)('%s leaves no tensor behind', async (name) => {
    await selectBackend('cpu')
    const testCase = operationCases(TINY)[name]!()
    const before = tf.memory().numTensors
    tf.tidy(() => void tf.grads((...inputs) => tf.sum(testCase.run(...inputs)))(testCase.inputs))
    expect(tf.memory().numTensors).toBe(before)
  })
})

function memo<T>(compute: (name: string, size: Size) => Promise<T>): (name: string, size: Size) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (name, size) => {
    const key = `${name} ${size.rows}`
    const found = known.get(key) ?? compute(name, size)
    known.set(key, found)
    return found
  }
}
