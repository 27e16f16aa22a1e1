// Photos from the web, a folder or memory, within limits.
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { EncodeError, reasonOf } from '../errors.ts'
import { checkAddress, checkedLookup, mayBePrivate, type AllowPrivate } from './addresses.ts'
import { readPhoto } from './read-photo.ts'

export interface FetchPhotoOptions {
  /** Paths are relative to this folder and stay inside it. Without it only addresses are fetched. */
  folder?: string
  /** Fetch from private, loopback and link-local addresses: all, none, or those of these hosts. Default: false. */
  allowPrivate?: AllowPrivate
  /** Default: 10 MB (10,000,000 bytes). */
  maxBytes?: number
  /** For the whole transfer, redirects included, in milliseconds. Default: 10,000. */
  timeout?: number
  /** Default: 5. */
  maxRedirects?: number
  signal?: AbortSignal
}

interface Limits {
  allowPrivate: AllowPrivate
  maxBytes: number
  signal: AbortSignal
}

/** The types that a photo's answer may have; some stores send every file as `application/octet-stream`. */
const CONTENT_TYPES = /^(image\/(?!svg)[\w.+-]+|(application|binary)\/octet-stream)$/

/**
 * The bytes of a photo's file, from an http(s) address, a path inside `folder`, or given.
 *
 * @example const bytes = await fetchPhoto('https://shop.example/shoe.jpg')
 * @example const bytes = await fetchPhoto('shoe.jpg', { folder: './photos' })
 * @throws EncodeError of code ADDRESS if the source may not be read, FETCH if it cannot be
 * @throws the signal's reason if it aborts
 */
export async function fetchPhoto(
  source: string | URL | Uint8Array,
  options: FetchPhotoOptions = {},
): Promise<Uint8Array> {
  const { folder, allowPrivate = false, maxBytes = 10_000_000, timeout = 10_000, maxRedirects = 5 } = options
  options.signal?.throwIfAborted()
  if (source instanceof Uint8Array) {
    if (source.length > maxBytes) throw tooLarge('the photo', maxBytes)
    return source
  }
  if (typeof source === 'string' && !/^[a-z][a-z\d+.-]+:/i.test(source)) return readPhoto(source, folder, maxBytes)

  const deadline = AbortSignal.timeout(timeout)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  let url = checkAddress(source, allowPrivate)
  try {
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const answer = await get(url, { allowPrivate, maxBytes, signal })
      if (answer instanceof Uint8Array) return answer
      url = checkAddress(new URL(answer.location, url), allowPrivate)
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof EncodeError) throw error
    const reason = deadline.aborted ? `no whole answer within ${timeout / 1000} s` : reasonOf(error)
    throw new EncodeError('FETCH', `${nameOf(url)} cannot be fetched: ${reason}`, { cause: error })
  }
  throw new EncodeError('FETCH', `${nameOf(url)} cannot be fetched: more than ${maxRedirects} redirects`)
}

/** One request: the body, or where the answer points to. */
function get(url: URL, limits: Limits): Promise<Uint8Array | { location: string }> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const call = request(url, {
      agent: false, // a kept-alive socket might lead to an address that was checked under other settings
      lookup: checkedLookup(mayBePrivate(url, limits.allowPrivate)),
      signal: limits.signal,
      headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'trifold' },
    })
    call.on('error', reject)
    call.on('response', (response) => {
      read(response, url, limits.maxBytes)
        .then(resolve, reject)
        .finally(() => call.destroy())
    })
    call.end()
  })
}

async function read(response: IncomingMessage, url: URL, maxBytes: number): Promise<Uint8Array | { location: string }> {
  const { statusCode: status = 0, headers } = response
  if ([301, 302, 303, 307, 308].includes(status) && headers.location) return { location: headers.location }
  if (status !== 200) throw new EncodeError('FETCH', `${nameOf(url)} cannot be fetched: the server answers ${status}`)
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (!CONTENT_TYPES.test(type)) {
    throw new EncodeError('FETCH', `${nameOf(url)} is not a photo: its content type is ${type || 'missing'}`)
  }
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') {
    throw new EncodeError('FETCH', `${nameOf(url)} cannot be fetched: the server compresses it with ${encoding}`)
  }
  if (Number(headers['content-length']) > maxBytes) throw tooLarge(nameOf(url), maxBytes)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(nameOf(url), maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const tooLarge = (name: string, maxBytes: number) =>
  new EncodeError('FETCH', `${name} is larger than ${maxBytes / 1e6} MB`)

/** An address without user, password and query: those may be secret. */
const nameOf = (url: URL) => `${url.origin}${url.pathname}`
