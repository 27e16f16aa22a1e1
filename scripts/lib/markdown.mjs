// What a link check needs to read of Markdown. Every function keeps the text's length, so that places stay places.

const blank = (text) => text.replace(/[^\n]/g, ' ')

/** The text with fenced code blanked out. */
export function withoutFences(text) {
  return text.replace(/^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[`~]*[ \t]*$|(?![\s\S]))/gm, blank)
}

/** The text with fenced code and code spans blanked out: links inside them are no links. */
export function withoutCode(text) {
  return withoutFences(text).replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, blank)
}

/** Links inline and images, reference definitions, HTML. */
const LINKS = [
  /\]\(\s*<?([^)\s>]+)>?[^)]*\)/g,
  /^ {0,3}\[[^\]\n]+\]:[ \t]+<?([^\s>]+)>?/gm,
  /\b(?:src|href)="([^"]+)"/g,
]

/** The text with fenced code and the targets of links blanked out. */
export function withoutTargets(text) {
  return LINKS.reduce((left, pattern) => left.replace(pattern, blank), withoutFences(text))
}

/** Every link target with its place. */
export function linksOf(text) {
  const prose = withoutCode(text)
  return LINKS.flatMap((pattern) =>
    [...prose.matchAll(pattern)].map((match) => ({ target: match[1], index: match.index })),
  )
}

/** The headings of a document, without their marks. */
export function headingsOf(text) {
  return [...withoutFences(text).matchAll(/^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/gm)].map(([, heading]) => heading)
}

/** The anchors that a document offers, as GitHub makes them of headings; and those written as HTML. */
export function anchorsOf(text) {
  const anchors = new Set()
  for (const heading of headingsOf(text)) {
    const base = slugOf(heading)
    let anchor = base
    for (let n = 1; anchors.has(anchor); n++) anchor = `${base}-${n}`
    anchors.add(anchor)
  }
  for (const [, id] of text.matchAll(/<[a-z]+ (?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

function slugOf(heading) {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replace(/ /g, '-')
}
