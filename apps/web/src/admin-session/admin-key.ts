import { cookies } from 'next/headers'
import { type ApiError, ask, graphql } from '../api/index.ts'
import type { Feedback } from '../layout/index.ts'

/** Only the server reads this cookie. Scripts cannot, and other sites' requests do not carry it. */
const COOKIE = 'trifold_admin'
const PATH = '/admin'
const EIGHT_HOURS_S = 8 * 60 * 60

/** An admin mutation that changes nothing. It succeeds only with a valid key. */
const CHECK_ADMIN_KEY = graphql(/* GraphQL */ `
  mutation CheckAdminKey {
    upsertItems(input: { items: [] }) {
      userErrors {
        code
      }
    }
  }
`)

export const LOGGED_OUT: Feedback = { tone: 'error', message: 'You are logged out. Log in again.' }

/** The admin key of this visitor; null when logged out. */
export async function adminKey(): Promise<string | null> {
  return (await cookies()).get(COOKIE)?.value ?? null
}

export async function saveAdminKey(key: string, isSecure: boolean): Promise<void> {
  const jar = await cookies()
  jar.set(COOKIE, key, { httpOnly: true, sameSite: 'strict', secure: isSecure, path: PATH, maxAge: EIGHT_HOURS_S })
}

export async function deleteAdminKey(): Promise<void> {
  const jar = await cookies()
  jar.delete({ name: COOKIE, path: PATH })
}

/** Checks a key with the API: null when it is valid, else the error. */
export async function checkAdminKey(key: string): Promise<ApiError | null> {
  // The key becomes a header, and other characters cannot stand in one.
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    return { kind: 'unauthorized', code: null, message: 'This is not an admin key.' }
  return (await ask(CHECK_ADMIN_KEY, {}, key)).error
}
