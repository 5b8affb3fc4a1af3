/** What surrounds every page: the notice that this is a workbench, the rail, the bar with the acting agent. */
import type { ComponentChildren } from 'preact'
import { AGENT_LANGUAGES, LANGUAGE_PLACE } from './agent-language.ts'
import { Avatar } from './avatar.tsx'
import { type Bootstrap, desk } from './desk-client.ts'
import { AppIcon, HelpIcon, ViewsIcon } from './icons.tsx'
import { languageName } from './words.ts'

function RailLink(props: {
  readonly href: string
  readonly label: string
  readonly current: boolean
  readonly children: ComponentChildren
}) {
  return (
    <a
      href={props.href}
      class="rail-link"
      title={props.label}
      aria-label={props.label}
      aria-current={props.current ? 'page' : undefined}
    >
      {props.children}
    </a>
  )
}

async function actAs(userId: number): Promise<void> {
  await desk.actAs(userId)
  window.location.reload()
}

function AgentSwitch({ boot }: { readonly boot: Bootstrap }) {
  const me = boot.agents.find(({ id }) => id === boot.agentId)
  return (
    <label class="agent-switch">
      <Avatar name={me?.name ?? '?'} kind="agent" />
      <span class="agent-switch-label">Acting as</span>
      <select
        id="acting-agent"
        value={String(boot.agentId)}
        onChange={(event) => void actAs(Number(event.currentTarget.value))}
      >
        {boot.agents.map((agent) => (
          <option key={agent.id} value={String(agent.id)}>
            {agent.name} · {agent.title}
          </option>
        ))}
      </select>
    </label>
  )
}

function LanguageSwitch({ boot }: { readonly boot: Bootstrap }) {
  const own = boot.agents.find(({ id }) => id === boot.agentId)?.locale ?? 'en-US'
  return (
    <label class="agent-switch language-switch">
      <span class="agent-switch-label">in</span>
      <select
        id="agent-language"
        aria-label="Language of the agent"
        onChange={(event) => {
          localStorage.setItem(LANGUAGE_PLACE, event.currentTarget.value)
          window.location.reload()
        }}
      >
        {AGENT_LANGUAGES.map((language) => (
          <option key={language} value={language} selected={languageName(language) === languageName(own)}>
            {languageName(language)}
          </option>
        ))}
      </select>
    </label>
  )
}

export function Frame(props: {
  readonly boot: Bootstrap
  readonly place: 'list' | 'ticket' | 'console' | 'help-center'
  readonly title: ComponentChildren
  readonly tools?: ComponentChildren
  readonly children: ComponentChildren
}) {
  const { boot, place } = props
  return (
    <div class="desk">
      <aside class="workbench-notice" aria-label="Workbench">
        <strong>Local workbench.</strong> A stand-in for the helpdesk with invented people and texts. Nothing
        leaves this machine.
      </aside>
      <nav class="rail" aria-label="Main">
        <span class="rail-mark" aria-hidden="true">
          {boot.account.name.slice(0, 1)}
        </span>
        <RailLink href="/agent" label="Tickets" current={place === 'list' || place === 'ticket'}>
          <ViewsIcon />
        </RailLink>
        <RailLink href="/agent/apps/vouch" label="Vouch" current={place === 'console'}>
          <AppIcon />
        </RailLink>
        <span class="rail-space" />
        <RailLink href="/agent/help-center" label="Help center" current={place === 'help-center'}>
          <HelpIcon />
        </RailLink>
      </nav>
      <header class="top-bar">
        <div class="top-title">{props.title}</div>
        {props.tools}
        <AgentSwitch boot={boot} />
        <LanguageSwitch boot={boot} />
      </header>
      <main class="stage">{props.children}</main>
    </div>
  )
}
