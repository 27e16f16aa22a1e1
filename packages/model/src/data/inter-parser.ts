import { UserFacingError } from '../errors.ts'

/** Why a field was refused; the parser adds file, line and column. */
export class FieldFault extends Error {}

const LARGEST_ID = 2 ** 31 - 2
const ZERO = 48

/** A whole number from 0 to below `limit`, in decimal digits. */
export function readId(text: Buffer, from: number, to: number, limit: number | undefined): number {
  let value = 0
  if (from === to || to - from > 10) throw new FieldFault(`${quote(text, from, to)} is not a whole number from 0 on`)
  for (let at = from; at < to; at++) {
    const digit = text[at]! - ZERO
    if (digit < 0 || digit > 9) throw new FieldFault(`${quote(text, from, to)} is not a whole number from 0 on`)
    value = value * 10 + digit
  }
  if (limit !== undefined && value >= limit) {
    throw new FieldFault(`${value} is out of range: there are ${limit}, numbered from 0`)
  }
  if (value > LARGEST_ID) throw new FieldFault(`${value} is out of range: the largest id is ${LARGEST_ID}`)
  return value
}

/** A finite decimal number; whole numbers, the usual case, without a string of their own. */
export function readNumber(text: Buffer, from: number, to: number): number {
  let value = 0
  let at = from
  if (to - from <= 15)
    for (; at < to && text[at]! >= ZERO && text[at]! <= ZERO + 9; at++) value = value * 10 + text[at]! - ZERO
  if (at === to && to > from) return value
  const field = text.toString('latin1', from, to)
  const number = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(field) ? Number(field) : NaN
  if (!Number.isFinite(number)) throw new FieldFault(`${quote(text, from, to)} is not a finite number`)
  return number
}

/** A single-precision number: one too large for it is refused, not made infinite. */
export function readFloat32(text: Buffer, from: number, to: number): number {
  const number = Math.fround(readNumber(text, from, to))
  if (!Number.isFinite(number)) throw new FieldFault(`${quote(text, from, to)} is too large for single precision`)
  return number
}

/** 0 train, 1 valid, 2 test. */
export function readLabel(text: Buffer, from: number, to: number): number {
  const label = text[from]! - ZERO
  if (to !== from + 1 || label < 0 || label > 2) {
    throw new FieldFault(`${quote(text, from, to)} is not 0 (train), 1 (valid) or 2 (test)`)
  }
  return label
}

function quote(text: Buffer, from: number, to: number): string {
  const field = text.toString('utf8', from, to)
  return JSON.stringify(field.length > 40 ? `${field.slice(0, 40)}...` : field)
}

/** Rows of an `.inter` file, one line each, as parallel arrays. A column that the file lacks is absent. */
export interface InterChunk {
  /** Line number of the first row; row n stands on line `firstLine + n`. The header is line 1. */
  readonly firstLine: number
  readonly length: number
  readonly users: Uint32Array
  readonly items: Uint32Array
  readonly ratings?: Float32Array
  /** Seconds since the epoch. */
  readonly times?: Float64Array
  /** `SPLIT` labels. */
  readonly labels?: Uint8Array
  /** Bytes of the file taken in so far: progress. */
  readonly bytes: number
}

/** Ids at or above these are refused. */
export interface InterLimits {
  readonly users?: number
  readonly items?: number
}

const COLUMNS = ['userID', 'itemID', 'rating', 'timestamp', 'x_label'] as const
type Column = (typeof COLUMNS)[number]

const LONGEST_LINE = 1 << 16
const TAB = 9
const NEWLINE = 10
const RETURN = 13

/** Bytes in, typed rows out; keeps the unfinished line between pushes. */
export class InterParser {
  private columns: Column[] = []
  private line = 0
  private blank = 0
  private bytes = 0
  private carried: Buffer = Buffer.alloc(0)

  constructor(
    private readonly path: string,
    private readonly limits: InterLimits = {},
  ) {}

  /** Every row that these bytes complete. */
  push(bytes: Buffer): InterChunk {
    this.bytes += bytes.length
    const text = this.carried.length > 0 ? Buffer.concat([this.carried, bytes]) : bytes
    const end = text.lastIndexOf(NEWLINE) + 1
    this.carried = Buffer.from(text.subarray(end)) // a copy: the stream may use its buffer again
    const chunk = this.parse(text.subarray(0, end))
    if (this.carried.length > LONGEST_LINE) this.fail(this.line + 1, `longer than ${LONGEST_LINE} bytes`)
    return chunk
  }

  /** The last row of a file that does not end in a newline. */
  end(): InterChunk {
    const chunk = this.parse(this.carried.length > 0 ? Buffer.concat([this.carried, Buffer.of(NEWLINE)]) : this.carried)
    if (this.line === 0) throw new UserFacingError(`${this.path}: the file is empty; it must start with a header line.`)
    return chunk
  }

  /** Whole lines. */
  private parse(text: Buffer): InterChunk {
    let start = this.line === 0 && text.length > 0 ? this.readHeader(text) : 0
    const firstLine = this.line + 1
    const rows = countLines(text, start)
    const users = new Uint32Array(rows)
    const items = new Uint32Array(rows)
    const ratings = this.columns.includes('rating') ? new Float32Array(rows) : undefined
    const times = this.columns.includes('timestamp') ? new Float64Array(rows) : undefined
    const labels = this.columns.includes('x_label') ? new Uint8Array(rows) : undefined
    let length = 0
    while (start < text.length) {
      const newline = text.indexOf(NEWLINE, start)
      const stop = newline > start && text[newline - 1] === RETURN ? newline - 1 : newline
      this.line++
      if (start === stop) {
        this.blank ||= this.line
      } else {
        if (this.blank) this.fail(this.blank, 'empty') // only at the end of a file may lines be empty
        for (let c = 0; c < this.columns.length; c++) {
          let to = start
          while (to < stop && text[to] !== TAB) to++
          if ((c === this.columns.length - 1) !== (to === stop)) this.failCount(text, newline)
          try {
            if (this.columns[c] === 'userID') users[length] = readId(text, start, to, this.limits.users)
            else if (this.columns[c] === 'itemID') items[length] = readId(text, start, to, this.limits.items)
            else if (ratings && this.columns[c] === 'rating') ratings[length] = readFloat32(text, start, to)
            else if (times && this.columns[c] === 'timestamp') times[length] = readNumber(text, start, to)
            else if (labels) labels[length] = readLabel(text, start, to)
          } catch (error) {
            if (error instanceof FieldFault) this.fail(this.line, `${this.columns[c]} ${error.message}`)
            throw error
          }
          start = to + 1
        }
        length++
      }
      start = newline + 1
    }
    return {
      firstLine,
      length,
      bytes: this.bytes,
      users: users.subarray(0, length),
      items: items.subarray(0, length),
      ratings: ratings?.subarray(0, length),
      times: times?.subarray(0, length),
      labels: labels?.subarray(0, length),
    }
  }

  /** Takes the header line and says where the next one starts. */
  private readHeader(text: Buffer): number {
    const newline = text.indexOf(NEWLINE)
    const names = text
      .toString('utf8', 0, newline)
      .replace(/^\ufeff/, '')
      .replace(/\r$/, '')
      .split('\t')
    this.line = 1
    const columns = names.map((name) => {
      const column = COLUMNS.find((known) => known === name)
      if (!column) this.fail(1, `${JSON.stringify(name.slice(0, 40))} is not a column; known are ${COLUMNS.join(', ')}`)
      return column
    })
    for (const column of COLUMNS.slice(0, 2)) {
      if (!columns.includes(column)) this.fail(1, `the column ${column} is missing`)
    }
    const twice = columns.find((column, n) => columns.indexOf(column) !== n)
    if (twice) this.fail(1, `the column ${twice} occurs twice`)
    this.columns = columns
    return newline + 1
  }

  private failCount(text: Buffer, newline: number): never {
    const start = text.lastIndexOf(NEWLINE, newline - 1) + 1
    const found = text.toString('latin1', start, newline).split('\t').length
    return this.fail(this.line, `${found} tab-separated fields where the header has ${this.columns.length}`)
  }

  private fail(line: number, reason: string): never {
    throw new UserFacingError(`${this.path}, line ${line}: ${reason}.`)
  }
}

function countLines(text: Buffer, start: number): number {
  let lines = 0
  for (let at = text.indexOf(NEWLINE, start); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines++
  return lines
}
