/** The console's trial of topics. */
import type { TopicTestLine, TopicTestOrder } from '../domain/topic-api.ts'
import { type Check, flag, list, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface TopicClient {
  /** Tries topics as they are typed, before anything is saved. */
  testTopics(order: TopicTestOrder): Promise<readonly TopicTestLine[]>
}

const lines: Check<readonly TopicTestLine[]> = list(record({ topics: list(text), refused: flag }))

export function topicClient(line: Line): TopicClient {
  return { testTopics: (order) => line.ask(lines, 'POST', '/console/topic-tests', order) }
}
