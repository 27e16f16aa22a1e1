import { metricText } from '../format.ts'
import type { TrainingRun } from './training-run.ts'

/** All epochs as a table, latest first, closed at first. */
export function EpochTable({ epochs }: { epochs: TrainingRun['epochs'] }) {
  return (
    <details>
      <summary className="type-label inline-flex min-h-11 items-center font-semibold text-action underline underline-offset-4">
        All epochs
      </summary>
      <div className="max-h-96 overflow-auto" tabIndex={0} role="region" aria-label="All epochs">
        <table className="type-label figures w-full">
          <thead>
            <tr className="border-b border-line-strong text-right">
              {['Epoch', 'Loss', 'Recall@20', 'NDCG@20', 'Seconds'].map((name) => (
                <th key={name} scope="col" className="py-1 pl-3 font-semibold">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {epochs.toReversed().map(({ epoch, loss, validRecall20, validNdcg20, seconds }) => (
              <tr key={epoch} className="text-right">
                <th scope="row" className="py-0.5 pl-3 font-normal">
                  {epoch}
                </th>
                <td className="pl-3">{loss.toFixed(4)}</td>
                <td className="pl-3">{validRecall20 === null ? '' : metricText(validRecall20)}</td>
                <td className="pl-3">{validNdcg20 === null ? '' : metricText(validNdcg20)}</td>
                <td className="pl-3">{seconds.toFixed(2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
