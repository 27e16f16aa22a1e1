import { describe, expect, it } from 'vitest'
import { lines } from './lines.ts'
import { logScale } from './scale.ts'

describe('logScale', () => {
  it('puts equal factors at equal distances', () => {
    const scale = logScale(1, 100, 0, 200)
    expect([1, 10, 100].map(scale)).toEqual([0, 100, 200])
    expect(scale.ticks).toEqual([1, 2, 5, 10, 20, 50, 100])
    expect(logScale(1e4, 1e8, 0, 1).ticks).toEqual([1e4, 1e5, 1e6, 1e7, 1e8])
  })

  it('refuses values without a logarithm', () => {
    expect(() => logScale(0, 1, 0, 1)).toThrow('needs values above zero')
  })
})

describe('lines', () => {
  it('draws a mark a point, a whisker where there is a spread, and names each series', () => {
    const points = [
      { x: 1, y: 0.5, spread: 0.1 },
      { x: 10, y: 0.7 },
    ]
    const series = ['a', 'b & c'].map((label) => ({ label, points }))
    const svg = lines('title', [{ title: 'chart', x: { scale: 'log' }, y: {}, series }])
    expect(svg.match(/<circle/g)?.length).toBe(4)
    expect(svg.match(/class="whisker"/g)?.length).toBe(2)
    expect(svg).toContain('b &amp; c')
    expect(svg).not.toContain('NaN')
  })
})
