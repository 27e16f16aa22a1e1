import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { EncodeError } from '../errors.ts'

/**
 * The bytes of a file inside `folder`; symbolic links may not lead out of it.
 *
 * @throws EncodeError of code ADDRESS if the path leads out of the folder, FETCH if the file cannot be read
 */
export async function readPhoto(path: string, folder: string | undefined, maxBytes: number): Promise<Uint8Array> {
  if (folder === undefined) {
    throw new EncodeError('ADDRESS', `the photo "${path}" is a path, but no folder of photos is given`)
  }
  const root = await existing(resolve(folder), folder)
  const file = await existing(resolve(root, path), path)
  const inside = relative(root, file)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new EncodeError('ADDRESS', `the photo "${path}" lies outside the folder ${folder}`)
  }
  // O_NONBLOCK: opening a named pipe would wait for its writer.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw new EncodeError('FETCH', `the photo "${path}" is not a file`)
    if (status.size > maxBytes) {
      throw new EncodeError('FETCH', `the photo "${path}" is larger than ${maxBytes / 1e6} MB`)
    }
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

async function existing(path: string, named: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    throw new EncodeError('FETCH', `"${named}" cannot be read: there is no such file`)
  }
}
