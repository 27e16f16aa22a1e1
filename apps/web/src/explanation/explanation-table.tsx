import { plain, signed } from '../format.ts'
import type { Part } from './parts.ts'
import { waterfallOf } from './waterfall.ts'

const DIGITS = 4

interface ExplanationTableProps {
  parts: readonly Part[]
  baseline: number
  /** How the parts were measured: the API's `ExplanationReading`. */
  mode: string
}

/** The explanation as a table with running totals, closed at first. The printed values add up. */
export function ExplanationTable({ parts, baseline, mode }: ExplanationTableProps) {
  const { steps, baselineShown, scoreShown } = waterfallOf(parts, baseline, { low: 0, high: 1 }, DIGITS)
  let running = baselineShown
  return (
    <details className="group mt-3">
      <summary className="type-label inline-flex min-h-11 items-center font-semibold text-action underline underline-offset-4">
        All values
      </summary>
      <table className="type-label figures w-full">
        <caption className="sr-only">Parts of the score and their running total</caption>
        <thead>
          <tr className="border-b border-line-strong text-left">
            <th scope="col" className="py-1 font-semibold">
              Part
            </th>
            <th scope="col" className="py-1 text-right font-semibold">
              Adds
            </th>
            <th scope="col" className="py-1 text-right font-semibold">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          <Line
            label="Average item (baseline)"
            adds={plain(baselineShown, DIGITS)}
            total={plain(baselineShown, DIGITS)}
          />
          {steps.map(({ label, shown }) => (
            <Line key={label} label={label} adds={signed(shown, DIGITS)} total={plain((running += shown), DIGITS)} />
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-line-strong font-bold">
            <th scope="row" className="py-1 text-left">
              Score
            </th>
            <td />
            <td className="py-1 text-right">{plain(scoreShown, DIGITS)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="type-label mt-2 text-ink-soft">{MODES[mode]}</p>
    </details>
  )
}

const MODES: Readonly<Record<string, string>> = {
  OBSERVATIONAL: 'Observational: the preference that each kind of evidence predicts alone, in nats.',
  INTERVENTIONAL: 'Interventional: how the score changes when the model loses one kind of evidence.',
}

function Line({ label, adds, total }: { label: string; adds: string; total: string }) {
  return (
    <tr>
      <th scope="row" className="py-0.5 text-left font-normal">
        {label}
      </th>
      <td className="py-0.5 text-right">{adds}</td>
      <td className="py-0.5 text-right">{total}</td>
    </tr>
  )
}
