import type { Channel } from './channels.ts'

/** Anything that runs one SQL statement: a Prisma transaction. */
interface RawExecutor {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>
}

/** Said to the listeners when the transaction commits, and only then. */
export async function notify(transaction: RawExecutor, channel: Channel, payload: string): Promise<void> {
  await transaction.$executeRaw`SELECT pg_notify(${channel}, ${payload})`
}

/** Prisma gives up a transaction after 5 s by default; on a machine that trains a model, small ones may take longer. */
export const PATIENT = { maxWait: 30_000, timeout: 60_000 } as const
