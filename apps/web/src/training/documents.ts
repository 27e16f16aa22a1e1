import { graphql } from '../gql/gql.ts'

export const TRAINING_RUN_FIELDS = graphql(/* GraphQL */ `
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
`)

export const CONSOLE = graphql(/* GraphQL */ `
  query Console($runs: Int!, $versions: Int!) {
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
    modelVersions(first: $versions) {
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
          dataFingerprint
          createdAt
          promotedAt
          promotionReason
        }
      }
    }
  }
`)

export const TRAINING_RUN = graphql(/* GraphQL */ `
  query TrainingRunState($id: ID!) {
    node(id: $id) {
      ... on TrainingRun {
        ...TrainingRunFields
      }
    }
  }
`)

export const WATCH_TRAINING_RUN = graphql(/* GraphQL */ `
  subscription WatchTrainingRun($id: ID!) {
    trainingRunUpdated(id: $id) {
      ...TrainingRunFields
    }
  }
`)

export const START_TRAINING = graphql(/* GraphQL */ `
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
`)

export const PROMOTE_MODEL_VERSION = graphql(/* GraphQL */ `
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
`)

/** An admin mutation that changes nothing: it passes only with a key that is valid. */
export const CHECK_ADMIN_KEY = graphql(/* GraphQL */ `
  mutation CheckAdminKey {
    upsertItems(input: { items: [] }) {
      userErrors {
        code
      }
    }
  }
`)
