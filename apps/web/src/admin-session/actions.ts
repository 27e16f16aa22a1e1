'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { Feedback } from '../layout/index.ts'
import { checkAdminKey, deleteAdminKey, saveAdminKey } from './admin-key.ts'

const WRONG_KEY =
  'This key does not open the admin pages. The right one starts with tf_admin_ and was printed at the first start.'

/** Checks the key and opens the admin pages. Returns only when that fails. */
export async function logIn(_: Feedback | null, form: FormData): Promise<Feedback> {
  const key = String(form.get('key') ?? '').trim()
  if (!key) return { tone: 'error', message: 'Type the admin key first.' }
  const error = await checkAdminKey(key)
  if (error) return { tone: 'error', message: error.kind === 'unauthorized' ? WRONG_KEY : error.message }
  await saveAdminKey(key, (await headers()).get('x-forwarded-proto') === 'https')
  redirect('/admin')
}

export async function logOut(): Promise<void> {
  await deleteAdminKey()
  redirect('/admin')
}
