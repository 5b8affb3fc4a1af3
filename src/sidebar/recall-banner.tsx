import type { RecalledSentence } from '../domain/recall-api.ts'
import { restore } from '../minimise/personal-data.ts'
import { useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import type { DraftState } from './state.ts'

/** An article changed under the draft: why it cannot be inserted, and what to check of what already was. */
export function RecallBanner({ draft }: { readonly draft: DraftState }) {
  const { desk, words } = useRoom()
  const { recall } = draft
  if (recall === null || draft.sent) return null
  const inReply = recall.sentences.filter(({ id }) => draft.inserted.has(id))
  return (
    <div class="g-alert v-flush" data-tone="warning">
      <Icon name="alert" />
      <div class="g-stack" data-gap="2">
        <p class="g-alert-title">{words.say('recall.heading')}</p>
        <ul class="v-reasons">
          {recall.articles.map(({ articleId, locale, title, url, cause }) => (
            <li key={`${articleId} ${locale}`}>
              {url === null ? (
                <strong class="g-break">{title}</strong>
              ) : (
                <a class="g-link g-break" href={url} target="_blank" rel="noopener noreferrer">
                  {title}
                </a>
              )}
              {': '}
              {words.say(`recall.cause.${cause}`)}
            </li>
          ))}
        </ul>
        {inReply.length > 0 && <InReply sentences={inReply} draft={draft} />}
        {(draft.closed === null || draft.closed === 'consent') && (
          <div>
            <button type="button" class="g-btn g-btn-small" onClick={() => void desk.draft(draft.wish)}>
              {words.say('draft.again')}
            </button>
          </div>
        )}
      </div>
    </div>
  )
}

function InReply({
  sentences,
  draft,
}: {
  readonly sentences: readonly RecalledSentence[]
  readonly draft: DraftState
}) {
  const { words } = useRoom()
  return (
    <section class="g-stack v-recheck" data-gap="2" aria-labelledby="recheck">
      <p id="recheck">
        <strong>{words.count('recall.in_reply', sentences.length)}</strong>
      </p>
      <ul class="v-reasons">
        {sentences.map(({ id, fate, now }) => {
          const sentence = draft.sentences.find((own) => own.id === id)
          return (
            <li key={id} class="g-stack" data-gap="1">
              <q class="g-break" dir="auto">
                {restore(sentence?.text ?? '', draft.table)}
              </q>
              <span class="g-small">
                {now === null
                  ? words.say(`recall.fate.${fate}`)
                  : words.say('recall.says_now', { sentence: now })}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
