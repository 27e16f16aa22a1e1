import { listen, TRAINING_CHANNEL } from '@trifold/catalog'

/** A notification can be lost with its connection: look again after this long without one. */
const SILENCE_MS = 5000

/** One follower of a run. */
export interface RunMoves {
  /** Resolves once the run has moved since the last call, or after a while without news; at once when closed. */
  next(): Promise<void>
  close(): void
}

/** Tells followers of training runs when these move, from the database's notifications. */
export class TrainingFeed {
  private readonly followers = new Map<string, Set<() => void>>()

  follow(runId: string): RunMoves {
    let moved = false
    let closed = false
    let wake: (() => void) | null = null
    const tell = () => {
      moved = true
      wake?.()
    }
    const set = this.followers.get(runId) ?? new Set()
    this.followers.set(runId, set.add(tell))
    return {
      async next() {
        if (!moved && !closed)
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, SILENCE_MS)
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        wake = null
        moved = false
      },
      close: () => {
        closed = true
        wake?.()
        set.delete(tell)
        if (set.size === 0) this.followers.delete(runId)
      },
    }
  }

  /** The run has moved. */
  moved(runId: string): void {
    for (const tell of this.followers.get(runId) ?? []) tell()
  }

  /** Number of runs that somebody follows. */
  get size(): number {
    return this.followers.size
  }
}

/** Connect a feed to the database's notifications. */
export async function listenToTraining(databaseUrl: string, feed: TrainingFeed): Promise<{ close(): Promise<void> }> {
  return listen(databaseUrl, [TRAINING_CHANNEL], (_channel, runId) => feed.moved(runId))
}
