import { type ClaimedRun, type Heartbeat, heartbeat } from '@trifold/catalog'
import type { FitProgress, Resumed } from '@trifold/model'
import type { Pool } from 'pg'

/** A worker that has said nothing for five of these is taken for dead. */
const BEAT_MS = 3000
/** Share of the work that the epochs are; the rest is measuring, saving and publishing. */
const EPOCHS_SHARE = 0.95

/** Thrown into the training when the run has been given to another worker. */
export class RunTaken extends Error {
  override readonly name = 'RunTaken'
}

/** What the run's row says of a finished epoch. */
export interface EpochRecord {
  readonly epoch: number
  readonly loss: number
  readonly seconds: number
  readonly validRecall20?: number
  readonly validNdcg20?: number
}

/**
 * Tells the run's row how training goes: every epoch, and every three seconds that the worker lives. Training goes on
 * while the database is away; what could not be told is told when it is back.
 */
export class Reporter {
  private readonly waiting: Heartbeat[] = []
  /** What an earlier worker told of the run is replaced by the first word of this one. */
  private isFirst = true
  private readonly timer: NodeJS.Timeout
  private sending: Promise<void> | null = null

  constructor(
    private readonly pool: Pool,
    private readonly run: ClaimedRun,
    private readonly onTaken: (reason: RunTaken) => void,
    private readonly log: (message: string) => void,
  ) {
    this.timer = setInterval(() => void this.flush(), BEAT_MS)
  }

  /** The run goes on from where an earlier worker had brought it. */
  resumed({ epoch, epochs, history }: Resumed): void {
    this.isFirst = false
    this.say({ epochs: history.map(recordOf), progress: (EPOCHS_SHARE * epoch) / epochs })
  }

  epoch(progress: FitProgress): void {
    const record = recordOf(progress)
    this.say({
      ...(this.isFirst ? { epochs: [record] } : { epoch: record }),
      progress: (EPOCHS_SHARE * progress.epoch) / progress.epochs,
    })
    this.isFirst = false
  }

  /** Training is over; what remains is measuring, saving and publishing. */
  async evaluating(): Promise<void> {
    await this.flush()
    await this.tell({ state: 'EVALUATING', progress: EPOCHS_SHARE })
  }

  /** Say no more; resolves when what was being said has been. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.sending
  }

  private say(news: Heartbeat): void {
    this.waiting.push(news)
    void this.flush()
  }

  /** Tell what waits to be told, or that the worker lives; what is being told already is not told beside. */
  private flush(): Promise<void> {
    this.sending ??= this.send().finally(() => (this.sending = null))
    return this.sending
  }

  private async send(): Promise<void> {
    do {
      const told = await this.tell(this.waiting[0] ?? {})
      if (!told) return
      this.waiting.shift()
    } while (this.waiting.length > 0)
  }

  /** @returns false where the database did not hear it */
  private async tell(news: Heartbeat): Promise<boolean> {
    try {
      const isOurs = await heartbeat(this.pool, this.run, news)
      if (!isOurs) this.onTaken(new RunTaken(`The training run ${this.run.id} is not this worker's any more.`))
      return true
    } catch (error) {
      this.log(`Progress could not be told, and will be again: ${(error as Error).message}`)
      return false
    }
  }
}

function recordOf({ epoch, loss, seconds, valid }: FitProgress): EpochRecord {
  return { epoch, loss, seconds, ...(valid ? { validRecall20: valid.recall20, validNdcg20: valid.ndcg20 } : {}) }
}
