import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What is mutated together: a folder or a file, and the tests that run against it. */
export interface Group {
  /** As given on the command line, relative to the clone. */
  readonly target: string
  /** Source files to mutate, relative to the clone. */
  readonly files: readonly string[]
  /** Globs of test files. Of these, each mutant meets those that execute it. */
  readonly tests: readonly string[]
}

/** The parts of the product whose mutation score is published (docs/mutation-testing.md). */
export const TARGETS = [
  'packages/model/src/evaluate',
  'packages/model/src/explain',
  'packages/model/src/mrdib',
  'packages/model/src/train/assess.ts',
  'packages/model/src/serve',
  'apps/api/src/paging',
  'apps/api/src/limits',
  'packages/catalog/src/registry',
] as const

export type Breadth = 'folder' | 'package'

/**
 * The group of a target.
 *
 * @param breadth `folder`: tests beside the source, quick; `package`: every test of the package, for survivors
 * @throws Error naming a target that does not exist or holds no source
 */
export function groupOf(root: string, target: string, breadth: Breadth): Group {
  const path = join(root, target)
  if (!existsSync(path)) throw new Error(`There is no ${target}.`)
  const isFile = statSync(path).isFile()
  const files = isFile ? [target] : sourcesBelow(root, target)
  if (files.length === 0) throw new Error(`${target} holds no source file.`)
  const folder = isFile ? target.slice(0, target.lastIndexOf('/')) : target
  const [kind, name] = target.split('/')
  return {
    target,
    files,
    tests: [breadth === 'package' ? `${kind}/${name}/src/**/*.test.{ts,tsx}` : `${folder}/**/*.test.ts`],
  }
}

function sourcesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return entry.name === 'testing' ? [] : sourcesBelow(root, path)
      const isSource = /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|\.d\.ts$|^index\.ts$/.test(entry.name)
      return isSource ? [path] : []
    })
    .sort()
}

/** Changes with the sources, the options and nothing else: a finished group with the same key is not run again. */
export function keyOf(root: string, group: Group, options: object): string {
  const hash = createHash('sha256').update(JSON.stringify([group.tests, options]))
  for (const file of group.files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** A name for the files of a group. */
export const slugOf = (target: string): string => target.replaceAll('/', '-').replace(/\.tsx?$/, '')
