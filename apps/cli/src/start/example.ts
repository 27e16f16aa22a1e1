/** The query printed at the end of `npm start`, for a shopper that exists in this catalog. */
export function exampleQuery(externalUserId: string): string {
  return `{
  recommendations(externalUserId: ${JSON.stringify(externalUserId)}, first: 2) {
    source
    edges { rank score node { title } explanation { baseline sentence components { kind modality value } } }
  }
}`
}

/** Asks the API the way any client would. Returns the answer as it came. */
export async function ask(apiUrl: string, query: string): Promise<unknown> {
  const response = await fetch(apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return response.json()
}

/** The same question as a command to paste into a shell. */
export function curlCommand(apiUrl: string, query: string): string {
  const body = JSON.stringify({ query: query.replace(/\s+/g, ' ') }).replaceAll("'", "'\\''")
  return `curl -s ${apiUrl} -H 'content-type: application/json' -d '${body}'`
}
