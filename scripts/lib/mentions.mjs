// The names of files, decisions and sections that comments and documents mention.

const blank = (text) => text.replace(/[^\n]/g, ' ')

/** How comments are written, by the extension of a file; the others are not read. */
const COMMENTS = {
  slashes: /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g,
  hashes: /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=^|\s)(?<comment>#[^\n]*)/gm,
  dashes: /'[^']*'|(?<comment>--[^\n]*)/g,
}
const STYLES = {
  ...Object.fromEntries(
    ['ts', 'tsx', 'mjs', 'mts', 'js', 'css', 'h', 'cpp', 'inc', 'prisma'].map((e) => [e, 'slashes']),
  ),
  ...Object.fromEntries(['py', 'yaml', 'yml', 'sh', 'run', 'Dockerfile'].map((e) => [e, 'hashes'])),
  sql: 'dashes',
}

/** Whether the comments of this file can be read. */
export const hasComments = (file) => extensionOf(file) in STYLES

/** A source file with everything but its comments blanked out, at the same places. */
export function commentsOf(file, text) {
  let comments = ''
  let end = 0
  for (const match of text.matchAll(COMMENTS[STYLES[extensionOf(file)]])) {
    const { comment } = match.groups
    if (comment === undefined) continue
    const start = match.index + match[0].length - comment.length
    comments += blank(text.slice(end, start)) + comment
    end = start + comment.length
  }
  return comments + blank(text.slice(end))
}

const extensionOf = (file) => /[^./]+$/.exec(file)?.[0] ?? ''

/** Files of these kinds are all written by hand: one that is named must exist. */
const SOURCES = 'tsx?|mjs|mts|js|md|h|cpp|inc|py|sql|prisma'
const NAME = new RegExp(
  String.raw`(?<![\w/@:.*<>-])(?:\.{1,2}/)*([\w.@*<>{}$-]+(?:/[\w.@*<>{}$-]+)*\.(?:${SOURCES}))(?![\w/*-])`,
  'g',
)
const PATH = /(?<![\w/@:.*<>-])((?:docs|packages|apps|scripts|bench|demo|prisma|test)(?:\/[\w.@*<>{}$-]+)+)/g
/** What is not in the repository and may be named all the same: outputs, and libraries called like files. */
const ELSEWHERE =
  /(?:^|\/)(?:node_modules|generated|build|dist|\.[\w-]+)(?:\/|$)|^(?:[A-Z]\w*|transformers|ipaddr)\.js$/
const PLACEHOLDER = /[<>{}$]|\b[A-Z]{3,}\.\w+$|\bNNNN\b/
const KNOWN_CAPITALS = /\b(?:README|CHANGELOG|CONTRIBUTING|LICENSE)\b/

/** The files and folders that a text names, each with its place; `*` stands for any part of a name. */
export function filesNamedIn(text) {
  const found = new Map()
  for (const pattern of [PATH, NAME]) {
    for (const match of text.matchAll(pattern)) {
      const name = match[1].replace(/[.]+$/, '')
      const isPlaceholder = PLACEHOLDER.test(name) && !KNOWN_CAPITALS.test(name)
      if (!isPlaceholder && !ELSEWHERE.test(name)) found.set(match.index, { name, index: match.index })
    }
  }
  return [...found.values()]
}

const NUMBERS = String.raw`(\d+(?:(?:,\s*(?:and\s+)?|\s+and\s+)\d+)*)`
const GAP = String.raw`[\s*/#]+`

/** "decision 38", "decisions 44, 46 and 48": the numbers, each with its place. */
export function decisionsNamedIn(text) {
  return [...text.matchAll(new RegExp(String.raw`\bdecisions?${GAP}${NUMBERS}`, 'gi'))].flatMap((match) =>
    numbersIn(match[1]).map((number) => ({ number, index: match.index })),
  )
}

/** "model.md section 5", "model.md sections 5 and 7": the document and the number of its heading. */
export function sectionsNamedIn(text) {
  return [...text.matchAll(new RegExp(String.raw`([\w./-]+\.md)${GAP}sections?${GAP}${NUMBERS}`, 'g'))].flatMap(
    (match) => numbersIn(match[2]).map((number) => ({ document: match[1], number, index: match.index })),
  )
}

const numbersIn = (list) => list.match(/\d+/g).map(Number)
