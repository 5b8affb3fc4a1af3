/** The console's trial of topics, and the versions that the policy has had. */
import type { PolicyVersionView } from '../domain/scope-policy-api.ts'
import type { TopicTestLine, TopicTestOrder } from '../domain/topic-api.ts'
import { type Check, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import type { Line } from './session.ts'

export interface TopicClient {
  /** Tries topics as they are typed, before anything is saved. */
  testTopics(order: TopicTestOrder): Promise<readonly TopicTestLine[]>
  /** Newest first; `before` is the lowest version already shown. */
  policyVersions(before: number | null): Promise<readonly PolicyVersionView[]>
}

const lines: Check<readonly TopicTestLine[]> = list(record({ topics: list(text), refused: flag }))

const versions: Check<readonly PolicyVersionView[]> = list(
  record({
    version: number,
    changedAt: text,
    changedBy: nullable(text),
    proposedBy: nullable(text),
    diff: list(record({ sign: oneOf(['+', '-']), path: text, value: text })),
  }),
)

export function topicClient(line: Line): TopicClient {
  const at = '/console/scope-policy/versions'
  return {
    testTopics: (order) => line.ask(lines, 'POST', '/console/topic-tests', order),
    policyVersions: (before) => line.ask(versions, 'GET', before === null ? at : `${at}?before=${before}`),
  }
}
