import { graphql } from '../api/index.ts'

/** The fields of `TrainingRun`. */
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

export const TRAINING_CONSOLE = graphql(/* GraphQL */ `
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
