/** Whom staff mean, and everything that is held of them. Opening it is noted with its purpose, and told to the person. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { DOSSIER_PURPOSES, type DossierPurpose } from '../../domain/access.ts'
import type { DossierView, FindOrder, PersonHit } from '../../domain/dossier-api.ts'
import { parseHelpdeskId } from '../../domain/ticket.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, SetbackAlert } from '../parts/page.tsx'
import { fill, formatDate, joinWords, plural } from '../words.ts'
import { Dossier } from './dossier.tsx'

const WAYS = ['ticket', 'user', 'email'] as const
type Way = (typeof WAYS)[number]
/** From the page of a request, which is named by it. */
const CASE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function RequestersScreen({ ticketId }: { readonly ticketId: string | null }) {
  const { me, words } = useConsole()
  const say = words.requesters
  if (!me.roles.includes('compliance'))
    return (
      <>
        <PageHead title={say.title} lead={say.lead} />
        <p class="g-alert c-read-only" data-tone="info">
          <Icon name="lock" />
          <span>{say.onlyCompliance}</span>
        </p>
      </>
    )
  return <RequestersDesk ticketId={ticketId} />
}

function RequestersDesk({ ticketId }: { readonly ticketId: string | null }) {
  const { client, words, findUserIds } = useConsole()
  const say = words.requesters
  const act = useAct()
  const [hits, setHits] = useState<readonly PersonHit[] | null>(null)
  const [way, setWay] = useState<Way>('ticket')
  const [dossier, setDossier] = useState<DossierView | null>(null)
  const [purpose, setPurpose] = useState<DossierPurpose>('person_asks')

  async function orderOf(chosen: Way | 'case', typed: string): Promise<FindOrder | null> {
    if (chosen !== 'email') return { by: chosen, values: [typed] }
    const ids = await findUserIds(typed)
    return ids.length === 0 ? null : { by: 'user', values: ids }
  }
  const find = (chosen: Way | 'case', typed: string) =>
    act.run(async () => {
      setDossier(null)
      setHits(null)
      setWay(chosen === 'case' ? 'ticket' : chosen)
      const order = await orderOf(chosen, typed)
      setHits(order === null ? [] : await client.findPeople(order))
    })
  const open = (requesterRef: string) =>
    act.run(async () => {
      setDossier(await client.openDossier({ requesterRef, purpose }))
    })

  const isCase = ticketId !== null && CASE_ID.test(ticketId)
  const asked = useRef<string | null>(null)
  useEffect(() => {
    if (ticketId === null || asked.current === ticketId) return
    const by = isCase ? 'case' : 'ticket'
    if (by === 'ticket' && parseHelpdeskId(ticketId) === null) return
    asked.current = ticketId
    void find(by, ticketId)
  })

  if (dossier !== null)
    return (
      <Dossier
        key={dossier.requesterRef}
        dossier={dossier}
        onReload={() => open(dossier.requesterRef)}
        onBack={() => setDossier(null)}
      />
    )
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <div class="g-stack" data-gap="5">
        <FindForm
          ticketId={isCase ? null : ticketId}
          busy={act.busy}
          onFind={(chosen, typed) => void find(chosen, typed)}
        />
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        {hits === null ? null : hits.length === 0 ? (
          <EmptyState title={say.nobody} hint={way === 'email' ? say.nobodyMail : say.nobodyHint} />
        ) : (
          <Hits
            hits={hits}
            way={way}
            purpose={purpose}
            busy={act.busy}
            onPurpose={setPurpose}
            onOpen={(ref) => void open(ref)}
          />
        )}
      </div>
    </>
  )
}

function FindForm(props: {
  readonly ticketId: string | null
  readonly busy: boolean
  readonly onFind: (way: Way, typed: string) => void
}) {
  const say = useConsole().words.requesters
  const [way, setWay] = useState<Way>('ticket')
  const [typed, setTyped] = useState(props.ticketId ?? '')
  const [wrong, setWrong] = useState(false)
  return (
    <form
      class="g-card g-card-body g-stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const value = typed.trim().replace(/^#/, '')
        const fits = way === 'email' ? /^\S+@\S+$/.test(value) : parseHelpdeskId(value) !== null
        setWrong(!fits)
        if (fits) props.onFind(way, value)
      }}
    >
      <fieldset class="c-find-ways">
        <legend class="g-label">{say.by}</legend>
        <div class="g-row" data-gap="4">
          {WAYS.map((each) => (
            <label key={each} class="g-check">
              <input
                type="radio"
                name="find-by"
                checked={way === each}
                onChange={() => {
                  setWay(each)
                  setWrong(false)
                }}
              />
              <span>{say.way[each]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="c-find-line">
        <div class="g-field">
          <label class="g-label" for="find-person">
            {say.way[way]}
          </label>
          <input
            id="find-person"
            class="g-input"
            inputMode={way === 'email' ? 'email' : 'numeric'}
            autocomplete="off"
            value={typed}
            aria-invalid={wrong}
            aria-describedby={wrong ? 'find-wrong' : 'find-hint'}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="g-btn g-btn-primary" aria-disabled={props.busy}>
          <Icon name="search" />
          {say.find}
        </button>
      </div>
      {wrong ? (
        <p class="g-error" id="find-wrong" role="alert">
          {way === 'email' ? say.wrongMail : say.wrongNumber}
        </p>
      ) : (
        <p class="g-small g-muted" id="find-hint">
          {say.wayHint[way]}
        </p>
      )}
    </form>
  )
}

function Hits(props: {
  readonly hits: readonly PersonHit[]
  readonly way: Way
  readonly purpose: DossierPurpose
  readonly busy: boolean
  readonly onPurpose: (purpose: DossierPurpose) => void
  readonly onOpen: (requesterRef: string) => void
}) {
  const { words, language } = useConsole()
  const say = words.requesters
  const several = props.hits.length > 1
  return (
    <section class="g-card" aria-labelledby="hits-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="hits-title">
          {plural(say.found, props.hits.length, language)}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        {several ? (
          <p class="g-alert" data-tone="warning">
            <Icon name="warning" />
            <span>{props.way === 'email' ? say.severalMail : say.severalTicket}</span>
          </p>
        ) : null}
        <div class="g-field c-purpose">
          <label class="g-label" for="purpose">
            {say.purposeLabel}
          </label>
          <select
            id="purpose"
            class="g-select"
            value={props.purpose}
            onChange={(event) => {
              const chosen = DOSSIER_PURPOSES.find((each) => each === event.currentTarget.value)
              if (chosen !== undefined) props.onPurpose(chosen)
            }}
          >
            {DOSSIER_PURPOSES.map((purpose) => (
              <option key={purpose} value={purpose}>
                {say.purpose[purpose]}
              </option>
            ))}
          </select>
          <p class="g-small g-muted">{say.purposeHint}</p>
        </div>
        <ul class="c-hits">
          {props.hits.map((hit) => (
            <li key={hit.requesterRef} class="g-row" data-spread>
              <div>
                <p class="g-strong">
                  {hit.helpdeskUserId === null ? say.noUser : fill(say.user, { userId: hit.helpdeskUserId })}
                </p>
                <p class="g-small g-muted">
                  {fill(say.since, { date: formatDate(hit.since, language) })} ·{' '}
                  {plural(say.tickets, hit.tickets, language)}
                  {hit.ticketIds.length === 0
                    ? ''
                    : `: ${joinWords(
                        hit.ticketIds.map((id) => `#${id}`),
                        language,
                      )}`}
                  {hit.tickets > hit.ticketIds.length ? ' …' : ''}
                </p>
                {hit.joinedWith === 0 ? null : (
                  <p class="g-small">{plural(say.joined, hit.joinedWith, language)}</p>
                )}
              </div>
              <button
                type="button"
                class="g-btn g-btn-primary"
                aria-disabled={props.busy}
                onClick={() => props.onOpen(hit.requesterRef)}
              >
                {say.open}
                <span class="g-sr">
                  {' '}
                  {hit.helpdeskUserId === null ? say.noUser : fill(say.user, { userId: hit.helpdeskUserId })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
