import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type pg from 'pg'

const RUNS = 'runs'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The files of training runs under way: DATA_DIR/runs/<id of the run>. */
export interface RunFolders {
  /** The caller creates the folder. */
  pathOf(runId: string): string
  remove(runId: string): Promise<void>
  /** Removes the folders of runs that are over, of all workers. */
  sweep(pool: pg.Pool): Promise<void>
}

export function runFolders(dataDir: string): RunFolders {
  const root = join(resolve(dataDir), RUNS)
  const pathOf = (runId: string): string => {
    if (!UUID.test(runId)) throw new Error(`"${runId}" is not the id of a training run`)
    return join(root, runId)
  }
  const remove = (runId: string) => rm(pathOf(runId), { recursive: true, force: true })
  return {
    pathOf,
    remove,
    async sweep(pool) {
      const found = (await readdir(root).catch(() => [])).filter((name) => UUID.test(name)) // the folder may not exist yet
      if (found.length === 0) return
      const { rows } = await pool.query<{ id: string }>(
        "SELECT id FROM training_runs WHERE id = ANY ($1::uuid[]) AND state IN ('QUEUED', 'RUNNING', 'EVALUATING')",
        [found],
      )
      const open = new Set(rows.map(({ id }) => id))
      for (const id of found) if (!open.has(id)) await remove(id)
    },
  }
}
