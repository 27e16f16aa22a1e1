'use client'

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { TrainingRun } from './training-run.ts'

type Epochs = TrainingRun['epochs']
type Curve = { key: 'validRecall20' | 'validNdcg20' | 'loss'; label: string; dash?: string }

const RANKING: readonly Curve[] = [
  { key: 'validRecall20', label: 'Recall@20' },
  { key: 'validNdcg20', label: 'NDCG@20', dash: '6 4' },
]
const LOSS: readonly Curve[] = [{ key: 'loss', label: 'Loss' }]

/** Two charts by epoch: the ranking metrics on validation data, and the training loss. Loaded only when shown. */
export default function EpochCharts({ epochs }: { epochs: Epochs }) {
  return (
    <div className="grid gap-6 md:grid-cols-2">
      <Curves title="Ranking on validation" curves={RANKING} epochs={epochs} />
      <Curves title="Training loss" curves={LOSS} epochs={epochs} />
    </div>
  )
}

const tick = { fill: 'var(--ink-soft)', fontSize: 13 }

function Curves({ title, curves, epochs }: { title: string; curves: readonly Curve[]; epochs: Epochs }) {
  return (
    <figure>
      <figcaption className="type-label mb-2 flex flex-wrap items-center gap-x-4">
        <strong className="font-semibold">{title}</strong>
        {curves.length > 1 &&
          curves.map(({ key, label, dash }) => (
            <span key={key} className="inline-flex items-center gap-1.5">
              <svg width="26" height="6" aria-hidden="true">
                <line x1="0" y1="3" x2="26" y2="3" stroke="var(--action)" strokeWidth="2.5" strokeDasharray={dash} />
              </svg>
              {label}
            </span>
          ))}
      </figcaption>
      {/* Screen readers get the same values from the table below. */}
      <div aria-hidden="true" className="h-52">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 208 }}>
          <LineChart data={[...epochs]} accessibilityLayer={false} margin={{ top: 6, right: 8, bottom: 0, left: 0 }}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis dataKey="epoch" tick={tick} stroke="var(--line-strong)" minTickGap={24} />
            <YAxis
              tick={tick}
              stroke="var(--line-strong)"
              width={48}
              domain={['auto', 'auto']}
              tickFormatter={axisText}
            />
            <Tooltip
              isAnimationActive={false}
              labelFormatter={(epoch) => `Epoch ${epoch}`}
              formatter={(value) => Number(value).toFixed(4)}
              contentStyle={{ background: 'var(--paper)', border: '2px solid var(--ink)', color: 'var(--ink)' }}
              itemStyle={{ color: 'var(--ink)' }}
            />
            {curves.map(({ key, label, dash }) => (
              <Line
                key={key}
                dataKey={key}
                name={label}
                stroke="var(--action)"
                strokeWidth={2.5}
                strokeDasharray={dash}
                dot={epochs.length < 3}
                connectNulls
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  )
}

function axisText(value: number): string {
  return Number(value.toPrecision(3)).toString().replace(/^0\./, '.')
}
