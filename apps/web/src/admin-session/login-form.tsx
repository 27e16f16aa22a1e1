'use client'

import { useActionState } from 'react'
import { FormMessage, SubmitButton } from '../layout/index.ts'
import { logIn } from './actions.ts'

/** The log-in of the admin pages. */
export function LoginForm() {
  const [feedback, submit, isPending] = useActionState(logIn, null)
  return (
    <form action={submit} className="grid max-w-xl gap-4">
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
          The first &ldquo;npm start&rdquo; prints it once. It stays on the server and in a cookie that no script can
          read.
        </p>
      </div>
      <div>
        <SubmitButton className="button button-solid" isPending={isPending}>
          Log in
        </SubmitButton>
      </div>
      <FormMessage feedback={feedback} />
    </form>
  )
}
