/** One ticket: facts, conversation with composer, and the app beside it. Submitting asks the app first. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { AppPanel } from './app-panel.tsx'
import type { NoticeKind } from './common-place.ts'
import { Composer } from './composer.tsx'
import type { ComposerText } from './composer-text.ts'
import { Conversation } from './conversation.tsx'
import { type Bootstrap, DeskProblem, desk } from './desk-client.ts'
import { Frame } from './frame.tsx'
import type { AppHost, AppPlace } from './framework-host.ts'
import { listenToDesk } from './live-events.ts'
import { Properties } from './properties.tsx'
import { StatusChip } from './status-chip.tsx'
import { type CommentType, ticketPlace } from './ticket-place.ts'
import { openTicketState, type TicketState } from './ticket-state.ts'
import { WorkbenchTools } from './workbench-tools.tsx'

interface Notice {
  readonly text: string
  readonly kind: NoticeKind
}

interface Submission {
  readonly state: TicketState
  readonly composer: ComposerText
  readonly type: CommentType
  readonly host: AppHost
  readonly status: string
}

/** HOLE: whether the real `ticket.submit.start` comes before or after the hook is not documented. */
async function submit({ state, composer, type, host, status }: Submission): Promise<Notice> {
  const verdict = await host.askHook('ticket.save')
  if (!verdict.allowed) return { text: verdict.message, kind: 'error' }
  const ticketId = state.view().ticket.id
  host.emit('ticket.submit.start')
  const html_body = composer.html()
  // Always explicit: a comment that does not say whether it is public is public.
  const comment = html_body === '' ? {} : { comment: { html_body, public: type === 'publicReply' } }
  try {
    await desk.update(ticketId, { status, ...state.changes(), ...comment })
    composer.clear()
    state.clearEdits()
    await state.reload()
    host.emit('ticket.submit.done', { id: ticketId })
    return { text: `Ticket #${ticketId} has been updated.`, kind: 'notice' }
  } catch (problem) {
    host.emit('ticket.submit.fail', { id: ticketId })
    const text = problem instanceof DeskProblem ? problem.message : 'The helpdesk could not be reached.'
    return { text, kind: 'error' }
  } finally {
    host.emit('ticket.submit.always', { id: ticketId })
  }
}

function NoticeBar({ notice, onClose }: { readonly notice: Notice; onClose(): void }) {
  return (
    <p class={`notice notice-${notice.kind}`} role={notice.kind === 'error' ? 'alert' : 'status'}>
      {notice.text}
      <button type="button" aria-label="Close" onClick={onClose}>
        ×
      </button>
    </p>
  )
}

function OpenTicket({ boot, state }: { readonly boot: Bootstrap; readonly state: TicketState }) {
  const [, redraw] = useState(0)
  const [type, setType] = useState<CommentType>('publicReply')
  const [notice, setNotice] = useState<Notice | null>(null)
  const [height, setHeight] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isGone, setGone] = useState(false)
  const [composer, setComposer] = useState<ComposerText | null>(null)
  const host = useRef<AppHost | null>(null)
  const typeNow = useRef(type)
  typeNow.current = type

  const choose = useCallback((next: CommentType) => {
    const before = typeNow.current
    typeNow.current = next
    setType(next)
    if (before !== next) host.current?.emit('comment.type.changed', next)
  }, [])

  useEffect(() => {
    state.onView(() => redraw((count) => count + 1))
    state.onChange(({ property, newValue, oldValue }) => {
      host.current?.emit(`${property}.changed`, newValue)
      if (property === 'ticket.requester') host.current?.emit('ticket.requester.id.changed', newValue)
      host.current?.emit('*.changed', { propertyName: property, newValue, oldValue })
    })
    return listenToDesk((change) => {
      const { ticket } = state.view()
      if (change.ticketId !== ticket.id && change.userId !== ticket.requester_id) return
      state.reload().then(
        () => setGone(false),
        () => setGone(true),
      )
    })
  }, [state])

  const place = useMemo<AppPlace | null>(
    () =>
      composer &&
      ticketPlace({
        boot,
        state,
        composer,
        commentType: { get: () => typeNow.current, set: choose },
        notify: (text, kind) => setNotice({ text, kind }),
        resize: setHeight,
      }),
    [boot, state, composer, choose],
  )
  const onHost = useCallback((opened: AppHost) => {
    host.current = opened
  }, [])

  async function onSubmit(status: string) {
    if (composer === null || host.current === null || isBusy) return
    setBusy(true)
    setNotice(await submit({ state, composer, type: typeNow.current, host: host.current, status }))
    setBusy(false)
  }

  function composerChanged() {
    const text = composer?.html() ?? ''
    host.current?.emit('comment.text.changed', text)
    host.current?.emit('ticket.comment.text.changed', text)
  }

  const { ticket } = state.view()
  return (
    <Frame
      boot={boot}
      place="ticket"
      title={
        <span class="ticket-tab">
          <StatusChip status={ticket.status} />
          <span>
            <strong>{state.subject() || '(no subject)'}</strong> <small>#{ticket.id}</small>
          </span>
        </span>
      }
      tools={<WorkbenchTools boot={boot} state={state} />}
    >
      <div class="ticket">
        <Properties boot={boot} state={state} />
        <div class="middle">
          <header class="ticket-head">
            <h1>{state.subject() || '(no subject)'}</h1>
            <p>
              Via {ticket.via.channel} · {state.person(ticket.requester_id)?.name}
            </p>
          </header>
          <Conversation state={state} />
          {isGone && (
            <p class="notice notice-alert" role="status">
              This ticket was deleted in the helpdesk.
            </p>
          )}
          {notice !== null && <NoticeBar notice={notice} onClose={() => setNotice(null)} />}
          <Composer
            type={type}
            requesterName={state.person(ticket.requester_id)?.name ?? ''}
            isBusy={isBusy}
            isClosed={ticket.status === 'closed' || isGone}
            onType={choose}
            onReady={setComposer}
            onChange={composerChanged}
            onSubmit={(status) => void onSubmit(status)}
          />
        </div>
        {place !== null && (
          <AppPanel boot={boot} location="ticket_sidebar" place={place} height={height} onHost={onHost} />
        )}
      </div>
    </Frame>
  )
}

export function TicketPage({ boot, ticketId }: { readonly boot: Bootstrap; readonly ticketId: number }) {
  const [state, setState] = useState<TicketState | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    openTicketState(ticketId).then(setState, () => setProblem(`There is no ticket #${ticketId}.`))
  }, [ticketId])
  if (state !== null) return <OpenTicket boot={boot} state={state} />
  return (
    <Frame boot={boot} place="ticket" title={<span class="muted">#{ticketId}</span>}>
      <p class="empty">{problem || 'Loading…'}</p>
    </Frame>
  )
}
