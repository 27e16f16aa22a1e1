import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { uniforms } from '../random.ts'

const TYPES = ['view', 'view', 'view', 'view', 'click', 'add_to_cart', 'purchase'] as const
const ROWS_A_GROUP = 100_000
const START = Date.UTC(2024, 0, 1)
const YEAR_MS = 365 * 86_400_000

/** Events of a made-up shop, in the order of their times. */
class Shop {
  private readonly random = uniforms(1)
  private readonly users: number
  private readonly items: number

  constructor(private readonly events: number) {
    this.users = Math.max(100, Math.round(events / 50))
    this.items = Math.max(50, Math.min(100_000, Math.round(events / 100)))
  }

  /** Event `n`. Items are drawn by the square of a uniform number, so that some are popular. */
  event(n: number): { user: string; item: string; type: string; time: Date } {
    return {
      user: `user-${Math.floor(this.random() * this.users)}`,
      item: `SKU-${Math.floor(this.random() ** 2 * this.items)}`,
      type: TYPES[Math.floor(this.random() * TYPES.length)]!,
      time: new Date(START + Math.floor((n / this.events) * YEAR_MS)),
    }
  }
}

/** Writes events as Parquet, a group of rows at a time. */
export function writeEventsParquet(path: string, events: number): void {
  const shop = new Shop(events)
  let writer: ParquetWriter | undefined
  for (let first = 0; first < events; first += ROWS_A_GROUP) {
    const rows = Array.from({ length: Math.min(ROWS_A_GROUP, events - first) }, (_, n) => shop.event(first + n))
    const columnData = [
      { name: 'user_id', data: rows.map(({ user }) => user), type: 'STRING' as const },
      { name: 'item_id', data: rows.map(({ item }) => item), type: 'STRING' as const },
      { name: 'event', data: rows.map(({ type }) => type), type: 'STRING' as const },
      { name: 'timestamp', data: rows.map(({ time }) => time), type: 'TIMESTAMP' as const },
    ]
    writer ??= new ParquetWriter({ writer: fileWriter(path), schema: schemaFromColumnData({ columnData }) })
    writer.write({ columnData, rowGroupSize: ROWS_A_GROUP })
  }
  writer?.finish()
}

/** Writes events as CSV. */
export async function writeEventsCsv(path: string, events: number): Promise<void> {
  const shop = new Shop(events)
  const out = createWriteStream(path)
  out.write('user_id,item_id,event,timestamp\n')
  for (let first = 0; first < events; first += ROWS_A_GROUP) {
    const rows = Array.from({ length: Math.min(ROWS_A_GROUP, events - first) }, (_, n) => shop.event(first + n))
    const text = rows.map(({ user, item, type, time }) => `${user},${item},${type},${time.toISOString()}\n`).join('')
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}
