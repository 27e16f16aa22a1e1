import { listen, MODEL_CHANNEL, type ModelVersion } from '@trifold/catalog'
import type { FastifyBaseLogger } from 'fastify'
import type { ServedModel } from './served-model.ts'

/** How long a replaced model stays in memory, to explain the lists that it ranked. */
const PREVIOUS_MODEL_MS = 10 * 60_000
/** Pause before another try to load a model. */
const RETRY_MS = 10_000
/** Checks of the registry without a notification, which can be lost. A promotion may take two seconds to arrive. */
const POLL_MS = 1000

/** The models that one operation uses, from its beginning to its end. */
export interface PinnedModel {
  /** The model that ranks; null if none is in production or none could be loaded yet. */
  readonly current: ServedModel | null
  /** Why the version in production does not serve; null if it does, or if none is in production. */
  readonly loadError: string | null
  /** The model of that version, if it is still in memory. */
  ofVersion(id: number): ServedModel | null
}

export interface ModelSource {
  /** The version in production now. */
  production(): Promise<ModelVersion | null>
  open(version: ModelVersion): Promise<ServedModel>
}

/**
 * Holds the model in production. `refresh` compares it with the registry and replaces it once the new one is loaded.
 * Until then, and for operations that have begun, the old one keeps serving.
 */
export class ModelHost {
  private current: ServedModel | null = null
  private previous: { model: ServedModel; until: number } | null = null
  private failed: { versionId: number; message: string; retryAt: number } | null = null
  private running: Promise<void> | null = null
  private refreshAgain = false

  constructor(
    private readonly source: ModelSource,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** The models as they are now. */
  pin(): PinnedModel {
    const { current, previous } = this
    const inMemory = [current, previous && previous.until > Date.now() ? previous.model : null]
    return {
      current,
      loadError: this.failed?.message ?? null,
      ofVersion: (id) => inMemory.find((model) => model?.version.id === id) ?? null,
    }
  }

  /** Serve the version that the registry names. Calls during a refresh share one more refresh after it. */
  refresh(): Promise<void> {
    if (this.running) this.refreshAgain = true
    this.running ??= this.refreshUntilCurrent().finally(() => (this.running = null))
    return this.running
  }

  private async refreshUntilCurrent(): Promise<void> {
    do {
      this.refreshAgain = false
      await this.refreshOnce()
    } while (this.refreshAgain)
  }

  private async refreshOnce(): Promise<void> {
    if (this.previous && this.previous.until <= Date.now()) this.previous = null
    const version = await this.source.production()
    if (version === null) return this.replace(null)
    if (this.current?.version.id === version.id) {
      this.failed = null
      return
    }
    if (this.failed?.versionId === version.id && this.failed.retryAt > Date.now()) return
    try {
      const inMemory = this.previous?.model.version.id === version.id ? this.previous.model : null
      this.replace(inMemory ?? (await this.source.open(version)))
      this.log.info({ modelVersion: version.id }, 'Serving another model version')
    } catch (err) {
      // the cause, which may name paths, is for the operator and not for callers
      const message = `Model version ${version.id} is in production, but could not be loaded.`
      this.failed = { versionId: version.id, message, retryAt: Date.now() + RETRY_MS }
      this.log.error({ err, modelVersion: version.id }, message)
    }
  }

  private replace(model: ServedModel | null): void {
    if (this.current && this.current !== model) {
      this.previous = { model: this.current, until: Date.now() + PREVIOUS_MODEL_MS }
    }
    this.current = model
    this.failed = null
  }
}

/**
 * Keep `host` at the version in production: at once on a notification, within a second without one.
 * While the database is away the host serves the model that it has.
 */
export async function watchModel(
  databaseUrl: string,
  host: ModelHost,
  log: FastifyBaseLogger,
): Promise<{ close(): Promise<void> }> {
  let isReachable = true
  const refresh = async (): Promise<void> => {
    try {
      await host.refresh()
      if (!isReachable) log.info('The registry of models is reachable again')
      isReachable = true
    } catch (err) {
      if (isReachable) log.warn({ err }, 'The registry of models cannot be reached')
      isReachable = false
    }
  }
  await refresh()
  const listener = await listen(databaseUrl, [MODEL_CHANNEL], () => void refresh())
  const timer = setInterval(() => void refresh(), POLL_MS)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await listener.close()
    },
  }
}
