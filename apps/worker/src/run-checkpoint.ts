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
 * The files from which a training run resumes: the data set as of its first start, because the catalog changes since, and
 * the last checkpoint of the training. If they cannot be used, the log says why and the run restarts from epoch 1.
 */
export class RunCheckpoint {
  private readonly folder: string

  constructor(
    private readonly folders: RunFolders,
    private readonly runId: string,
    private readonly log: Log,
  ) {
    this.folder = folders.pathOf(runId)
  }

  /** The stored data set; on the first start, that of `snapshot()`, which is stored. */
  async dataset(snapshot: () => Promise<Dataset>): Promise<Dataset> {
    await mkdir(this.folder, { recursive: true })
    const path = join(this.folder, 'dataset')
    const stored = await loadDataset(path).catch((error: unknown) => {
      if (!(error instanceof DamagedFile)) throw error
      this.logRestart(error)
      return null
    })
    if (stored) return stored
    await removeCheckpoint(this.folder) // it belongs to data that are lost
    const dataset = await snapshot()
    await saveDataset(dataset, path)
    return dataset
  }

  /** `fit` from the last checkpoint, else from epoch 1. */
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
      this.logRestart(error)
      await removeCheckpoint(this.folder)
      return attempt()
    }
  }

  /** Removes the files when the run is over. */
  remove(): Promise<void> {
    return this.folders.remove(this.runId)
  }

  private logRestart(error: Error): void {
    this.log(`Training run ${this.runId} restarts from epoch 1: ${error.message}`)
  }
}
