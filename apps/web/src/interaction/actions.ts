'use server'

import { ask } from '../api/client.ts'
import { RecordInteractionsDocument } from '../gql/graphql.ts'
import type { Notice } from '../page/notice.tsx'
import { isKind, KINDS } from './kinds.ts'

/**
 * Records what a visitor said about an item. `origin` is the list or page it was said on: together with item and kind it makes
 * the idempotency key, so a double press or a retry after a lost answer counts once.
 */
export async function record(form: FormData): Promise<Notice> {
  const [kind, shopper, name, item, title, origin] = ['kind', 'shopper', 'name', 'item', 'title', 'origin'].map(
    (field) => form.get(field),
  )
  if (!isKind(kind) || !isText(shopper) || !isText(item) || !isText(origin)) {
    return { tone: 'refused', sentence: 'That could not be recorded: the form was not complete.' }
  }
  const interaction = { userId: shopper, itemId: item, type: kind, idempotencyKey: `web:${origin}:${item}:${kind}` }
  const { data, problem } = await ask(RecordInteractionsDocument, { input: { interactions: [interaction] } })
  const refusal = problem?.sentence ?? data?.recordInteractions.userErrors[0]?.message
  if (refusal) return { tone: 'refused', sentence: `Not recorded: ${refusal}` }
  return { tone: 'done', sentence: KINDS[kind].done(isText(title) ? title : item, isText(name) ? name : shopper) }
}

function isText(value: FormDataEntryValue | null): value is string {
  return typeof value === 'string' && value !== ''
}
