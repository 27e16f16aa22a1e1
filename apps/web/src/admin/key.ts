import { cookies } from 'next/headers'

/** Only the server reads it: no script in the browser can, and no other site's request carries it. */
const COOKIE = 'trifold_admin'
const PATH = '/admin'
const EIGHT_HOURS_S = 8 * 60 * 60

/** The admin key of this visitor; null when not logged in. */
export async function adminKey(): Promise<string | null> {
  return (await cookies()).get(COOKIE)?.value ?? null
}

export async function keepAdminKey(key: string, isSecure: boolean): Promise<void> {
  const jar = await cookies()
  jar.set(COOKIE, key, { httpOnly: true, sameSite: 'strict', secure: isSecure, path: PATH, maxAge: EIGHT_HOURS_S })
}

export async function forgetAdminKey(): Promise<void> {
  const jar = await cookies()
  jar.delete({ name: COOKIE, path: PATH })
}
