import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { apiSocketUrl } from '../api/address.ts'
import { type WatchTrainingRunSubscription, WatchTrainingRunDocument } from '../gql/graphql.ts'
import type { TrainingRun } from './run.ts'

/**
 * Follows a training run over the API's subscription: its state now, then every change, until it ends or `signal` fires.
 * Throws when the connection breaks or the key is refused; whoever follows decides about trying again.
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
      query: WatchTrainingRunDocument.toString(),
      variables: { id },
    })
    for await (const { data, errors } of results) {
      if (errors) throw new Error(errors[0].message)
      if (data) yield data.trainingRunUpdated
    }
  } finally {
    signal.removeEventListener('abort', dispose)
    await client.dispose()
  }
}
