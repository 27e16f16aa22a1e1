// Decides whether a step must run again. A finished step leaves the hash of its inputs in a stamp file.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files below `path` (or the file itself), sorted, so that the hash does not depend on the file system's order. */
function filesBelow(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}

/** SHA-256 over the platform, the Node ABI and the contents of `inputs` (files or folders). */
export function hashOf(inputs) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`)
  for (const file of inputs.flatMap(filesBelow)) hash.update(file).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

export const isFresh = (stamp, inputs) => existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(inputs)

export function leaveStamp(stamp, inputs) {
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hashOf(inputs))
}
