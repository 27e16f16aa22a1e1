import { beforeAll, describe, expect, it } from 'vitest'
import { selectBackend } from './index.ts'
import { operationCases, TINY } from './testing/cases.ts'
import { gradientError } from './testing/gradient-check.ts'

/** Central differences in float32 agree with a right gradient to about 1e-3; a wrong one is off by order one. */
const TOLERANCE = 5e-3

beforeAll(async () => {
  await selectBackend('cpu')
})

describe('reference bodies against finite differences', () => {
  for (const name of Object.keys(operationCases(TINY))) {
    it(`differentiates ${name}`, async () => {
      expect(await gradientError(operationCases(TINY)[name]())).toBeLessThan(TOLERANCE)
    })
  }
})
