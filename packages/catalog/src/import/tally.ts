import { type Upserted } from '../load/index.ts'

/** What an import brought, summed over its files. */
export class Tally {
  items: Upserted = { created: 0, updated: 0, unchanged: 0 }
  users: Upserted = { created: 0, updated: 0, unchanged: 0 }
  /** Those that were not in the catalog before, and those that were. */
  events = { recorded: 0, known: 0 }
  /** Items that only events named. */
  itemsFromEvents = 0
  /** Vectors by modality; an item without one lacks that modality. */
  readonly features: Record<string, number> = {}
  /** Rows of items whose id stood in an earlier row. */
  repeated = { count: 0, first: '' }

  add(what: 'items' | 'users', { created, updated, unchanged }: Partial<Upserted>): void {
    const sum = this[what]
    this[what] = {
      created: sum.created + (created ?? 0),
      updated: sum.updated + (updated ?? 0),
      unchanged: sum.unchanged + (unchanged ?? 0),
    }
  }
}
