/**
 * The host's half of `client.request`: fetches a relative `/api/v2/…` address with the acting agent's
 * session and answers in jQuery's argument order. Nothing else is proxied.
 */
export interface RequestAnswer {
  readonly outcome: 'done' | 'fail'
  readonly responseArgs: readonly unknown[]
}

interface Settings {
  readonly url: string
  readonly method: string
  readonly data: unknown
  readonly contentType: string | null
  readonly headers: Readonly<Record<string, string>>
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function parseSettings(message: unknown): Settings {
  const given = record(message)
  const headers = Object.entries(record(given.headers)).map(([name, value]) => [name, String(value)])
  return {
    url: String(given.url ?? ''),
    method: String(given.type ?? given.method ?? 'GET').toUpperCase(),
    data: given.data,
    contentType: typeof given.contentType === 'string' ? given.contentType : null,
    headers: Object.fromEntries(headers),
  }
}

function proxied(settings: Settings): URL | null {
  if (!URL.canParse(settings.url, location.origin)) return null
  const url = new URL(settings.url, location.origin)
  return url.origin === location.origin && url.pathname.startsWith('/api/v2/') ? url : null
}

function refused(status: number, statusText: string, responseText: string): RequestAnswer {
  return { outcome: 'fail', responseArgs: [{ status, statusText, responseText }, 'error', statusText] }
}

function bodyOf(settings: Settings): { readonly body?: string; readonly type?: string } {
  if (settings.data === undefined || settings.data === null || settings.method === 'GET') return {}
  if (typeof settings.data === 'string') {
    return { body: settings.data, type: settings.contentType ?? 'application/x-www-form-urlencoded' }
  }
  return { body: JSON.stringify(settings.data), type: 'application/json' }
}

function withQuery(url: URL, settings: Settings): URL {
  if (settings.method !== 'GET') return url
  for (const [name, value] of Object.entries(record(settings.data))) url.searchParams.set(name, String(value))
  return url
}

function jsonOrUndefined(text: string, type: string | null): unknown {
  if (!type?.includes('json')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export async function answerRequest(message: unknown): Promise<RequestAnswer> {
  const settings = parseSettings(message)
  const url = proxied(settings)
  if (url === null) return refused(400, 'Bad Request', 'This address is not a proxyable URI')
  const { body, type } = bodyOf(settings)
  const answer = await fetch(withQuery(url, settings), {
    method: settings.method,
    headers: { Accept: 'application/json', ...settings.headers, ...(type ? { 'Content-Type': type } : {}) },
    ...(body === undefined ? {} : { body }),
  }).catch(() => null)
  if (answer === null) return refused(0, 'error', '')
  const responseText = await answer.text()
  const responseJSON = jsonOrUndefined(responseText, answer.headers.get('Content-Type'))
  const xhr = {
    status: answer.status,
    statusText: answer.statusText,
    responseText,
    responseHeaders: Object.fromEntries(answer.headers),
    ...(responseJSON === undefined ? {} : { responseJSON }),
  }
  return answer.ok
    ? { outcome: 'done', responseArgs: [responseJSON ?? responseText, 'success', xhr] }
    : { outcome: 'fail', responseArgs: [xhr, 'error', answer.statusText] }
}
