/** Sentences against the topics as they stand in the form: which each one hits, and whether it is refused. */
import { useState } from 'preact/hooks'
import { TOPIC_TEST_MOST, type TopicTestLine } from '../../domain/topic-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { linesIn } from '../policy-topics.ts'
import type { ScopeForm } from '../scope-form.ts'
import { fill, joinWords } from '../words.ts'

interface Tried {
  readonly sentences: readonly string[]
  readonly lines: readonly TopicTestLine[]
}

export function TopicTest({ form }: { readonly form: ScopeForm }) {
  const { client, words, language } = useConsole()
  const say = words.policyTopics
  const act = useAct()
  const samples = form.topics.flatMap((topic) => topic.samples ?? [])
  const [typed, setTyped] = useState<string | null>(null)
  const [tried, setTried] = useState<Tried | null>(null)
  const text = typed ?? samples.join('\n')
  const nameOf = (id: string) => form.topics.find((topic) => topic.id === id)?.name ?? id
  const sentences = linesIn(text).slice(0, TOPIC_TEST_MOST)
  const run = () =>
    act.run(async () => {
      const topics = form.topics.filter(({ phrases }) => phrases.length > 0)
      const order = {
        topics,
        sentences,
        ...(form.topicChoice === null ? {} : { topicChoice: form.topicChoice }),
      }
      setTried({ sentences, lines: await client.testTopics(order) })
    })
  return (
    <div class="g-stack" data-gap="3">
      <div class="g-field">
        <label class="g-label" for="topic-sentences">
          {say.sentences}
        </label>
        <p class="g-hint" id="topic-sentences-hint">
          {say.sentencesHint}
        </p>
        <textarea
          id="topic-sentences"
          class="g-textarea"
          rows={4}
          aria-describedby="topic-sentences-hint"
          value={text}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setTried(null)
          }}
        />
      </div>
      <button
        type="button"
        class="g-btn c-start"
        aria-disabled={act.busy || sentences.length === 0}
        onClick={run}
      >
        {say.run}
      </button>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {tried === null ? null : (
        <ol class="c-steps" aria-label={say.sentences}>
          {tried.sentences.map((sentence, at) => {
            const line = tried.lines[at]
            if (line === undefined) return null
            const found = line.topics.map(nameOf)
            return (
              <li key={sentence} data-match={line.refused ? 'unknown' : 'matches'}>
                <Icon name={line.refused ? 'bar' : 'check'} />
                <div>
                  <p>{sentence}</p>
                  <p class="g-small g-muted">
                    {line.refused ? say.refused : say.drafted} ·{' '}
                    {found.length === 0
                      ? say.noTopic
                      : fill(say.hits, { topics: joinWords(found, language) })}
                  </p>
                </div>
              </li>
            )
          })}
        </ol>
      )}
    </div>
  )
}
