import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { fileError, UserFacingError } from '../errors.ts'

/** Size and checksum of a file in the manifest, so that an error can name a truncated or altered file. */
export interface FileRecord {
  readonly bytes: number
  readonly sha256: string
}

/** Node reads and writes at most 2 GiB at once, so large tables go in pieces. */
const PIECE = 1 << 26

/** Writes a file and waits until it is on the disk. */
export async function writeDurable(path: string, content: Uint8Array): Promise<FileRecord> {
  const hash = createHash('sha256')
  try {
    const file = await open(path, 'wx')
    try {
      for (let done = 0; done < content.length;) {
        const piece = content.subarray(done, done + PIECE)
        const { bytesWritten } = await file.write(piece)
        hash.update(piece.subarray(0, bytesWritten))
        done += bytesWritten
      }
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileError(path, error)
  }
  return { bytes: content.length, sha256: hash.digest('hex') }
}

/** Makes the names in a folder durable, not only the content of its files. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * Reads a file that must match its record.
 *
 * @throws UserFacingError naming the file when it is missing, truncated or altered
 */
export async function readVerified(dir: string, name: string, record: FileRecord): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(dir, name)
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    throw fileError(path, error)
  }
  try {
    const { size } = await file.stat()
    if (size !== record.bytes) {
      const reason = size < record.bytes ? 'is truncated' : 'is too long'
      throw new UserFacingError(`${path}: the file ${reason}: ${size} bytes instead of ${record.bytes}.`)
    }
    const content = new Uint8Array(size)
    const hash = createHash('sha256')
    for (let done = 0; done < size;) {
      const { bytesRead } = await file.read(content, done, Math.min(PIECE, size - done), done)
      if (bytesRead === 0) throw new UserFacingError(`${path}: the file became shorter while it was read.`)
      hash.update(content.subarray(done, done + bytesRead))
      done += bytesRead
    }
    if (hash.digest('hex') !== record.sha256) {
      throw new UserFacingError(`${path}: the file was altered: its content does not match its checksum.`)
    }
    return content
  } catch (error) {
    throw fileError(path, error)
  } finally {
    await file.close()
  }
}
