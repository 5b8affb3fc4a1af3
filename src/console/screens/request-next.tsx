/** What comes next, always in sight: one main step, the others behind it, and what still has to be done before. */
import { useId, useState } from 'preact/hooks'
import type { CaseStepView } from '../../domain/request-api.ts'
import {
  answerLetterOf,
  IDENTITY_WAYS,
  isEnded,
  type LetterKind,
  type RequestStatus,
} from '../../domain/request-case.ts'
import type { CaseEventKind } from '../../domain/request-table.ts'
import { CASE_MOVES } from '../../domain/request-table.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { fill, formatDate } from '../words.ts'
import type { CaseProps } from './request-case.tsx'
import { LetterDialog } from './request-letter.tsx'

/** The step that a case takes when nothing is unusual about it. */
const MAIN: Readonly<Partial<Record<RequestStatus, CaseEventKind>>> = {
  received: 'confirm_identity',
  identity_pending: 'confirm_identity',
  verified: 'collect',
  collecting: 'submit',
  review: 'approve',
  ready: 'deliver',
  delivered: 'close',
}

export function NextStep(props: CaseProps) {
  const { words } = useConsole()
  const say = words.requests
  const { request, steps } = props.detail
  const [asked, setAsked] = useState<CaseEventKind | null>(null)
  const [letter, setLetter] = useState<LetterKind | null>(null)
  if (isEnded(request.status))
    return (
      <section class="g-card" aria-labelledby="next-card">
        <div class="g-card-body g-stack">
          <h2 class="g-h2" id="next-card">
            {say.status[request.status]}
          </h2>
          <p class="g-muted">{say.case.ended}</p>
        </div>
      </section>
    )
  const main = MAIN[request.status]
  const step = steps.find(({ kind }) => kind === main)
  const others = steps.filter(({ kind }) => kind !== main)
  return (
    <section class="g-card c-next" aria-labelledby="next-card">
      <div class="g-card-body g-stack" data-gap="3">
        <h2 class="g-h2" id="next-card">
          {say.case.next}
        </h2>
        {step === undefined ? null : (
          <MainStep step={step} onAsk={setAsked} onWrite={() => setLetter(answerLetterOf(request.kind))} />
        )}
        {request.status === 'received' || request.status === 'identity_pending' ? (
          <IdentityLink {...props} />
        ) : null}
        {others.length === 0 ? null : (
          <details class="g-details">
            <summary>{say.case.others}</summary>
            <ul class="g-list c-other-steps">
              {others.map(({ kind, lacks }) => (
                <li key={kind} class="g-row" data-spread>
                  <div class="g-grow">
                    <p class="g-strong">{say.move[kind].title}</p>
                    <p class="g-small g-muted">
                      {lacks === null ? say.move[kind].lead : words.problem.rule[lacks]}
                    </p>
                  </div>
                  <button
                    type="button"
                    class="g-btn g-btn-small"
                    aria-disabled={lacks !== null}
                    onClick={() => setAsked(kind)}
                  >
                    {say.move[kind].act}
                  </button>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {asked === null ? null : <MoveDialog {...props} kind={asked} onClose={() => setAsked(null)} />}
      {letter === null ? null : <LetterDialog {...props} letter={letter} onClose={() => setLetter(null)} />}
    </section>
  )
}

function MainStep(props: {
  readonly step: CaseStepView
  readonly onAsk: (kind: CaseEventKind) => void
  readonly onWrite: () => void
}) {
  const { words } = useConsole()
  const say = words.requests
  const { kind, lacks } = props.step
  return (
    <div class="g-row" data-spread>
      <div class="g-grow">
        <p class="g-strong">{say.move[kind].title}</p>
        <p class="g-muted">{say.move[kind].lead}</p>
        {lacks === null ? null : (
          <p class="c-lacks">
            <Icon name="info" />
            <span>{words.problem.rule[lacks]}</span>
          </p>
        )}
      </div>
      {lacks === 'ANSWER_NOT_SENT' ? (
        <button type="button" class="g-btn g-btn-primary" onClick={props.onWrite}>
          {say.case.writeAnswer}
        </button>
      ) : (
        <button
          type="button"
          class="g-btn g-btn-primary"
          aria-disabled={lacks !== null}
          onClick={() => props.onAsk(kind)}
        >
          {say.move[kind].act}
        </button>
      )}
    </div>
  )
}

/** Staff hand it to the address on file; Vouch itself writes to nobody. */
function IdentityLink({ detail, onChanged }: CaseProps) {
  const { client, words, language } = useConsole()
  const say = words.requests.link
  const act = useAct()
  const [link, setLink] = useState<{ readonly url: string; readonly expiresAt: string } | null>(null)
  const fetchFresh = async () => onChanged(await client.requestDetail(detail.request.caseId))
  const issue = () =>
    act.run(async () => {
      const issued = await client.issueIdentityLink(detail.request.caseId, detail.request.version)
      setLink(issued)
      onChanged(issued.detail)
    }, fetchFresh)
  return (
    <div class="g-well g-stack">
      <p>{say.lead}</p>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {link === null ? (
        <div>
          <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy} onClick={issue}>
            {say.issue}
          </button>
        </div>
      ) : (
        <div class="g-stack">
          <code class="g-mono g-break">{link.url}</code>
          <div class="g-row">
            <CopyButton text={link.url} label={say.copy} visible />
            <span class="g-small g-muted">
              {fill(say.once, { day: formatDate(link.expiresAt, language) })}
            </span>
          </div>
        </div>
      )}
    </div>
  )
}

function MoveDialog(props: CaseProps & { readonly kind: CaseEventKind; readonly onClose: () => void }) {
  const { client, words, tell } = useConsole()
  const say = words.requests
  const { kind, detail } = props
  const id = useId()
  const act = useAct()
  const [reason, setReason] = useState('')
  const [way, setWay] = useState(detail.request.channel === 'page' ? 'own_link' : 'helpdesk_verified')
  const [missing, setMissing] = useState(false)
  const needsReason = CASE_MOVES[kind].rules.includes('REASON_NEEDED')
  const needsWay = CASE_MOVES[kind].rules.includes('IDENTITY_WAY_NEEDED')
  const fetchFresh = async () => props.onChanged(await client.requestDetail(detail.request.caseId))
  async function move() {
    setMissing(needsReason && reason.trim() === '')
    if (needsReason && reason.trim() === '') return
    const identityWay = IDENTITY_WAYS.find((each) => each === way)
    const [twin] = detail.twins
    const done = await act.run(async () => {
      const changed = await client.moveRequestCase(detail.request.caseId, {
        kind,
        version: detail.request.version,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
        ...(needsWay && identityWay !== undefined ? { identityWay } : {}),
        ...(kind === 'mark_duplicate' && twin !== undefined ? { twinId: twin.caseId } : {}),
      })
      props.onChanged(changed)
    }, fetchFresh)
    if (!done) return
    tell(say.move[kind].done, 'success')
    props.onClose()
  }
  return (
    <Dialog
      title={say.move[kind].title}
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={move} off={act.busy}>
          {say.move[kind].act}
        </CancelOrAct>
      }
    >
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <p>{say.move[kind].lead}</p>
      {needsWay ? (
        <fieldset class="c-plain">
          <legend class="g-label">{say.case.identityHow}</legend>
          {IDENTITY_WAYS.map((each) => (
            <label key={each} class="g-check">
              <input type="radio" name={`${id}-way`} checked={way === each} onChange={() => setWay(each)} />
              <span>{say.way[each]}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
      <div class="g-field">
        <label class="g-label" for={`${id}-reason`}>
          {needsReason ? say.case.reason : say.case.remark}
        </label>
        <span class="g-hint" id={`${id}-hint`}>
          {say.case.sealed}
        </span>
        <textarea
          id={`${id}-reason`}
          class="g-textarea"
          rows={3}
          maxLength={8000}
          value={reason}
          aria-invalid={missing}
          aria-describedby={missing ? `${id}-hint ${id}-missing` : `${id}-hint`}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        {missing ? (
          <span class="g-error" id={`${id}-missing`} role="alert">
            {words.problem.rule.REASON_NEEDED}
          </span>
        ) : null}
      </div>
    </Dialog>
  )
}
