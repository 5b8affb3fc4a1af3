/** One change that waits: what it would permit, exactly what differs, and the second person's two buttons. */
import { useId, useState } from 'preact/hooks'
import { CHANGE_ROLE } from '../../domain/change.ts'
import type { ChangeView, DecisionOrder } from '../../domain/change-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import type { ArticleNames } from '../rule-words.ts'
import { fill, formatAgo, formatDate } from '../words.ts'
import { ChangeContents } from './change-contents.tsx'
import { ErasureContents } from './erasure-contents.tsx'

export function ChangeCard(props: {
  readonly change: ChangeView
  readonly names: ArticleNames
  readonly onDecided: () => void
}) {
  const { client, words, language, now, tell } = useConsole()
  const say = words.approvals
  const { change } = props
  const act = useAct()
  const [rejecting, setRejecting] = useState(false)
  const [asking, setAsking] = useState(false)
  const title = useId()
  const role = words.roles.role[CHANGE_ROLE[change.kind]]
  const ago = formatAgo(change.proposedAt, now(), language)
  const decide = (order: DecisionOrder, toast: string) =>
    act.run(async () => {
      await client.decide(change.changeId, order)
      tell(toast, 'success')
      props.onDecided()
    })
  const approve = () => decide({ decision: 'approve' }, say.approvedToast)
  return (
    <article class="g-card c-change" aria-labelledby={title}>
      <header class="g-card-head g-row" data-spread>
        <div>
          <h3 class="g-h3" id={title}>
            {say.kind[change.kind]}
          </h3>
          <p class="g-small g-muted">
            {change.own
              ? fill(say.proposedByYou, { ago })
              : fill(say.proposedBy, { agentId: change.proposedBy, ago })}
            {' · '}
            {fill(say.until, { date: formatDate(change.expiresAt, language) })}
          </p>
        </div>
        <StateChip tone="warning" icon="approvals">
          {say.status.proposed}
        </StateChip>
      </header>
      <div class="g-card-body g-stack" data-gap="4">
        <ChangeContents change={change} names={props.names} />
        {act.setback === null ? null : <SetbackAlert setback={act.setback} onRetry={props.onDecided} />}
        {change.mayDecide && !rejecting ? (
          <div class="g-row">
            <button
              type="button"
              class="g-btn g-btn-primary"
              aria-disabled={act.busy}
              aria-label={fill(say.approveWhat, { what: say.kind[change.kind] })}
              onClick={() => (change.kind === 'erasure' ? setAsking(true) : void approve())}
            >
              {say.approve}
            </button>
            <button type="button" class="g-btn" aria-disabled={act.busy} onClick={() => setRejecting(true)}>
              {say.reject}
            </button>
          </div>
        ) : null}
        {rejecting ? (
          <RejectForm
            busy={act.busy}
            onCancel={() => setRejecting(false)}
            onReject={(reason) => decide({ decision: 'reject', reason }, say.rejectedToast)}
          />
        ) : null}
        {asking ? (
          <Dialog
            title={fill(say.approveWhat, { what: say.kind[change.kind] })}
            onClose={() => setAsking(false)}
            foot={
              <CancelOrAct
                onCancel={() => setAsking(false)}
                onAct={async () => {
                  await approve()
                  setAsking(false)
                }}
                off={act.busy}
                grave
              >
                {say.approve}
              </CancelOrAct>
            }
          >
            <ErasureContents widens={change.widens} />
            <p>{words.common.noUndo}</p>
          </Dialog>
        ) : null}
        {change.own ? (
          <div class="g-row" data-spread>
            <p class="g-muted">{fill(say.ownHint, { role })}</p>
            <button
              type="button"
              class="g-btn"
              aria-disabled={act.busy}
              onClick={() => decide({ decision: 'reject' }, say.takenBackToast)}
            >
              {say.takeBack}
            </button>
          </div>
        ) : null}
        {!change.own && !change.mayDecide ? <p class="g-muted">{fill(say.roleHint, { role })}</p> : null}
      </div>
    </article>
  )
}

function RejectForm(props: {
  readonly busy: boolean
  readonly onCancel: () => void
  readonly onReject: (reason: string) => void
}) {
  const { words } = useConsole()
  const say = words.approvals
  const [reason, setReason] = useState('')
  useUnsaved(reason.trim() !== '')
  const [missing, setMissing] = useState(false)
  const id = useId()
  return (
    <form
      class="g-field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() === '') setMissing(true)
        else props.onReject(reason.trim())
      }}
    >
      <label class="g-label" for={id}>
        {say.rejectTitle}
      </label>
      <p class="g-hint" id={`${id}-hint`}>
        {say.rejectHint}
      </p>
      <textarea
        id={id}
        class="g-textarea"
        rows={2}
        maxLength={500}
        value={reason}
        aria-describedby={`${id}-hint`}
        aria-invalid={missing && reason.trim() === '' ? 'true' : undefined}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      {missing && reason.trim() === '' ? (
        <p class="g-error" role="alert">
          {say.rejectNeeds}
        </p>
      ) : null}
      <div class="g-row c-change-acts">
        <button type="submit" class="g-btn g-btn-danger" aria-disabled={props.busy}>
          {say.reject}
        </button>
        <button type="button" class="g-btn" aria-disabled={props.busy} onClick={props.onCancel}>
          {words.common.cancel}
        </button>
      </div>
    </form>
  )
}
