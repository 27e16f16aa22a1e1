import type { ExplainedScore, ScorePart } from '../services/explanation.ts'
import { builder } from './builder.ts'

const ExplanationReadingRef = builder.enumType('ExplanationReading', {
  description: 'How the parts of a score were measured. The two readings are never mixed.',
  values: {
    OBSERVATIONAL: {
      description: 'By what the model expects from one modality alone: what information each modality carries.',
    },
    INTERVENTIONAL: { description: 'By masking modalities in the served model: what the served score uses.' },
  } as const,
})

const ExplanationComponentKindRef = builder.enumType('ExplanationComponentKind', {
  description: 'What kind of evidence a part of a score is.',
  values: {
    UNIQUE: { description: 'What only this modality says.' },
    REDUNDANT: {
      description: 'What two or more modalities say alike: an estimate, what the decoders of this model share.',
    },
    SYNERGY: { description: 'What only the combination of modalities says.' },
    COLLABORATIVE: { description: 'What the interactions of other users say.' },
    RULE: { description: 'What a rule of the shop added or took away.' },
  } as const,
})

const ExplanationComponentRef = builder.objectRef<ScorePart>('ExplanationComponent').implement({
  description: 'One part of a score.',
  permission: 'public',
  fields: (t) => ({
    kind: t.expose('kind', { type: ExplanationComponentKindRef, description: 'What kind of evidence it is.' }),
    modality: t.exposeString('modality', {
      nullable: true,
      description: 'Name of the modality of a UNIQUE part, e.g. "image"; null for the other kinds.',
    }),
    value: t.exposeFloat('value', {
      description: 'What it adds to the score; negative where it speaks against the item.',
    }),
  }),
})

export const ExplanationRef = builder.objectRef<ExplainedScore>('Explanation').implement({
  description: 'Why an item is where it is: `baseline` and the values of `components` add up to `score`, within 1e-5.',
  permission: 'public',
  fields: (t) => ({
    score: t.exposeFloat('score', { description: 'The score of the entry.' }),
    baseline: t.exposeFloat('baseline', { description: "The mean of the user's scores over the catalog." }),
    reading: t.expose('reading', { type: ExplanationReadingRef, description: 'How the parts were measured.' }),
    components: t.expose('components', {
      type: [ExplanationComponentRef],
      description: 'The parts. With `baseline` they add up to `score`, within 1e-5.',
    }),
    sentence: t.exposeString('sentence', { description: 'The largest parts in plain words, for the user to read.' }),
  }),
})
