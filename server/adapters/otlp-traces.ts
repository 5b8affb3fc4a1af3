/**
 * Sends spans by OTLP over HTTP. This file alone knows OpenTelemetry, and is loaded only where an address is named.
 * Nothing global is set: no library finds a tracer here that it could write to. Nothing waits for the receiver.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { Fault } from '../../src/domain/fault.ts'
import { attributesOf, isRoot, type SpanFacts, type SpanName, type Traces } from '../traces/index.ts'
import type { TracesConfig } from '../traces-config.ts'

export interface OpenTraces extends Traces {
  /** Sends what is left, for a moment at most; what is not taken by then is dropped. */
  close(): Promise<void>
}

export interface TracesGiven {
  readonly version: string
  /** While nothing may leave, spans are dropped. */
  readonly stopped: () => boolean
  /** Once, until some are taken again. */
  readonly report: () => void
}

const EXPORT_MS = 5_000
const CLOSE_MS = 2_000
/** Of the library's own queue: past it, spans are dropped. */
const MOST_WAITING = 2_048
const KINDS: Partial<Record<SpanName, SpanKind>> = {
  'http.request': SpanKind.SERVER,
  'provider.ask': SpanKind.CLIENT,
}
const EXPORTED = 0

function minding(exporter: SpanExporter, given: TracesGiven): SpanExporter {
  let told = false
  return {
    export(spans: ReadableSpan[], done) {
      if (given.stopped()) return done({ code: EXPORTED })
      exporter.export(spans, (result) => {
        if (result.code === EXPORTED) told = false
        else if (!told) {
          told = true
          given.report()
        }
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
  }
}

function write(span: Span, facts: SpanFacts): void {
  for (const [name, value] of Object.entries(attributesOf(facts)))
    span.setAttribute(name, typeof value === 'string' || typeof value === 'number' ? value : [...value])
  if (facts.status !== undefined && facts.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
}

/** As the conventions name the span of a request, from the words that were let through. */
function nameRequest(span: Span, facts: SpanFacts): void {
  const { 'http.request.method': method, 'http.route': route } = attributesOf(facts)
  if (method !== undefined && route !== undefined) span.updateName(`${method} ${route}`)
}

/** Kept alive between batches, and cut when the server stops: a receiver that hangs must not hold it. */
function agentFor(url: string): HttpAgent | HttpsAgent {
  return url.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
}

export function openTraces(config: TracesConfig, given: TracesGiven): OpenTraces {
  const agent = agentFor(config.url)
  const exporter = new OTLPTraceExporter({
    url: config.url,
    headers: { ...config.headers() },
    timeoutMillis: EXPORT_MS,
    httpAgentOptions: () => agent,
  })
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({ 'service.name': config.serviceName, 'service.version': given.version }),
    ),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.share) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: minding(exporter, given),
        maxQueueSize: MOST_WAITING,
        exportTimeoutMillis: EXPORT_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('vouch', given.version)
  const around = new AsyncLocalStorage<Span>()
  return {
    async span(name, facts, act) {
      const parent = around.getStore()
      if (parent === undefined && !isRoot(name)) return act(() => undefined)
      const within = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent)
      const span = tracer.startSpan(name, { kind: KINDS[name] ?? SpanKind.INTERNAL }, within)
      write(span, facts)
      let known = facts
      const note = (more: SpanFacts) => {
        known = { ...known, ...more }
        write(span, more)
      }
      try {
        return await around.run(span, () => act(note))
      } catch (error) {
        write(span, { code: error instanceof Fault ? error.code : 'UNEXPECTED' })
        // No message, no stack: they may quote what they failed over.
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        if (name === 'http.request') nameRequest(span, known)
        span.end()
      }
    },
    async close() {
      let over: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        over = setTimeout(resolve, CLOSE_MS)
      })
      await Promise.race([provider.shutdown().catch(() => undefined), patience])
      clearTimeout(over)
      agent.destroy()
    },
  }
}
