import type { InteractionType, SplitLabel } from '../../../generated/prisma/client.ts'
import type { Row } from '../../formats/index.ts'
import { INTERACTION_WEIGHTS } from '../../interactions/index.ts'
import type { EventField } from '../fields.ts'
import type { Mapping } from '../mapping.ts'
import { BadRow, type EventTypes, isBlank, quoted, readId, readNumber, readTime } from '../values/index.ts'

/** An event as the catalog keeps it, by the callers' ids. */
export interface EventRow {
  readonly line: number
  readonly user: string
  readonly item: string
  readonly type: InteractionType
  readonly weight: number
  /** Since 1970; null where the file has no times. */
  readonly seconds: number | null
  readonly split: SplitLabel | null
  /** The caller's id of the event. */
  readonly id: string | null
}

const SPLITS: Readonly<Record<string, SplitLabel>> = {
  0: 'TRAIN',
  1: 'VALID',
  2: 'TEST',
  train: 'TRAIN',
  valid: 'VALID',
  validation: 'VALID',
  test: 'TEST',
}
/** As in the API: one row must not outweigh a catalog. */
const LARGEST_WEIGHT = 1000

/** Reads rows of events: made once a file, called for each row. */
export function eventReader(mapping: Mapping, types: EventTypes, now: number): (row: Row) => EventRow {
  const at = (field: EventField) => mapping.indexOf(field)
  const suggested = (): InteractionType =>
    mapping.has('rating') ? 'RATING' : mapping.has('quantity') ? 'PURCHASE' : 'VIEW'
  return ({ line, values }) => {
    const type = types.read(values[at('type')], suggested())
    return {
      line,
      user: readId(values[at('user')], 'user id'),
      item: readId(values[at('item')], 'item id'),
      type,
      weight: weightOf(type, values, at),
      seconds: at('time') >= 0 ? timeOf(values[at('time')], now) : null,
      split: splitOf(values[at('split')]),
      id: isBlank(values[at('id')]) ? null : readId(values[at('id')], 'event id'),
    }
  }
}

function timeOf(value: unknown, now: number): number {
  if (isBlank(value)) throw new BadRow('the time is empty')
  return readTime(value, now)
}

/** A rating weighs what it says; all else by its type, unless a weight is given, times the quantity. */
function weightOf(type: InteractionType, values: readonly unknown[], at: (field: EventField) => number): number {
  const rating = readNumber(values[at('rating')], 'rating')
  const given = readNumber(values[at('weight')], 'weight')
  const quantity = readNumber(values[at('quantity')], 'quantity') ?? 1
  if (!(quantity > 0)) throw new BadRow(`the quantity ${quantity} is not above 0; a return is not an event`)
  if (type === 'RATING') {
    const stars = rating ?? given
    if (stars === null) throw new BadRow('the rating is empty')
    return checkWeight(stars, 'rating')
  }
  return checkWeight((given ?? INTERACTION_WEIGHTS[type]) * quantity, 'weight')
}

function checkWeight(weight: number, what: string): number {
  if (weight >= -LARGEST_WEIGHT && weight <= LARGEST_WEIGHT) return weight
  throw new BadRow(`the ${what} ${weight} is not between -${LARGEST_WEIGHT} and ${LARGEST_WEIGHT}`)
}

function splitOf(value: unknown): SplitLabel | null {
  if (isBlank(value)) return null
  const label = SPLITS[String(value).trim().toLowerCase()]
  if (!label) throw new BadRow(`the split ${quoted(value)} is not 0 (train), 1 (valid) or 2 (test)`)
  return label
}
