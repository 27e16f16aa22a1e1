import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'

const MODELS = 'models'

/** Where trained models lie: folders below DATA_DIR/models. The database keeps their paths relative to DATA_DIR. */
export interface ArtifactStore {
  /** @throws Error when the path leads out of the store: the row was tampered with */
  pathOf(artifactPath: string): string
  /**
   * Has `write` put a new artifact into a folder that does not exist yet; the model package's `save` writes it whole or
   * not at all. What is left of a failed one is removed.
   *
   * @param name begins the folder's name, `vbpr` say
   * @returns the artifact's path for the database, and what `write` returned
   */
  put<T>(name: string, write: (folder: string) => Promise<T>): Promise<{ artifactPath: string; result: T }>
  /** Removes an artifact that no model version names. */
  remove(artifactPath: string): Promise<void>
}

export function artifactStore(dataDir: string): ArtifactStore {
  const root = resolve(dataDir)
  const pathOf = (artifactPath: string): string => {
    const path = resolve(root, artifactPath)
    const inside = relative(join(root, MODELS), path)
    if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
      throw new Error(`the artifact path "${artifactPath}" leads out of ${join(root, MODELS)}`)
    }
    return path
  }
  const remove = (artifactPath: string) => rm(pathOf(artifactPath), { recursive: true, force: true })
  return {
    pathOf,
    remove,
    async put(name, write) {
      const day = new Date().toISOString().slice(0, 10)
      const artifactPath = `${MODELS}/${name}-${day}-${randomBytes(6).toString('hex')}`
      await mkdir(join(root, MODELS), { recursive: true })
      try {
        return { artifactPath, result: await write(pathOf(artifactPath)) }
      } catch (error) {
        await remove(artifactPath)
        throw error
      }
    },
  }
}
