/** Tries an account's topics on sentences, with the gate's own analysis and word. Keeps nothing. */
import { topicsRefused } from '../../src/domain/decide.ts'
import type { TopicTestLine, TopicTestOrder } from '../../src/domain/topic-api.ts'
import { topicsOfText } from './ticket-topics.ts'

export function tryTopics(order: TopicTestOrder, locales: readonly string[]): readonly TopicTestLine[] {
  const { topics, topicChoice } = order
  return order.sentences.map((sentence) => {
    const found = topicsOfText(sentence, topics, locales)
    return {
      topics: found.map(({ id }) => id),
      refused: topicChoice !== undefined && topicsRefused(topicChoice, found).length > 0,
    }
  })
}
