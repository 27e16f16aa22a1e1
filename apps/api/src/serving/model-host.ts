import type { ModelVersion } from '@trifold/catalog'
import type { ServedModel } from './served-model.ts'

/** How long a replaced model stays in memory, for the explanations of lists it ranked. */
const GRACE_MS = 10 * 60_000
/** How long to leave a model alone that could not be loaded. */
const RETRY_MS = 10_000

/** The models as one operation sees them, from its beginning to its end. */
export interface PinnedModel {
  /** The model to rank with; null where none is in production or none could be loaded yet. */
  readonly current: ServedModel | null
  /** Why the version in production is not the one that serves; null where it is, or where there is none. */
  readonly fault: string | null
  /** The model of that version, where it is still in memory. */
  ofVersion(id: number): ServedModel | null
}

export interface ModelSource {
  /** The version in production now. */
  production(): Promise<ModelVersion | null>
  open(version: ModelVersion): Promise<ServedModel>
}

/**
 * Holds the model in production. `refresh` compares it with the registry and swaps it once the new one is loaded;
 * until then, and for operations begun before, the old one goes on serving.
 */
export class ModelHost {
  private current: ServedModel | null = null
  private previous: { model: ServedModel; until: number } | null = null
  private failed: { versionId: number; reason: string; retryAt: number } | null = null
  private running: Promise<void> | null = null
  private again = false

  constructor(
    private readonly source: ModelSource,
    private readonly log: (message: string) => void,
  ) {}

  /** The models as they are now. */
  pin(): PinnedModel {
    const { current, previous } = this
    const fault = this.failed?.reason ?? null
    const kept = [current, previous && previous.until > Date.now() ? previous.model : null]
    return { current, fault, ofVersion: (id) => kept.find((model) => model?.version.id === id) ?? null }
  }

  /** Serve what the registry says. Calls during a refresh are served by one more refresh after it. */
  refresh(): Promise<void> {
    if (this.running) this.again = true
    this.running ??= this.settle().finally(() => (this.running = null))
    return this.running
  }

  private async settle(): Promise<void> {
    do {
      this.again = false
      await this.step()
    } while (this.again)
  }

  private async step(): Promise<void> {
    if (this.previous && this.previous.until <= Date.now()) this.previous = null
    const version = await this.source.production()
    if (version === null) return this.replace(null)
    if (this.current?.version.id === version.id) {
      this.failed = null
      return
    }
    if (this.failed?.versionId === version.id && this.failed.retryAt > Date.now()) return
    try {
      const kept = this.previous?.model.version.id === version.id ? this.previous.model : null
      this.replace(kept ?? (await this.source.open(version)))
      this.log(`Serving model version ${version.id}.`)
    } catch (error) {
      // what is wrong with it, paths and all, is for the operator's log and not for callers
      const reason = `Model version ${version.id} is in production, but could not be loaded.`
      this.failed = { versionId: version.id, reason, retryAt: Date.now() + RETRY_MS }
      this.log(`${reason} ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  private replace(model: ServedModel | null): void {
    if (this.current && this.current !== model) this.previous = { model: this.current, until: Date.now() + GRACE_MS }
    this.current = model
    this.failed = null
  }
}
