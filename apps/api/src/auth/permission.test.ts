import SchemaBuilder from '@pothos/core'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import { graphql, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { registerPermissionPlugin } from './permission.ts'

type Fields = Parameters<ReturnType<typeof newBuilder>['queryType']>[0]

function newBuilder() {
  return new SchemaBuilder<{ Context: { isAdmin: boolean }; AuthScopes: { admin: boolean } }>({
    plugins: [registerPermissionPlugin(), ScopeAuthPlugin],
    scopeAuth: { authScopes: (context) => ({ admin: context.isAdmin }) },
    // demanded by the types of the plugins the real schema uses; not one of them here
    prisma: { client: () => ({}) as never, dmmf: { datamodel: {} } },
  })
}

function schemaWith(fields: NonNullable<NonNullable<Fields>['fields']>) {
  const builder = newBuilder()
  builder.queryType({ description: 'The queries.', fields })
  return builder.toSchema()
}

describe('a declaration', () => {
  it('without a permission fails when the schema is built, by name', () => {
    expect(() => schemaWith((t) => ({ secret: t.string({ description: 'A secret.', resolve: () => 'x' }) }))).toThrow(
      'The field Query.secret declares no permission.',
    )
  })

  it('without a description fails when the schema is built, by name', () => {
    expect(() => schemaWith((t) => ({ bare: t.string({ permission: 'public', resolve: () => 'x' }) }))).toThrow(
      'The field Query.bare has no description.',
    )
    expect(() =>
      schemaWith((t) => ({
        bare: t.string({
          permission: 'public',
          description: 'Text.',
          args: { loud: t.arg.boolean() },
          resolve: () => 'x',
        }),
      })),
    ).toThrow('The input loud of Query has no description.')
  })

  it('of a type without a permission fails too', () => {
    const builder = newBuilder()
    const thing = builder.objectRef<object>('Thing').implement({
      description: 'A thing.',
      fields: (t) => ({ name: t.string({ description: 'Its name.', resolve: () => 'x' }) }),
    })
    builder.queryType({
      description: 'The queries.',
      fields: (t) => ({
        thing: t.field({ type: thing, permission: 'public', description: 'It.', resolve: () => ({}) }),
      }),
    })
    expect(() => builder.toSchema()).toThrow('The type Thing declares no permission.')
  })

  it('shows its permission, and holds callers to it', async () => {
    const schema = schemaWith((t) => ({
      open: t.string({ permission: 'public', description: 'For all.', resolve: () => 'open' }),
      closed: t.string({ permission: 'admin', description: 'For some.', resolve: () => 'closed' }),
    }))
    expect(printSchema(schema)).toContain('For some. Permission: admin key.')
    expect(printSchema(schema)).toContain('For all. Permission: anyone.')
    const ask = (isAdmin: boolean) => graphql({ schema, source: '{ open closed }', contextValue: { isAdmin } })
    expect((await ask(false)).data).toEqual({ open: 'open', closed: null })
    expect((await ask(false)).errors).toHaveLength(1)
    expect((await ask(true)).data).toEqual({ open: 'open', closed: 'closed' })
  })
})
