import pg from 'pg'

// Postgres NOTIFY channels by which processes learn of changes. A notification can be lost with its connection, so a
// process that must not miss a change also polls the table.

/** A model version went into production; the payload is its id. */
export const MODEL_CHANNEL = 'trifold_model'

/** The state or progress of a training run changed; the payload is its id. */
export const TRAINING_CHANNEL = 'trifold_training'

export type Channel = typeof MODEL_CHANNEL | typeof TRAINING_CHANNEL

/** Anything that runs one SQL statement: a Prisma transaction. */
interface RawExecutor {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>
}

/** Notifies the listeners when the transaction commits, and only then. */
export async function notify(transaction: RawExecutor, channel: Channel, payload: string): Promise<void> {
  await transaction.$executeRaw`SELECT pg_notify(${channel}, ${payload})`
}

export interface Listener {
  close(): Promise<void>
}

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000

/**
 * Listens on channels until closed, over a connection of its own. When the connection breaks (the server restarts) it
 * reconnects, at first after 0.1 s, then less often. Notifications sent meanwhile are lost.
 *
 * @param handler must not throw
 * @throws when the first connection fails
 */
export async function listen(
  url: string,
  channels: readonly Channel[],
  handler: (channel: Channel, payload: string) => void,
): Promise<Listener> {
  let client: pg.Client | undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined
  let delay = FIRST_RETRY_MS

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true })
    fresh.on('notification', ({ channel, payload }) => {
      const known = channels.find((each) => each === channel)
      if (known) handler(known, payload ?? '')
    })
    fresh.on('error', () => {}) // 'end' follows
    await fresh.connect()
    try {
      for (const channel of channels) await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`)
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    if (closed) return fresh.end()
    fresh.once('end', () => {
      if (!closed) reconnectLater()
    })
    client = fresh
    delay = FIRST_RETRY_MS
  }

  const reconnectLater = (): void => {
    client = undefined
    retry = setTimeout(() => void connect().catch(() => !closed && reconnectLater()), delay)
    delay = Math.min(2 * delay, LAST_RETRY_MS)
  }

  await connect()
  return {
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
