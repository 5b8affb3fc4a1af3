import { type ComponentChildren, Fragment } from 'preact'
import { TICKET_FIELDS, type TicketField } from '../domain/scope.ts'
import type { SidebarWords } from '../words.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { Outcome } from './messages.tsx'
import type { Outgoing } from './orders.ts'
import { replacedWords } from './receipt-rows.ts'
import { recipientWords, regionWords } from './recipient-words.ts'
import type { DeskState } from './state.ts'
import { StrikeForm } from './strike-form.tsx'

/** How much would leave and where to, always; the exact text of the next order on demand. */
export function Preview() {
  return (
    <>
      <Leaving />
      <PeopleUnread />
    </>
  )
}

/** Outside of what is folded: names that nobody looks for must not leave unsaid. */
function PeopleUnread() {
  const { desk, words } = useRoom()
  const { outgoing, busy } = useDeskState()
  if (outgoing === null || outgoing.everyoneKnown) return null
  return (
    <div class="g-alert g-small" data-tone="warning">
      <Icon name="alert" />
      <div class="g-stack" data-gap="1">
        <p>{words.say('preview.people_unread')}</p>
        <div>
          <button
            type="button"
            class="g-btn g-btn-small g-btn-link"
            aria-disabled={busy !== null}
            onClick={() => void desk.preview()}
          >
            {words.say('preview.refresh')}
          </button>
        </div>
      </div>
    </div>
  )
}

function Leaving() {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const { outgoing, busy, view } = state
  return (
    <details
      class="g-details"
      onToggle={(event) => {
        if (event.currentTarget.open && outgoing === null) void desk.preview()
      }}
    >
      <summary>
        <span>{words.say('preview.heading')}</span>
        <span class="g-small g-muted v-line-note g-break">{lineOf(words, state)}</span>
      </summary>
      <div class="g-stack v-preview">
        <p class="g-small g-muted">
          {words.say(view?.recipient == null ? 'preview.help_local' : 'preview.help_remote')}
        </p>
        <Outcome place="preview" />
        <Recipient />
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

const totalOf = ({ bytes }: Outgoing) => TICKET_FIELDS.reduce((sum, field) => sum + bytes[field], 0)

function lineOf(words: SidebarWords, { view, outgoing }: DeskState): string {
  const recipient = view?.recipient ?? null
  const size = outgoing === null ? [] : [words.bytes(totalOf(outgoing))]
  if (recipient === null) return words.dotted([...size, words.say('preview.stays')])
  const { host, region } = recipient
  return [...size, words.say('preview.goes', { host, region: regionWords(words, region) })].join(' ')
}

function Recipient() {
  const { words } = useRoom()
  const recipient = useDeskState().view?.recipient ?? null
  if (recipient === null) return null
  const said = recipientWords(words, recipient)
  const rows = ['model', 'provider', 'host', 'region', 'retention'] as const
  return (
    <section class="g-stack g-small" data-gap="1" aria-labelledby="recipient-heading">
      <h3 id="recipient-heading" class="g-h3">
        {words.say('preview.to')}
      </h3>
      <dl class="g-dl">
        {rows.map((row) => (
          <Fragment key={row}>
            <dt>{words.say(`preview.${row}`)}</dt>
            <dd class="g-break">
              <bdi>{said[row]}</bdi>
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

function WhatLeaves({ outgoing }: { readonly outgoing: Outgoing }) {
  const { words } = useRoom()
  const replaced = replacedWords(words, outgoing.replaced)
  return (
    <div class="g-well g-stack g-small">
      {TICKET_FIELDS.map((field) => (
        <Field key={field} field={field} outgoing={outgoing} />
      ))}
      <hr class="g-divider" />
      <StrikeForm outgoing={outgoing} />
      <hr class="g-divider" />
      <p>
        <span class="g-strong">{words.say('preview.replaced')}:</span>{' '}
        {replaced.length === 0 ? words.say('preview.none_replaced') : words.list(replaced)}
      </p>
      <p class="g-strong">{words.say('preview.total', { bytes: words.bytes(totalOf(outgoing)) })}</p>
      {outgoing.ofOthers > 0 && <p>{words.count('preview.of_others', outgoing.ofOthers)}</p>}
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
              {!chosen && <span class="g-muted">{words.dotted(['', words.say('preview.not_sent')])}</span>}
              {cut && <span class="g-muted">{words.dotted(['', words.say('preview.comment_cut')])}</span>}
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
      <span key={`${index}`} class="v-placeholder" data-struck={piece.startsWith('⟦STRUCK_') || undefined}>
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
