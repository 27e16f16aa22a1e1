// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { ExplanationBars } from './explanation-bars.tsx'
import { ExplanationTable } from './explanation-table.tsx'
import { type Part, partsOf } from './parts.ts'
import { type Domain, domainOf, waterfallOf } from './waterfall.ts'

afterEach(cleanup)

const parts = partsOf([
  { kind: 'COLLABORATIVE', value: 0.75 },
  { kind: 'SYNERGY', value: -0.25 },
  { kind: 'REDUNDANT', value: 0.5 },
  { kind: 'UNIQUE', modality: 'text', value: -2 },
  { kind: 'UNIQUE', modality: 'image', value: 3 },
])
const BASELINE = -0.4

interface DrawnBar {
  readonly name: string
  /** Left edge and width in per cent of the axis. */
  readonly left: number
  readonly width: number
}

/** Draws an explanation and reads the bars and zero lines back from the page. */
function draw(list: readonly Part[], domain: Domain = domainOf([list]), baseline = BASELINE) {
  const { container } = render(<ExplanationBars waterfall={waterfallOf(list, baseline, domain)} title="Tent" />)
  const percent = (element: HTMLElement, side: 'left' | 'width') => {
    expect(element.style[side]).toMatch(/^-?[\d.]+%$/)
    return Number.parseFloat(element.style[side])
  }
  const bars = [...container.querySelectorAll<HTMLElement>('[data-bar]')].map((bar): DrawnBar => ({
    name: bar.dataset.bar ?? '',
    left: percent(bar, 'left'),
    width: percent(bar, 'width'),
  }))
  const zeros = [...container.querySelectorAll<HTMLElement>('[data-zero]')].map((line) => percent(line, 'left'))
  return { container, bars, zeros, rows: screen.getAllByRole('listitem') }
}

const rowTexts = (rows: readonly HTMLElement[]) => rows.map((row) => row.textContent)

describe('the bars', () => {
  it('are drawn to scale: every edge of a worked example', () => {
    // The axis runs from 0 to 4: one unit is 25 %.
    const { bars, zeros } = draw(parts, { low: 0, high: 4 })
    expect(bars).toEqual([
      { name: 'picture', left: 0, width: 75 },
      { name: 'words', left: 25, width: 50 },
      { name: 'shared', left: 25, width: 12.5 },
      { name: 'synergy', left: 31.25, width: 6.25 },
      { name: 'collaborative', left: 31.25, width: 18.75 },
      { name: 'sum', left: 0, width: 50 },
    ])
    expect(new Set(zeros)).toEqual(new Set([0]))
  })

  it('have one zero line, at the same position in every row', () => {
    const { zeros, rows } = draw(parts, { low: -1, high: 4 })
    expect(zeros).toHaveLength(rows.length)
    expect(new Set(zeros)).toEqual(new Set([20]))
  })

  it('have widths in proportion to the values, across explanations that share an axis', () => {
    const small: Part[] = [{ ink: 'picture', label: 'Picture alone', value: 1 }]
    const large: Part[] = [{ ink: 'picture', label: 'Picture alone', value: -4 }]
    const domain = domainOf([small, large])
    const width = (list: readonly Part[]) => draw(list, domain).bars[0]?.width
    expect(width(small)).toBeCloseTo(20, 3)
    expect(width(large)).toBeCloseTo(80, 3)
  })

  it('chain: signed widths add up to the bar of the sum, for any values', () => {
    const value = fc.double({ min: -20, max: 20, noNaN: true })
    const anyParts = fc
      .array(value, { minLength: 1, maxLength: 6 })
      .map((values) => values.map((v, index): Part => ({ ink: 'other', label: `Part ${index}`, value: v })))
    fc.assert(
      fc.property(anyParts, (list) => {
        const { bars, zeros } = draw(list)
        const zero = zeros[0] ?? NaN
        const sumBar = bars.at(-1)
        let end = zero
        list.forEach((part, index) => {
          const { left, width } = bars[index] ?? { left: NaN, width: NaN }
          expect(part.value >= 0 ? left : left + width).toBeCloseTo(end, 2)
          end += part.value >= 0 ? width : -width
        })
        expect(sumBar?.left).toBeCloseTo(Math.min(zero, end), 1)
        expect(sumBar?.width).toBeCloseTo(Math.abs(end - zero), 1)
        cleanup()
      }),
      { numRuns: 40, endOnFailure: true },
    )
  })

  it('draw a negative part to the left of where the part above ended', () => {
    const { bars } = draw(parts)
    const [picture, words] = bars
    expect((words?.left ?? 0) + (words?.width ?? 0)).toBeCloseTo((picture?.left ?? 0) + (picture?.width ?? 0), 2)
  })

  it('show no bar for a part of exactly zero, and at least two pixels for a small one', () => {
    const tiny: Part = { ink: 'words', label: 'Words alone', value: 1e-6 }
    const none: Part = { ink: 'picture', label: 'Picture alone', value: 0 }
    const { container, bars } = draw([none, tiny, { ink: 'synergy', label: 'Combination', value: 1 }])
    const classes = (ink: string) => container.querySelector(`[data-bar=${ink}]`)?.className
    expect(bars[0]?.width).toBe(0)
    expect(classes('picture')).not.toContain('min-w-')
    expect(classes('words')).toContain('min-w-0.5')
  })
})

describe('the text beside the bars', () => {
  it('names each part with its signed value, in a fixed order', () => {
    const { rows } = draw(parts)
    expect(rowTexts(rows)).toEqual([
      'Picture alone+3.00',
      'Words alone−2.00',
      'Agreement+0.50',
      'Combination−0.25',
      'Other shoppers+0.75',
      'Sum+2.00',
    ])
  })

  it('names the item, the average and the score', () => {
    draw(parts)
    const figure = screen.getByRole('figure', { name: 'Why Tent' })
    expect(within(figure).getByText('Average item −0.40, sum +2.00')).toBeTruthy()
    expect(within(figure).getByText('Score 1.60')).toBeTruthy()
  })

  it('hides the drawing from screen readers, which read the list', () => {
    const { container } = draw(parts)
    for (const bar of container.querySelectorAll('[data-bar], [data-zero]'))
      expect(bar.closest('[aria-hidden=true]')).not.toBeNull()
  })
})

describe('the table of values', () => {
  function drawTable() {
    render(<ExplanationTable parts={parts} baseline={BASELINE} mode="OBSERVATIONAL" />)
    return screen.getByRole('table', { hidden: true })
  }
  const cellsOf = (row: HTMLElement) => [...row.querySelectorAll('td, th')].map((cell) => cell.textContent)

  it('is closed at first, and opens with a summary', () => {
    const table = drawTable()
    const details = table.closest('details')
    expect(details?.open).toBe(false)
    expect(details?.querySelector('summary')?.textContent).toBe('All values')
  })

  it('has a caption, a header for each column and a header for each row', () => {
    const table = drawTable()
    expect(table.querySelector('caption')?.textContent).toBe('Parts of the score and their running total')
    const headers = (scope: string) => [...table.querySelectorAll(`th[scope=${scope}]`)].map((th) => th.textContent)
    expect(headers('col')).toEqual(['Part', 'Adds', 'Total'])
    expect(headers('row')).toEqual([
      'Average item (baseline)',
      'Picture alone',
      'Words alone',
      'Agreement',
      'Combination',
      'Other shoppers',
      'Score',
    ])
  })

  it('adds up, line by line, from the baseline to the score', () => {
    const rows = within(drawTable()).getAllByRole('row', { hidden: true }).map(cellsOf)
    expect(rows.slice(1)).toEqual([
      ['Average item (baseline)', '−0.4000', '−0.4000'],
      ['Picture alone', '+3.0000', '2.6000'],
      ['Words alone', '−2.0000', '0.6000'],
      ['Agreement', '+0.5000', '1.1000'],
      ['Combination', '−0.2500', '0.8500'],
      ['Other shoppers', '+0.7500', '1.6000'],
      ['Score', '', '1.6000'],
    ])
  })
})
