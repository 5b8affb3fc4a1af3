/** The verdict of the gate, and what the ticket's scope permits, each with where it is from. */
import type { ComponentChildren } from 'preact'
import type { WhyGrant, WhySource, WhyView } from '../../domain/why-api.ts'
import { useConsole } from '../context.ts'
import { consentSentence, refusalSentence } from '../gate-words.ts'
import { Icon } from '../parts/icon.tsx'
import { fill, formatDate, formatMoment, formatNumber, plural } from '../words.ts'

const SECTIONS_SHOWN = 3

export function WhyVerdict({ view }: { readonly view: WhyView }) {
  const setting = useConsole()
  const { words, language } = setting
  const say = words.why
  const usable = view.articles.filter(({ reason }) => reason.why === 'allowed').length
  const total = formatNumber(view.articles.length, language)
  if (view.refusals.length === 0)
    return (
      <div class="g-alert" data-tone="success" role="status">
        <Icon name="check" />
        <div>
          <p class="g-alert-title">{say.may}</p>
          <p>{plural(say.mayFrom, usable, language, { total })}</p>
        </div>
      </div>
    )
  return (
    <div class="g-alert" data-tone="warning" role="status">
      <Icon name="bar" />
      <div>
        <p class="g-alert-title">{plural(say.mayNot, view.refusals.length, language)}</p>
        <ul class="g-list">
          {view.refusals.map(({ refusal }) => (
            <li key={JSON.stringify(refusal)}>{refusalSentence(refusal, setting)}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

export function WhyScope({ view }: { readonly view: WhyView }) {
  const setting = useConsole()
  const { words, language } = setting
  const say = words.why
  const { consent, drafter, limits } = view
  const number = (value: number) => formatNumber(value, language)
  const here = drafter.drafter === 'extractive'
  const provider: Readonly<Record<string, string>> = words.recipient.provider
  const region: Readonly<Record<string, string>> = words.recipient.region
  return (
    <>
      <p class="g-muted">{fill(say.stand[view.scope], versionsOf(view))}</p>
      <div class="c-why-cards">
        <WhyCard title={say.consent}>
          <p class="g-strong">{consentSentence(consent, setting)}</p>
          <p>{say.basis[consent.legalBasis]}</p>
          {consent.validUntil === null ? null : (
            <p>{fill(say.validUntil, { date: formatDate(consent.validUntil, language) })}</p>
          )}
          <p class="g-small g-muted">{say.identity[view.identity]}</p>
        </WhyCard>
        <WhyCard title={say.actions}>
          <Grants grants={view.actions} nameOf={(name) => words.scope.action[name].title} />
        </WhyCard>
        <WhyCard title={say.fields}>
          <Grants grants={view.fields} nameOf={(name) => words.scope.field[name].title} />
        </WhyCard>
        <WhyCard title={say.drafter}>
          <p class="g-strong">
            {here ? words.overview.drafterLocal : (provider[drafter.provider] ?? drafter.provider)}
          </p>
          <p>{here ? words.overview.drafterLocalHint : (region[drafter.region] ?? drafter.region)}</p>
          <p class="g-small g-muted">{say.drafterSource}</p>
        </WhyCard>
        <WhyCard title={say.limits}>
          <p>{fill(say.drafts, { made: number(limits.draftsMade), most: number(limits.draftsPerTicket) })}</p>
          <p>{fill(say.chars, { most: number(limits.maxChars) })}</p>
          {limits.expiresAt === '' ? null : (
            <p>{fill(say.ends, { at: formatMoment(limits.expiresAt, language) })}</p>
          )}
          <Source source={limits.source} />
        </WhyCard>
        <WhyCard title={say.threshold}>
          <p class="g-strong">{fill(say.thresholdFrom, { value: number(view.threshold.value) })}</p>
          <p class="g-small g-muted">{view.threshold.set ? say.thresholdSet : say.thresholdShipped}</p>
        </WhyCard>
        <Preferred prior={view.prior} />
      </div>
    </>
  )
}

/** What decides between articles that answer nearly as well. */
function Preferred({ prior }: { readonly prior: WhyView['prior'] }) {
  const { words, language } = useConsole()
  const say = words.why
  if (prior === null)
    return (
      <WhyCard title={say.prior}>
        <p>{say.priorNone}</p>
      </WhyCard>
    )
  const names = prior.sections.slice(0, SECTIONS_SHOWN).map(({ name }) => name)
  return (
    <WhyCard title={say.prior}>
      <p class="g-strong">{new Intl.ListFormat(language).format(names)}</p>
      <p>{say.priorHint}</p>
      <p class="g-small g-muted">{fill(say.priorVersion, { version: prior.version })}</p>
    </WhyCard>
  )
}

function versionsOf({ allowlistVersion, policyVersion }: WhyView) {
  return { allowlist: allowlistVersion, policy: policyVersion }
}

function WhyCard(props: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="g-card c-why-card">
      <h2 class="g-h3">{props.title}</h2>
      {props.children}
    </section>
  )
}

function Source({ source }: { readonly source: WhySource }) {
  const { words } = useConsole()
  return <p class="g-small g-muted">{words.why.source[source]}</p>
}

function Grants<T extends string>(props: {
  readonly grants: readonly WhyGrant<T>[]
  readonly nameOf: (name: T) => string
}) {
  const { words } = useConsole()
  return (
    <ul class="c-why-grants">
      {props.grants.map((grant) => (
        <li key={grant.name} data-permitted={grant.permitted ? 'yes' : 'no'}>
          <Icon name={grant.permitted ? 'check' : 'cross'} />
          <div>
            <p>
              <span class="g-sr">{grant.permitted ? words.why.yes : words.why.no} </span>
              {props.nameOf(grant.name)}
            </p>
            <Source source={grant.source} />
          </div>
        </li>
      ))}
    </ul>
  )
}
