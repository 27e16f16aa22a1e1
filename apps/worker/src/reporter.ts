import { type ClaimedRun, type EpochRecord, type Heartbeat, heartbeat } from '@trifold/catalog'
import type { FitProgress, Resumed } from '@trifold/model'
import type { Pool } from 'pg'

/** After five missed heartbeats a worker counts as dead (`STALE_AFTER_SECONDS` in worker.ts). */
const HEARTBEAT_MS = 3000
/** Share of the epochs in the progress; the rest is evaluating, saving and publishing. */
const EPOCHS_SHARE = 0.95

/** Thrown into the training when another worker has claimed the run, or it was cancelled. */
export class RunLost extends Error {
  override readonly name = 'RunLost'
}

/**
 * Writes the progress of a training into its run: every epoch as it ends, and a heartbeat every three seconds. Training
 * continues while the database is unreachable; what could not be written is written later.
 */
export class Reporter {
  private readonly pending: Heartbeat[] = []
  /** The first report replaces the epochs that an earlier worker reported. */
  private isFirst = true
  private readonly timer: NodeJS.Timeout
  private sending: Promise<void> | null = null

  constructor(
    private readonly pool: Pool,
    private readonly run: ClaimedRun,
    private readonly onLost: (reason: RunLost) => void,
    private readonly log: (message: string) => void,
  ) {
    this.timer = setInterval(() => void this.flush(), HEARTBEAT_MS)
  }

  /** The training resumes from a checkpoint of an earlier worker. */
  resumed({ epoch, epochs, history }: Resumed): void {
    this.isFirst = false
    this.report({ epochs: history.map(recordOf), progress: (EPOCHS_SHARE * epoch) / epochs })
  }

  epoch(progress: FitProgress): void {
    const record = recordOf(progress)
    this.report({
      ...(this.isFirst ? { epochs: [record] } : { epoch: record }),
      progress: (EPOCHS_SHARE * progress.epoch) / progress.epochs,
    })
    this.isFirst = false
  }

  /** The training has ended; evaluating, saving and publishing follow. */
  async evaluating(): Promise<void> {
    await this.flush()
    await this.write({ state: 'EVALUATING', progress: EPOCHS_SHARE })
  }

  /** Writes no more; resolves when the write under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.sending
  }

  private report(news: Heartbeat): void {
    this.pending.push(news)
    void this.flush()
  }

  /** Writes what is pending, or a bare heartbeat. One write at a time. */
  private flush(): Promise<void> {
    this.sending ??= this.send().finally(() => (this.sending = null))
    return this.sending
  }

  private async send(): Promise<void> {
    do {
      const written = await this.write(this.pending[0] ?? {})
      if (!written) return
      this.pending.shift()
    } while (this.pending.length > 0)
  }

  /** @returns false if the database could not be reached */
  private async write(news: Heartbeat): Promise<boolean> {
    try {
      const isOurs = await heartbeat(this.pool, this.run, news)
      if (!isOurs) this.onLost(new RunLost(`The training run ${this.run.id} is no longer this worker's.`))
      return true
    } catch (error) {
      this.log(`Progress could not be written and will be retried: ${(error as Error).message}`)
      return false
    }
  }
}

function recordOf({ epoch, loss, seconds, valid }: FitProgress): EpochRecord {
  return { epoch, loss, seconds, ...(valid ? { validRecall20: valid.recall20, validNdcg20: valid.ndcg20 } : {}) }
}
