import { MAX_BATCH_ROWS } from '../limits/index.ts'
import { upsertItemFeatures } from '../services/index.ts'
import { builder } from './builder.ts'
import { ONE_ERROR_A_ROW, userErrors } from './mutation.ts'

const ItemFeatureInput = builder.inputType('ItemFeatureInput', {
  description: 'The feature vector of one item in one modality.',
  fields: (t) => ({
    itemId: t.string({ required: true, description: "The caller's own id of the item." }),
    vector: t.floatList({ required: true, description: 'Finite values, as many as the dimension of the modality.' }),
  }),
})

builder.relayMutationField(
  'upsertItemFeatures',
  {
    description: 'A batch of feature vectors of one modality.',
    inputFields: (t) => ({
      modality: t.string({ required: true, description: 'Name of the modality, e.g. "image".' }),
      dimension: t.int({ description: 'Length of the vectors; required to create a modality.' }),
      features: t.field({
        type: [ItemFeatureInput],
        required: true,
        description: `The vectors, at most ${MAX_BATCH_ROWS}.`,
      }),
    }),
  },
  {
    permission: 'admin',
    description:
      'Store feature vectors of items for the next training. A new vector replaces the old one of the same item.',
    resolve: (_root, { input }, context) => upsertItemFeatures(context, input),
  },
  {
    description: 'The result of a batch of vectors. A row with an error does not stop the others.',
    permission: 'admin',
    outputFields: (t) => ({
      stored: t.exposeInt('stored', { description: 'Number of stored vectors.' }),
      userErrors: t.field(userErrors(ONE_ERROR_A_ROW)),
    }),
  },
)
