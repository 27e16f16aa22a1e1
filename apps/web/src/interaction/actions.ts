'use server'

import { ask, graphql } from '../api/index.ts'
import type { Feedback } from '../layout/index.ts'
import { isKind, KINDS } from './kinds.ts'

const RECORD_INTERACTIONS = graphql(/* GraphQL */ `
  mutation RecordInteractions($input: RecordInteractionsInput!) {
    recordInteractions(input: $input) {
      recorded
      replayed
      userErrors {
        code
        message
        field
      }
    }
  }
`)

/**
 * Records an interaction of a shopper with an item. `origin` is the id of the list or page with the button.
 * Origin, item and kind make the idempotency key: a double click or a retry counts once.
 */
export async function record(form: FormData): Promise<Feedback> {
  const kind = form.get('kind')
  const [shopper, item, origin] = [text(form, 'shopper'), text(form, 'item'), text(form, 'origin')]
  if (!isKind(kind) || !shopper || !item || !origin) {
    return { tone: 'error', message: 'Not recorded: the form is incomplete.' }
  }
  const interaction = { userId: shopper, itemId: item, type: kind, idempotencyKey: `web:${origin}:${item}:${kind}` }
  const { data, error } = await ask(RECORD_INTERACTIONS, { input: { interactions: [interaction] } })
  const reason = error?.message ?? data?.recordInteractions.userErrors[0]?.message
  if (reason) return { tone: 'error', message: `Not recorded: ${reason}` }
  return { tone: 'success', message: KINDS[kind].message(text(form, 'title') ?? item, text(form, 'name') ?? shopper) }
}

function text(form: FormData, field: string): string | null {
  const value = form.get(field)
  return typeof value === 'string' && value !== '' ? value : null
}
