export interface Answer<T> {
  data?: T | null
  errors?: { message: string; extensions?: { code?: string } }[]
}

/** Asks the GraphQL API over HTTP, as any client would. */
export async function ask<T>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  key?: string,
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer<T>
}

/** The data of an answer that must have no errors. */
export async function dataOf<T>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  key?: string,
): Promise<T> {
  const { data, errors } = await ask<T>(url, query, variables, key)
  if (errors || !data) throw new Error(`The API answered with errors: ${JSON.stringify(errors)}`)
  return data
}

/** Repeats `probe` until it returns something other than null or undefined; its errors count as "not yet". */
export async function eventually<T>(probe: () => Promise<T | null | undefined>, withinMs = 30_000): Promise<T> {
  const deadline = Date.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const found = await probe()
      if (found !== null && found !== undefined) return found
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline) throw new Error(`Nothing came within ${withinMs} ms (last: ${String(last)})`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
