/** What every place offers an app: who acts, which account, the frame's size, a note to the agent. */
import type { Bootstrap, UserJson } from './desk-client.ts'
import { type AppPlace, NoSuchApi } from './framework-host.ts'

export type NoticeKind = 'notice' | 'alert' | 'error'

export interface CommonPlaceOptions {
  readonly boot: Bootstrap
  readonly location: 'ticket_sidebar' | 'nav_bar'
  readonly ticketId?: number
  notify(text: string, kind: NoticeKind): void
  resize(height: string): void
  registered?(): void
}

export function personValue(user: UserJson | undefined) {
  if (user === undefined) return null
  const { id, name, email, role, locale } = user
  return { id, name, email, role, locale, avatarUrl: '', externalId: null, identities: [], tags: [] }
}

/** These have nothing to show here, and their answer is nothing in the real helpdesk too. */
const WITHOUT_EFFECT = new Set([
  'popover',
  'hide',
  'show',
  'destroy',
  'app.close',
  'preloadPane',
  'enableSave',
  'disableSave',
  'track',
  'session.live',
])

function noticeKind(value: unknown): NoticeKind {
  return value === 'alert' || value === 'error' ? value : 'notice'
}

/** `400`, `'400'` and `'400px'` are sizes; anything else is not one. */
function heightFrom(value: unknown): string | null {
  const match = /^(\d{1,4})(px)?$/.exec(String(value ?? ''))
  return match === null ? null : `${match[1]}px`
}

export function commonPlace(options: CommonPlaceOptions): AppPlace {
  const { boot, location, ticketId } = options
  const { account } = boot
  const context = () => ({
    instanceGuid: account.appGuid,
    product: 'support',
    location,
    account: { subdomain: account.subdomain },
    ...(ticketId === undefined ? {} : { ticketId }),
  })
  const currentUser = () => {
    const agent = boot.agents.find(({ id }) => id === boot.agentId)
    return { ...personValue(agent), groups: boot.groups, organizations: [], timeZone: { name: 'Berlin' } }
  }
  const currentAccount = () => ({ subdomain: account.subdomain, planName: 'Workbench', timezone: 'Berlin' })

  function oneOf(value: Readonly<Record<string, unknown>>, name: string): unknown {
    if (!Object.hasOwn(value, name)) throw new NoSuchApi()
    return value[name]
  }

  return {
    context,
    metadata: () => ({
      appId: account.appId,
      installationId: account.installationId,
      name: 'Vouch',
      version: '0.1.0',
      settings: { title: 'Vouch', ...boot.appSettings },
      plan: { name: null },
    }),
    ...(options.registered === undefined ? {} : { registered: options.registered }),
    read(path) {
      if (path === 'instances') return { [account.appGuid]: context() }
      if (path === `instances.${account.appGuid}`) return context()
      const required = /^requirement:(\w+)$/.exec(path)?.[1]
      if (required !== undefined && Object.hasOwn(boot.requirements, required))
        return { requirement_id: boot.requirements[required], requirement_type: 'ticket_fields' }
      if (path === 'currentUser') return currentUser()
      if (path === 'currentAccount') return currentAccount()
      const [, owner, name = ''] = /^(currentUser|currentAccount)\.(\w+)$/.exec(path) ?? []
      if (owner === 'currentUser') return oneOf(currentUser(), name)
      if (owner === 'currentAccount') return oneOf(currentAccount(), name)
      throw new NoSuchApi()
    },
    write() {
      throw new NoSuchApi()
    },
    invoke(name, args) {
      if (WITHOUT_EFFECT.has(name)) return undefined
      if (name === 'notify') return options.notify(String(args[0] ?? ''), noticeKind(args[1]))
      if (name === 'resize') {
        const height = heightFrom((args[0] as { height?: unknown } | undefined)?.height)
        if (height !== null) options.resize(height)
        return undefined
      }
      if (name === 'routeTo') {
        if (args[0] === 'nav_bar') window.location.assign(`/agent/apps/vouch#${String(args[2] ?? '')}`)
        if (args[0] === 'ticket') window.location.assign(`/agent/tickets/${Number(args[1])}`)
        return undefined
      }
      throw new NoSuchApi()
    },
  }
}
