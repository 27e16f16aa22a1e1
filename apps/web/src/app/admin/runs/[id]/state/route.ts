import { adminKey } from '../../../../../admin-session/index.ts'
import { ask } from '../../../../../api/index.ts'
import { TRAINING_RUN } from '../../../../../training/index.ts'

/** `GET /admin/runs/ID/state`: the current state of a run, for a page that has lost the event stream. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const key = await adminKey()
  if (!key) return new Response('Log in first.', { status: 401 })
  const { data, error } = await ask(TRAINING_RUN, { id: decodeURIComponent((await params).id) }, key)
  const run = data?.node
  if (run && 'state' in run) return Response.json(run)
  return new Response(error?.message ?? 'There is no such training run.', { status: error ? 502 : 404 })
}
