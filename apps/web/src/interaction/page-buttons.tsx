'use client'

import { useRouter } from 'next/navigation'
import type { Shopper } from '../shopper/shopper.ts'
import { RecordButtons } from './buttons.tsx'

/** The buttons on a product's own page: what they change is asked of the server again. */
export function PageButtons({
  item,
  shopper,
  origin,
}: {
  item: { externalId: string; title: string }
  shopper: Shopper
  origin: string
}) {
  const router = useRouter()
  return <RecordButtons item={item} shopper={shopper} origin={origin} onRecorded={() => router.refresh()} />
}
