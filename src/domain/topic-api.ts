/** The JSON of a trial of topics: sentences go in, what each is about comes out. Nothing of it is stored. */
import type { TopicChoice } from './scope.ts'
import type { Topic } from './scope-policy.ts'

export const TOPIC_TEST_MOST = 100

/** `POST /api/v1/console/topic-tests`: topics as they stand in the form, saved or not. */
export interface TopicTestOrder {
  readonly topics: readonly Topic[]
  readonly topicChoice?: TopicChoice
  readonly sentences: readonly string[]
}

/** One answer for each sentence, in their order; the sentences themselves are not said back. */
export interface TopicTestLine {
  /** Ids of the topics that were found. */
  readonly topics: readonly string[]
  /** Whether a ticket of this sentence alone would be refused for its topic. */
  readonly refused: boolean
}
