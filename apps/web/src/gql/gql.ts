/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation CheckAdminKey {\n    upsertItems(input: { items: [] }) {\n      userErrors {\n        code\n      }\n    }\n  }\n": typeof types.CheckAdminKeyDocument,
    "\n  query ItemPage($externalId: String!) {\n    item(externalId: $externalId) {\n      id\n      externalId\n      title\n      description\n      category\n      imageUrl\n      stock\n      isAvailable\n      attributes\n      price {\n        formatted\n      }\n    }\n  }\n": typeof types.ItemPageDocument,
    "\n  query SimilarItems($itemId: ID!, $first: Int!) {\n    similarItems(itemId: $itemId, first: $first) {\n      source\n      fallbackReason\n      edges {\n        node {\n          externalId\n          title\n          imageUrl\n          price {\n            formatted\n          }\n        }\n      }\n    }\n  }\n": typeof types.SimilarItemsDocument,
    "\n  mutation RecordInteractions($input: RecordInteractionsInput!) {\n    recordInteractions(input: $input) {\n      recorded\n      replayed\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.RecordInteractionsDocument,
    "\n  mutation PromoteModelVersion($input: PromoteModelVersionInput!) {\n    promoteModelVersion(input: $input) {\n      modelVersion {\n        id\n        number\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.PromoteModelVersionDocument,
    "\n  query ModelVersions($first: Int!, $after: String) {\n    modelVersions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          number\n          status\n          base\n          isMrdib\n          metrics\n          seed\n          backend\n          createdAt\n          promotedAt\n          promotionReason\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.ModelVersionsDocument,
    "\n  query Recommendations($shopper: String!, $first: Int!, $after: String) {\n    recommendations(externalUserId: $shopper, first: $first, after: $after) {\n      recommendationId\n      source\n      fallbackReason\n      modelVersion {\n        number\n        base\n        isMrdib\n      }\n      edges {\n        cursor\n        rank\n        score\n        node {\n          externalId\n          title\n          category\n          imageUrl\n          price {\n            formatted\n          }\n        }\n        explanation {\n          baseline\n          score\n          mode\n          sentence\n          components {\n            kind\n            modality\n            value\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.RecommendationsDocument,
    "\n  query Shopper($externalId: String!) {\n    user(externalId: $externalId) {\n      externalId\n      displayName\n      attributes\n    }\n  }\n": typeof types.ShopperDocument,
    "\n  query Shoppers($first: Int!, $after: String) {\n    users(first: $first, after: $after) {\n      edges {\n        node {\n          externalId\n          displayName\n          attributes\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.ShoppersDocument,
    "\n  fragment TrainingRunFields on TrainingRun {\n    id\n    state\n    progress\n    error\n    autoPromote\n    createdAt\n    startedAt\n    finishedAt\n    config\n    epochs {\n      epoch\n      loss\n      seconds\n      validRecall20\n      validNdcg20\n    }\n    modelVersion {\n      id\n      number\n      status\n    }\n  }\n": typeof types.TrainingRunFieldsFragmentDoc,
    "\n  query TrainingConsole($runs: Int!) {\n    baseRecommenders {\n      name\n      summary\n      canCarryMrdib\n    }\n    trainingRuns(first: $runs) {\n      edges {\n        node {\n          ...TrainingRunFields\n        }\n      }\n    }\n  }\n": typeof types.TrainingConsoleDocument,
    "\n  query TrainingRunState($id: ID!) {\n    node(id: $id) {\n      ... on TrainingRun {\n        ...TrainingRunFields\n      }\n    }\n  }\n": typeof types.TrainingRunStateDocument,
    "\n  subscription WatchTrainingRun($id: ID!) {\n    trainingRunUpdated(id: $id) {\n      ...TrainingRunFields\n    }\n  }\n": typeof types.WatchTrainingRunDocument,
    "\n  mutation StartTraining($input: StartTrainingInput!) {\n    startTraining(input: $input) {\n      trainingRun {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": typeof types.StartTrainingDocument,
};
const documents: Documents = {
    "\n  mutation CheckAdminKey {\n    upsertItems(input: { items: [] }) {\n      userErrors {\n        code\n      }\n    }\n  }\n": types.CheckAdminKeyDocument,
    "\n  query ItemPage($externalId: String!) {\n    item(externalId: $externalId) {\n      id\n      externalId\n      title\n      description\n      category\n      imageUrl\n      stock\n      isAvailable\n      attributes\n      price {\n        formatted\n      }\n    }\n  }\n": types.ItemPageDocument,
    "\n  query SimilarItems($itemId: ID!, $first: Int!) {\n    similarItems(itemId: $itemId, first: $first) {\n      source\n      fallbackReason\n      edges {\n        node {\n          externalId\n          title\n          imageUrl\n          price {\n            formatted\n          }\n        }\n      }\n    }\n  }\n": types.SimilarItemsDocument,
    "\n  mutation RecordInteractions($input: RecordInteractionsInput!) {\n    recordInteractions(input: $input) {\n      recorded\n      replayed\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.RecordInteractionsDocument,
    "\n  mutation PromoteModelVersion($input: PromoteModelVersionInput!) {\n    promoteModelVersion(input: $input) {\n      modelVersion {\n        id\n        number\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.PromoteModelVersionDocument,
    "\n  query ModelVersions($first: Int!, $after: String) {\n    modelVersions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          number\n          status\n          base\n          isMrdib\n          metrics\n          seed\n          backend\n          createdAt\n          promotedAt\n          promotionReason\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.ModelVersionsDocument,
    "\n  query Recommendations($shopper: String!, $first: Int!, $after: String) {\n    recommendations(externalUserId: $shopper, first: $first, after: $after) {\n      recommendationId\n      source\n      fallbackReason\n      modelVersion {\n        number\n        base\n        isMrdib\n      }\n      edges {\n        cursor\n        rank\n        score\n        node {\n          externalId\n          title\n          category\n          imageUrl\n          price {\n            formatted\n          }\n        }\n        explanation {\n          baseline\n          score\n          mode\n          sentence\n          components {\n            kind\n            modality\n            value\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.RecommendationsDocument,
    "\n  query Shopper($externalId: String!) {\n    user(externalId: $externalId) {\n      externalId\n      displayName\n      attributes\n    }\n  }\n": types.ShopperDocument,
    "\n  query Shoppers($first: Int!, $after: String) {\n    users(first: $first, after: $after) {\n      edges {\n        node {\n          externalId\n          displayName\n          attributes\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.ShoppersDocument,
    "\n  fragment TrainingRunFields on TrainingRun {\n    id\n    state\n    progress\n    error\n    autoPromote\n    createdAt\n    startedAt\n    finishedAt\n    config\n    epochs {\n      epoch\n      loss\n      seconds\n      validRecall20\n      validNdcg20\n    }\n    modelVersion {\n      id\n      number\n      status\n    }\n  }\n": types.TrainingRunFieldsFragmentDoc,
    "\n  query TrainingConsole($runs: Int!) {\n    baseRecommenders {\n      name\n      summary\n      canCarryMrdib\n    }\n    trainingRuns(first: $runs) {\n      edges {\n        node {\n          ...TrainingRunFields\n        }\n      }\n    }\n  }\n": types.TrainingConsoleDocument,
    "\n  query TrainingRunState($id: ID!) {\n    node(id: $id) {\n      ... on TrainingRun {\n        ...TrainingRunFields\n      }\n    }\n  }\n": types.TrainingRunStateDocument,
    "\n  subscription WatchTrainingRun($id: ID!) {\n    trainingRunUpdated(id: $id) {\n      ...TrainingRunFields\n    }\n  }\n": types.WatchTrainingRunDocument,
    "\n  mutation StartTraining($input: StartTrainingInput!) {\n    startTraining(input: $input) {\n      trainingRun {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n": types.StartTrainingDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CheckAdminKey {\n    upsertItems(input: { items: [] }) {\n      userErrors {\n        code\n      }\n    }\n  }\n"): typeof import('./graphql.ts').CheckAdminKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ItemPage($externalId: String!) {\n    item(externalId: $externalId) {\n      id\n      externalId\n      title\n      description\n      category\n      imageUrl\n      stock\n      isAvailable\n      attributes\n      price {\n        formatted\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ItemPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SimilarItems($itemId: ID!, $first: Int!) {\n    similarItems(itemId: $itemId, first: $first) {\n      source\n      fallbackReason\n      edges {\n        node {\n          externalId\n          title\n          imageUrl\n          price {\n            formatted\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SimilarItemsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RecordInteractions($input: RecordInteractionsInput!) {\n    recordInteractions(input: $input) {\n      recorded\n      replayed\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RecordInteractionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PromoteModelVersion($input: PromoteModelVersionInput!) {\n    promoteModelVersion(input: $input) {\n      modelVersion {\n        id\n        number\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql.ts').PromoteModelVersionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ModelVersions($first: Int!, $after: String) {\n    modelVersions(first: $first, after: $after) {\n      edges {\n        node {\n          id\n          number\n          status\n          base\n          isMrdib\n          metrics\n          seed\n          backend\n          createdAt\n          promotedAt\n          promotionReason\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ModelVersionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Recommendations($shopper: String!, $first: Int!, $after: String) {\n    recommendations(externalUserId: $shopper, first: $first, after: $after) {\n      recommendationId\n      source\n      fallbackReason\n      modelVersion {\n        number\n        base\n        isMrdib\n      }\n      edges {\n        cursor\n        rank\n        score\n        node {\n          externalId\n          title\n          category\n          imageUrl\n          price {\n            formatted\n          }\n        }\n        explanation {\n          baseline\n          score\n          mode\n          sentence\n          components {\n            kind\n            modality\n            value\n          }\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RecommendationsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Shopper($externalId: String!) {\n    user(externalId: $externalId) {\n      externalId\n      displayName\n      attributes\n    }\n  }\n"): typeof import('./graphql.ts').ShopperDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Shoppers($first: Int!, $after: String) {\n    users(first: $first, after: $after) {\n      edges {\n        node {\n          externalId\n          displayName\n          attributes\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ShoppersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TrainingRunFields on TrainingRun {\n    id\n    state\n    progress\n    error\n    autoPromote\n    createdAt\n    startedAt\n    finishedAt\n    config\n    epochs {\n      epoch\n      loss\n      seconds\n      validRecall20\n      validNdcg20\n    }\n    modelVersion {\n      id\n      number\n      status\n    }\n  }\n"): typeof import('./graphql.ts').TrainingRunFieldsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TrainingConsole($runs: Int!) {\n    baseRecommenders {\n      name\n      summary\n      canCarryMrdib\n    }\n    trainingRuns(first: $runs) {\n      edges {\n        node {\n          ...TrainingRunFields\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').TrainingConsoleDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TrainingRunState($id: ID!) {\n    node(id: $id) {\n      ... on TrainingRun {\n        ...TrainingRunFields\n      }\n    }\n  }\n"): typeof import('./graphql.ts').TrainingRunStateDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription WatchTrainingRun($id: ID!) {\n    trainingRunUpdated(id: $id) {\n      ...TrainingRunFields\n    }\n  }\n"): typeof import('./graphql.ts').WatchTrainingRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartTraining($input: StartTrainingInput!) {\n    startTraining(input: $input) {\n      trainingRun {\n        id\n      }\n      userErrors {\n        code\n        message\n        field\n      }\n    }\n  }\n"): typeof import('./graphql.ts').StartTrainingDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
