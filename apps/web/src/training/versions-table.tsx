import { PromoteForm } from '../admin/promote.tsx'
import { moment } from '../format/time.ts'
import type { ConsoleQuery } from '../gql/graphql.ts'
import { COLUMNS, metric, metricText } from './metrics.ts'

export type ModelVersion = ConsoleQuery['modelVersions']['edges'][number]['node']

const STATUSES: Readonly<Record<ModelVersion['status'], string>> = {
  PRODUCTION: 'In production',
  CANDIDATE: 'Candidate',
  RETIRED: 'Retired',
}

/** Model versions side by side: what they are, how they rank, and which one serves. The best figure of a column is bold. */
export function VersionsTable({ versions }: { versions: readonly ModelVersion[] }) {
  const best = COLUMNS.map(({ part, measure, cutoff }) =>
    Math.max(...versions.map(({ metrics }) => metric(metrics, part, measure, cutoff) ?? -1)),
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
            {COLUMNS.map(({ part, label }) => (
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
                    ? `Promoted ${moment(version.promotedAt)}`
                    : `Trained ${moment(version.createdAt)}`}
                  {version.promotionReason && `: ${version.promotionReason}`}
                </span>
              </th>
              {COLUMNS.map(({ part, measure, cutoff, label }, column) => {
                const value = metric(version.metrics, part, measure, cutoff)
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
                {version.status !== 'PRODUCTION' && <PromoteForm id={version.id} number={version.number} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
