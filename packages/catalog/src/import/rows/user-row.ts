import type { Row } from '../../formats/index.ts'
import type { Mapping } from '../mapping.ts'
import { readId, readText } from '../values/index.ts'
import { attributesOf } from './item-row.ts'

/** A user as the catalog keeps it: what is absent stays as it is, null clears. */
export interface UserRow {
  readonly line: number
  readonly id: string
  readonly displayName?: string | null
  readonly attributes: Readonly<Record<string, unknown>>
}

const LONGEST_NAME = 200

/** Reads rows of users. */
export function userReader(mapping: Mapping): (row: Row) => UserRow {
  return ({ line, values }) => {
    const name = values[mapping.indexOf('name')]
    return {
      line,
      id: readId(values[mapping.indexOf('id')], 'user id'),
      ...(name !== undefined && { displayName: readText(name, 'name', LONGEST_NAME) }),
      attributes: attributesOf(mapping.columns, values),
    }
  }
}
