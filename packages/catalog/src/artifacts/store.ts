import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve } from 'node:path'

const MODELS = 'models'

/** The folders of trained models, below DATA_DIR/models. The database has their paths relative to DATA_DIR. */
export interface ArtifactStore {
  /** @throws Error if the path leads out of the store, because the row was tampered with */
  pathOf(artifactPath: string): string
  /**
   * Calls `write` with a new folder, which does not exist yet; the model package's `save` writes it completely or not at
   * all. If `write` fails, the folder is removed.
   *
   * @param name the first part of the folder's name, for instance `vbpr`
   * @returns the artifact's path for the database, and what `write` returned
   */
  put<T>(name: string, write: (folder: string) => Promise<T>): Promise<{ artifactPath: string; result: T }>
  /** Removes an artifact that no model version refers to. */
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
