import { listen, TRAINING_CHANNEL } from '@trifold/catalog'

/** Check a run again after this long without a notification, which can be lost. */
const RECHECK_MS = 5000

/** The changes of one run, for one follower. */
export interface RunChanges {
  /** Resolves once the run has changed since the last call, after a while without news, or at once when closed. */
  next(): Promise<void>
  close(): void
}

/** Passes the database's notifications about training runs on to their followers. */
export class TrainingFeed {
  private readonly followers = new Map<string, Set<() => void>>()

  follow(runId: string): RunChanges {
    let hasChanged = false
    let isClosed = false
    let wake: (() => void) | null = null
    const onChange = () => {
      hasChanged = true
      wake?.()
    }
    const followers = this.followers.get(runId) ?? new Set()
    this.followers.set(runId, followers.add(onChange))
    return {
      async next() {
        if (!hasChanged && !isClosed) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, RECHECK_MS)
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        }
        wake = null
        hasChanged = false
      },
      close: () => {
        isClosed = true
        wake?.()
        followers.delete(onChange)
        if (followers.size === 0) this.followers.delete(runId)
      },
    }
  }

  /** Wake the followers of a run that has changed. */
  changed(runId: string): void {
    for (const onChange of this.followers.get(runId) ?? []) onChange()
  }

  /** Number of runs with followers. */
  get size(): number {
    return this.followers.size
  }
}

/** Connect a feed to the database's notifications. */
export async function listenToTraining(databaseUrl: string, feed: TrainingFeed): Promise<{ close(): Promise<void> }> {
  return listen(databaseUrl, [TRAINING_CHANNEL], (_channel, runId) => feed.changed(runId))
}
