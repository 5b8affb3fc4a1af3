/** The open pages of whoever looks: each with what tells it apart, and the way to end it. */
import type { ComponentChildren } from 'preact'
import type { Browser, SessionsView, SessionView } from '../../domain/session-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { type ConsoleWords, fill, formatMinute, formatMoment } from '../words.ts'

/** Names of products are the same in every language. */
const BROWSER_NAMES: Readonly<Partial<Record<Browser, string>>> = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  safari: 'Safari',
}

const browserName = (browser: Browser, words: ConsoleWords) =>
  BROWSER_NAMES[browser] ?? words.sessions.otherBrowser

/** `headed`: where the page itself is about something else. `below`: what must not be pushed down by the list. */
export function OwnSessions(props: { readonly headed?: boolean; readonly below?: ComponentChildren }) {
  const { headed = false, below = null } = props
  const { client } = useConsole()
  const loading = useLoading(() => client.sessions(), 'sessions')
  return (
    <>
      <WhenLoaded loading={loading}>
        {(view) => <SessionList view={view} headed={headed} onChange={loading.put} />}
      </WhenLoaded>
      {loading.loaded.status === 'loading' ? null : below}
    </>
  )
}

function SessionList(props: {
  readonly view: SessionsView
  readonly headed: boolean
  readonly onChange: (view: SessionsView) => void
}) {
  const { client, words, tell } = useConsole()
  const say = words.sessions
  const act = useAct()
  const { sessions } = props.view
  const others = sessions.filter(({ own }) => !own)
  const end = (ending: () => Promise<SessionsView>, said: string) =>
    act.run(async () => {
      props.onChange(await ending())
      tell(said, 'success')
    })
  return (
    <div class="g-card">
      {props.headed ? (
        <div class="g-card-head">
          <h2 class="g-h2">{say.title}</h2>
        </div>
      ) : null}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <ScrollTable label={say.title}>
        <table class="g-table">
          <caption class="g-sr">{say.title}</caption>
          <thead>
            <tr>
              <th scope="col">{say.page}</th>
              <th scope="col">{say.browser}</th>
              <th scope="col">{say.opened}</th>
              <th scope="col">{say.used}</th>
              <th scope="col">
                <span class="g-sr">{say.end}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <SessionRow
                key={session.sessionId}
                session={session}
                busy={act.busy}
                onEnd={() => void end(() => client.endSession(session.sessionId), say.ended)}
              />
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <div class="g-row c-table-note" data-spread>
        <p class="g-small g-muted">{others.length === 0 ? say.onlyThis : say.usedHint}</p>
        {others.length === 0 ? null : (
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={act.busy}
            onClick={() => void end(() => client.endOtherSessions(), say.othersEnded)}
          >
            {say.endOthers}
          </button>
        )}
      </div>
    </div>
  )
}

function SessionRow(props: {
  readonly session: SessionView
  readonly busy: boolean
  readonly onEnd: () => void
}) {
  const { words, language } = useConsole()
  const say = words.sessions
  const { session } = props
  // To the second: two pages are often opened in one minute.
  const opened = formatMoment(session.startedAt, language)
  return (
    <tr>
      <th scope="row">
        {say.place[session.place]} {session.own ? <span class="c-tag">{say.own}</span> : null}
      </th>
      <td>{browserName(session.browser, words)}</td>
      <td>{opened}</td>
      <td>{formatMinute(session.usedAt, language)}</td>
      <td class="c-acts">
        {session.own ? null : (
          <button
            type="button"
            class="g-btn g-btn-small"
            aria-label={fill(say.endOne, { date: opened })}
            aria-disabled={props.busy}
            onClick={props.onEnd}
          >
            {say.end}
          </button>
        )}
      </td>
    </tr>
  )
}
