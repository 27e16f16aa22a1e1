import { UserFacingError } from '@trifold/model/errors'
import type { z } from 'zod'
import { aboutVariable, environmentSchema, type VariableName } from './variables.ts'

/** The variables of a process as the operating system gives them. */
export type RawEnvironment = Readonly<Record<string, string | undefined>>

type Values = z.output<typeof environmentSchema>

/**
 * Reads and validates some variables. An empty value counts as not set, because compose files and shells often pass
 * variables that way.
 *
 * @throws UserFacingError one sentence naming the first variable that cannot be used; the value of a secret is left out
 */
export function readVariables<const N extends VariableName>(
  names: readonly N[],
  environment: RawEnvironment,
): Pick<Values, N> {
  const given: Record<string, string> = {}
  for (const name of names) if (environment[name]) given[name] = environment[name]
  const parsed = environmentSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0]) as VariableName
  const value = aboutVariable(name).secret ? '' : `, not "${given[name]}"`
  throw new UserFacingError(`${name} must be ${issue?.message}${value}.`)
}
