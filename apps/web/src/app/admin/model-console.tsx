import { ask } from '../../api/index.ts'
import { ErrorState } from '../../layout/index.ts'
import { readModelVersions, VersionsTable } from '../../models/index.ts'
import { hasEnded, RunList, TRAINING_CONSOLE, TrainingForm, TrainingRunView } from '../../training/index.ts'

const RUNS = 12

/** The console of an admin: start a training, follow it, compare model versions, promote one. */
export async function ModelConsole({ adminKey, runId }: { adminKey: string; runId: string | null }) {
  const [{ data, error }, { versions, error: versionsError }] = await Promise.all([
    ask(TRAINING_CONSOLE, { runs: RUNS }, adminKey),
    readModelVersions(adminKey),
  ])
  if (!data || !versions) {
    const first = error ?? versionsError
    return first && <ErrorState error={first} retry="/admin" />
  }
  const runs = data.trainingRuns.edges.map(({ node }) => node)
  const selected = runs.find(({ id }) => id === runId) ?? runs.find((run) => !hasEnded(run)) ?? runs[0]
  return (
    <>
      <div className="sheet">
        <div className="panel px-5 py-7 sm:px-7 lg:py-10">
          <h2 className="type-title mb-4 text-2xl">Train a model</h2>
          <TrainingForm bases={data.baseRecommenders} />
        </div>
        <div className="panel px-5 py-7 sm:px-7 lg:col-span-2 lg:py-10">
          {selected ? (
            <TrainingRunView key={selected.id} first={selected} />
          ) : (
            <p>There is no training yet. Start one and follow it here.</p>
          )}
        </div>
      </div>
      <div className="panel mt-8 px-5 py-7 sm:px-7">
        <h2 className="type-title mb-4 text-2xl">Model versions</h2>
        {versions.length > 0 ? (
          <VersionsTable versions={versions} />
        ) : (
          <p>There is no version yet. Shoppers see popular items until one is promoted.</p>
        )}
      </div>
      {runs.length > 0 && (
        <section aria-labelledby="runs" className="panel mt-8 px-5 py-7 sm:px-7">
          <h2 id="runs" className="type-title mb-4 text-2xl">
            Training runs
          </h2>
          <RunList runs={runs} selectedId={selected?.id ?? null} now={Date.now()} />
        </section>
      )}
    </>
  )
}
