import { describe, expect, it } from 'vitest'
import { fillNormals } from './normals.ts'
import { selectBackend } from '../compute/index.ts'
import { presentBuilds, useBuild } from '../compute/testing/backends.ts'
import { relativeError } from '../compute/testing/gradient-check.ts'

const draw = (count: number, ...key: [number, number]) => fillNormals(new Float32Array(count), key)
const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length

describe('fillNormals', () => {
  it('gives draws of N(0, 1): moments, tails, and a radius and an angle that know nothing of each other', async () => {
    await selectBackend('cpu')
    const values = draw(400_000, 11, 12)
    const moment = (power: number) => mean(values.map((x) => x ** power))
    expect(moment(1)).toBeCloseTo(0, 1.9)
    expect(moment(2)).toBeCloseTo(1, 1.9)
    expect(Math.abs(moment(3))).toBeLessThan(0.03)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.06)
    const beyond = (limit: number) => mean(values.map((x) => +(Math.abs(x) > limit)))
    expect(Math.abs(beyond(1) - 0.3173)).toBeLessThan(0.004)
    expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(0.0015)
    expect(Math.abs(beyond(3.4426) - 0.000576)).toBeLessThan(0.00016)
    // twins of one transform, neighbours, and the same places under other keys: 5 standard errors are .008 of draws
    const related = (other: Float32Array) => Math.abs(mean(other.map((x, n) => x * values[n]!)))
    for (const other of [values.slice(200_000), values.slice(1), draw(400_000, 12, 12), draw(400_000, 11, 13)]) {
      expect(related(other)).toBeLessThan(0.012)
    }
    const squares = values.map((x) => x * x - 1)
    expect(Math.abs(mean(squares.slice(200_000).map((x, n) => x * squares[n]!)))).toBeLessThan(0.03)
  })

  it.each(presentBuilds())('gives the same on $name but for rounding', async (build) => {
    for (const count of [1, 2, 31, 40_001]) {
      await selectBackend('cpu')
      const expected = draw(count, 0x89abcdef, 0xffffffff)
      await useBuild(build)
      expect(relativeError(draw(count, 0x89abcdef, 0xffffffff), expected)).toBeLessThan(1e-5)
    }
  })
})
