/** Characters; what a row of a catalog never needs. */
export const LONGEST_LINE = 1 << 20

/** Cuts lines that are too long, so that one of them does not fill the memory, and remembers which they were. */
export class LongLineCutter {
  /** Numbers of the lines that were cut. */
  readonly cut = new Set<number>()
  private line = 1
  /** Characters of the current line so far. */
  private length = 0
  private quotes = 0

  constructor(private readonly limit = LONGEST_LINE) {}

  /** Passes text through. What is left of a cut line closes a quote that it opened. */
  async *pass(pieces: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const piece of pieces) {
      const isOver = this.length > this.limit
      const end = piece.search(/[\r\n]/)
      if (isOver && end < 0) continue
      if (isOver) yield this.quotes % 2 === 1 ? '"' : ''
      const kept = isOver ? piece.slice(end) : piece
      yield kept
      this.count(kept)
      if (this.length > this.limit) this.cut.add(this.line)
    }
  }

  private count(text: string): void {
    const lastEnd = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
    if (lastEnd >= 0) {
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.line++
      this.length = 0
      this.quotes = 0
    }
    const open = text.slice(lastEnd + 1)
    this.length += open.length
    this.quotes += open.split('"').length - 1
  }
}

/** Splits text into lines without their ends (LF or CRLF). */
export async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let open: string[] = []
  for await (const piece of pieces) {
    let start = 0
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', start)) {
      open.push(piece.slice(start, at))
      yield withoutReturn(open.join(''))
      open = []
      start = at + 1
    }
    if (start < piece.length) open.push(piece.slice(start))
  }
  if (open.length > 0) yield withoutReturn(open.join(''))
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)
