import type { Locator } from '@playwright/test'

/** An explanation as the browser draws it. */
export interface SeenBars {
  /** The printed values of the parts. */
  readonly values: number[]
  readonly sum: number
  readonly baseline: number
  readonly score: number
  /** Left and right edge of each bar in pixels, the bar of the sum last. */
  readonly edges: { left: number; right: number }[]
}

/** Reads the printed values and measures the bars. */
export async function readBars(figure: Locator): Promise<SeenBars> {
  const caption = await figure.locator('figcaption').innerText()
  const [baseline = NaN, sum = NaN, score = NaN] = [...caption.matchAll(/[+\u2212]?\d+\.\d+/g)].map(([text]) =>
    toNumber(text),
  )
  const values = (await figure.locator('li[data-part] > span:last-child').allInnerTexts()).map(toNumber)
  const edges = await figure.locator('[data-bar]').evaluateAll((bars) =>
    bars.map((bar) => {
      const { left, right } = bar.getBoundingClientRect()
      return { left, right }
    }),
  )
  return { values, sum, baseline, score, edges }
}

function toNumber(text: string): number {
  return Number(text.replace('\u2212', '-').replace('+', ''))
}
