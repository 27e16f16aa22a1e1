import { apiUrl } from '../../../api/index.ts'

const PASSED_HEADERS = ['content-type', 'content-length', 'cache-control', 'etag', 'last-modified']

/** Photos from the API, so that the browser needs one host only. */
export async function GET(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const { path } = await params
  const match = request.headers.get('if-none-match')
  try {
    const response = await fetch(`${apiUrl()}/media/${path.map(encodeURIComponent).join('/')}`, {
      cache: 'no-store',
      headers: match ? { 'if-none-match': match } : {},
      signal: request.signal,
    })
    const isImage = response.headers.get('content-type')?.startsWith('image/')
    if (response.ok && !isImage) return new Response('Not a picture.', { status: 404 })
    const headers = new Headers()
    for (const name of PASSED_HEADERS) {
      const value = response.headers.get(name)
      if (value !== null) headers.set(name, value)
    }
    return new Response(response.body, { status: response.status, headers })
  } catch {
    return new Response('The Trifold API does not answer.', { status: 502 })
  }
}
