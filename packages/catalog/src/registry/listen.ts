import pg from 'pg'
import type { Channel } from './channels.ts'

export interface Listener {
  close(): Promise<void>
}

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000

/**
 * Listens on channels until closed, over a connection of its own. When that breaks (the server restarts) it connects
 * anew, at first after 0.1 s, then less often; what was said meanwhile is lost.
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
    fresh.on('notification', ({ channel, payload }) => handler(channel as Channel, payload ?? ''))
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
      if (!closed) reconnectSoon()
    })
    client = fresh
    delay = FIRST_RETRY_MS
  }

  const reconnectSoon = (): void => {
    client = undefined
    retry = setTimeout(() => connect().catch(() => !closed && reconnectSoon()), delay)
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
