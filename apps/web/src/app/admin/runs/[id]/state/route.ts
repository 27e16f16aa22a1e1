import { adminKey } from '../../../../../admin/key.ts'
import { ask } from '../../../../../api/client.ts'
import { TrainingRunStateDocument } from '../../../../../gql/graphql.ts'

/** `GET /admin/runs/ID/state`: the run as it is now, for when the event stream is broken. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const key = await adminKey()
  if (!key) return new Response('Log in first.', { status: 401 })
  const { data, problem } = await ask(TrainingRunStateDocument, { id: decodeURIComponent((await params).id) }, key)
  const run = data?.node
  if (run && 'state' in run) return Response.json(run)
  return new Response(problem?.sentence ?? 'There is no such training run.', { status: problem ? 502 : 404 })
}
