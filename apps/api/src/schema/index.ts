import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import './item.ts'
import './item-features.ts'
import './user.ts'
import './interaction.ts'
import './recommendation.ts'
import './model-version.ts'
import './training-run.ts'
import './training.ts'

builder.queryType({ description: 'Everything that can be read.' })
builder.mutationType({ description: 'Everything that can be changed.' })

let built: GraphQLSchema | undefined

/** The whole schema. @throws Error with the name of a type, field or argument without a permission or a description */
export function createSchema(): GraphQLSchema {
  return (built ??= builder.toSchema())
}
