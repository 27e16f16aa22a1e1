import { bars } from '../plot/index.ts'
import { decimals, nameOf, type Standing } from './comparison.ts'

/** A group of bars a figure, whiskers of one standard deviation over seeds; rows with a reference in another colour. */
export function comparisonPlot(title: string, rows: readonly Standing[]): string {
  return bars(
    title,
    rows[0].figures.map((figure, n) => ({
      title: nameOf(figure),
      format: decimals,
      bars: rows.map(({ name, over, figures }) => ({
        label: name,
        value: figures[n].mean,
        low: figures[n].mean - figures[n].deviation,
        high: figures[n].mean + figures[n].deviation,
        colour: over === undefined ? 7 : 0,
      })),
    })),
  )
}
