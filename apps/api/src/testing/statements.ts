import pg from 'pg'

/** What the API asks the database once a second of its own accord. */
const POLL = /"model_versions"."status" = /

/**
 * The statements that all connections of this process send while `work` runs, those of Prisma too; the watch of the
 * model in production is left out.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  const original = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args
    const text = typeof first === 'string' ? first : ((first as { text?: string }).text ?? '')
    if (!POLL.test(text)) statements.push(text)
    return (original as (...args: unknown[]) => unknown).apply(this, args)
  } as typeof original
  try {
    await work()
  } finally {
    pg.Client.prototype.query = original
  }
  return statements
}
