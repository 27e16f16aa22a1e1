import Link from 'next/link'
import { dateTime, duration } from '../format.ts'
import { configLine, hasEnded, runTime, stateLine, type TrainingRun } from './training-run.ts'

interface RunListProps {
  runs: readonly TrainingRun[]
  selectedId: string | null
  /** The current time in milliseconds, for the run time of a run that has not ended. */
  now: number
}

/** The latest training runs, newest first. */
export function RunList({ runs, selectedId, now }: RunListProps) {
  return (
    <ul className="grid gap-px bg-line">
      {runs.map((run) => {
        const time = runTime(run, now)
        return (
          <li key={run.id} className="bg-paper">
            <Link
              href={`/admin?run=${encodeURIComponent(run.id)}`}
              prefetch={false}
              scroll={false}
              aria-current={run.id === selectedId ? 'true' : undefined}
              className="block border-l-8 border-transparent py-3 pl-3 hover:border-line aria-[current]:border-action"
            >
              <span className="font-semibold">{configLine(run.config)}</span>
              <span data-tone={run.state} className="block data-[tone=FAILED]:text-alarm">
                {hasEnded(run) ? stateLine(run) : 'In progress'}
              </span>
              <span className="type-label figures text-ink-soft">
                {dateTime(run.createdAt)}
                {time !== null && `, ${duration(time)}`}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
