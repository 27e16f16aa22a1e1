'use client'

import { useEffect } from 'react'
import { Main, MessagePanel } from '../layout/index.ts'

export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => console.error(error), [error])
  return (
    <Main isNarrow>
      <MessagePanel title="This page has failed" heading="h1">
        <p>The error is in the log of the storefront. The rest of the shop still works.</p>
        <button type="button" className="button mt-4" onClick={retry}>
          Try again
        </button>
      </MessagePanel>
    </Main>
  )
}
