/** The active notice: since when, by whom, and what the configuration says in it. */
import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import type { NoticeFacts } from '../../domain/notice.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { fill, formatMoment, joinWords, localeName, plural } from '../words.ts'
import { NoticeReader, versionName } from './notice-reader.tsx'
import type { NoticePart } from './notices.tsx'

export function NoticeActive({ view, onView, mayWrite }: NoticePart) {
  const { client, words, language } = useConsole()
  const say = words.notices
  const act = useAct()
  const [reading, setReading] = useState(false)
  const { active } = view
  const start = (from: 'active' | 'built_in') =>
    act.run(async () => {
      const next = await client.startNoticeDraft(from)
      onView(next)
      location.hash = routeHash('notices', next.locales[0] ?? 'en')
    })
  return (
    <section class="g-card" aria-labelledby="notice-active">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="notice-active">
          {fill(say.activeTitle, { version: versionName(active) })}
        </h2>
        <StateChip tone="neutral" icon={active.origin === 'generated' ? 'sync' : 'templates'}>
          {active.origin === 'generated' ? say.generated : say.written}
        </StateChip>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p class="g-muted">
          {fill(active.activatedBy === null ? say.sinceSystem : say.sinceAgent, {
            at: formatMoment(active.activatedAt, language),
            agent: active.activatedBy ?? '',
          })}{' '}
          {active.origin === 'generated' ? say.generatedHint : say.writtenHint}
        </p>
        <Facts facts={view.facts} />
        <p>
          {fill(say.inLanguages, {
            languages: joinWords(
              active.locales.map((locale) => localeName(locale, language)),
              language,
            ),
          })}
        </p>
        <div class="g-row">
          <button type="button" class="g-btn" onClick={() => setReading(true)}>
            {say.read}
          </button>
          {mayWrite && view.draft === null ? (
            <>
              <button
                type="button"
                class="g-btn g-btn-primary"
                aria-disabled={act.busy}
                onClick={() => start('active')}
              >
                {say.edit}
              </button>
              {active.origin === 'written' ? (
                <button
                  type="button"
                  class="g-btn"
                  aria-disabled={act.busy}
                  onClick={() => start('built_in')}
                >
                  {say.editBuiltIn}
                </button>
              ) : null}
            </>
          ) : null}
        </div>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      </div>
      {reading ? <NoticeReader row={active} texts={active.texts} onClose={() => setReading(false)} /> : null}
    </section>
  )
}

const wordOf = (known: Readonly<Record<string, string>>, id: string) => known[id] ?? id

/** Read from the configuration; there is no field for any of it. */
function Facts({ facts }: { readonly facts: NoticeFacts }) {
  const { words, language } = useConsole()
  const say = words.notices
  const { recipient } = facts
  const rows: readonly (readonly [string, string])[] = [
    ...(recipient === null
      ? [[say.fact.provider, say.nothingLeaves] as const]
      : [
          [say.fact.provider, wordOf(words.recipient.provider, recipient.provider)] as const,
          [say.fact.host, recipient.host] as const,
          [say.fact.region, wordOf(words.recipient.region, recipient.region)] as const,
          [say.fact.model, recipient.model] as const,
          [say.fact.providerRetention, wordOf(words.recipient.retention, recipient.retention)] as const,
        ]),
    [
      say.fact.fields,
      joinWords(
        facts.fields.map((field) => words.scope.field[field].title),
        language,
      ),
    ],
    [say.fact.grantDays, plural(say.days, facts.grantDays, language)],
    [say.fact.questionDays, plural(say.days, facts.questionDays, language)],
    [say.fact.coversOtherTickets, facts.coversOtherTickets ? say.yes : say.no],
  ]
  return (
    <div>
      <h3 class="g-label">{say.factsTitle}</h3>
      <p class="g-hint">{say.factsHint}</p>
      <dl class="g-dl c-notice-facts">
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd class="g-break">{value}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  )
}
