import { adminKey } from '../../../../../admin/key.ts'
import { hasEnded } from '../../../../../training/run.ts'
import { watchRun } from '../../../../../training/subscription.ts'

const HEARTBEAT_MS = 15_000

/**
 * `GET /admin/runs/ID/events`: a training run as server-sent events, so that the admin key stays on the server. The stream ends
 * with the run, or when the API is lost: the browser then reconnects by itself.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const key = await adminKey()
  if (!key) return new Response('Log in first.', { status: 401 })
  const id = decodeURIComponent((await params).id)
  const text = new TextEncoder()
  const gone = new AbortController()
  request.signal.addEventListener('abort', () => gone.abort())

  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (line: string): void => controller.enqueue(text.encode(line))
      const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS)
      try {
        for await (const run of watchRun(id, key, gone.signal)) {
          send(`data: ${JSON.stringify(run)}\n\n`)
          if (hasEnded(run)) break
        }
      } catch (error) {
        if (!gone.signal.aborted) send(`event: trouble\ndata: ${JSON.stringify(String(error))}\n\n`)
      } finally {
        clearInterval(heartbeat)
        if (!gone.signal.aborted) controller.close()
      }
    },
    cancel: () => gone.abort(),
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
