// The caller's side of thread.mjs.
import { Worker } from 'node:worker_threads'
import { EncodeError } from '../errors.ts'

type Message = { ready: true } | { call: number; vectors: Float32Array[] } | { call: number; error: string }

export interface ModelThread<Input> {
  run(inputs: Input[], signal?: AbortSignal): Promise<Float32Array[]>
  close(): Promise<void>
}

/** Starts a thread and waits until its model is loaded. An idle thread does not keep the process alive. */
export async function startModelThread<Input>(settings: object): Promise<ModelThread<Input>> {
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: settings, execArgv: [] })
  const waiting = new Map<number, { resolve(vectors: Float32Array[]): void; reject(error: Error): void }>()
  let calls = 0
  let ended: Error | undefined

  await new Promise<void>((resolve, reject) => {
    const end = (error: Error) => {
      ended ??= error
      for (const { reject } of waiting.values()) reject(ended)
      waiting.clear()
      reject(ended)
    }
    worker.on('error', end)
    worker.on('exit', () => end(new EncodeError('MODEL', "the packaged model's thread has ended")))
    worker.on('message', (message: Message) => {
      if ('ready' in message) return resolve()
      const call = waiting.get(message.call)
      waiting.delete(message.call)
      if (waiting.size === 0) worker.unref()
      if ('vectors' in message) call?.resolve(message.vectors)
      else call?.reject(new EncodeError('MODEL', `the packaged model failed: ${message.error}`))
    })
  })
  worker.unref()

  return {
    run(inputs, signal) {
      if (ended) return Promise.reject(ended)
      return new Promise((resolve, reject) => {
        const abort = () => reject(signal!.reason as Error)
        signal?.addEventListener('abort', abort, { once: true })
        const done = () => signal?.removeEventListener('abort', abort)
        const call = calls++
        waiting.set(call, {
          resolve: (vectors) => (done(), resolve(vectors)),
          reject: (error) => (done(), reject(error)),
        })
        worker.ref()
        worker.postMessage({ call, inputs })
      })
    },
    close: async () => void (await worker.terminate()),
  }
}
