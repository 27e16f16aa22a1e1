import { listen, MODEL_CHANNEL } from '@trifold/catalog'
import type { ModelHost } from './model-host.ts'

/** A notification can be lost with its connection: look every second as well, half the two seconds a swap may take. */
const POLL_MS = 1000

/**
 * Keep `host` at the version in production: at once on a notification, and within a second without one.
 * A failing look (the database is away) is tried again; the host serves what it has meanwhile.
 */
export async function watchModel(
  databaseUrl: string,
  host: ModelHost,
  log: (message: string) => void,
): Promise<{ close(): Promise<void> }> {
  let reachable = true
  const look = async (): Promise<void> => {
    try {
      await host.refresh()
      if (!reachable) log('The registry of models can be reached again.')
      reachable = true
    } catch (error) {
      if (reachable) log(`The registry of models cannot be reached: ${(error as Error).message}`)
      reachable = false
    }
  }
  await look()
  const listener = await listen(databaseUrl, [MODEL_CHANNEL], () => void look())
  const timer = setInterval(() => void look(), POLL_MS)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await listener.close()
    },
  }
}
