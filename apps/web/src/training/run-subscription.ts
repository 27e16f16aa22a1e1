import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { apiSocketUrl, type WatchTrainingRunSubscription } from '../api/index.ts'
import { WATCH_TRAINING_RUN } from './queries.ts'
import type { TrainingRun } from './training-run.ts'

/**
 * Follows a training run over the API's subscription: its state now, then every change, until it ends or `signal` fires.
 * Throws when the connection breaks or the API rejects the key. The caller decides whether to retry.
 */
export async function* watchRun(id: string, adminKey: string, signal: AbortSignal): AsyncGenerator<TrainingRun> {
  const client = createClient({
    url: apiSocketUrl(),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${adminKey}` },
    retryAttempts: 0,
  })
  const dispose = (): void => void client.dispose()
  signal.addEventListener('abort', dispose)
  try {
    const results = client.iterate<WatchTrainingRunSubscription>({
      query: WATCH_TRAINING_RUN.toString(),
      variables: { id },
    })
    for await (const { data, errors } of results) {
      if (errors) throw new Error(errors[0]?.message ?? 'The subscription failed.')
      if (data) yield data.trainingRunUpdated
    }
  } finally {
    signal.removeEventListener('abort', dispose)
    await client.dispose()
  }
}
