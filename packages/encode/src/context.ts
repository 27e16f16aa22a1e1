import type { OnProgress } from './progress.ts'

/** What an encoder needs from where it runs. */
export interface CreateContext {
  /** The folder for downloaded models, installed packages and fitted states. */
  dataDir: string
  onProgress?: OnProgress
  /** Stops installing and downloading. */
  signal?: AbortSignal
}
