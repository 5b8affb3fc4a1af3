import type { ComponentChildren } from 'preact'
import { TICKET_FIELDS, type TicketField } from '../domain/scope.ts'
import { useDeskState, useRoom } from './context.ts'
import { Outcome } from './messages.tsx'
import type { Outgoing } from './outgoing.ts'
import { replacedWords } from './receipt-view.tsx'

/** The exact text of the next order, before it is sent, on demand. */
export function Preview() {
  const { desk, words } = useRoom()
  const { outgoing, busy } = useDeskState()
  return (
    <details
      class="g-details"
      onToggle={(event) => {
        if (event.currentTarget.open && outgoing === null) void desk.preview()
      }}
    >
      <summary>{words.say('preview.heading')}</summary>
      <div class="g-stack">
        <p class="g-small g-muted">{words.say('preview.help')}</p>
        <Outcome place="preview" />
        {outgoing === null ? (
          busy === 'preview' && <span class="g-skeleton" data-size="block" aria-hidden="true" />
        ) : (
          <WhatLeaves outgoing={outgoing} />
        )}
        <div>
          <button
            type="button"
            class="g-btn g-btn-small g-btn-link"
            aria-disabled={busy !== null}
            onClick={() => void desk.preview()}
          >
            {words.say(outgoing === null ? 'preview.read' : 'preview.refresh')}
          </button>
        </div>
      </div>
    </details>
  )
}

function WhatLeaves({ outgoing }: { readonly outgoing: Outgoing }) {
  const { words } = useRoom()
  const total = TICKET_FIELDS.reduce((sum, field) => sum + outgoing.bytes[field], 0)
  const replaced = replacedWords(words, outgoing.replaced)
  return (
    <div class="g-well g-stack g-small">
      {TICKET_FIELDS.map((field) => (
        <Field key={field} field={field} outgoing={outgoing} />
      ))}
      <hr class="g-divider" />
      <p>
        <span class="g-strong">{words.say('preview.replaced')}:</span>{' '}
        {replaced.length === 0 ? words.say('preview.none_replaced') : replaced.join(', ')}
      </p>
      <p class="g-strong">{words.say('preview.total', { bytes: words.bytes(total) })}</p>
      <p class="g-muted">{words.say('preview.never')}</p>
    </div>
  )
}

function Field({ field, outgoing }: { readonly field: TicketField; readonly outgoing: Outgoing }) {
  const { words } = useRoom()
  const inScope = outgoing.inScope.includes(field)
  const bytes = outgoing.bytes[field]
  return (
    <div class="g-stack" data-gap="1">
      <div class="g-row" data-spread>
        <span class="g-strong">{words.say(`scope.field.${field}`)}</span>
        <span class="g-muted">
          {bytes > 0 ? words.bytes(bytes) : words.say(inScope ? 'preview.empty' : 'preview.not_in_scope')}
        </span>
      </div>
      {inScope && field === 'subject' && outgoing.subject !== null && <Sent text={outgoing.subject} />}
      {inScope && field === 'locale' && outgoing.locale !== null && <Sent text={outgoing.locale} />}
      {inScope && field === 'requester_text' && <Comments outgoing={outgoing} />}
    </div>
  )
}

function Comments({ outgoing }: { readonly outgoing: Outgoing }) {
  const { desk, words } = useRoom()
  if (outgoing.comments.length === 0) return <p>{words.say('preview.no_comments')}</p>
  return (
    <>
      {outgoing.comments.map(({ id, createdAt, chosen, text, cut }) => (
        <div key={id} class="g-stack" data-gap="1">
          <label class="g-check">
            <input
              type="checkbox"
              checked={chosen}
              onChange={(event) => desk.choose(id, event.currentTarget.checked)}
            />
            <span>
              {words.say('preview.comment', { date: words.dateTime(createdAt) })}
              {!chosen && <span class="g-muted"> · {words.say('preview.not_sent')}</span>}
              {cut && <span class="g-muted"> · {words.say('preview.comment_cut')}</span>}
            </span>
          </label>
          {chosen && <Sent text={text} />}
        </div>
      ))}
      {!outgoing.comments.some(({ chosen }) => chosen) && (
        <p class="g-error">{words.say('preview.nothing_chosen')}</p>
      )}
    </>
  )
}

/** Placeholders stand out, so that it is seen at a glance what stays at home. */
function Sent({ text }: { readonly text: string }) {
  const pieces: ComponentChildren[] = text.split(/(⟦[A-Z]+_\d+⟧)/).map((piece, index) =>
    index % 2 === 1 ? (
      <span key={`${index}`} class="v-placeholder">
        {piece}
      </span>
    ) : (
      piece
    ),
  )
  return (
    <pre class="v-sent g-break" dir="auto">
      {pieces}
    </pre>
  )
}
