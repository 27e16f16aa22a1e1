import { dateTime, metricText } from '../format.ts'
import { METRIC_COLUMNS, metricOf, type ModelVersion } from './model-versions.ts'
import { PromoteForm } from './promote-form.tsx'

const STATUSES: Readonly<Record<ModelVersion['status'], string>> = {
  PRODUCTION: 'In production',
  CANDIDATE: 'Candidate',
  RETIRED: 'Retired',
}

/** Model versions with their metrics and status. The best value of a column is bold. */
export function VersionsTable({ versions }: { versions: readonly ModelVersion[] }) {
  const best = METRIC_COLUMNS.map(({ part, metric, cutoff }) =>
    Math.max(...versions.map(({ metrics }) => metricOf(metrics, part, metric, cutoff) ?? -1)),
  )
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Model versions">
      <table className="figures w-full min-w-[54rem] md:min-w-[64rem] text-left">
        <thead className="type-label align-bottom">
          <tr>
            <td />
            <th scope="colgroup" colSpan={2} className="border-b border-line px-3 pb-1 text-right font-semibold">
              Validation
            </th>
            <th scope="colgroup" colSpan={4} className="border-b border-line px-3 pb-1 text-right font-semibold">
              Test
            </th>
            <td />
          </tr>
          <tr className="border-b-2 border-ink">
            <th scope="col" className="py-2 font-semibold">
              Version
            </th>
            {METRIC_COLUMNS.map(({ part, label }) => (
              <th key={part + label} scope="col" className="px-3 py-2 text-right font-semibold">
                {label}
              </th>
            ))}
            <th scope="col" className="py-2 pl-3 font-semibold">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <tr
              key={version.id}
              data-status={version.status}
              className="border-b border-line align-top data-[status=PRODUCTION]:bg-paper-turned"
            >
              <th scope="row" className="w-44 py-3 pr-3 font-normal md:w-72">
                <span className="type-title text-2xl">{version.number}</span>{' '}
                <span className="font-semibold">{STATUSES[version.status]}</span>
                <span className="type-label block text-ink-soft">
                  {version.base.toUpperCase()}
                  {version.isMrdib && ' with MRdIB'}, seed {version.seed}, {version.backend}
                </span>
                <span className="type-label hidden md:block text-ink-soft">
                  {version.promotedAt
                    ? `Promoted ${dateTime(version.promotedAt)}`
                    : `Trained ${dateTime(version.createdAt)}`}
                  {version.promotionReason && `: ${version.promotionReason}`}
                </span>
              </th>
              {METRIC_COLUMNS.map(({ part, metric, cutoff, label }, column) => {
                const value = metricOf(version.metrics, part, metric, cutoff)
                return (
                  <td
                    key={part + label}
                    className={`px-3 py-3 text-right ${value !== null && value === best[column] ? 'font-bold' : ''}`}
                  >
                    {metricText(value)}
                  </td>
                )
              })}
              <td className="w-72 py-3 pl-3">
                <PromoteForm id={version.id} number={version.number} isProduction={version.status === 'PRODUCTION'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
