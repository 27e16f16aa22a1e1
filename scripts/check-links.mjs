// Checks that what documents and comments point at is there: links and their anchors in Markdown, and in Markdown and
// comments the names of files, decisions ("decision 38") and sections ("model.md section 5").
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { anchorsOf, headingsOf, linksOf, withoutTargets } from './lib/markdown.mjs'
import { commentsOf, decisionsNamedIn, filesNamedIn, hasComments, sectionsNamedIn } from './lib/mentions.mjs'

/** Written by programs. */
const GENERATED = /(?:^|\/)(?:generated|gql)\//

/**
 * What leads nowhere.
 *
 * @param root the folder of the repository
 * @param files its files, relative to the root, with "/" between folders
 * @returns one sentence each, which begins with the place
 */
export function checkLinks(root, files) {
  const repository = new Repository(root, files)
  const isRead = (file) => !GENERATED.test(file) && (file.endsWith('.md') || hasComments(file))
  return files.filter(isRead).flatMap((file) => {
    const text = repository.textOf(file)
    const isMarkdown = file.endsWith('.md')
    const prose = isMarkdown ? withoutTargets(text) : commentsOf(file, text)
    const faults = [
      ...(isMarkdown ? faultsOfLinks(repository, file, text) : []),
      ...faultsOfMentions(repository, prose),
    ]
    return faults
      .sort((a, b) => a.index - b.index)
      .map(({ index, message }) => `${file}:${text.slice(0, index).split('\n').length}: ${message}`)
  })
}

/** The files of a repository, found by their paths and by the ends of their paths. */
class Repository {
  #root
  #paths = new Set()
  #byName = new Map()
  #texts = new Map()

  constructor(root, files) {
    this.#root = root
    for (const file of files) {
      for (let path = file; path !== '.'; path = posix.dirname(path)) this.#paths.add(path)
    }
    for (const path of this.#paths) {
      const name = posix.basename(path)
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), path])
    }
  }

  has(path) {
    return path === '.' || this.#paths.has(path)
  }

  /** The first file or folder whose path is this, or ends with it; `*` stands for any part of a name. */
  find(name) {
    if (!name.includes('*')) {
      return this.#byName.get(posix.basename(name))?.find((path) => path === name || path.endsWith(`/${name}`))
    }
    const pattern = new RegExp(
      `(?:^|/)${name
        .replace(/[.+?^$()[\]\\]/g, '\\$&')
        .replace(/\*\*\//g, '(?:.*/)?')
        .replace(/\*\*/g, '.*')
        .replace(/(?<!\.)\*/g, '[^/]*')}$`,
    )
    return [...this.#paths].find((path) => pattern.test(path))
  }

  decision(number) {
    const prefix = `docs/decisions/${String(number).padStart(4, '0')}-`
    return [...this.#paths].find((path) => path.startsWith(prefix))
  }

  textOf(file) {
    if (!this.#texts.has(file)) this.#texts.set(file, readFileSync(join(this.#root, file), 'utf8'))
    return this.#texts.get(file)
  }
}

function faultsOfLinks(repository, file, text) {
  return linksOf(text).flatMap(({ target, index }) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return []
    const [path, anchor] = target.split('#').map(decodeURIComponent)
    const found = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), path)).replace(/\/$/, '')
    if (!repository.has(found)) return { index, message: `the link "${target}" leads nowhere.` }
    if (!anchor || !found.endsWith('.md') || anchorsOf(repository.textOf(found)).has(anchor)) return []
    return { index, message: `${found} has no heading for the link "${target}".` }
  })
}

function faultsOfMentions(repository, prose) {
  const files = filesNamedIn(prose)
    .filter(({ name }) => !repository.find(name) && !isDecision(repository, name))
    .map(({ name, index }) => ({ index, message: `there is no file "${name}".` }))
  const decisions = decisionsNamedIn(prose)
    .filter(({ number }) => !repository.decision(number))
    .map(({ number, index }) => ({ index, message: `there is no decision ${number}.` }))
  const sections = sectionsNamedIn(prose).flatMap(({ document, number, index }) => {
    const found = repository.find(document)
    const has = found && headingsOf(repository.textOf(found)).some((heading) => heading.startsWith(`${number}. `))
    return has || !found ? [] : { index, message: `${found} has no section ${number}.` }
  })
  return [...files, ...decisions, ...sections]
}

/** A decision may be named by its number alone: docs/decisions/0038. */
function isDecision(repository, name) {
  const number = /^docs\/decisions\/(\d{4})$/.exec(name)?.[1]
  return number !== undefined && repository.decision(Number(number)) !== undefined
}

/** What Git knows, and what it would take: new files that it does not ignore. */
function filesOf(root) {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return list.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const files = filesOf(root)
  const faults = checkLinks(root, files)
  for (const fault of faults) console.error(fault)
  console.log(
    faults.length > 0 ? `${faults.length} links or names lead nowhere.` : `links: all of ${files.length} files.`,
  )
  process.exit(faults.length > 0 ? 1 : 0)
}
