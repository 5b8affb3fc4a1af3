/**
 * The host's half of the Zendesk Apps framework protocol, for the unmodified SDK in one frame.
 * Listens to that frame's window and the companion's origin only; speaks to that origin only.
 */
import { answerRequest } from './framework-request.ts'

/** What the place where the app sits lets it see and do. */
export interface AppPlace {
  metadata(): object
  context(): object
  /** Throws `NoSuchApi` for a path that the place does not have. */
  read(path: string): unknown
  write(path: string, value: unknown): unknown
  invoke(name: string, args: readonly unknown[]): unknown
  /** Which part of the app its page was opened at. */
  readonly appRoute?: string
  /** The app has finished its handshake. */
  registered?(): void
}

export class NoSuchApi extends Error {
  override readonly name = 'Error'
  constructor() {
    super('No such Api')
  }
}

export type HookVerdict = { readonly allowed: true } | { readonly allowed: false; readonly message: string }

export interface AppHost {
  /** Reaches the app only if it subscribed to the event. */
  emit(event: string, payload?: unknown): void
  /** Asks a hook such as `ticket.save`; an app that did not subscribe, or is gone, allows. */
  askHook(name: string): Promise<HookVerdict>
  close(): void
}

export interface AppHostOptions {
  readonly frame: HTMLIFrameElement
  readonly appOrigin: string
  readonly place: AppPlace
  readonly hookTimeoutMs?: number
}

interface FromApp {
  readonly key?: string
  readonly id?: number
  readonly request?: string
  readonly params?: unknown
  readonly message?: unknown
  readonly error?: { readonly msg?: unknown }
}

const HOOK_TIMEOUT_MS = 30_000
const BLOCKED = 'The app did not allow the ticket to be saved.'

function parseMessage(data: unknown): FromApp | null {
  if (typeof data !== 'string') return typeof data === 'object' && data !== null ? (data as FromApp) : null
  try {
    const parsed: unknown = JSON.parse(data)
    return typeof parsed === 'object' && parsed !== null ? (parsed as FromApp) : null
  } catch {
    return null
  }
}

function errorFor(path: string, problem: unknown) {
  const { name, message } = problem instanceof Error ? problem : new Error('Unknown problem')
  return { name, message, path }
}

/** Bulk calls answer what they can; each path that fails stands in `errors`. */
async function collect(paths: readonly string[], act: (path: string) => unknown): Promise<object> {
  const result: Record<string, unknown> = {}
  const errors: Record<string, unknown> = {}
  for (const path of paths) {
    try {
      result[path] = await act(path)
    } catch (problem) {
      errors[path] = errorFor(path, problem)
    }
  }
  return { ...result, errors }
}

export function hostApp({ frame, appOrigin, place, hookTimeoutMs }: AppHostOptions): AppHost {
  const subscribers = new Map<string, number>()
  const hooks = new Map<string, (verdict: HookVerdict) => void>()
  const asked = new Map<string, Promise<HookVerdict>>()
  let isRegistered = false

  function post(message: object): void {
    frame.contentWindow?.postMessage(message, appOrigin)
  }

  function emit(event: string, payload?: unknown): void {
    if ((subscribers.get(event) ?? 0) > 0) post({ key: `zaf.${event}`, message: payload })
  }

  function register(): void {
    // A reload of the frame starts over: what the page before subscribed to is gone.
    subscribers.clear()
    for (const settle of hooks.values()) settle({ allowed: true })
    isRegistered = true
    post({
      key: 'zaf.app.registered',
      message: { metadata: place.metadata(), context: place.context() },
    })
    place.registered?.()
  }

  function subscribe(event: string, message: unknown): void {
    const { subscriberCount = 0 } = (message ?? {}) as { subscriberCount?: number }
    const before = subscribers.get(event) ?? 0
    subscribers.set(event, subscriberCount)
    if (event === 'app.route.changed' && before === 0 && place.appRoute !== undefined)
      emit(event, { appRoute: place.appRoute })
    if (event === 'app.activated' && before === 0 && subscriberCount > 0) emit(event, { firstLoad: true })
  }

  async function answerCall(id: number, request: string, params: unknown): Promise<void> {
    if (request === 'get' && Array.isArray(params)) {
      post({ id, result: await collect(params.map(String), (path) => place.read(path)) })
      return
    }
    const given = (params ?? {}) as Record<string, unknown>
    if (request === 'set') {
      post({ id, result: await collect(Object.keys(given), (path) => place.write(path, given[path])) })
    } else if (request === 'invoke') {
      const argsOf = (name: string) => (Array.isArray(given[name]) ? given[name] : [])
      post({
        id,
        result: await collect(Object.keys(given), (name) => place.invoke(name, argsOf(name))),
      })
    } else {
      post({ id, error: { name: 'Error', message: 'No such request' } })
    }
  }

  async function proxyRequest(key: string, message: unknown): Promise<void> {
    const { outcome, responseArgs } = await answerRequest(message)
    post({ key: `zaf.${key}.${outcome}`, message: { responseArgs } })
  }

  function settleHook(name: string, error: FromApp['error']): void {
    const settle = hooks.get(name)
    if (settle === undefined) return
    if (error === undefined) settle({ allowed: true })
    else settle({ allowed: false, message: typeof error.msg === 'string' && error.msg ? error.msg : BLOCKED })
  }

  function receive(event: MessageEvent): void {
    if (event.source !== frame.contentWindow || event.origin !== appOrigin) return
    const message = parseMessage(event.data)
    if (message === null) return
    const { key, id, request } = message
    if (typeof id === 'number' && typeof request === 'string') {
      void answerCall(id, request, message.params)
      return
    }
    if (typeof key !== 'string') return
    if (key === 'iframe.handshake') register()
    else if (!isRegistered) return
    else if (key.startsWith('iframe.on:')) subscribe(key.slice('iframe.on:'.length), message.message)
    else if (key.startsWith('iframe.off:')) subscribe(key.slice('iframe.off:'.length), message.message)
    else if (key.startsWith('iframe.reply:')) settleHook(key.slice('iframe.reply:'.length), message.error)
    else if (key.startsWith('iframe.trigger:')) {
      emit(key.slice('iframe.trigger:'.length), message.message)
    } else if (/^request:\d+$/.test(key)) void proxyRequest(key, message.message)
    // session.live, __track__ and the app's own postMessage keys have nobody to hear them here.
  }

  window.addEventListener('message', receive)

  return {
    emit,
    askHook(name) {
      if ((subscribers.get(name) ?? 0) === 0) return Promise.resolve({ allowed: true })
      const before = asked.get(name)
      if (before !== undefined) return before
      const verdict = new Promise<HookVerdict>((resolve) => {
        const settle = (given: HookVerdict) => {
          clearTimeout(timer)
          hooks.delete(name)
          asked.delete(name)
          resolve(given)
        }
        // An app that never answers must not hold the agent's reply for ever.
        const timer = setTimeout(
          () => settle({ allowed: false, message: 'The app did not answer. Try again or reload the app.' }),
          hookTimeoutMs ?? HOOK_TIMEOUT_MS,
        )
        hooks.set(name, settle)
      })
      asked.set(name, verdict)
      post({ key: `zaf.${name}`, needsReply: true })
      return verdict
    },
    close: () => window.removeEventListener('message', receive),
  }
}
