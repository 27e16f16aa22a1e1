import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { UserFacingError } from '@trifold/model/errors'

/** A row that cannot be used, and why. */
export interface BadRowReport {
  readonly file: string
  /** What `line` counts: `line`, `record` or `row`. */
  readonly unit: string
  readonly line: number
  readonly reason: string
}

/** "shop.csv, line 7: the title is empty." */
export const describeBadRow = ({ file, unit, line, reason }: BadRowReport): string =>
  `${file}, ${unit} ${line}: ${reason}.`

/** How many are kept for the report. */
const MOST_REPORTED = 20

/** Collects rows that cannot be used; with a file, writes them out as JSON Lines so that the import can go on. */
export class BadRows {
  count = 0
  private readonly reports: BadRowReport[] = []
  private out: WriteStream | undefined
  private failure: Error | undefined

  /** @param skipFile where to write them; without it they end the import */
  constructor(private readonly skipFile?: string) {}

  /** Those found first, in the order of the files' lines. */
  get first(): BadRowReport[] {
    const files = [...new Set(this.reports.map(({ file }) => file))]
    return [...this.reports].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line)
  }

  get areSkipped(): boolean {
    return this.skipFile !== undefined
  }

  /** @throws UserFacingError when it cannot be written out */
  async add(report: BadRowReport, record: Readonly<Record<string, unknown>>): Promise<void> {
    this.count++
    if (this.reports.length < MOST_REPORTED) this.reports.push(report)
    if (this.skipFile === undefined) return
    this.out ??= this.open(this.skipFile)
    const text = `${JSON.stringify({ ...report, row: record }, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`
    const { out } = this
    if (!out.write(text) && !this.failure) {
      await new Promise<void>((resolve) => out.once('drain', resolve).once('close', resolve))
    }
    this.check()
  }

  /** Ends the file. @throws UserFacingError when what was written did not get onto the disk */
  async close(): Promise<void> {
    if (this.out) await finished(this.out.end()).catch(() => {}) // the listener keeps the error
    this.check()
  }

  private open(path: string): WriteStream {
    const out = createWriteStream(path)
    out.on('error', (error) => (this.failure ??= error))
    return out
  }

  private check(): void {
    if (!this.failure) return
    throw new UserFacingError(
      `${this.skipFile}: the bad rows cannot be written there (${this.failure.message}), so nothing was imported; ` +
        'name another file with --skip-bad.',
      { cause: this.failure },
    )
  }
}
