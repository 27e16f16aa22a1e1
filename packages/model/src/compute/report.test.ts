import { describe, expect, it } from 'vitest'
import { listBackends, reportBackends, tf } from './index.ts'

describe('reportBackends', () => {
  it('measures every backend that can be used, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    const rows = await reportBackends(1000)
    expect(rows.map(({ name, detail, why }) => ({ name, detail, why }))).toEqual(
      (await listBackends()).map(({ name, detail, why }) => ({ name, detail, why })),
    )
    for (const { detail, milliseconds } of rows) expect(milliseconds !== undefined).toBe(detail !== undefined)
    for (const { milliseconds } of rows) if (milliseconds !== undefined) expect(milliseconds).toBeGreaterThan(0)
    expect(tf.memory().numTensors).toBe(before)
  })
})
