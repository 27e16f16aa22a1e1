import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import './item.ts'
import './user.ts'
import './interaction.ts'
import './recommendation.ts'
import './base-recommender.ts'
import './model-version.ts'
import './training-run.ts'
import './record-interactions.ts'
import './upsert-items.ts'
import './upsert-item-features.ts'
import './start-training.ts'
import './promote-model-version.ts'

builder.queryType({ description: 'What can be asked.' })
builder.mutationType({ description: 'What can be changed.' })

let built: GraphQLSchema | undefined

/** The whole schema. @throws Error naming the type, field or argument that lacks a permission or a description */
export function createSchema(): GraphQLSchema {
  return (built ??= builder.toSchema())
}
