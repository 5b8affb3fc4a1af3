/** What a simulation found: what would be drafted, refused and why, how near to what was sent, at which price. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { MICROS } from '../../domain/money.ts'
import type { TrialContender } from '../../domain/provider-trial-api.ts'
import { THRESHOLD_BOUNDS } from '../../domain/refusal-threshold.ts'
import {
  answeredShareOf,
  contradictedShareOf,
  estimateOf,
  keptShareOf,
  type SimulationResult,
} from '../../domain/simulation.ts'
import type { SimulationDetail } from '../../domain/simulation-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { reasonWord } from '../simulation-words.ts'
import { fill, formatNumber, joinWords, localeName, plural } from '../words.ts'

export const percentOf = (share: number | null, language: string, none: string) =>
  share === null
    ? none
    : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)

export function SimulationResultCard(props: {
  readonly runId: string
  readonly load: () => Promise<SimulationDetail>
}) {
  const loading = useLoading(props.load, props.runId)
  return <WhenLoaded loading={loading}>{(detail) => <Result detail={detail} />}</WhenLoaded>
}

export function Tile(props: { readonly value: string; readonly name: string; readonly hint: string }) {
  return (
    <div class="c-sim-tile">
      <dt>{props.name}</dt>
      <dd>
        <strong data-words={/\d/.test(props.value) ? undefined : 'yes'}>{props.value}</strong>
        <span class="g-small g-muted">{props.hint}</span>
      </dd>
    </div>
  )
}

function Result({ detail }: { readonly detail: SimulationDetail }) {
  const { client, words, language } = useConsole()
  const say = words.simulation
  const act = useAct()
  const { run, result } = detail
  const { outcomes, facts } = result
  const number = (value: number) => formatNumber(value, language)
  const percent = (share: number | null) => percentOf(share, language, say.nothing)
  const looked = outcomes.answered + outcomes.partly + outcomes.refused
  const save = () =>
    act.run(async () => {
      downloadText('simulation.html', 'text/html;charset=utf-8', await client.simulationReport(run.runId))
    })
  return (
    <section class="g-card g-stack c-sim-card" data-gap="4" aria-labelledby="sim-result">
      <div class="g-row" data-spread>
        <h2 class="g-h2" id="sim-result">
          {plural(say.resultOf, looked, language)}
        </h2>
        <button type="button" class="g-btn g-btn-small" onClick={save} aria-disabled={act.busy}>
          <Icon name="save" />
          {say.report}
        </button>
      </div>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {run.shortfalls.length === 0 || run.trial ? null : (
        <p class="g-alert" data-tone="warning">
          <Icon name="warning" />
          <span>
            {fill(say.short, {
              checks: joinWords(
                run.shortfalls.map((check) => say.check[check]),
                language,
              ),
            })}
          </span>
        </p>
      )}
      <dl class="c-sim-tiles">
        <Tile
          name={say.wouldAnswer}
          value={percent(answeredShareOf(result))}
          hint={fill(say.wouldAnswerHint, {
            answered: number(outcomes.answered),
            partly: number(outcomes.partly),
            refused: number(outcomes.refused),
          })}
        />
        <Tile
          name={say.kept}
          value={percent(keptShareOf(facts))}
          hint={fill(say.keptHint, { kept: number(facts.kept), sent: number(facts.sent) })}
        />
        <Tile
          name={say.contradicted}
          value={percent(contradictedShareOf(facts))}
          hint={fill(say.contradictedHint, {
            count: number(facts.contradicted),
            absent: number(facts.absent),
            drafted: number(facts.drafted),
          })}
        />
        <Tile name={say.overlap} value={percent(result.overlap)} hint={say.overlapHint} />
        <Tile name={say.leftHouse} value={number(0)} hint={say.leftHouseHint} />
        <Tile name={say.skipped} value={number(outcomes.skipped)} hint={say.skippedHint} />
      </dl>
      <div class="c-sim-columns">
        <Tally title={say.refusals} none={say.noRefusals} list={result.refusals} of={looked} />
        <Tally title={say.skips} none={say.noSkips} list={result.skips} of={result.tickets} />
      </div>
      <Articles detail={detail} />
      <Threshold result={result} threshold={run.threshold} of={looked} />
      <Estimate result={result} />
    </section>
  )
}

function Tally(props: {
  readonly title: string
  readonly none: string
  readonly list: SimulationResult['refusals']
  readonly of: number
}) {
  const { words, language } = useConsole()
  return (
    <div class="g-stack" data-gap="2">
      <h3 class="g-h3">{props.title}</h3>
      {props.list.length === 0 ? (
        <p class="g-muted">{props.none}</p>
      ) : (
        <ul class="c-sim-bars">
          {props.list.map(({ reason, tickets }) => (
            <li key={reason} class="c-sim-bar">
              <span>{reasonWord(reason, words)}</span>
              <span class="g-num">{formatNumber(tickets, language)}</span>
              <span class="g-progress" aria-hidden="true">
                <span style={{ inlineSize: `${props.of === 0 ? 0 : (100 * tickets) / props.of}%` }} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const MOST_ARTICLES = 15

function Articles({ detail }: { readonly detail: SimulationDetail }) {
  const { words, language } = useConsole()
  const say = words.simulation
  const { articles } = detail.result
  if (articles.length === 0) return null
  return (
    <Part title={say.carriers}>
      <ScrollTable label={say.carriers}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.article}</th>
              <th scope="col">{say.language}</th>
              <th scope="col" class="g-num">
                {say.drafts}
              </th>
              <th scope="col" class="g-num">
                {say.kept}
              </th>
            </tr>
          </thead>
          <tbody>
            {articles.slice(0, MOST_ARTICLES).map(({ articleId, locale, tickets, keptShare }) => (
              <tr key={`${articleId} ${locale}`}>
                <td>
                  <bdi>{detail.titles[`${articleId} ${locale}`] ?? articleId}</bdi>
                </td>
                <td class="c-nowrap">{localeName(locale, language)}</td>
                <td class="g-num">{formatNumber(tickets, language)}</td>
                <td class="g-num">{percentOf(keptShare, language, say.nothing)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </Part>
  )
}

function Part(props: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="g-stack" data-gap="2">
      <h3 class="g-h3">{props.title}</h3>
      {props.children}
    </div>
  )
}

/** Lowering it is a widening: it takes the same second person as everywhere. */
function Threshold(props: {
  readonly result: SimulationResult
  readonly threshold: number
  readonly of: number
}) {
  const { client, words, language, mayChange, tell } = useConsole()
  const say = words.simulation
  const act = useAct()
  const [value, setValue] = useState(props.threshold)
  const number = (one: number) => formatNumber(one, language)
  const answered = props.result.answeredAt[Math.round(100 * value)] ?? 0
  const save = () =>
    act.run(async () => {
      const policy = await client.scopePolicy()
      const { outcome } = await client.saveScopePolicy({ ...policy, refusalThreshold: value })
      tell(outcome === 'applied' ? say.thresholdSaved : say.thresholdWaits, 'success')
    })
  return (
    <Part title={say.atThreshold}>
      <div class="c-threshold">
        <label class="g-label" for="sim-threshold">
          {say.threshold}
        </label>
        <input
          id="sim-threshold"
          type="range"
          min={THRESHOLD_BOUNDS.least}
          max={THRESHOLD_BOUNDS.most}
          step={0.01}
          value={value}
          aria-valuetext={number(value)}
          onInput={(event) => setValue(Math.round(100 * event.currentTarget.valueAsNumber) / 100)}
        />
        <output class="c-threshold-value" for="sim-threshold">
          {number(value)}
        </output>
      </div>
      <p role="status">
        {fill(say.answeredAt, {
          answered: number(answered),
          of: number(props.of),
          share: percentOf(props.of === 0 ? null : answered / props.of, language, say.nothing),
        })}
      </p>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {mayChange ? (
        <button type="button" class="g-btn g-btn-small c-start" onClick={save} aria-disabled={act.busy}>
          {say.saveThreshold}
        </button>
      ) : null}
    </Part>
  )
}

const PRICES = [
  { inPerMillion: 0.25, outPerMillion: 2, secondsPerDraft: 4 },
  { inPerMillion: 3, outPerMillion: 15, secondsPerDraft: 8 },
]
const NAMES = [
  { providerName: '', region: '' },
  { providerName: '', region: '' },
]
const NAME_FIELDS = ['providerName', 'region'] as const
const PRICE_FIELDS = ['inPerMillion', 'outPerMillion', 'secondsPerDraft'] as const

function namesFrom(stated: TrialContender | null, typed: (typeof NAMES)[number]): (typeof NAMES)[number] {
  return stated === null
    ? typed
    : { providerName: `${stated.provider}, ${stated.model}`, region: stated.region }
}

function priceFrom(stated: TrialContender | null, typed: (typeof PRICES)[number]): (typeof PRICES)[number] {
  if (stated === null || stated.price === null) return typed
  const { inputPerMillion, outputPerMillion } = stated.price
  return { ...typed, inPerMillion: inputPerMillion / MICROS, outPerMillion: outputPerMillion / MICROS }
}

/** Two models side by side; names, regions and prices are what the admin's contracts say, and are kept nowhere. */
function Estimate({ result }: { readonly result: SimulationResult }) {
  const { client, words, language } = useConsole()
  const say = words.simulation
  const [prices, setPrices] = useState(PRICES)
  const [names, setNames] = useState(NAMES)
  // What the account has stated itself stands in the fields already; whoever wants other figures types them.
  useEffect(() => {
    client.providerTrials().then(
      ({ contenders }) => {
        const stated = [contenders.configured, contenders.candidate]
        setNames((held) => held.map((name, at) => namesFrom(stated[at] ?? null, name)))
        setPrices((held) => held.map((price, at) => priceFrom(stated[at] ?? null, price)))
      },
      () => undefined,
    )
  }, [client])
  const call = (at: number, field: (typeof NAME_FIELDS)[number], value: string) =>
    setNames(names.map((name, one) => (one === at ? { ...name, [field]: value } : name)))
  const set = (at: number, field: (typeof PRICE_FIELDS)[number], value: number) =>
    setPrices(prices.map((price, one) => (one === at ? { ...price, [field]: value } : price)))
  const number = (value: number) => formatNumber(value, language)
  return (
    <Part title={say.estimate}>
      <p class="g-small g-muted">{fill(say.estimateHint, { requests: number(result.modelRequests) })}</p>
      <div class="c-sim-columns">
        {prices.map((price, at) => {
          const name = fill(say.model, { letter: String.fromCharCode(65 + at) })
          const { tokensIn, tokensOut, cost, seconds } = estimateOf(result, price)
          return (
            <fieldset class="g-well g-stack c-fieldset" data-gap="2" key={name}>
              <legend class="g-label">{name}</legend>
              {NAME_FIELDS.map((field) => (
                <label class="c-sim-price" key={field}>
                  <span class="g-small">{say[field]}</span>
                  <input
                    class="g-input"
                    type="text"
                    maxLength={80}
                    value={names[at]?.[field] ?? ''}
                    onInput={(event) => call(at, field, event.currentTarget.value)}
                  />
                </label>
              ))}
              {PRICE_FIELDS.map((field) => (
                <label class="c-sim-price" key={field}>
                  <span class="g-small">{say.price[field]}</span>
                  <input
                    class="g-input"
                    type="number"
                    min={0}
                    step="any"
                    value={price[field]}
                    onInput={(event) => set(at, field, event.currentTarget.valueAsNumber || 0)}
                  />
                </label>
              ))}
              <p role="status">
                <strong>
                  {new Intl.NumberFormat(language, {
                    minimumFractionDigits: 2,
                    maximumFractionDigits: 2,
                  }).format(cost)}
                </strong>{' '}
                <span class="g-small g-muted">
                  {fill(say.estimated, {
                    in: number(tokensIn),
                    out: number(tokensOut),
                    minutes: number(Math.ceil(seconds / 60)),
                  })}
                </span>
              </p>
              <p class="g-small">
                {fill(say.leaves, {
                  requests: number(result.modelRequests),
                  characters: number(result.charsIn),
                })}
              </p>
            </fieldset>
          )
        })}
      </div>
    </Part>
  )
}
