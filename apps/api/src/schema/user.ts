import { loadInteractions } from '../loaders/interactions.ts'
import { perEntry } from '../limits/cost.ts'
import { identityOf } from '../services/identity.ts'
import { countUsers, findUser, listUsers } from '../services/users.ts'
import { identityArguments, pageArguments } from './arguments.ts'
import { builder } from './builder.ts'
import { InteractionConnection } from './interaction.ts'

export const UserRef = builder.prismaNode('User', {
  id: { field: 'id', description: 'Opaque global id.' },
  nullable: true,
  description: 'A shopper, viewer or reader: whoever interacts with items.',
  permission: 'public',
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The caller's own id." }),
    displayName: t.exposeString('displayName', { nullable: true, description: 'Name to show.' }),
    attributes: t.expose('attributes', { type: 'JSON', description: 'Free-form profile, an object.' }),
    interactions: t.loadable({
      type: InteractionConnection,
      description: 'What the user did, newest first.',
      args: pageArguments,
      complexity: perEntry,
      // users of one list that ask with the same arguments are served by one statement
      byPath: true,
      load: (users: number[], context, args) => loadInteractions(context.prisma, users, args),
      resolve: (user) => user.id,
    }),
  }),
})

const UserConnection = builder.connectionObject(
  {
    type: UserRef,
    name: 'UserConnection',
    description: 'A page of users.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'Number of users in the whole list; counted only when asked for.',
        complexity: 10,
        resolve: (_connection, _args, context) => countUsers(context),
      }),
    }),
  },
  { name: 'UserEdge', description: 'A user of the list.' },
)

builder.queryFields((t) => ({
  user: t.field({
    type: UserRef,
    nullable: true,
    permission: 'public',
    description: "One user, by the global id or by the caller's own; null where there is none.",
    args: identityArguments,
    resolve: (_root, args, context) => findUser(context, identityOf('User', args.id, args.externalId)),
  }),
  users: t.field({
    type: UserConnection,
    permission: 'public',
    description: 'All users, in the order they came in.',
    args: pageArguments,
    complexity: perEntry,
    resolve: (_root, args, context) => listUsers(context, args),
  }),
}))
