import { createHash, randomBytes } from 'node:crypto'
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { fileError, UserFacingError } from '../errors.ts'
import { syncFolder } from './files.ts'

/** Node reads and writes at most 2 GiB at once, so large arrays go in pieces. */
const PIECE = 1 << 26
const FIRST_LINE = 128

const TYPES = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array }
type TypeName = keyof typeof TYPES
export type SectionArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

/** A file is not what was written: it is of another kind, truncated or altered. */
export class DamagedFile extends UserFacingError {}

/** Named arrays in the order of the file. */
export type Sections = ReadonlyMap<string, SectionArray>

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const headerSchema = z.strictObject({
  kind: z.string(),
  meta: z.unknown(),
  sections: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(Object.keys(TYPES) as [TypeName, ...TypeName[]]),
      length: z.int().min(0),
      sha256: digest,
    }),
  ),
})
type Header = z.output<typeof headerSchema>

/** Checksums of arrays that no longer change, so that they are computed once. */
export type Digests = WeakMap<SectionArray, string>

/**
 * Writes named arrays and their description into one file, which appears whole or not at all. It is written beside its
 * name, flushed to the disk and renamed. Checksums cover every byte.
 *
 * @param kind the kind of file, e.g. `checkpoint`; also its first word
 * @param meta goes through JSON and back
 * @throws UserFacingError if the file system reports an error
 */
export async function writeSections(
  path: string,
  { kind, meta, sections }: { kind: string; meta: unknown; sections: Sections },
  digests: Digests = new WeakMap(),
): Promise<void> {
  const header: Header = {
    kind,
    meta,
    sections: [...sections].map(([name, array]) => ({
      name,
      type: array.constructor.name as TypeName,
      length: array.length,
      sha256: digests.get(array) ?? digestOf(array),
    })),
  }
  const text = Buffer.from(JSON.stringify(header))
  const line = Buffer.from(`trifold-${kind} ${text.length} ${sha256(text)}`.padEnd(FIRST_LINE - 1) + '\n')
  const fresh = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.new`
  try {
    const file = await open(fresh, 'wx')
    try {
      for (const bytes of [line, text, ...[...sections.values()].map(bytesOf)]) await writeAll(file, bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(fresh, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(fresh, { force: true })
    throw fileError(path, error)
  }
}

/**
 * Reads what `writeSections` wrote.
 *
 * @returns null if there is no such file
 * @throws DamagedFile naming the file when it is something else, truncated or altered
 */
export async function readSections(path: string, kind: string): Promise<{ meta: unknown; sections: Sections } | null> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    if (isMissing(error)) return null
    throw fileError(path, error)
  }
  try {
    const { size } = await file.stat()
    const { header, start } = await readHeader(file, path, kind, size)
    const bytes = header.sections.reduce((sum, { type, length }) => sum + length * TYPES[type].BYTES_PER_ELEMENT, start)
    if (size !== bytes) {
      const reason = size < bytes ? 'is truncated' : 'is too long'
      throw new DamagedFile(`${path}: the file ${reason}: ${size} bytes instead of ${bytes}.`)
    }
    const sections = new Map<string, SectionArray>()
    let at = start
    for (const { name, type, length, sha256: expected } of header.sections) {
      const array = new TYPES[type](length)
      await readAll(file, path, bytesOf(array), at)
      if (sha256(bytesOf(array)) !== expected) throw altered(path)
      sections.set(name, array)
      at += array.byteLength
    }
    return { meta: header.meta, sections }
  } catch (error) {
    throw fileError(path, error)
  } finally {
    await file.close()
  }
}

/** Removes unfinished files of writers that were killed. */
export async function removeUnfinished(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw fileError(dirname(path), error)
  })
  for (const name of names) {
    const [, pid] = name.startsWith(`${basename(path)}.`) ? (/\.(\d+)-[0-9a-f]{8}\.new$/.exec(name) ?? []) : []
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dirname(path), name), { force: true })
  }
}

async function readHeader(file: FileHandle, path: string, kind: string, size: number) {
  const line = new Uint8Array(Math.min(FIRST_LINE, size))
  await readAll(file, path, line, 0)
  const first = Buffer.from(line).toString('latin1')
  if (!first.startsWith(`trifold-${kind} `)) {
    if (size < FIRST_LINE && `trifold-${kind} `.startsWith(first)) throw truncated(path, size)
    throw new DamagedFile(`${path}: this is not a ${kind} of Trifold.`)
  }
  if (size < FIRST_LINE) throw truncated(path, size)
  const [, length, expected] = /^trifold-[a-z]+ (\d{1,15}) ([0-9a-f]{64}) *\n$/.exec(first) ?? []
  if (expected === undefined) throw altered(path)
  if (FIRST_LINE + Number(length) > size) throw truncated(path, size)
  const text = new Uint8Array(Number(length))
  await readAll(file, path, text, FIRST_LINE)
  if (sha256(text) !== expected) throw altered(path)
  const header = headerSchema.parse(JSON.parse(Buffer.from(text).toString('utf8')))
  return { header, start: FIRST_LINE + text.length }
}

const truncated = (path: string, size: number) =>
  new DamagedFile(`${path}: the file is truncated: it ends after ${size} bytes, before what it should hold.`)

const altered = (path: string) =>
  new DamagedFile(`${path}: the file was altered: its content does not match its checksum.`)

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, Math.min(PIECE, bytes.length - done))).bytesWritten
  }
}

async function readAll(file: FileHandle, path: string, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, Math.min(PIECE, bytes.length - done), at + done)
    if (bytesRead === 0) throw new DamagedFile(`${path}: the file became shorter while it was read.`)
    done += bytesRead
  }
}

function sha256(bytes: Uint8Array): string {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += PIECE) hash.update(bytes.subarray(at, at + PIECE))
  return hash.digest('hex')
}

/** The checksum that `writeSections` computes for an array. */
export function digestOf(array: SectionArray): string {
  return sha256(bytesOf(array))
}

function bytesOf(array: SectionArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
