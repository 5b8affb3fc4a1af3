import { useEffect, useState } from 'preact/hooks'
import type { Trouble } from '../companion/index.ts'
import type { RefusalView } from '../domain/api.ts'
import type { DecisionNote } from '../domain/decision.ts'
import type { ArticleCopy, NearArticle, NextStep } from '../domain/refusal.ts'
import { waitWords } from '../domain/wait.ts'
import { useWait } from '../look/wait.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon, type IconName } from './icons.tsx'
import { lazily } from './lazily.tsx'
import { isProviderTrouble, offeredStep, refusalSentence, troubleSentence } from './refusal-words.ts'
import { mayDraftHere, modelDrafts, type Place, type Said } from './state.ts'

/** Only a no to something that was asked for has a receipt. */
const DecisionLine = lazily(() => import('./decision-line.tsx').then((part) => part.DecisionLine))

const LONG_MS = 1_000

const ICONS: Readonly<Record<Said['tone'], IconName>> = {
  info: 'check',
  success: 'check',
  warning: 'alert',
  danger: 'cross',
}

/** The outcome of the last act, in the panel where it was done. Said aloud once, by the page's live region. */
export function Outcome({ place }: { readonly place: Place }) {
  const { words } = useRoom()
  const { said, busy } = useDeskState()
  if (busy === place) return <UnderWay key={place} />
  if (said?.place !== place) return null
  return (
    <div class="g-alert g-small" data-tone={said.tone}>
      <Icon name={ICONS[said.tone]} />
      <div class="g-stack" data-gap="2">
        {said.text}
        {said.requestId !== undefined && said.requestId !== '' && (
          <div class="g-small g-break">{words.say('trouble.request', { id: said.requestId })}</div>
        )}
        {said.step !== undefined && (
          <div class="g-row">
            <Step step={said.step} />
          </div>
        )}
      </div>
    </div>
  )
}

/** Said after a second: what is done at once needs no word. */
function UnderWay() {
  const { words } = useRoom()
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!long) return null
  return (
    <p class="g-row g-small g-muted" role="status" data-gap="2">
      <span class="g-spinner" aria-hidden="true" />
      {words.say('working')}
    </p>
  )
}

/** Every reason as a sentence; a step that can be taken here is a button, once. */
export function Refusals({
  title,
  refusals,
  decision = null,
  place = 'draft',
}: {
  readonly title: string
  readonly refusals: readonly RefusalView[]
  /** Of a no to something that was asked for; what would be refused has no receipt. */
  readonly decision?: DecisionNote | null
  readonly place?: Place
}) {
  const { words } = useRoom()
  const state = useDeskState()
  const offered = new Set<NextStep>()
  // Only the model was not named to the requester: drafting here asks for nobody's leave.
  const here = mayDraftHere(state) && refusals.length > 0 && onlyUndisclosed(refusals)
  return (
    <div class="g-alert" data-tone="warning">
      <Icon name="pause" />
      <div class="g-stack" data-gap="2">
        <p class="g-alert-title">{title}</p>
        <ul class="v-reasons">
          {refusals.map(({ refusal, nextStep }) => {
            const step = offeredStep(refusal, nextStep)
            const first = !offered.has(step)
            offered.add(step)
            return (
              <li key={refusal.reason} class="g-stack" data-gap="2">
                <p>{refusalSentence(words, refusal)}</p>
                {refusal.reason === 'NOT_COVERED' && refusal.nearest.length > 0 && (
                  <NearArticles nearest={refusal.nearest} />
                )}
                {refusal.reason === 'REQUESTER_UNFIT' && refusal.why === 'forwarded' && <OwnQuestion />}
                {first && (
                  <div class="g-row">
                    <Step step={step} />
                    {here && <Step step="draft_extractive" />}
                  </div>
                )}
              </li>
            )
          })}
        </ul>
        {decision !== null && <DecisionLine decision={decision} place={place} />}
      </div>
    </div>
  )
}

/** What an agent can see and a machine cannot: whose question it is. */
function OwnQuestion() {
  const { desk, words } = useRoom()
  const { busy } = useDeskState()
  return (
    <>
      <p class="g-small g-muted">{words.say('refusal.own_question_help')}</p>
      <div class="g-row">
        <button
          type="button"
          class="g-btn g-btn-small"
          aria-disabled={busy !== null}
          onClick={() => void desk.ownQuestion()}
        >
          {words.say('refusal.own_question')}
        </button>
      </div>
    </>
  )
}

const onlyUndisclosed = (refusals: readonly RefusalView[]) =>
  refusals.every(({ refusal }) => refusal.reason === 'RECIPIENT_NOT_DISCLOSED')

/** What broke, in one sentence, with what can be done about it. */
export function TroubleBox({
  title,
  trouble,
  here,
  onRetry,
}: {
  readonly title: string
  readonly trouble: Trouble
  /** It was drafted on this server already: that is no way out. */
  readonly here?: boolean
  onRetry?(): void
}) {
  const { words } = useRoom()
  const state = useDeskState()
  return (
    <div class="g-alert" data-tone="danger">
      <Icon name="cross" />
      <div class="g-stack" data-gap="2">
        <p class="g-alert-title">{title}</p>
        <p>{troubleSentence(words, trouble)}</p>
        {trouble.kind === 'fault' && trouble.requestId !== null && (
          <p class="g-small g-break">{words.say('trouble.request', { id: trouble.requestId })}</p>
        )}
        <div class="g-row">
          {onRetry !== undefined && <RetryButton trouble={trouble} onRetry={onRetry} />}
          {here !== true && modelDrafts(state) && isProviderTrouble(trouble) && (
            <Step step="draft_extractive" />
          )}
        </div>
      </div>
    </div>
  )
}

/** Says from when on it helps, and can be pressed then: nothing is tried again by itself. */
export function RetryButton({
  trouble,
  onRetry,
}: {
  readonly trouble: Trouble
  readonly onRetry: () => void
}) {
  const { words, now } = useRoom()
  const seconds = trouble.kind === 'fault' ? (trouble.retryAfterSeconds ?? 0) : 0
  const left = useWait(trouble, seconds, now)
  return (
    <>
      <button type="button" class="g-btn g-btn-small" aria-disabled={left > 0} onClick={onRetry}>
        {words.say('trouble.retry')}
      </button>
      {seconds > 0 && (
        <span class="g-small">
          {left === 0
            ? words.say('trouble.waited')
            : words.say('trouble.wait', { when: waitWords(left, words.locale) })}
        </span>
      )}
    </>
  )
}

function NearArticles({ nearest }: { readonly nearest: readonly NearArticle[] }) {
  const { words } = useRoom()
  return (
    <div>
      <p class="g-small">{words.say('draft.nearest')}</p>
      <ul class="g-list g-small">
        {nearest.map(({ articleId, title, url, alsoIn = [] }) => (
          <li key={articleId}>
            <ArticleLink title={title} url={url} />
            <AlsoIn copies={alsoIn} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Articles that say the same stand under the one that is shown: the section tells them apart. */
export function AlsoIn({ copies }: { readonly copies: readonly ArticleCopy[] }) {
  const { words } = useRoom()
  if (copies.length === 0) return null
  return (
    <div class="v-also g-small">
      <p class="g-muted">{words.say('search.also_in')}</p>
      <ul class="g-list">
        {copies.map(({ articleId, locale, title, url, sectionName }) => (
          <li key={`${articleId} ${locale}`}>
            <ArticleLink title={title} url={url} />
            {sectionName !== '' && <span class="g-muted g-break"> ({sectionName})</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Only web addresses become links: an article's address comes from outside. */
export function ArticleLink({ title, url }: { readonly title: string; readonly url: string | null }) {
  const { words } = useRoom()
  if (url === null || !/^https?:\/\//i.test(url)) return <span class="g-break">{title}</span>
  return (
    <a class="g-link g-break" href={url} target="_blank" rel="noopener noreferrer">
      {title}
      <span class="g-sr"> ({words.say('passage.open')})</span>
    </a>
  )
}

function Step({ step }: { readonly step: NextStep }) {
  const { desk, words } = useRoom()
  const { asked, busy, view } = useDeskState()
  const button = (label: string, act: () => void) => (
    <button type="button" class="g-btn g-btn-small" aria-disabled={busy !== null} onClick={act}>
      {label}
    </button>
  )
  switch (step) {
    case 'request_consent': {
      // The message waits in the composer: what comes next is to send it as a reply. Whoever wants another finds it beside the link.
      if (asked !== null && asked.landing !== null) return null
      const again = view?.consent.status === 'requested'
      return button(words.say(again ? 'consent.ask_again' : 'consent.ask'), () => void desk.askForConsent())
    }
    case 'search_yourself':
      return button(words.say('step.search_yourself'), focusSearch)
    case 'reload_ticket':
      return button(words.say('step.reload_ticket'), () => void desk.open())
    case 'draft_again':
      return button(words.say('step.draft_again'), () => void desk.draft())
    case 'draft_extractive':
      return button(words.say('step.draft_extractive'), () => void desk.draft({ drafter: 'extractive' }))
    case 'open_merged_ticket': {
      const merged = view?.refusals.find(({ refusal }) => refusal.reason === 'TICKET_MERGED')?.refusal
      if (merged?.reason !== 'TICKET_MERGED') return null
      return button(words.say('step.open_merged_ticket'), () => void desk.goToTicket(merged.into))
    }
    case 'remove_draft':
      return button(words.say('step.remove_draft'), focusRemoval)
    case 'ask_admin':
    case 'write_yourself':
    case 'wait':
      // The sentence above has said it; there is nothing to press.
      return null
    default:
      return step satisfies never
  }
}

function focusRemoval(): void {
  const banner = document.getElementById('removal')
  banner?.scrollIntoView({ block: 'center' })
  banner?.querySelector('button')?.focus()
}

export const SEARCH_FIELD = 'vouch-search'
let askedFrom: Element | null = null

/** The panel comes after the rest of the page: who asks for it before is brought there once it has come. */
export function focusSearch(): void {
  const field = document.getElementById(SEARCH_FIELD)
  askedFrom = field === null ? document.activeElement : null
  const panel = field?.closest('details')
  if (panel != null) panel.open = true
  field?.focus()
}

/** To be told when the field has come. Whoever has gone elsewhere meanwhile stays there. */
export function focusAwaitedSearch(): void {
  if (askedFrom !== null && askedFrom === document.activeElement) focusSearch()
  askedFrom = null
}
