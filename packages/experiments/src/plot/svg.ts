/**
 * Pieces of a picture that is readable on light and dark backgrounds. Everything is text: no library, no fonts to load.
 */

/**
 * Eight colours that colour-blind readers can tell apart (after Okabe and Ito), readable on white and on near-black.
 */
export const COLOURS = ['#0f8a6a', '#d5752a', '#3b82c4', '#b5569a', '#9a8412', '#6a6fd1', '#c0504d', '#7a7f87'] as const

/** Rounded, so that files have small diffs. */
const rounded = (value: number) => `${Math.round(value * 10) / 10}`

export interface TextOptions {
  readonly bold?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly faint?: boolean
  readonly size?: number
  readonly colour?: string
}

export function text(
  x: number,
  y: number,
  words: string,
  { bold, anchor, faint, size, colour }: TextOptions = {},
): string {
  const attributes = [
    `x="${rounded(x)}" y="${rounded(y)}"`,
    ...(anchor && anchor !== 'start' ? [`text-anchor="${anchor}"`] : []),
    ...(bold ? ['font-weight="600"'] : []),
    ...(faint ? ['class="faint"'] : []),
    ...(size ? [`font-size="${size}"`] : []),
    ...(colour ? [`style="fill:${colour}"`] : []),
  ]
  return `<text ${attributes.join(' ')}>${escape(words)}</text>`
}

export function line(x1: number, y1: number, x2: number, y2: number, kind: 'axis' | 'grid' | 'whisker'): string {
  return `<path class="${kind}" d="M${rounded(x1)} ${rounded(y1)}L${rounded(x2)} ${rounded(y2)}"/>`
}

export function path(points: readonly (readonly [number, number])[], colour: string): string {
  const steps = points.map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${rounded(x)} ${rounded(y)}`)
  return `<path d="${steps.join('')}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>`
}

export function dot(x: number, y: number, colour: string): string {
  return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="3.2" fill="${colour}"/>`
}

export function box(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}" rx="2" fill="${colour}"/>`
}

/** The whole picture with its title above, in light or dark colours as the reader prefers. */
export function picture(width: number, height: number, title: string, pieces: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${rounded(height)}" width="${width}" ` +
      `height="${rounded(height)}" font-family="system-ui, sans-serif" font-size="12" role="img">`,
    `<title>${escape(title)}</title>`,
    '<style>.ground{fill:#fff}text{fill:#1d232b}.faint{fill:#5b6470}.axis{stroke:#5b6470}.grid{stroke:#e3e6ea}' +
      '.whisker{stroke:#1d232b;stroke-width:1.4}@media(prefers-color-scheme:dark){.ground{fill:#14181d}text{fill:#e8ebef}' +
      '.faint{fill:#9aa4b0}.axis{stroke:#9aa4b0}.grid{stroke:#2a3038}.whisker{stroke:#e8ebef}}</style>',
    '<rect class="ground" width="100%" height="100%"/>',
    text(16, 24, title, { bold: true, size: 14 }),
    ...pieces,
    '</svg>\n',
  ].join('\n')
}

function escape(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
