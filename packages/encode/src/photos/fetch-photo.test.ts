import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/http-server.ts'
import { fetchPhoto } from './fetch-photo.ts'

const PHOTO = Buffer.from('the bytes of a photo')
const answers: Record<string, (response: ServerResponse, body: Buffer) => void> = {
  '/photo.jpg': (r, body) => r.writeHead(200, { 'content-type': 'image/jpeg; charset=binary' }).end(body),
  '/octets': (r, body) => r.writeHead(200, { 'content-type': 'application/octet-stream' }).end(body),
  '/page': (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  '/drawing.svg': (r) => r.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>'),
  '/untyped': (r, body) => r.writeHead(200).end(body),
  '/zipped': (r, body) => r.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' }).end(body),
  '/declared-large': (r) =>
    r.writeHead(200, { 'content-type': 'image/png', 'content-length': 5000 }).end(Buffer.alloc(5000)),
  '/streamed-large': (r) => {
    r.writeHead(200, { 'content-type': 'image/png' })
    for (let i = 0; i < 50; i++) r.write(Buffer.alloc(100))
    r.end()
  },
  '/cut-short': (r) => {
    r.writeHead(200, { 'content-type': 'image/png', 'content-length': 100 }).write('only this')
    setTimeout(() => r.destroy(), 20)
  },
  '/slow': (r) => r.writeHead(200, { 'content-type': 'image/png' }).write('a'),
  '/missing': (r) => r.writeHead(404).end(),
  '/relative': (r) => r.writeHead(302, { location: 'photo.jpg' }).end(),
  '/round': (r) => r.writeHead(301, { location: '/round' }).end(),
  '/to-file': (r) => r.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-metadata': (r) => r.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
}

let server: TestServer
let other: TestServer
let folder: string
let asked = 0

beforeAll(async () => {
  other = await startServer((_, response) => {
    asked++
    answers['/photo.jpg']!(response, PHOTO)
  })
  answers['/to-other'] = (r) => r.writeHead(307, { location: `${other.url}/photo.jpg` }).end()
  answers['/to-name'] = (r) => r.writeHead(307, { location: other.url.replace('127.0.0.1', 'localhost') }).end()
  server = await startServer((request, response) => answers[request.url!.split('?')[0]!]!(response, PHOTO))
  folder = mkdtempSync(join(tmpdir(), 'photos-'))
  mkdirSync(join(folder, 'inside'))
  writeFileSync(join(folder, 'inside', 'photo.jpg'), PHOTO)
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'inside', 'link.jpg'))
})
afterAll(async () => {
  await server.close()
  await other.close()
  rmSync(folder, { recursive: true })
})

const get = (path: string, options: Parameters<typeof fetchPhoto>[1] = {}) =>
  fetchPhoto(server.url + path, { allowPrivate: [server.host], maxBytes: 1000, ...options })

it('fetches a photo, also as octets and after a redirect', async () => {
  for (const path of ['/photo.jpg', '/octets', '/relative']) expect(Buffer.from(await get(path))).toEqual(PHOTO)
})

it('refuses a private address unless it is allowed', async () => {
  await expect(fetchPhoto(`${server.url}/photo.jpg`)).rejects.toMatchObject({ code: 'ADDRESS' })
  const named = server.url.replace('127.0.0.1', 'localhost')
  await expect(fetchPhoto(`${named}/photo.jpg`)).rejects.toThrow(/^localhost is in a private network/)
  expect(Buffer.from(await fetchPhoto(`${named}/photo.jpg`, { allowPrivate: true }))).toEqual(PHOTO)
})

it('treats the loopback address of IPv6 alike', async (context) => {
  const listening = startServer((_, response) => answers['/photo.jpg']!(response, PHOTO), '::1')
  const six = await listening.catch(() => context.skip('this machine has no IPv6'))
  await expect(fetchPhoto(`${six.url}/photo.jpg`)).rejects.toThrow(/^\[::1\] is in a private network/)
  expect(Buffer.from(await fetchPhoto(`${six.url}/photo.jpg`, { allowPrivate: [six.host] }))).toEqual(PHOTO)
  await six.close()
})

it('checks every redirect again, before it asks', async () => {
  await expect(get('/to-other')).rejects.toThrow(/^127\.0\.0\.1 is in a private network/)
  await expect(get('/to-name')).rejects.toThrow(/^localhost is in a private network/)
  await expect(get('/to-metadata')).rejects.toThrow(/^169\.254\.169\.254 is in a private network/)
  await expect(get('/to-file')).rejects.toThrow(/must begin with http:\/\/ or https:\/\//)
  expect(asked).toBe(0)
  expect(Buffer.from(await get('/to-other', { allowPrivate: true }))).toEqual(PHOTO)
  expect(asked).toBe(1)
})

it.each([
  ['/page', /is not a photo: its content type is text\/html$/],
  ['/drawing.svg', /is not a photo: its content type is image\/svg\+xml$/],
  ['/untyped', /is not a photo: its content type is missing$/],
  ['/zipped', /the server compresses it with gzip$/],
  ['/declared-large', /is larger than 0.001 MB$/],
  ['/streamed-large', /is larger than 0.001 MB$/],
  ['/cut-short', /cannot be fetched: aborted$/],
  ['/missing', /the server answers 404$/],
  ['/round', /more than 5 redirects$/],
])('says what is wrong with %s', async (path, message) => {
  await expect(get(path)).rejects.toThrow(message)
})

it('gives up after the time limit', async () => {
  await expect(get('/slow', { timeout: 200 })).rejects.toThrow(/no whole answer within 0.2 s$/)
})

it('stops when the caller aborts', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('enough')), 50)
  await expect(get('/slow', { signal: controller.signal })).rejects.toThrow('enough')
})

it('leaves user, password and query out of errors', async () => {
  const url = server.url.replace('//', '//me:secret@')
  const call = fetchPhoto(`${url}/missing?token=secret`, { allowPrivate: true })
  await expect(call).rejects.toThrow(`${server.url}/missing cannot be fetched`)
})

it('says that a server does not answer', async () => {
  const gone = await startServer(() => {})
  await gone.close()
  await expect(fetchPhoto(gone.url, { allowPrivate: true })).rejects.toMatchObject({ code: 'FETCH' })
})

it('reads files of the folder, and only those', async () => {
  const inside = { folder: join(folder, 'inside') }
  expect(Buffer.from(await fetchPhoto('photo.jpg', inside))).toEqual(PHOTO)
  await expect(fetchPhoto('../secret.txt', inside)).rejects.toThrow(/lies outside the folder/)
  await expect(fetchPhoto(join(folder, 'secret.txt'), inside)).rejects.toThrow(/lies outside the folder/)
  await expect(fetchPhoto('link.jpg', inside)).rejects.toThrow(/lies outside the folder/)
  await expect(fetchPhoto('none.jpg', inside)).rejects.toThrow('"none.jpg" cannot be read: there is no such file')
  await expect(fetchPhoto('.', inside)).rejects.toThrow('the photo "." is not a file')
  await expect(fetchPhoto('photo.jpg', { ...inside, maxBytes: 5 })).rejects.toThrow(/is larger than/)
  await expect(fetchPhoto('photo.jpg')).rejects.toThrow(
    'the photo "photo.jpg" is a path, but no folder of photos is given',
  )
})

it.runIf(process.platform !== 'win32')('does not wait at a named pipe', async () => {
  execFileSync('mkfifo', [join(folder, 'inside', 'pipe.jpg')])
  await expect(fetchPhoto('pipe.jpg', { folder: join(folder, 'inside') })).rejects.toThrow(/is not a file/)
})

it('passes bytes on within the limit', async () => {
  expect(await fetchPhoto(PHOTO)).toBe(PHOTO)
  await expect(fetchPhoto(PHOTO, { maxBytes: 5 })).rejects.toThrow(/is larger than/)
})
