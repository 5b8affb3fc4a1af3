/** What two providers answered: figures in two columns, then each question with both wordings next to each other. */
import { useState } from 'preact/hooks'
import { formatAmount } from '../../domain/money.ts'
import { TRIAL_SIDES, type TrialAnswer, type TrialSide } from '../../domain/provider-trial.ts'
import type { TrialDetail } from '../../domain/provider-trial-api.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { trialReason } from '../simulation-words.ts'
import { formatMoment, formatNumber, joinWords } from '../words.ts'

export function ProviderTrialResult(props: {
  readonly detail: TrialDetail
  /** `null`: it may not be deleted now. */
  readonly onRemove: (() => void) | null
}) {
  const { client, words, language } = useConsole()
  const act = useAct()
  const [removing, setRemoving] = useState(false)
  const { trial } = props.detail
  const save = () =>
    act.run(async () => {
      const html = await client.providerTrialReport(trial.trialId)
      downloadText('provider-trial.html', 'text/html;charset=utf-8', html)
    })
  return (
    <section class="g-card g-stack c-sim-card" data-gap="4" aria-labelledby="trial-result">
      <div class="g-row" data-spread>
        <h2 class="g-h2" id="trial-result">
          {formatMoment(trial.startedAt, language)}
        </h2>
        <div class="g-row g-wrap">
          <button type="button" class="g-btn g-btn-small" onClick={save} aria-disabled={act.busy}>
            <Icon name="save" />
            {words.simulation.report}
          </button>
          {props.onRemove === null ? null : (
            <button type="button" class="g-btn g-btn-small g-btn-danger" onClick={() => setRemoving(true)}>
              {words.common.remove}
            </button>
          )}
        </div>
      </div>
      {removing && props.onRemove !== null ? (
        <Dialog
          title={words.providerTrial.removeTitle}
          onClose={() => setRemoving(false)}
          foot={
            <CancelOrAct onCancel={() => setRemoving(false)} onAct={props.onRemove} grave>
              {words.common.remove}
            </CancelOrAct>
          }
        >
          <p>{formatMoment(trial.startedAt, language)}</p>
          <p>{words.common.noUndo}</p>
        </Dialog>
      ) : null}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <Figures detail={props.detail} />
      <Lines detail={props.detail} />
    </section>
  )
}

function useHeads({ trial }: TrialDetail) {
  const { words } = useConsole()
  const { configured, candidate } = words.providerTrial
  const named = { configured, candidate }
  return TRIAL_SIDES.map((side) => (
    <th scope="col" key={side}>
      {named[side]}{' '}
      <bdi class="g-small g-muted">
        {trial.contenders[side].provider}, {trial.contenders[side].model}
      </bdi>
    </th>
  ))
}

function Figures({ detail }: { readonly detail: TrialDetail }) {
  const { words, language } = useConsole()
  const say = words.providerTrial
  const heads = useHeads(detail)
  const number = (value: number) => formatNumber(value, language)
  const seconds = (ms: number | null) =>
    ms === null
      ? '–'
      : new Intl.NumberFormat(language, {
          style: 'unit',
          unit: 'second',
          maximumFractionDigits: 1,
          numberingSystem: 'latn',
        }).format(ms / 1_000)
  const tally = (side: TrialSide) => detail.tallies[side]
  const rows: readonly (readonly [string, (side: TrialSide) => string])[] = [
    [words.simulation.region, (side) => detail.trial.contenders[side].region],
    [words.simulation.answered, (side) => number(tally(side).outcomes.answered)],
    [say.partly, (side) => number(tally(side).outcomes.partly)],
    [say.refused, (side) => number(tally(side).outcomes.refused)],
    [say.failed, (side) => number(tally(side).outcomes.failed)],
    [say.kept, (side) => number(tally(side).kept)],
    [say.leftOut, (side) => number(tally(side).leftOut)],
    [say.half, (side) => seconds(tally(side).p50Ms)],
    [say.most, (side) => seconds(tally(side).p95Ms)],
    [say.tokensIn, (side) => number(tally(side).inputTokens)],
    [say.tokensOut, (side) => number(tally(side).outputTokens)],
    [
      say.cost,
      (side) =>
        tally(side)
          .costs.map(({ amount, currency }) => formatAmount(amount, currency, language))
          .join(' + ') || '–',
    ],
  ]
  return (
    <ScrollTable label={say.title}>
      <table class="g-table">
        <thead>
          <tr>
            <td />
            {heads}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {TRIAL_SIDES.map((side) => (
                <td key={side}>
                  <bdi>{value(side)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function Lines({ detail }: { readonly detail: TrialDetail }) {
  const { words } = useConsole()
  const say = words.providerTrial
  const heads = useHeads(detail)
  return (
    <ScrollTable label={say.question}>
      <table class="g-table c-trial-lines">
        <thead>
          <tr>
            <th scope="col">{say.question}</th>
            {heads}
          </tr>
        </thead>
        <tbody>
          {detail.lines.map(({ number, text, answers }) => (
            <tr key={number}>
              <th scope="row">
                <bdi>{text}</bdi>
              </th>
              {TRIAL_SIDES.map((side) => (
                <td key={side}>
                  <Answered answer={answers[side]} titles={detail.titles} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function Answered(props: { readonly answer: TrialAnswer | null; readonly titles: TrialDetail['titles'] }) {
  const { words, language } = useConsole()
  const { answer, titles } = props
  if (answer === null) return <span aria-hidden="true">–</span>
  if (answer.sentences.length === 0)
    return (
      <span class="g-muted">
        {joinWords(
          answer.reasons.map((reason) => trialReason(reason, words)),
          language,
        )}
      </span>
    )
  return (
    <div class="g-stack" data-gap="1">
      <p dir="auto">{answer.sentences.join(' ')}</p>
      <p class="g-small g-muted">
        {answer.articles.map(({ articleId, locale }) => (
          <bdi key={`${articleId} ${locale}`}>{titles[`${articleId} ${locale}`] ?? articleId} </bdi>
        ))}
      </p>
    </div>
  )
}
