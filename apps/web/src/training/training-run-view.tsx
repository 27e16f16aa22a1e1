'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { metricText, percent } from '../format.ts'
import { EpochTable } from './epoch-table.tsx'
import { configLine, stateLine, type TrainingRun } from './training-run.ts'
import { type Connection, useTrainingRun } from './use-training-run.ts'

// Recharts is 252 kB: only a page with a chart loads it. The placeholder has the height of the charts.
const EpochCharts = dynamic(() => import('./epoch-charts.tsx'), {
  ssr: false,
  loading: () => <div className="min-h-[31.5rem] md:min-h-60" />,
})

const CONNECTIONS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'The live stream is down. The page asks every 2 seconds.',
  ended: 'Ended',
}

/** One training run with its live progress. */
export function TrainingRunView({ first }: { first: TrainingRun }) {
  const router = useRouter()
  // The end of a run changes the lists of runs and versions too.
  const { run, connection } = useTrainingRun(first, () => router.refresh())
  const last = run.epochs.at(-1)
  const measured = run.epochs.findLast(({ validNdcg20 }) => validNdcg20 !== null)
  return (
    <section aria-labelledby="run" data-state={run.state} data-connection={connection}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="run" className="type-title text-2xl">
          {configLine(run.config)}
        </h2>
        <p className="type-label text-ink-soft">{CONNECTIONS[connection]}</p>
      </div>
      <p role="status" data-tone={run.state} className="mt-1 font-semibold data-[tone=FAILED]:text-alarm">
        {stateLine(run)}
      </p>
      <div
        role="progressbar"
        aria-label="Training progress"
        aria-valuenow={Math.round(run.progress * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="mt-3 h-4 border-2 border-line-strong p-0.5"
      >
        <div className="h-full bg-action transition-[width] duration-500" style={{ width: `${run.progress * 100}%` }} />
      </div>
      <dl className="figures mt-4 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <Figure name="Done" value={percent(run.progress)} />
        <Figure name="Loss" value={last ? last.loss.toFixed(4) : 'none yet'} />
        <Figure name="Recall@20" value={measured ? metricText(measured.validRecall20) : 'none yet'} />
        <Figure name="NDCG@20" value={measured ? metricText(measured.validNdcg20) : 'none yet'} />
      </dl>
      {run.epochs.length > 0 && (
        <div className="mt-6 grid gap-3">
          <EpochCharts epochs={run.epochs} />
          <EpochTable epochs={run.epochs} />
        </div>
      )}
    </section>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="type-label text-ink-soft">{name}</dt>
      <dd className="type-title text-xl">{value}</dd>
    </div>
  )
}
