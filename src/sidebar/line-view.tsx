import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { DraftSentence } from '../domain/draft.ts'
import { restore } from '../minimise/personal-data.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { markIn, sourceKey, sourcesOf } from './numbering.ts'
import { PassageView } from './passage-view.tsx'
import { type DraftState, mayInsert } from './state.ts'

/** One sentence with its sources; a source opens below it. */
export function Line({
  sentence,
  draft,
  numbers,
}: {
  readonly sentence: DraftSentence
  readonly draft: DraftState
  readonly numbers: ReadonlyMap<string, number>
}) {
  const { words } = useRoom()
  const [open, setOpen] = useState<string | null>(null)
  const template = sentence.kind === 'template'
  const sources = sourcesOf(sentence)
  const shown = sources.find(({ key }) => key === open)
  const passageOf = (key: string) => draft.passages.find((known) => sourceKey(known) === key) ?? null
  const block = template ? null : sentence.block
  const marker = block === 'list_item' ? '•' : block === 'step' ? `${ordinalOf(sentence)}.` : null
  const panelId = `source-${sentence.id}`

  return (
    <li class={`v-line ${template ? 'v-template' : ''}`}>
      <div class="v-line-row">
        {marker !== null && <span class="v-marker">{marker}</span>}
        <div class="g-grow g-break" id={`line-${sentence.id}`}>
          <SentenceText sentence={sentence} draft={draft}>
            {sources.map(({ key }) => {
              const number = numbers.get(key) ?? 0
              return (
                <button
                  key={key}
                  type="button"
                  class="v-cite"
                  aria-expanded={open === key}
                  aria-controls={panelId}
                  aria-label={words.say('draft.cite', { number, title: passageOf(key)?.title ?? '' })}
                  onClick={() => setOpen(open === key ? null : key)}
                >
                  {number}
                </button>
              )
            })}
          </SentenceText>
          {template && <span class="g-sr"> ({words.say('draft.template')})</span>}
        </div>
        <InsertOne sentence={sentence} draft={draft} />
      </div>
      <div id={panelId} hidden={shown === undefined}>
        {shown !== undefined && (
          <PassageView
            passage={passageOf(shown.key)}
            quotes={shown.quotes}
            number={numbers.get(shown.key) ?? 0}
          />
        )}
      </div>
    </li>
  )
}

const ordinalOf = (sentence: DraftSentence) =>
  sentence.kind === 'template' ? '' : String(sentence.ordinal ?? '')

/** Short enough to stay whole at 320 px. */
const LAST_WORD = /\S{1,20}$/

/** What comes from the ticket and not from the article is underlined, and said after the sentence. */
function SentenceText({
  sentence,
  draft,
  children,
}: {
  readonly sentence: DraftSentence
  readonly draft: DraftState
  /** The numbers of its sources. */
  readonly children: ComponentChildren
}) {
  const { words } = useRoom()
  const text = restore(sentence.text, draft.table)
  const facts =
    sentence.kind === 'statement' ? sentence.fromTicket.map((fact) => restore(fact, draft.table)) : []
  if (facts.length === 0) {
    // A number alone on a line would seem to belong to the next sentence.
    const [last = ''] = LAST_WORD.exec(text) ?? []
    return (
      <span dir="auto">
        {text.slice(0, text.length - last.length)}
        <span class="v-end">
          {last}
          {children}
        </span>
      </span>
    )
  }
  return (
    <>
      <span dir="auto">
        {markIn(text, facts).pieces.map(({ text: piece, marked }, index) =>
          marked ? (
            <span key={index} class="v-fact">
              {piece}
            </span>
          ) : (
            piece
          ),
        )}
      </span>{' '}
      <span class="v-from-ticket g-small">
        {words.say('draft.from_ticket', { facts: words.list(facts) })}
      </span>
      {children}
    </>
  )
}

function InsertOne({ sentence, draft }: { readonly sentence: DraftSentence; readonly draft: DraftState }) {
  const { desk, words } = useRoom()
  const insertable = mayInsert(useDeskState())
  const used = draft.inserted.has(sentence.id)
  const label = words.say('draft.insert_one')
  return (
    <button
      type="button"
      class={`g-btn g-btn-icon g-btn-ghost v-insert ${used ? 'v-used' : ''}`}
      aria-disabled={!insertable}
      title={draft.stage === 'ready' ? label : words.say('draft.wait')}
      aria-describedby={`line-${sentence.id}`}
      aria-label={used ? `${label} (${words.say('draft.inserted_mark')})` : label}
      onClick={() => void desk.insert([sentence.id], 'insert')}
    >
      <Icon name={used ? 'check' : 'insert'} />
    </button>
  )
}
