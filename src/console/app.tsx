/** The console's frame: who is signed in, the sub-navigation, the screen, news, and the unsaved-changes question. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ConsoleClient } from '../companion/console-client.ts'
import type { SessionEnd } from '../companion/index.ts'
import type { Me } from '../domain/api.ts'
import type { AttentionItem } from '../domain/attention-api.ts'
import type { StaffLanguage } from '../domain/staff-language.ts'
import type { TypedWords } from '../look/typed-words.ts'
import type { PastTickets } from '../zendesk/index.ts'
import { type ConsoleSetting, SettingProvider } from './context.ts'
import { useLoading } from './loading.ts'
import { Dialog } from './parts/dialog.tsx'
import { EndedPage } from './parts/ended-page.tsx'
import { Icon } from './parts/icon.tsx'
import { Navigation } from './parts/navigation.tsx'
import { WhenLoaded } from './parts/page.tsx'
import { SignOutButton } from './parts/sign-out.tsx'
import { StopBanner } from './parts/stop-banner.tsx'
import { Toasts, useToasts } from './parts/toasts.tsx'
import { Working } from './parts/working.tsx'
import type { Route } from './routes.ts'
import { type Routing, useRouting } from './routing.ts'
import { ApprovalsScreen } from './screens/approvals.tsx'
import { ArticlesScreen } from './screens/articles.tsx'
import { AuditScreen } from './screens/audit.tsx'
import { ClosedDoor } from './screens/closed-door.tsx'
import { ConsentScreen } from './screens/consent.tsx'
import { EvidenceScreen } from './screens/evidence.tsx'
import { GapsScreen } from './screens/gaps.tsx'
import { HealthScreen } from './screens/health.tsx'
import { HelpdeskScreen } from './screens/helpdesk.tsx'
import { IncidentsScreen } from './screens/incidents.tsx'
import { NoticesScreen } from './screens/notices.tsx'
import { OverviewScreen } from './screens/overview.tsx'
import { ProviderTrialScreen } from './screens/provider-trial.tsx'
import { RecallsScreen } from './screens/recalls.tsx'
import { ReportsScreen } from './screens/reports.tsx'
import { RequestersScreen } from './screens/requesters.tsx'
import { RequestsScreen } from './screens/requests.tsx'
import { RetentionScreen } from './screens/retention.tsx'
import { RolesScreen } from './screens/roles.tsx'
import { ScopePolicyScreen } from './screens/scope-policy.tsx'
import { SessionsScreen } from './screens/sessions.tsx'
import { SetUpScreen } from './screens/setup.tsx'
import { SimulationScreen } from './screens/simulation.tsx'
import { SyncScreen } from './screens/sync.tsx'
import { TemplatesScreen } from './screens/templates.tsx'
import { TicketWhyScreen } from './screens/ticket-why.tsx'
import { TokensScreen } from './screens/tokens.tsx'
import { useSessionWatch } from './session-watch.ts'
import type { ConsoleWords, GateWords } from './words.ts'
import { pageWork } from './work.ts'

export interface ConsoleProps {
  readonly client: ConsoleClient
  readonly words: ConsoleWords
  readonly gate: GateWords
  readonly language: StaffLanguage
  readonly now: () => number
  readonly typed: TypedWords
  readonly findUserIds: (email: string) => Promise<readonly string[]>
  /** `null` outside of the helpdesk. */
  readonly past?: PastTickets | null
}

const NOBODY: Me = { agentId: '', roles: [], helpCenterLocales: [] }

/** Everything is taken off the page with the parts that hold it, and the address says no more where it was. */
export function Console(props: ConsoleProps) {
  const { client, words } = props
  const [ended, setEnded] = useState<{ readonly how: SessionEnd; readonly typed: string } | null>(null)
  const { typed } = props
  useEffect(
    () =>
      client.page.onEnded((how) => {
        // Before the fields go. Whoever was signed out, or signed themselves out, leaves nothing behind.
        setEnded({ how, typed: how === 'lapsed' ? typed.read() : '' })
        history.replaceState(null, '', `${location.pathname}${location.search}`)
        document.title = words.title
      }),
    [client, words, typed],
  )
  useSessionWatch(client, ended === null)
  return ended === null ? <OpenConsole {...props} /> : <EndedPage {...ended} words={words} />
}

function OpenConsole(props: ConsoleProps) {
  const { client, words } = props
  const routing = useRouting()
  const { toasts, tell, close } = useToasts()
  const loading = useLoading(() => client.me(), 'me')
  const me = loading.loaded.status === 'ready' ? loading.loaded.value : NOBODY
  const setting: ConsoleSetting = {
    ...props,
    me,
    mayChange: me.roles.includes('admin'),
    tell,
    holdUnsaved: routing.holdUnsaved,
  }
  const mayEnter = me.roles.includes('admin') || me.roles.includes('compliance')
  return (
    <SettingProvider value={setting}>
      <OfflineBanner words={words} />
      {loading.loaded.status === 'ready' ? (
        mayEnter ? (
          <Frame routing={routing} setting={props} />
        ) : (
          <ClosedDoor />
        )
      ) : (
        <main class="c-closed" id="content">
          {loading.loaded.status === 'failed' && <h1 class="g-sr">{words.title}</h1>}
          <WhenLoaded loading={loading}>{() => null}</WhenLoaded>
          {/* Whoever is signed in can leave, whatever else is known of them. */}
          {loading.loaded.status === 'failed' && <SignOutButton />}
        </main>
      )}
      <Working />
      <Toasts toasts={toasts} closeLabel={words.common.dismiss} onClose={close} />
      {routing.leaving ? <LeaveQuestion routing={routing} words={words} /> : null}
    </SettingProvider>
  )
}

function Frame({ routing, setting }: { readonly routing: Routing; readonly setting: ConsoleProps }) {
  const { client, words } = setting
  const { screen } = routing.route
  // Asked again with each screen: whatever was mended there is gone from here.
  const attention = useLoading(() => client.attention(), `attention-${screen}`)
  const { reload } = attention
  // And after each act: what it has settled waits no longer.
  useEffect(() => {
    const stop = pageWork.onEnd(reload)
    return () => void stop()
  }, [reload])
  const [told, setTold] = useState<readonly AttentionItem[]>([])
  useEffect(() => {
    if (attention.loaded.status === 'ready') setTold(attention.loaded.value)
  }, [attention.loaded])
  const content = useRef<HTMLElement>(null)
  const entered = useRef(false)
  // Before the new screen is painted: no moment shows one screen under the other's name.
  useLayoutEffect(() => {
    document.title = `${words.nav[screen]} – ${words.title}`
    // A screen reader starts at the new screen's heading; at the very first load the page begins at its top.
    if (entered.current) {
      scrollTo(0, 0)
      content.current?.querySelector<HTMLElement>('h1')?.focus()
    }
    entered.current = true
  }, [screen, words])
  return (
    <div class="c-frame">
      <button
        type="button"
        class="c-skip g-btn"
        onClick={() => content.current?.querySelector<HTMLElement>('h1')?.focus()}
      >
        {words.skip}
      </button>
      <Navigation current={screen} told={told} />
      <main class="c-main" id="content" ref={content}>
        <StopBanner />
        <CurrentScreen key={screen} route={routing.route} />
      </main>
    </div>
  )
}

function CurrentScreen({ route }: { readonly route: Route }) {
  const { screen } = route
  switch (screen) {
    case 'overview':
      return <OverviewScreen />
    case 'setup':
      return <SetUpScreen />
    case 'health':
      return <HealthScreen />
    case 'articles':
      return <ArticlesScreen />
    case 'ticket':
      return <TicketWhyScreen ticketId={route.detail} />
    case 'sync':
      return <SyncScreen />
    case 'helpdesk':
      return <HelpdeskScreen />
    case 'retention':
      return <RetentionScreen />
    case 'incidents':
      return <IncidentsScreen detail={route.detail} />
    case 'scope':
      return <ScopePolicyScreen />
    case 'templates':
      return <TemplatesScreen locale={route.detail} />
    case 'consent':
      return <ConsentScreen ticketId={route.detail} />
    case 'notices':
      return <NoticesScreen locale={route.detail} />
    case 'recalls':
      return <RecallsScreen detail={route.detail} />
    case 'simulation':
      return route.detail === 'providers' ? <ProviderTrialScreen /> : <SimulationScreen />
    case 'reports':
      return <ReportsScreen />
    case 'gaps':
      return <GapsScreen />
    case 'requests':
      return <RequestsScreen detail={route.detail} />
    case 'requesters':
      return <RequestersScreen ticketId={route.detail} />
    case 'approvals':
      return <ApprovalsScreen />
    case 'evidence':
      return <EvidenceScreen detail={route.detail} />
    case 'audit':
      return <AuditScreen />
    case 'roles':
      return <RolesScreen />
    case 'tokens':
      return <TokensScreen />
    case 'sessions':
      return <SessionsScreen />
    default:
      return screen satisfies never
  }
}

function OfflineBanner({ words }: { readonly words: ConsoleWords }) {
  const [online, setOnline] = useState(() => navigator.onLine)
  useEffect(() => {
    const read = () => setOnline(navigator.onLine)
    addEventListener('online', read)
    addEventListener('offline', read)
    return () => {
      removeEventListener('online', read)
      removeEventListener('offline', read)
    }
  }, [])
  return (
    <div role="status">
      {online ? null : (
        <div class="g-alert c-offline" data-tone="warning">
          <Icon name="warning" />
          <div>{words.problem.offlineBanner}</div>
        </div>
      )}
    </div>
  )
}

function LeaveQuestion({ routing, words }: { readonly routing: Routing; readonly words: ConsoleWords }) {
  return (
    <Dialog
      title={words.leave.title}
      onClose={routing.stay}
      foot={
        <>
          <button type="button" class="g-btn g-btn-danger" onClick={routing.leave}>
            {words.leave.leave}
          </button>
          <button type="button" class="g-btn g-btn-primary" onClick={routing.stay}>
            {words.leave.stay}
          </button>
        </>
      }
    >
      <p>{words.leave.body}</p>
    </Dialog>
  )
}
