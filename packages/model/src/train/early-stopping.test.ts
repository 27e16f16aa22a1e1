import { describe, expect, it } from 'vitest'
import { EarlyStopping } from './early-stopping.ts'

describe('EarlyStopping', () => {
  it('remembers the best epoch and stops after the patience', () => {
    const stopping = new EarlyStopping(2)
    const seen = [0.1, 0.3, 0.2, 0.3].map((value) => ({ better: stopping.offer(value), over: stopping.isOver }))
    expect(seen).toEqual([
      { better: true, over: false },
      { better: true, over: false },
      { better: false, over: false },
      { better: false, over: true }, // an equal figure is no better
    ])
    expect(stopping.best).toBe(0.3)
    expect(stopping.bestEpoch).toBe(2)
  })

  it('never takes NaN for the best', () => {
    const stopping = new EarlyStopping(3)
    expect(stopping.offer(Number.NaN)).toBe(false)
    expect(stopping.offer(0)).toBe(true)
    expect(stopping.offer(Number.NaN)).toBe(false)
    expect(stopping.bestEpoch).toBe(2)
  })
})
