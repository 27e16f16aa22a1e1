// Which addresses a photo may come from. Names are resolved here, and the socket connects to what was checked: a name
// that answers differently the second time (DNS rebinding) gains nothing.
import { lookup as resolve, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { EncodeError } from '../errors.ts'

/**
 * Whether an IP address is in the public internet. Private, loopback, link-local, multicast, reserved, benchmark and
 * carrier ranges are not, nor are IPv6 addresses that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    return parsed.toIPv4Address().range() === 'unicast'
  }
  // The deprecated IPv4-compatible form ::a.b.c.d still reaches IPv4 addresses on some systems.
  if (parsed instanceof ipaddr.IPv6 && parsed.parts.slice(0, 6).every((part) => part === 0)) return false
  return parsed.range() === 'unicast'
}

/** All private addresses, none, or those of these hosts as an address names them: `minio:9000`, `10.0.0.7`. */
export type AllowPrivate = boolean | readonly string[]

export const mayBePrivate = (url: URL, allow: AllowPrivate): boolean =>
  typeof allow === 'boolean' ? allow : allow.includes(url.host)

/**
 * An address that may be fetched: http or https, and no private IP address in place of a name.
 *
 * @throws EncodeError of code ADDRESS
 */
export function checkAddress(address: string | URL, allow: AllowPrivate): URL {
  const url = typeof address === 'string' ? parse(address) : address
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EncodeError('ADDRESS', `a photo's address must begin with http:// or https://, not ${url.protocol}//`)
  }
  const host = url.hostname.replace(/^\[|\]$/g, '') // the URL class writes decimal, octal and hex IPv4 out in full
  if (!mayBePrivate(url, allow) && ipaddr.isValid(host) && !isPublicAddress(host)) throw notPublic(url.hostname)
  return url
}

/** A resolver for `http.request` that gives only addresses that were checked. */
export function checkedLookup(allowPrivate: boolean, resolver: typeof resolve = resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolver(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0)
      if (!allowPrivate && addresses.some(({ address }) => !isPublicAddress(address))) {
        return callback(notPublic(hostname) as NodeJS.ErrnoException, '', 0)
      }
      if (options.all) return callback(null, addresses)
      callback(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

function parse(address: string): URL {
  try {
    return new URL(address)
  } catch {
    throw new EncodeError('ADDRESS', `"${address.slice(0, 200)}" is not an address of the form https://...`)
  }
}

const notPublic = (host: string) =>
  new EncodeError(
    'ADDRESS',
    `${host} is in a private network, from which photos are fetched only if allowPrivate says so`,
  )
