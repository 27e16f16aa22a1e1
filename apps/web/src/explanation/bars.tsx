import { plain, signed } from '../format/number.ts'
import { Swatch } from './swatch.tsx'
import type { Step, Waterfall } from './waterfall.ts'

const at = (share: number): string => `${(share * 100).toFixed(3)}%`

/**
 * An explanation as a waterfall: right of the zero line speaks for the item, left of it against. Every bar takes off where the one
 * above ended, and the last line is their sum. The figures are text, so a screen reader reads the same list.
 */
export function Bars({ waterfall, title }: { waterfall: Waterfall; title: string }) {
  const { steps, sum, zero, baselineShown, sumShown, scoreShown } = waterfall
  return (
    <figure aria-label={`Why ${title}`} data-score={scoreShown} className="figures">
      <ul className="grid">
        {steps.map((step, index) => (
          <Row key={step.label} label={step.label} ink={step.ink} figure={signed(step.shown)} value={step.shown}>
            <ZeroLine zero={zero} />
            <Bar step={step} joined={index < steps.length - 1} />
          </Row>
        ))}
        <Row label="Sum" figure={signed(sumShown)} strong>
          <ZeroLine zero={zero} />
          <span
            data-bar="sum"
            className="ink-swatch absolute inset-y-1.5 bg-ink"
            style={{ left: at(sum.left), width: `max(2px, ${at(sum.width)})` }}
          />
        </Row>
      </ul>
      <figcaption className="type-label mt-2 flex flex-wrap items-baseline justify-between gap-x-4 text-ink-soft">
        <span>
          Average item {plain(baselineShown)}, sum {signed(sumShown)}
        </span>
        <strong className="type-title text-lg text-ink">Score {plain(scoreShown)}</strong>
      </figcaption>
    </figure>
  )
}

interface RowProps {
  label: string
  figure: string
  ink?: Step['ink']
  value?: number
  strong?: boolean
  children: React.ReactNode
}

function Row({ label, figure, ink, value, strong, children }: RowProps) {
  return (
    <li
      data-part={ink}
      data-value={value}
      className={`grid grid-cols-[7.75rem_minmax(0,1fr)_3.25rem] items-center gap-2 ${strong ? 'mt-1 border-t border-line-strong font-bold' : ''}`}
    >
      <span className="type-label flex items-center gap-2 py-1">
        {ink && <Swatch ink={ink} className="h-3.5 w-3.5" />}
        {label}
      </span>
      <span aria-hidden="true" className="relative block h-full min-h-9">
        {children}
      </span>
      <span className="type-label text-right">{figure}</span>
    </li>
  )
}

function ZeroLine({ zero }: { zero: number }) {
  return <span className="absolute inset-y-0 w-px bg-line-strong" style={{ left: at(zero) }} />
}

function Bar({ step, joined }: { step: Step; joined: boolean }) {
  return (
    <>
      <span
        data-bar={step.ink}
        className={`ink-swatch ink-${step.ink} absolute inset-y-1.5`}
        // A small part stays visible; one that is exactly nothing is not drawn.
        style={{ left: at(step.left), width: step.value === 0 ? 0 : `max(2px, ${at(step.width)})` }}
      />
      {joined && <span className="absolute -bottom-1.5 h-3 w-px bg-ink" style={{ left: at(step.end) }} />}
      {step.value === 0 && <span className="absolute inset-y-0 w-px bg-ink" style={{ left: at(step.end) }} />}
    </>
  )
}
