/** A collector as OpenTelemetry's protocol describes it: OTLP over HTTP in JSON, on this machine. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'mocha'
import { z } from 'zod'

const value = z.union([
  z.strictObject({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
  z.strictObject({ intValue: z.number() }).transform(({ intValue }) => intValue),
  z
    .strictObject({
      arrayValue: z.strictObject({ values: z.array(z.strictObject({ stringValue: z.string() })) }),
    })
    .transform(({ arrayValue }) => arrayValue.values.map(({ stringValue }) => stringValue)),
])
const attributes = z
  .array(z.strictObject({ key: z.string(), value }))
  .transform((list) => Object.fromEntries(list.map(({ key, value: held }) => [key, held])))
/** Strict: a field that nobody has thought of is found, whatever it holds. */
const span = z.strictObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  flags: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  droppedAttributesCount: z.literal(0),
  events: z.array(z.never()),
  droppedEventsCount: z.literal(0),
  status: z.strictObject({ code: z.number() }),
  links: z.array(z.never()),
  droppedLinksCount: z.literal(0),
})
const scope = z.strictObject({
  scope: z.strictObject({ name: z.string(), version: z.string() }),
  spans: z.array(span),
})
const resource = z.strictObject({ attributes, droppedAttributesCount: z.literal(0) })
const request = z.strictObject({
  resourceSpans: z.array(z.strictObject({ resource, scopeSpans: z.array(scope) })),
})

export type ReceivedSpan = z.infer<typeof span>

export interface SpanReceiver {
  readonly url: string
  readonly bodies: readonly string[]
  readonly asked: readonly { readonly path: string | undefined; readonly headers: IncomingHttpHeaders }[]
  /** `null`: never answers. */
  status: number | null
  spans(): readonly ReceivedSpan[]
  resources(): readonly Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

export async function spanReceiver(): Promise<SpanReceiver> {
  const bodies: string[] = []
  const asked: { path: string | undefined; headers: IncomingHttpHeaders }[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      asked.push({ path: incoming.url, headers: incoming.headers })
      bodies.push(Buffer.concat(chunks).toString('utf8'))
      if (receiver.status !== null)
        response.writeHead(receiver.status, { 'Content-Type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const parsed = () => bodies.flatMap((body) => request.parse(JSON.parse(body)).resourceSpans)
  const receiver: SpanReceiver = {
    url: `http://127.0.0.1:${port}`,
    bodies,
    asked,
    status: 200,
    spans: () => parsed().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    resources: () => parsed().map((each) => each.resource.attributes),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  after(() => receiver.close())
  return receiver
}
