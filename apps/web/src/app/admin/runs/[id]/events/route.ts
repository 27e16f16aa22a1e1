import { adminKey } from '../../../../../admin-session/index.ts'
import { hasEnded, watchRun } from '../../../../../training/index.ts'

const HEARTBEAT_MS = 15_000

/**
 * `GET /admin/runs/ID/events`: a training run as server-sent events, so that the admin key stays on the server.
 * The stream ends with the run, or when the API is lost; the browser then reconnects.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const key = await adminKey()
  if (!key) return new Response('Log in first.', { status: 401 })
  const id = decodeURIComponent((await params).id)
  const encoder = new TextEncoder()
  const abort = new AbortController()
  request.signal.addEventListener('abort', () => abort.abort())

  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (line: string): void => controller.enqueue(encoder.encode(line))
      const heartbeat = setInterval(() => send(': heartbeat\n\n'), HEARTBEAT_MS)
      try {
        for await (const run of watchRun(id, key, abort.signal)) {
          send(`data: ${JSON.stringify(run)}\n\n`)
          if (hasEnded(run)) break
        }
      } catch (error) {
        // The end of the stream tells the page to poll; the log tells the operator why.
        if (!abort.signal.aborted) console.error(`The updates of training run ${id} stopped: ${String(error)}`)
      } finally {
        clearInterval(heartbeat)
        if (!abort.signal.aborted) controller.close()
      }
    },
    cancel: () => abort.abort(),
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
