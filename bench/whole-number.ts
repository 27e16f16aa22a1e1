import { UserFacingError } from '@trifold/model/errors'

/** The value of a flag that counts something. @throws UserFacingError unless it is a whole number from 1 on */
export function wholeNumber(flag: string, value: string): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < 1)
    throw new UserFacingError(`--${flag} must be a whole number from 1 on, not "${value}".`)
  return number
}
