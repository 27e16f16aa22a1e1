'use client'

import { useActionState } from 'react'
import { type Notice, useNotice } from '../page/notice.tsx'
import type { Shopper } from '../shopper/shopper.ts'
import { record } from './actions.ts'
import { KINDS, type Kind } from './kinds.ts'

interface RecordButtonsProps {
  item: { externalId: string; title: string }
  shopper: Shopper
  /** What the press is counted under; see `record`. */
  origin: string
  onRecorded: () => void
}

/** The three things a visitor can say about an item in a shopper's name. Feedback goes to the notice board. */
export function RecordButtons({ item, shopper, origin, onRecorded }: RecordButtonsProps) {
  const post = useNotice()
  const [, send, isPending] = useActionState(async (_: Notice | null, form: FormData) => {
    const notice = await record(form)
    post(notice)
    if (notice.tone === 'done') onRecorded()
    return notice
  }, null)
  return (
    <form action={send} aria-label={`${item.title}, as ${shopper.name}`} className="flex flex-wrap gap-2">
      <input type="hidden" name="shopper" value={shopper.externalId} />
      <input type="hidden" name="name" value={shopper.name} />
      <input type="hidden" name="item" value={item.externalId} />
      <input type="hidden" name="title" value={item.title} />
      <input type="hidden" name="origin" value={origin} />
      {(Object.keys(KINDS) as Kind[]).map((kind) => (
        <button
          key={kind}
          name="kind"
          value={kind}
          disabled={isPending}
          className={`button ${kind === 'CART' ? 'button-solid w-full sm:w-auto' : 'grow sm:grow-0'}`}
        >
          {KINDS[kind].label}
        </button>
      ))}
    </form>
  )
}
