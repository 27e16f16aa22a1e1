/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What kind of evidence a part of a score is. */
export type ExplanationComponentKind =
  /** What the interactions of other users say. */
  | 'COLLABORATIVE'
  /** What two or more modalities say alike: an estimate, what the decoders of this model share. */
  | 'REDUNDANT'
  /** What a rule of the shop added or took away. */
  | 'RULE'
  /** What only the combination of modalities says. */
  | 'SYNERGY'
  /** What only this modality says. */
  | 'UNIQUE';

/** How the parts of a score were measured. The two readings are never mixed. */
export type ExplanationReading =
  /** By masking modalities in the served model: what the served score uses. */
  | 'INTERVENTIONAL'
  /** By what the model expects from one modality alone: what information each modality carries. */
  | 'OBSERVATIONAL';

/** Something a user did with an item. */
export type InteractionInput = {
  /** A key of your choice: a second interaction with the same key changes nothing. */
  idempotencyKey?: string | null | undefined;
  /** The caller's own id of the item. */
  itemId: string;
  /** When it was done; by default now. */
  occurredAt?: string | null | undefined;
  /** What was done. */
  type: InteractionType;
  /** The caller's own id of the user; an unknown user is created. */
  userId: string;
  /** How much it counts, above 0; by default what its type counts. A RATING needs it. */
  weight?: number | null | undefined;
};

/** What a user did with an item. */
export type InteractionType =
  /** Put it into the cart (weight 3). */
  | 'CART'
  /** Clicked on it in a list (weight 1). */
  | 'CLICK'
  /** Said they like it (weight 2). */
  | 'LIKE'
  /** Bought it (weight 5). */
  | 'PURCHASE'
  /** Rated it; the weight is the rating. */
  | 'RATING'
  /** Looked at it (weight 1). */
  | 'VIEW';

/** Where a model version stands in its life. */
export type ModelStatus =
  /** Trained, and never served yet. */
  | 'CANDIDATE'
  /** Served by every API process; at most one version is. */
  | 'PRODUCTION'
  /** Served once, and replaced since; it can be promoted again. */
  | 'RETIRED';

/** Which model version to put into production. */
export type PromoteModelVersionInput = {
  /** Promote it even where it is worse than what is in production. */
  force?: boolean | null | undefined;
  /** Global id of the model version. */
  id: string | number;
  /** Why; needed with `force`, and kept with the version. */
  reason?: string | null | undefined;
};

/** Where a list comes from. */
export type RecommendationSource =
  /** Ranked by the model for this user's taste. */
  | 'MODEL'
  /** What most users like: the fallback, with `fallbackReason`. */
  | 'POPULAR'
  /** Put together by a rule of the shop. */
  | 'RULE'
  /** Ranked by the model for the items of an anonymous session. */
  | 'SESSION'
  /** Ranked by the model for likeness to one item. */
  | 'SIMILAR';

/** A batch of interactions. */
export type RecordInteractionsInput = {
  /** The interactions, at most 1000. */
  interactions: Array<InteractionInput>;
};

/** What to train. What is not given is the default of the model package. */
export type StartTrainingInput = {
  /** Put the result into production at once when it is not worse than what is there. */
  autoPromote?: boolean | null | undefined;
  /** Name of the base recommender, as in `baseRecommenders`. */
  base?: string | null | undefined;
  /** The most epochs to train. */
  epochs?: number | null | undefined;
  /** Whether to plug MRdIB in. */
  mrdib?: boolean | null | undefined;
  /** Seed of the training: the same seed on the same data gives the same model. */
  seed?: number | null | undefined;
};

/** Where a training run stands. */
export type TrainingState =
  /** Called off. */
  | 'CANCELLED'
  /** Trained; the model is measured and published. */
  | 'EVALUATING'
  /** Given up: `error` says why. */
  | 'FAILED'
  /** Waiting for a worker. */
  | 'QUEUED'
  /** A worker is training. */
  | 'RUNNING'
  /** Done: `modelVersion` is the result. */
  | 'SUCCEEDED';

/** What kind of expected failure a user error is. */
export type UserErrorCode =
  /** An earlier row of the same batch has the same key. */
  | 'DUPLICATE_ROW'
  /** The id is malformed or belongs to another type. */
  | 'INVALID_ID'
  /** A value is outside what the field accepts. */
  | 'INVALID_INPUT'
  /** The vector holds a value that is not a finite 32-bit number. */
  | 'NOT_FINITE'
  /** Nothing has this id. */
  | 'NOT_FOUND'
  /** A forced promotion needs a reason. */
  | 'REASON_REQUIRED'
  /** The batch has more rows than one request may carry. */
  | 'TOO_MANY_ROWS'
  /** No item has this external id. */
  | 'UNKNOWN_ITEM'
  /** No modality has this name, and no dimension was given to create it. */
  | 'UNKNOWN_MODALITY'
  /** The gate refused it: the model ranks worse than the one in production. */
  | 'WORSE_THAN_PRODUCTION'
  /** The vector is not as long as its modality says. */
  | 'WRONG_DIMENSION';

export type CheckAdminKeyMutationVariables = Exact<{ [key: string]: never; }>;


export type CheckAdminKeyMutation = { upsertItems: { userErrors: Array<{ code: UserErrorCode }> } };

export type ItemPageQueryVariables = Exact<{
  externalId: string;
}>;


export type ItemPageQuery = { item: { id: string, externalId: string, title: string, description: string, category: string | null, imageUrl: string | null, stock: number | null, isAvailable: boolean, attributes: unknown, price: { formatted: string } | null } | null };

export type SimilarItemsQueryVariables = Exact<{
  itemId: string | number;
  first: number;
}>;


export type SimilarItemsQuery = { similarItems: { source: RecommendationSource, fallbackReason: string | null, edges: Array<{ node: { externalId: string, title: string, imageUrl: string | null, price: { formatted: string } | null } }> } | null };

export type RecordInteractionsMutationVariables = Exact<{
  input: RecordInteractionsInput;
}>;


export type RecordInteractionsMutation = { recordInteractions: { recorded: number, replayed: number, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type PromoteModelVersionMutationVariables = Exact<{
  input: PromoteModelVersionInput;
}>;


export type PromoteModelVersionMutation = { promoteModelVersion: { modelVersion: { id: string, number: number } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export type ModelVersionsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ModelVersionsQuery = { modelVersions: { edges: Array<{ node: { id: string, number: number, status: ModelStatus, base: string, isMrdib: boolean, metrics: unknown, seed: number, backend: string, createdAt: string, promotedAt: string | null, promotionReason: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RecommendationsQueryVariables = Exact<{
  shopper: string;
  first: number;
  after?: string | null | undefined;
}>;


export type RecommendationsQuery = { recommendations: { recommendationId: string, source: RecommendationSource, fallbackReason: string | null, modelVersion: { number: number, base: string, isMrdib: boolean } | null, edges: Array<{ cursor: string, rank: number, score: number, node: { externalId: string, title: string, category: string | null, imageUrl: string | null, price: { formatted: string } | null }, explanation: { baseline: number, score: number, reading: ExplanationReading, sentence: string, components: Array<{ kind: ExplanationComponentKind, modality: string | null, value: number }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type ShopperQueryVariables = Exact<{
  externalId: string;
}>;


export type ShopperQuery = { user: { externalId: string, displayName: string | null, attributes: unknown } | null };

export type ShoppersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ShoppersQuery = { users: { edges: Array<{ node: { externalId: string, displayName: string | null, attributes: unknown } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type TrainingRunFieldsFragment = { id: string, state: TrainingState, progress: number, error: string | null, autoPromote: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, config: unknown, epochs: Array<{ epoch: number, loss: number, seconds: number, validRecall20: number | null, validNdcg20: number | null }>, modelVersion: { id: string, number: number, status: ModelStatus } | null };

export type TrainingConsoleQueryVariables = Exact<{
  runs: number;
}>;


export type TrainingConsoleQuery = { baseRecommenders: Array<{ name: string, summary: string, canCarryMrdib: boolean }>, trainingRuns: { edges: Array<{ node: { id: string, state: TrainingState, progress: number, error: string | null, autoPromote: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, config: unknown, epochs: Array<{ epoch: number, loss: number, seconds: number, validRecall20: number | null, validNdcg20: number | null }>, modelVersion: { id: string, number: number, status: ModelStatus } | null } }> } };

export type TrainingRunStateQueryVariables = Exact<{
  id: string | number;
}>;


export type TrainingRunStateQuery = { node:
    | { id: string, state: TrainingState, progress: number, error: string | null, autoPromote: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, config: unknown, epochs: Array<{ epoch: number, loss: number, seconds: number, validRecall20: number | null, validNdcg20: number | null }>, modelVersion: { id: string, number: number, status: ModelStatus } | null }
    | Record<PropertyKey, never>
   | null };

export type WatchTrainingRunSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type WatchTrainingRunSubscription = { trainingRunUpdated: { id: string, state: TrainingState, progress: number, error: string | null, autoPromote: boolean, createdAt: string, startedAt: string | null, finishedAt: string | null, config: unknown, epochs: Array<{ epoch: number, loss: number, seconds: number, validRecall20: number | null, validNdcg20: number | null }>, modelVersion: { id: string, number: number, status: ModelStatus } | null } };

export type StartTrainingMutationVariables = Exact<{
  input: StartTrainingInput;
}>;


export type StartTrainingMutation = { startTraining: { trainingRun: { id: string } | null, userErrors: Array<{ code: UserErrorCode, message: string, field: Array<string> | null }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const TrainingRunFieldsFragmentDoc = new TypedDocumentString(`
    fragment TrainingRunFields on TrainingRun {
  id
  state
  progress
  error
  autoPromote
  createdAt
  startedAt
  finishedAt
  config
  epochs {
    epoch
    loss
    seconds
    validRecall20
    validNdcg20
  }
  modelVersion {
    id
    number
    status
  }
}
    `, {"fragmentName":"TrainingRunFields"}) as unknown as TypedDocumentString<TrainingRunFieldsFragment, unknown>;
export const CheckAdminKeyDocument = new TypedDocumentString(`
    mutation CheckAdminKey {
  upsertItems(input: {items: []}) {
    userErrors {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<CheckAdminKeyMutation, CheckAdminKeyMutationVariables>;
export const ItemPageDocument = new TypedDocumentString(`
    query ItemPage($externalId: String!) {
  item(externalId: $externalId) {
    id
    externalId
    title
    description
    category
    imageUrl
    stock
    isAvailable
    attributes
    price {
      formatted
    }
  }
}
    `) as unknown as TypedDocumentString<ItemPageQuery, ItemPageQueryVariables>;
export const SimilarItemsDocument = new TypedDocumentString(`
    query SimilarItems($itemId: ID!, $first: Int!) {
  similarItems(itemId: $itemId, first: $first) {
    source
    fallbackReason
    edges {
      node {
        externalId
        title
        imageUrl
        price {
          formatted
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SimilarItemsQuery, SimilarItemsQueryVariables>;
export const RecordInteractionsDocument = new TypedDocumentString(`
    mutation RecordInteractions($input: RecordInteractionsInput!) {
  recordInteractions(input: $input) {
    recorded
    replayed
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<RecordInteractionsMutation, RecordInteractionsMutationVariables>;
export const PromoteModelVersionDocument = new TypedDocumentString(`
    mutation PromoteModelVersion($input: PromoteModelVersionInput!) {
  promoteModelVersion(input: $input) {
    modelVersion {
      id
      number
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<PromoteModelVersionMutation, PromoteModelVersionMutationVariables>;
export const ModelVersionsDocument = new TypedDocumentString(`
    query ModelVersions($first: Int!, $after: String) {
  modelVersions(first: $first, after: $after) {
    edges {
      node {
        id
        number
        status
        base
        isMrdib
        metrics
        seed
        backend
        createdAt
        promotedAt
        promotionReason
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ModelVersionsQuery, ModelVersionsQueryVariables>;
export const RecommendationsDocument = new TypedDocumentString(`
    query Recommendations($shopper: String!, $first: Int!, $after: String) {
  recommendations(externalUserId: $shopper, first: $first, after: $after) {
    recommendationId
    source
    fallbackReason
    modelVersion {
      number
      base
      isMrdib
    }
    edges {
      cursor
      rank
      score
      node {
        externalId
        title
        category
        imageUrl
        price {
          formatted
        }
      }
      explanation {
        baseline
        score
        reading
        sentence
        components {
          kind
          modality
          value
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<RecommendationsQuery, RecommendationsQueryVariables>;
export const ShopperDocument = new TypedDocumentString(`
    query Shopper($externalId: String!) {
  user(externalId: $externalId) {
    externalId
    displayName
    attributes
  }
}
    `) as unknown as TypedDocumentString<ShopperQuery, ShopperQueryVariables>;
export const ShoppersDocument = new TypedDocumentString(`
    query Shoppers($first: Int!, $after: String) {
  users(first: $first, after: $after) {
    edges {
      node {
        externalId
        displayName
        attributes
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ShoppersQuery, ShoppersQueryVariables>;
export const TrainingConsoleDocument = new TypedDocumentString(`
    query TrainingConsole($runs: Int!) {
  baseRecommenders {
    name
    summary
    canCarryMrdib
  }
  trainingRuns(first: $runs) {
    edges {
      node {
        ...TrainingRunFields
      }
    }
  }
}
    fragment TrainingRunFields on TrainingRun {
  id
  state
  progress
  error
  autoPromote
  createdAt
  startedAt
  finishedAt
  config
  epochs {
    epoch
    loss
    seconds
    validRecall20
    validNdcg20
  }
  modelVersion {
    id
    number
    status
  }
}`) as unknown as TypedDocumentString<TrainingConsoleQuery, TrainingConsoleQueryVariables>;
export const TrainingRunStateDocument = new TypedDocumentString(`
    query TrainingRunState($id: ID!) {
  node(id: $id) {
    ... on TrainingRun {
      ...TrainingRunFields
    }
  }
}
    fragment TrainingRunFields on TrainingRun {
  id
  state
  progress
  error
  autoPromote
  createdAt
  startedAt
  finishedAt
  config
  epochs {
    epoch
    loss
    seconds
    validRecall20
    validNdcg20
  }
  modelVersion {
    id
    number
    status
  }
}`) as unknown as TypedDocumentString<TrainingRunStateQuery, TrainingRunStateQueryVariables>;
export const WatchTrainingRunDocument = new TypedDocumentString(`
    subscription WatchTrainingRun($id: ID!) {
  trainingRunUpdated(id: $id) {
    ...TrainingRunFields
  }
}
    fragment TrainingRunFields on TrainingRun {
  id
  state
  progress
  error
  autoPromote
  createdAt
  startedAt
  finishedAt
  config
  epochs {
    epoch
    loss
    seconds
    validRecall20
    validNdcg20
  }
  modelVersion {
    id
    number
    status
  }
}`) as unknown as TypedDocumentString<WatchTrainingRunSubscription, WatchTrainingRunSubscriptionVariables>;
export const StartTrainingDocument = new TypedDocumentString(`
    mutation StartTraining($input: StartTrainingInput!) {
  startTraining(input: $input) {
    trainingRun {
      id
    }
    userErrors {
      code
      message
      field
    }
  }
}
    `) as unknown as TypedDocumentString<StartTrainingMutation, StartTrainingMutationVariables>;