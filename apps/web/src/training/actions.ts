'use server'

import { redirect } from 'next/navigation'
import { adminKey, LOGGED_OUT } from '../admin-session/index.ts'
import { ask } from '../api/index.ts'
import type { Feedback } from '../layout/index.ts'
import { START_TRAINING } from './queries.ts'
import { readTrainingSettings } from './training-settings.ts'

/** Queues a training and shows its run. Returns only when that fails. */
export async function startTraining(_: Feedback | null, form: FormData): Promise<Feedback> {
  const settings = readTrainingSettings(form)
  if ('error' in settings) return { tone: 'error', message: settings.error }
  const key = await adminKey()
  if (!key) return LOGGED_OUT
  const { data, error } = await ask(START_TRAINING, { input: settings }, key)
  const reason = error?.message ?? data?.startTraining.userErrors[0]?.message
  const run = data?.startTraining.trainingRun
  if (reason || !run) return { tone: 'error', message: reason ?? 'No training was queued.' }
  redirect(`/admin?run=${encodeURIComponent(run.id)}`)
}
