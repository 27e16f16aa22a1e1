import { z } from 'zod'

const positionSchema = z.object({ line: z.int(), column: z.int() })
const mutantSchema = z.object({
  mutatorName: z.string(),
  replacement: z.string().optional(),
  status: z.string(),
  location: z.object({ start: positionSchema, end: positionSchema }),
})
/** The part of StrykerJS's JSON report that is read. */
export const strykerReportSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(mutantSchema) })),
})
export type StrykerReport = z.output<typeof strykerReportSchema>
type StrykerMutant = z.output<typeof mutantSchema>

/** A mutant that no test noticed. */
export interface Survivor {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** No test executed the line at all. */
  readonly uncovered: boolean
}

/** What became of the mutants of a file or of a group. */
export interface Score {
  readonly name: string
  readonly killed: number
  readonly survived: number
  readonly uncovered: number
  /** Mutants that do not compile or were left out of the sample: they count for nothing. */
  readonly left: number
}

export interface GroupResult {
  readonly target: string
  readonly files: readonly Score[]
  readonly survivors: readonly Survivor[]
}

/** Killed mutants in per cent of those that a test should kill; a mutant that runs for ever counts as killed. */
export function percentOf({ killed, survived, uncovered }: Omit<Score, 'name' | 'left'>): number {
  const total = killed + survived + uncovered
  return total === 0 ? 100 : (100 * killed) / total
}

/** Sums up a report of StrykerJS. */
export function summarize(target: string, { files }: StrykerReport): GroupResult {
  const survivors: Survivor[] = []
  const scores = Object.entries(files).map(([file, { source, mutants }]): Score => {
    const count = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length
    for (const mutant of mutants) {
      if (mutant.status === 'Survived' || mutant.status === 'NoCoverage')
        survivors.push(survivorOf(file, source, mutant))
    }
    const [killed, survived, uncovered] = [count('Killed', 'Timeout'), count('Survived'), count('NoCoverage')]
    return { name: file, killed, survived, uncovered, left: mutants.length - killed - survived - uncovered }
  })
  return { target, files: scores, survivors }
}

function survivorOf(
  file: string,
  source: string,
  { mutatorName, replacement = '', status, location }: StrykerMutant,
): Survivor {
  const { start, end } = location
  return {
    file,
    line: start.line,
    column: start.column,
    mutator: mutatorName,
    original: textBetween(source, start, end),
    replacement,
    uncovered: status === 'NoCoverage',
  }
}

/** Lines and columns count from 1; the end is exclusive. */
export function textBetween(
  source: string,
  start: { line: number; column: number },
  end: { line: number; column: number },
): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  if (lines[last] !== undefined) lines[last] = lines[last].slice(0, end.column - 1)
  if (lines[0] !== undefined) lines[0] = lines[0].slice(start.column - 1)
  return lines.join('\n')
}

export function totalOf(name: string, scores: readonly Score[]): Score {
  const sum = (key: 'killed' | 'survived' | 'uncovered' | 'left') => scores.reduce((total, one) => total + one[key], 0)
  return { name, killed: sum('killed'), survived: sum('survived'), uncovered: sum('uncovered'), left: sum('left') }
}

/** The report for people: scores by file and group, then every survivor. */
export function markdown(results: readonly GroupResult[], command: string): string {
  const row = (score: Score, mark = '') =>
    `| ${mark}${score.name}${mark} | ${score.killed} | ${score.survived} | ${score.uncovered} | ${percentOf(score).toFixed(1)} % |`
  const groups = results.map(({ target, files }) => ({ files, total: totalOf(target, files) }))
  const all = totalOf(
    'all',
    groups.map(({ total }) => total),
  )
  const survivors = results.flatMap((result) => result.survivors)
  return [
    '# Mutation testing',
    '',
    `Command: \`${command}\``,
    '',
    '| source | killed | survived | not executed | score |',
    '|---|---|---|---|---|',
    ...groups.flatMap(({ files, total }) => [
      row(total, '**'),
      ...(files.length > 1 ? files.map((file) => row(file)) : []),
    ]),
    row(all, '**'),
    '',
    `## Survivors (${survivors.length})`,
    '',
    '| place | original | mutant | |',
    '|---|---|---|---|',
    ...survivors.map(({ file, line, column, mutator, original, replacement, uncovered }) => {
      const note = uncovered ? `${mutator}, not executed` : mutator
      return `| ${file}:${line}:${column} | ${code(original)} | ${code(replacement)} | ${note} |`
    }),
    '',
  ].join('\n')
}

const LONGEST = 80

function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'")
  return line === '' ? '(nothing)' : `\`${line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line}\``
}
