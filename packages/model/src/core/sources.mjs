import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** What the native addon is made of, as one hash. It is compiled into the addon, and compared when that is loaded. */
export function hashOfSources() {
  const hash = createHash('sha256')
  for (const folder of ['kernels', 'native']) {
    for (const file of readdirSync(join(here, folder)).sort()) hash.update(readFileSync(join(here, folder, file)))
  }
  return hash.digest('hex')
}
