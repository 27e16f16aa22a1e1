import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunFolders } from '@trifold/catalog'
import {
  type CheckpointOptions,
  CheckpointRefused,
  DamagedFile,
  type Dataset,
  fit,
  type FitConfig,
  type FitOptions,
  loadDataset,
  removeCheckpoint,
  saveDataset,
} from '@trifold/model'

type Log = (message: string) => void

/**
 * A training run as it is kept beside the models while it goes on: the catalog as it was when the run began, which the
 * shop has changed since, and the last checkpoint. Whichever worker takes the run up goes on from there. What cannot be
 * gone on from is said in the log and the run begins anew: whoever waits for it wants its end.
 */
export class KeptRun {
  private readonly folder: string

  constructor(
    private readonly folders: RunFolders,
    private readonly runId: string,
    private readonly log: Log,
  ) {
    this.folder = folders.pathOf(runId)
  }

  /** The data set the run began with, which is `snapshot()` where it begins now. */
  async dataset(snapshot: () => Promise<Dataset>): Promise<Dataset> {
    await mkdir(this.folder, { recursive: true })
    const path = join(this.folder, 'dataset')
    const kept = await loadDataset(path).catch((error: unknown) => {
      if (!(error instanceof DamagedFile)) throw error
      this.log(`Training run ${this.runId} begins anew: ${error.message}`)
      return null
    })
    if (kept) return kept
    await removeCheckpoint(this.folder) // it is of data that are lost
    const dataset = await snapshot()
    await saveDataset(dataset, path)
    return dataset
  }

  /** `fit` from the last checkpoint, else from the first epoch. */
  async fit(
    dataset: Dataset,
    config: FitConfig,
    options: FitOptions & Pick<CheckpointOptions, 'onResume'>,
  ): ReturnType<typeof fit> {
    const { onResume, ...others } = options
    const attempt = () => fit(dataset, config, { ...others, checkpoint: { dir: this.folder, onResume } })
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof CheckpointRefused)) throw error
      this.log(`Training run ${this.runId} begins anew: ${error.message}`)
      await removeCheckpoint(this.folder)
      return attempt()
    }
  }

  /** The run is over. */
  remove(): Promise<void> {
    return this.folders.remove(this.runId)
  }
}
