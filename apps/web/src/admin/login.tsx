'use client'

import { useActionState } from 'react'
import { logIn } from './actions.ts'
import { OutcomeLine } from './outcome.tsx'

/** The door of the admin pages. */
export function Login() {
  const [outcome, send, isPending] = useActionState(logIn, null)
  return (
    <form action={send} className="grid max-w-xl gap-4">
      <div>
        <label htmlFor="key" className="type-label mb-1 block font-semibold">
          Admin key
        </label>
        <input
          id="key"
          name="key"
          type="password"
          required
          autoComplete="off"
          spellCheck={false}
          aria-describedby="key-hint"
          className="field"
        />
        <p id="key-hint" className="type-label mt-1 text-ink-soft">
          Printed once by the first &ldquo;npm start&rdquo;. It stays on the server and in a cookie that no script can
          read.
        </p>
      </div>
      <div>
        <button className="button button-solid" disabled={isPending}>
          Log in
        </button>
      </div>
      <OutcomeLine outcome={outcome} />
    </form>
  )
}
