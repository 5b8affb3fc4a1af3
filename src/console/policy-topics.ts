/** What is chosen for a topic, and how a choice changes. */
import type { TopicChoice } from '../domain/scope.ts'
import type { ScopeForm } from './scope-form.ts'

/** `deny`: refused. `allow`: the topics that are drafted on alone. `open`: found, and left alone. */
export const TOPIC_MODES = ['deny', 'allow', 'open'] as const
export type TopicMode = (typeof TOPIC_MODES)[number]

export function linesIn(typed: string): readonly string[] {
  const lines = typed.split('\n').map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== ''))]
}

export function choiceOf(choice: TopicChoice | null, id: string): TopicMode {
  if (choice?.deny.includes(id)) return 'deny'
  return choice?.allow?.includes(id) ? 'allow' : 'open'
}

/** `null` where nothing is chosen any more: then topics decide nothing. */
export function choiceWith(choice: TopicChoice | null, id: string, mode: TopicMode): TopicChoice | null {
  const others = (list: readonly string[] = []) => list.filter((one) => one !== id)
  const deny = mode === 'deny' ? [...others(choice?.deny), id] : others(choice?.deny)
  const allow = mode === 'allow' ? [...others(choice?.allow), id] : others(choice?.allow)
  if (allow.length === 0 && deny.length === 0) return null
  return allow.length === 0 ? { deny } : { allow, deny }
}

/** Out of the choice and of every rule as well, so that none names a topic that is not there. */
export function withoutTopic(form: ScopeForm, id: string): Partial<ScopeForm> {
  return {
    topics: form.topics.filter((topic) => topic.id !== id),
    topicChoice: choiceWith(form.topicChoice, id, 'open'),
    rules: form.rules.map((rule) => {
      const { topics, ...restrict } = rule.restrict
      if (topics === undefined) return rule
      const deny = topics.deny.filter((one) => one !== id)
      const kept =
        topics.allow === undefined ? { deny } : { allow: topics.allow.filter((one) => one !== id), deny }
      return kept.allow === undefined && deny.length === 0
        ? { ...rule, restrict }
        : { ...rule, restrict: { ...restrict, topics: kept } }
    }),
  }
}
