/** Codes of expected errors, reported as data in `userErrors`. */
export const USER_ERROR_CODES = {
  INVALID_ID: 'The id is malformed or belongs to another type.',
  NOT_FOUND: 'No object has this id.',
  INVALID_INPUT: 'A value is outside what the field accepts.',
  TOO_MANY_ROWS: 'The batch has more rows than one request may carry.',
  UNKNOWN_ITEM: 'No item has this external id.',
  UNKNOWN_MODALITY: 'No modality has this name, and no dimension was given to create it.',
  WRONG_DIMENSION: 'The vector has another length than the modality.',
  NOT_FINITE: 'The vector holds a value that is not a finite 32-bit number.',
  DUPLICATE_ROW: 'An earlier row of the same batch has the same key.',
  WORSE_THAN_PRODUCTION: 'The model ranks worse than the one in production.',
  REASON_REQUIRED: 'A forced promotion needs a reason.',
} as const

export type UserErrorCode = keyof typeof USER_ERROR_CODES

/** One expected error. `field` is the path to the input that caused it, e.g. `["interactions", "3", "itemId"]`. */
export interface UserError {
  readonly code: UserErrorCode
  readonly message: string
  readonly field: readonly string[] | null
}

/** A user error about the input at `field`; without `field` it is about the whole input. */
export function userError(
  code: UserErrorCode,
  message: string,
  field: readonly (string | number)[] | null = null,
): UserError {
  return { code, message, field: field && field.map(String) }
}
