'use client'

import { useEffect } from 'react'
import { Message } from '../page/trouble.tsx'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => console.error(error), [error])
  return (
    <main id="content" className="mx-auto max-w-3xl px-4 py-16">
      <Message title="This page broke" heading="h1">
        <p>The fault is in the storefront, and it is in its log. The rest of the shop still works.</p>
        <button type="button" className="button mt-4" onClick={retry}>
          Try again
        </button>
      </Message>
    </main>
  )
}
