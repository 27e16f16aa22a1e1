import { ask } from '../api/client.ts'
import { ConsoleDocument } from '../gql/graphql.ts'
import { Trouble } from '../page/trouble.tsx'
import { LiveRun } from '../training/live-run.tsx'
import { hasEnded } from '../training/run.ts'
import { RunsTable } from '../training/runs-table.tsx'
import { VersionsTable } from '../training/versions-table.tsx'
import { TrainingForm } from './training.tsx'

const RUNS = 12
const VERSIONS = 20

/** Everything about models: start a training, watch it, compare what came out, put it into production. */
export async function Console({ adminKey, wanted }: { adminKey: string; wanted: string | null }) {
  const { data, problem } = await ask(ConsoleDocument, { runs: RUNS, versions: VERSIONS }, adminKey)
  if (!data) return problem && <Trouble problem={problem} retry="/admin" />
  const runs = data.trainingRuns.edges.map(({ node }) => node)
  const versions = data.modelVersions.edges.map(({ node }) => node)
  const shown = runs.find(({ id }) => id === wanted) ?? runs.find((run) => !hasEnded(run)) ?? runs[0]
  return (
    <>
      <div className="leaflet">
        <div className="panel px-5 py-7 sm:px-7 lg:py-10">
          <h2 className="type-title mb-4 text-2xl">Train a model</h2>
          <TrainingForm bases={data.baseRecommenders} />
        </div>
        <div className="panel px-5 py-7 sm:px-7 lg:col-span-2 lg:py-10">
          {shown ? (
            <LiveRun key={shown.id} first={shown} />
          ) : (
            <p>No model has been trained here yet. Start one and watch it.</p>
          )}
        </div>
      </div>
      <div className="panel mt-8 px-5 py-7 sm:px-7">
        <h2 className="type-title mb-4 text-2xl">Model versions</h2>
        {versions.length > 0 ? (
          <VersionsTable versions={versions} />
        ) : (
          <p>None yet. Until one is promoted, shoppers see popular items.</p>
        )}
      </div>
      {runs.length > 0 && (
        <section aria-labelledby="runs" className="panel mt-8 px-5 py-7 sm:px-7">
          <h2 id="runs" className="type-title mb-4 text-2xl">
            Training runs
          </h2>
          <RunsTable runs={runs} shown={shown?.id ?? null} now={Date.now()} />
        </section>
      )}
    </>
  )
}
