'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { ask } from '../api/client.ts'
import { PromoteModelVersionDocument, StartTrainingDocument } from '../gql/graphql.ts'
import { whyNotAdmin } from './check.ts'
import { adminKey, forgetAdminKey, keepAdminKey } from './key.ts'
import { readTraining } from './training-form.ts'

/** What came of a form: a sentence for the person who sent it. */
export interface Outcome {
  readonly tone: 'done' | 'refused'
  readonly sentence: string
  /** Set when a forced promotion may be tried. */
  readonly isGate?: boolean
}

export async function logIn(_: Outcome | null, form: FormData): Promise<Outcome> {
  const key = String(form.get('key') ?? '').trim()
  if (!key) return { tone: 'refused', sentence: 'Type the admin key first.' }
  const problem = await whyNotAdmin(key)
  if (problem?.kind === 'unauthorized') {
    return {
      tone: 'refused',
      sentence:
        'This key does not open the admin pages. The right one starts with tf_admin_ and was printed at the first start.',
    }
  }
  if (problem) return { tone: 'refused', sentence: problem.sentence }
  await keepAdminKey(key, (await headers()).get('x-forwarded-proto') === 'https')
  redirect('/admin')
}

export async function logOut(): Promise<void> {
  await forgetAdminKey()
  redirect('/admin')
}

export async function startTraining(_: Outcome | null, form: FormData): Promise<Outcome> {
  const input = readTraining(form)
  if ('fault' in input) return { tone: 'refused', sentence: input.fault }
  const key = await adminKey()
  if (!key) return LOGGED_OUT
  const { data, problem } = await ask(StartTrainingDocument, { input }, key)
  const refusal = problem?.sentence ?? data?.startTraining.userErrors[0]?.message
  const run = data?.startTraining.trainingRun
  if (refusal || !run) return { tone: 'refused', sentence: refusal ?? 'No training was queued.' }
  redirect(`/admin?run=${encodeURIComponent(run.id)}`)
}

export async function promote(_: Outcome | null, form: FormData): Promise<Outcome> {
  const key = await adminKey()
  if (!key) return LOGGED_OUT
  const force = form.get('force') === 'on'
  const reason = String(form.get('reason') ?? '').trim()
  const input = { id: String(form.get('id')), force, reason: reason || null }
  const { data, problem } = await ask(PromoteModelVersionDocument, { input }, key)
  if (problem) return { tone: 'refused', sentence: problem.sentence }
  const error = data?.promoteModelVersion.userErrors[0]
  if (error)
    return {
      tone: 'refused',
      sentence: error.message,
      isGate: error.code === 'WORSE_THAN_PRODUCTION' || error.code === 'REASON_REQUIRED',
    }
  return { tone: 'done', sentence: `Version ${data?.promoteModelVersion.modelVersion?.number} is in production.` }
}

const LOGGED_OUT: Outcome = { tone: 'refused', sentence: 'You are logged out. Log in again to go on.' }
