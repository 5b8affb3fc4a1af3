/** The way to a companion over one connection that stays open: for calls that are counted in millions. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { Answer, CallOptions, Harness } from './companion-harness.ts'
import { undeclared } from './declared-answers.ts'

export interface KeptWire {
  readonly call: Harness['call']
  close(): void
}

type Sent = Pick<CallOptions, 'headers' | 'raw'>

interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Most answers are looked at by their status alone. */
function answerOf({ status, headers, text }: Got): Answer {
  return {
    status,
    text,
    get headers() {
      return new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]))
    },
    get body() {
      return /[/+]json/.test(headers['content-type'] ?? '') && text !== '' ? JSON.parse(text) : undefined
    },
  }
}

export function keptWire(desk: Pick<Harness, 'origin' | 'sessionOf'>): KeptWire {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { hostname, port } = new URL(desk.origin)
  const send = (method: string, path: string, { headers = {}, raw = '' }: Sent) =>
    new Promise<Got>((resolve, reject) => {
      const length = raw === '' ? {} : { 'content-length': String(Buffer.byteLength(raw)) }
      const sent = { agent, hostname, port, method, path, headers: { ...headers, ...length } }
      const asking = request(sent, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      })
      asking.on('error', reject)
      asking.end(raw)
    })
  return {
    async call(method, path, given = {}) {
      const authorization =
        given.as === undefined ? given.authorization : `Bearer ${await desk.sessionOf(given.as)}`
      const isJson = given.body !== undefined
      const raw = given.raw ?? (isJson ? JSON.stringify(given.body) : undefined)
      const got = await send(method, path, {
        ...(raw === undefined ? {} : { raw }),
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(isJson ? { 'content-type': 'application/json' } : {}),
          ...given.headers,
        },
      })
      const type = got.headers['content-type'] ?? ''
      const disposition = got.headers['content-disposition'] ?? null
      const wrong = undeclared({ method, path, status: got.status, type, disposition, text: got.text })
      if (wrong !== null) throw new Error(wrong)
      return answerOf(got)
    },
    close: () => agent.destroy(),
  }
}
