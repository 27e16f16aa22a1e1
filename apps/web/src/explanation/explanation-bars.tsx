import { plain, signed } from '../format.ts'
import { Swatch } from './legend.tsx'
import type { Step, Waterfall } from './waterfall.ts'

const percentOf = (share: number): string => `${(share * 100).toFixed(3)}%`

/**
 * An explanation as a waterfall. Bars to the right of the zero line raise the score, bars to the left lower it.
 * Each bar starts where the one above ended; the last line is the sum. Values are text, so screen readers read a list.
 */
export function ExplanationBars({ waterfall, title }: { waterfall: Waterfall; title: string }) {
  const { steps, sum, zero, baselineShown, sumShown, scoreShown } = waterfall
  return (
    <figure aria-label={`Why ${title}`} data-score={scoreShown} className="figures">
      <ul className="grid">
        {steps.map((step, index) => (
          <Row key={step.label} label={step.label} ink={step.ink} text={signed(step.shown)} value={step.shown}>
            <ZeroLine zero={zero} />
            <Bar step={step} hasNext={index < steps.length - 1} />
          </Row>
        ))}
        <Row label="Sum" text={signed(sumShown)} isSum>
          <ZeroLine zero={zero} />
          <span
            data-bar="sum"
            className="ink-swatch absolute inset-y-1.5 min-w-0.5 bg-ink"
            style={{ left: percentOf(sum.left), width: percentOf(sum.width) }}
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
  text: string
  ink?: Step['ink']
  value?: number
  isSum?: boolean
  children: React.ReactNode
}

function Row({ label, text, ink, value, isSum, children }: RowProps) {
  return (
    <li
      data-part={ink}
      data-value={value}
      className={`grid grid-cols-[7.75rem_minmax(0,1fr)_3.25rem] items-center gap-2 ${isSum ? 'mt-1 border-t border-line-strong font-bold' : ''}`}
    >
      <span className="type-label flex items-center gap-2 py-1">
        {ink && <Swatch ink={ink} className="h-3.5 w-3.5" />}
        {label}
      </span>
      <span aria-hidden="true" className="relative block h-full min-h-9">
        {children}
      </span>
      <span className="type-label text-right">{text}</span>
    </li>
  )
}

function ZeroLine({ zero }: { zero: number }) {
  return <span data-zero="" className="absolute inset-y-0 w-px bg-line-strong" style={{ left: percentOf(zero) }} />
}

function Bar({ step, hasNext }: { step: Step; hasNext: boolean }) {
  const end = { left: percentOf(step.end) }
  return (
    <>
      <span
        data-bar={step.ink}
        // A small part is at least two pixels wide; a part of exactly zero is not drawn.
        className={`ink-swatch ink-${step.ink} absolute inset-y-1.5 ${step.value === 0 ? '' : 'min-w-0.5'}`}
        style={{ left: percentOf(step.left), width: percentOf(step.width) }}
      />
      {hasNext && <span className="absolute -bottom-1.5 h-3 w-px bg-ink" style={end} />}
      {step.value === 0 && <span className="absolute inset-y-0 w-px bg-ink" style={end} />}
    </>
  )
}
