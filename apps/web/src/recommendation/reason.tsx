import { Bars } from '../explanation/bars.tsx'
import { Figures } from '../explanation/figures.tsx'
import { partsOf } from '../explanation/parts.ts'
import { type Domain, waterfallOf } from '../explanation/waterfall.ts'
import type { Entry } from './list.ts'

/** The bars of one recommendation with its figures; nothing for a fallback, whose page says why. */
export function Reason({ entry, axis }: { entry: Entry; axis: Domain }) {
  const { explanation, node } = entry
  if (!explanation) return null
  const parts = partsOf(explanation.components)
  return (
    <>
      <Bars waterfall={waterfallOf(parts, explanation.baseline, axis)} title={node.title} />
      <Figures parts={parts} baseline={explanation.baseline} reading={explanation.reading} />
    </>
  )
}
