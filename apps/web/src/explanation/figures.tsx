import { plain, signed } from '../format/number.ts'
import type { Part } from './parts.ts'
import { waterfallOf } from './waterfall.ts'

const DIGITS = 4

/** The same explanation as a table with running totals, for whoever wants to check the sum. Closed until asked for. */
export function Figures({ parts, baseline, reading }: { parts: readonly Part[]; baseline: number; reading: string }) {
  const { steps, baselineShown, scoreShown } = waterfallOf(parts, baseline, { low: 0, high: 1 }, DIGITS)
  let running = baselineShown
  return (
    <details className="group mt-3">
      <summary className="type-label inline-flex min-h-11 items-center font-semibold text-action underline underline-offset-4">
        All figures
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
      <p className="type-label mt-2 text-ink-soft">{READINGS[reading]}</p>
    </details>
  )
}

const READINGS: Readonly<Record<string, string>> = {
  OBSERVATIONAL: 'Observational reading: how much each kind of evidence tells by itself, in nats of preference.',
  INTERVENTIONAL: 'Interventional reading: what changes in the model when one kind of evidence is taken away.',
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
