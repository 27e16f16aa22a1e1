import Link from 'next/link'
import { duration, moment } from '../format/time.ts'
import { hasEnded, recipe, stateLine, timeTaken, type TrainingRun } from './run.ts'

/** All runs, newest first; the shown one is marked. */
export function RunsTable({ runs, shown, now }: { runs: readonly TrainingRun[]; shown: string | null; now: number }) {
  return (
    <ul className="grid gap-px bg-line">
      {runs.map((run) => {
        const taken = timeTaken(run, now)
        return (
          <li key={run.id} className="bg-paper">
            <Link
              href={`/admin?run=${encodeURIComponent(run.id)}`}
              prefetch={false}
              scroll={false}
              aria-current={run.id === shown ? 'true' : undefined}
              className="block border-l-8 border-transparent py-3 pl-3 hover:border-line aria-[current]:border-action"
            >
              <span className="font-semibold">{recipe(run.config)}</span>
              <span data-tone={run.state} className="block data-[tone=FAILED]:text-alarm">
                {hasEnded(run) ? stateLine(run) : 'Under way'}
              </span>
              <span className="type-label figures text-ink-soft">
                {moment(run.createdAt)}
                {taken !== null && `, ${duration(taken)}`}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
