/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The kind of evidence behind a part of a score. */
export type ExplanationComponentKind =
  /** The interactions of other users. */
  | 'COLLABORATIVE'
  /** Information that two or more modalities share: an estimate from the decoders of this model. */
  | 'REDUNDANT'
  /** Information that only the combination of modalities carries. */
  | 'SYNERGY'
  /** Information in one modality alone. */
  | 'UNIQUE';

/** How the parts of a score were measured. One explanation never mixes the two modes. */
export type ExplanationMode =
  /** By masking modalities in the served model: what the served score uses. */
  | 'INTERVENTIONAL'
  /** By what the model expects from one modality alone: the information it carries. */
  | 'OBSERVATIONAL';

/** An action of a user on an item. */
export type InteractionInput = {
  /** A key of your choice. A second interaction with the same key changes nothing. */
  idempotencyKey?: string | null | undefined;
  /** The caller's own id of the item. */
  itemId: string;
  /** Time of the action; by default now. */
  occurredAt?: string | null | undefined;
  /** Kind of action. */
  type: InteractionType;
  /** The caller's own id of the user; an unknown user is created. */
  userId: string;
  /** Weight, above 0; by default the weight of the type. Required for a RATING. */
  weight?: number | null | undefined;
};

/** What a user did with an item. */
export type InteractionType =
  /** Put the item into the cart (weight 3). */
  | 'CART'
  /** Clicked on the item in a list (weight 1). */
  | 'CLICK'
  /** Marked the item as liked (weight 2). */
  | 'LIKE'
  /** Bought the item (weight 5). */
  | 'PURCHASE'
  /** Rated the item; the weight is the rating. */
  | 'RATING'
  /** Looked at the item (weight 1). */
  | 'VIEW';

/** Stage in the life of a model version. */
export type ModelStatus =
  /** Trained, and never served yet. */
  | 'CANDIDATE'
  /** Served by every API process. At most one version is in production. */
  | 'PRODUCTION'
  /** Served before and replaced since. It can be promoted again. */
  | 'RETIRED';

/** The model version to put into production. */
export type PromoteModelVersionInput = {
  /** Promote it even if it is worse than the version in production. */
  force?: boolean | null | undefined;
  /** Global id of the model version. */
  id: string | number;
  /** Why; required with `force`, and stored with the version. */
  reason?: string | null | undefined;
};

/** How a list was ranked. */
export type RecommendationSource =
  /** By the model, for this user, from all of their interactions until now. */
  | 'MODEL'
  /** By popularity among all users: the fallback, with `fallbackReason`. */
  | 'POPULAR'
  /** By the model, for a visitor without an account, from `recentItemIds`. */
  | 'SESSION'
  /** By the model, for similarity to one item. */
  | 'SIMILAR';

/** A batch of interactions. */
export type RecordInteractionsInput = {
  /** The interactions, at most 1000. */
  interactions: Array<InteractionInput>;
};

/** What to train. A setting that is omitted has the value of the version in production. With another base, or with MRdIB switched, it has the default of that base. The settings that shape explanations keep the values that the shop has changed. */
export type StartTrainingInput = {
  /** Put the result into production at once, if it is not worse than the version there. */
  autoPromote?: boolean | null | undefined;
  /** Weight of the base's own ranking losses on single modalities (freedom). */
  auxiliaryWeight?: number | null | undefined;
  /** Base recommender, or a reference in closed form (popularity, item-knn, ease). One of: bpr, lightgcn, vbpr, mmgcn, dualgnn, freedom, mgcn, soil, popularity, item-knn, ease. */
  base?: string | null | undefined;
  /** Training pairs a step. */
  batchSize?: number | null | undefined;
  /** alpha1: weight of KL(q(z_m|x_m) || N(0, I)) in L_MIB. */
  bottleneckWeight?: number | null | undefined;
  /** Weight of InfoNCE between what interactions and what modalities say of a user or an item (mgcn, soil). */
  contrastiveWeight?: number | null | undefined;
  /** Share of the interactions left out of the graph in each epoch (freedom). */
  edgeDropout?: number | null | undefined;
  /** Width of the id embeddings and of a projected modality. */
  embeddingSize?: number | null | undefined;
  /** Most passes over the training pairs. */
  epochs?: number | null | undefined;
  /** Most users that an evaluation ranks the whole catalog for; of more, the same sample for every run. */
  evaluationUsers?: number | null | undefined;
  /** L2 penalty on the items' projected features without MRdIB; with it, the bottleneck bounds them. */
  featureRegularization?: number | null | undefined;
  /** What the model's users weigh, as prior, against the interactions of someone who is folded in without training. */
  foldInPriorWeight?: number | null | undefined;
  /** How much the modalities' neighbour graphs count beside the interactions (ease). */
  graphWeight?: number | null | undefined;
  /** Rank of the bilinear interaction between modalities; 0 leaves it out, and with it all synergy. */
  interactionRank?: number | null | undefined;
  /** Weight of the ranking loss of the joint decoder alone, without ids; 0 leaves it to the served score. */
  jointWeight?: number | null | undefined;
  /** Layers of propagation over the graph of users and items. */
  layers?: number | null | undefined;
  /** Adam's step size. */
  learningRate?: number | null | undefined;
  /** L2 penalty on the users' modal vectors, and with MRdIB on the interaction's and the decoders'. */
  modalRegularization?: number | null | undefined;
  /** Attach the MRdIB plug-in (bottleneck, unique, redundant, synergy terms) to the base. */
  mrdib?: boolean | null | undefined;
  /** Most similar items kept of each item, itself among them. */
  neighbours?: number | null | undefined;
  /** Weight of InfoNCE between a user and what interactions and modalities say of the item they took (soil). */
  pairContrastiveWeight?: number | null | undefined;
  /** Evaluations without a better validation NDCG@20 before training stops. */
  patience?: number | null | undefined;
  /** L2 penalty on the projections of features, against learning few items by heart; for explanations of small catalogs. */
  projectionRegularization?: number | null | undefined;
  /** What estimates L_R: mine, a bound from below by a critic, or club, one from above. One of: mine, club. */
  redundancyEstimator?: string | null | undefined;
  /** alpha2: weight of L_R, the mutual information between modalities. */
  redundancyWeight?: number | null | undefined;
  /** L2 penalty on the id embeddings of the pairs; the lambda of ease. */
  regularization?: number | null | undefined;
  /** Decides every random draw of the run. */
  seed?: number | null | undefined;
  /** Added to the denominator of a similarity, against pairs of rare items (item-knn). */
  shrinkage?: number | null | undefined;
  /** alpha3: weight of L_U, the uni-modal decoders. */
  uniqueWeight?: number | null | undefined;
  /** What interaction weights above 0 do: none, or confidence (pairs are sampled and counted in proportion). Pairs of weight 0 are never positives. One of: none, confidence. */
  weighting?: string | null | undefined;
};

/** State of a training run. */
export type TrainingState =
  /** Stopped before its end. */
  | 'CANCELLED'
  /** Trained; the model is evaluated and published. */
  | 'EVALUATING'
  /** Ended without a model; `error` is the reason. */
  | 'FAILED'
  /** Waiting for a worker. */
  | 'QUEUED'
  /** A worker is training. */
  | 'RUNNING'
  /** Done: `modelVersion` is the result. */
  | 'SUCCEEDED';

/** The kind of a user error. */
export type UserErrorCode =
  /** An earlier row of the same batch has the same key. */
  | 'DUPLICATE_ROW'
  /** The id is malformed or belongs to another type. */
  | 'INVALID_ID'
  /** A value is outside what the field accepts. */
  | 'INVALID_INPUT'
  /** The vector holds a value that is not a finite 32-bit number. */
  | 'NOT_FINITE'
  /** No object has this id. */
  | 'NOT_FOUND'
  /** A forced promotion needs a reason. */
  | 'REASON_REQUIRED'
  /** The batch has more rows than one request may carry. */
  | 'TOO_MANY_ROWS'
  /** No item has this external id. */
  | 'UNKNOWN_ITEM'
  /** No modality has this name, and no dimension was given to create it. */
  | 'UNKNOWN_MODALITY'
  /** The model ranks worse than the one in production. */
  | 'WORSE_THAN_PRODUCTION'
  /** The vector has another length than the modality. */
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


export type RecommendationsQuery = { recommendations: { recommendationId: string, source: RecommendationSource, fallbackReason: string | null, modelVersion: { number: number, base: string, isMrdib: boolean } | null, edges: Array<{ cursor: string, rank: number, score: number, node: { externalId: string, title: string, category: string | null, imageUrl: string | null, price: { formatted: string } | null }, explanation: { baseline: number, score: number, mode: ExplanationMode, sentence: string, components: Array<{ kind: ExplanationComponentKind, modality: string | null, value: number }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

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
        mode
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