/**
 * The figures of one process. A label is from a closed list or is not one: whatever else comes is counted as `other`,
 * so that no address, id or word can become a series, and no caller can make them grow.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { FAULT_CODES, type FaultCode } from '../../src/domain/fault.ts'
import { KEY_KINDS, type KeyKind } from '../../src/domain/key-ages.ts'
import { NEXT_STEPS } from '../../src/domain/refusal.ts'
import { type Act, ENTRY_TYPES } from '../audit/index.ts'
import type { Sweep } from '../one-by-one.ts'

export interface SeenRequest {
  readonly method: string
  /** The route's pattern. */
  readonly route: string
  readonly status: number
  readonly seconds: number
  readonly code: FaultCode | null
}

/** What is read at the moment of a scrape. */
export interface MetricsFacts {
  readonly runningDrafts: number
  readonly stopped: boolean
  readonly ready: boolean
  readonly entries: number
  readonly signedEntries: number
  /** `null`: not since the start. */
  readonly signedSecondsAgo: number | null
  readonly copiesBehind: number
  readonly syncSecondsAgo: number | null
  readonly logHolds: boolean
  readonly storeBytes: number
  readonly freeBytes: number | null
  readonly keySeconds: Readonly<Record<KeyKind, number | null>>
}

export interface Metrics {
  request(seen: SeenRequest): void
  act(act: Pick<Act, 'type' | 'decision' | 'detail'>): void
  /** A page tried what its policy forbids; the directive is from a closed list. */
  policyViolation(directive: string): void
  /** Something due was not done in its turn. */
  setback(sweep: Sweep): void
  transaction(seconds: number, code: FaultCode | null): void
  providerBegan(): void
  /** How many requests wait for their turn at the provider. */
  providerWaiting(waiting: number): void
  providerEnded(answer: {
    readonly firstSeconds: number | null
    readonly seconds: number
    readonly code: string
  }): void
  /** Prometheus text, version 0.0.4. */
  text(facts: MetricsFacts): Promise<string>
}

const OTHER = 'other'
/** More than there are patterns: a route that is no pattern by mistake ends up in `other`. */
const MOST_ROUTES = 400
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
const TYPES: ReadonlySet<string> = new Set(ENTRY_TYPES)
const REASONS: ReadonlySet<string> = new Set(Object.keys(NEXT_STEPS))
const CODES: ReadonlySet<string> = new Set(FAULT_CODES)
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const STORE_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5]
const PROVIDER_SECONDS = [0.25, 0.5, 1, 2, 5, 10, 20, 40, 60]

const among = (list: ReadonlySet<string>, word: string) => (list.has(word) ? word : OTHER)

function statusClass(status: number): string {
  return status >= 100 && status < 600 ? `${Math.floor(status / 100)}xx` : OTHER
}

function gaugesIn(registers: Registry[]) {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  return {
    runningDrafts: gauge('vouch_drafts_running', 'Drafts being made'),
    stopped: gauge('vouch_kill_switch', '1 while drafting is stopped everywhere'),
    ready: gauge('vouch_ready', '1 while /readyz says so'),
    entries: gauge('vouch_audit_entries', 'Entries of the audit log'),
    unsigned: gauge('vouch_audit_entries_unsigned', 'Entries that no checkpoint signs yet'),
    signedAgo: gauge('vouch_checkpoint_age_seconds', 'Since the newest checkpoint was seen'),
    copiesBehind: gauge('vouch_checkpoint_copies_behind', 'Places whose copy of the checkpoint is too old'),
    syncAgo: gauge('vouch_sync_age_seconds', 'Since the help center was last read whole'),
    logHolds: gauge('vouch_audit_log_holds', '0 when the audit log does not verify'),
    storeBytes: gauge('vouch_store_bytes', 'Size of the store with its journals'),
    freeBytes: gauge('vouch_disk_free_bytes', 'Room on the disk of the store'),
    keyAge: new Gauge({
      ...{ name: 'vouch_key_age_seconds', help: 'Since the key in use was made', registers },
      labelNames: ['key'] as const,
    }),
  }
}

function countersIn(registers: Registry[]) {
  return {
    requests: new Histogram({
      ...{ name: 'vouch_http_request_seconds', help: 'Requests, by pattern of the route' },
      ...{ labelNames: ['method', 'route', 'status'] as const, buckets: SECONDS, registers },
    }),
    faults: new Counter({
      ...{ name: 'vouch_faults_total', help: 'Requests that ended in a fault, by its code' },
      ...{ labelNames: ['code'] as const, registers },
    }),
    acts: new Counter({
      ...{ name: 'vouch_acts_total', help: 'Entries of the audit log, by type, once they are kept' },
      ...{ labelNames: ['type'] as const, registers },
    }),
    refusals: new Counter({
      ...{ name: 'vouch_refusals_total', help: 'What was refused as promised, by act and reason' },
      ...{ labelNames: ['type', 'reason'] as const, registers },
    }),
    violations: new Counter({
      ...{ name: 'vouch_policy_violations_total', help: 'What browsers report of pages, by directive' },
      ...{ labelNames: ['directive'] as const, registers },
    }),
    setbacks: new Counter({
      ...{ name: 'vouch_sweep_failures_total', help: 'What was due and could not be done, by sweep' },
      ...{ labelNames: ['sweep'] as const, registers },
    }),
    store: new Histogram({
      ...{ name: 'vouch_store_transaction_seconds', help: 'Transactions, with their wait' },
      ...{ labelNames: ['outcome'] as const, buckets: STORE_SECONDS, registers },
    }),
    providerOpen: new Gauge({
      ...{
        name: 'vouch_provider_requests_open',
        help: 'Asked of the provider, waiting or running',
        registers,
      },
    }),
    providerWaiting: new Gauge({
      ...{
        name: 'vouch_provider_requests_waiting',
        help: 'Waiting for their turn at the provider',
        registers,
      },
    }),
    providerFirst: new Histogram({
      ...{ name: 'vouch_provider_first_piece_seconds', help: 'Until the first piece, with the queue' },
      ...{ buckets: PROVIDER_SECONDS, registers },
    }),
    provider: new Histogram({
      ...{ name: 'vouch_provider_seconds', help: 'Whole answers of the provider, by how they ended' },
      ...{ labelNames: ['outcome'] as const, buckets: PROVIDER_SECONDS, registers },
    }),
  }
}

function setFacts(gauges: ReturnType<typeof gaugesIn>, facts: MetricsFacts): void {
  gauges.runningDrafts.set(facts.runningDrafts)
  gauges.stopped.set(facts.stopped ? 1 : 0)
  gauges.ready.set(facts.ready ? 1 : 0)
  gauges.entries.set(facts.entries)
  gauges.unsigned.set(Math.max(0, facts.entries - facts.signedEntries))
  gauges.copiesBehind.set(facts.copiesBehind)
  gauges.logHolds.set(facts.logHolds ? 1 : 0)
  gauges.storeBytes.set(facts.storeBytes)
  // Not a number rather than 0: unknown is not new.
  gauges.signedAgo.set(facts.signedSecondsAgo ?? Number.NaN)
  gauges.syncAgo.set(facts.syncSecondsAgo ?? Number.NaN)
  gauges.freeBytes.set(facts.freeBytes ?? Number.NaN)
  for (const key of KEY_KINDS) gauges.keyAge.set({ key }, facts.keySeconds[key] ?? Number.NaN)
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const gauges = gaugesIn([registry])
  const counters = countersIn([registry])
  const routes = new Set<string>()
  const routeOf = (route: string) => {
    if (routes.size < MOST_ROUTES) routes.add(route)
    return among(routes, route)
  }
  return {
    request({ method, route, status, seconds, code }) {
      const labels = { method: among(METHODS, method), route: routeOf(route), status: statusClass(status) }
      counters.requests.observe(labels, seconds)
      if (code !== null) counters.faults.inc({ code: among(CODES, code) })
    },
    act({ type, decision, detail }) {
      counters.acts.inc({ type: among(TYPES, type) })
      const reasons: unknown = detail?.reasons
      if (decision !== 'refused' || !Array.isArray(reasons)) return
      for (const reason of reasons)
        counters.refusals.inc({ type: among(TYPES, type), reason: among(REASONS, String(reason)) })
    },
    policyViolation: (directive) => counters.violations.inc({ directive }),
    setback: (sweep) => counters.setbacks.inc({ sweep }),
    transaction: (seconds, code) =>
      counters.store.observe({ outcome: code === null ? 'done' : among(CODES, code) }, seconds),
    providerBegan: () => counters.providerOpen.inc(),
    providerWaiting: (waiting) => counters.providerWaiting.set(waiting),
    providerEnded({ firstSeconds, seconds, code }) {
      counters.providerOpen.dec()
      if (firstSeconds !== null) counters.providerFirst.observe(firstSeconds)
      const outcome = code === 'done' || code === 'left' ? code : among(CODES, code)
      counters.provider.observe({ outcome }, seconds)
    },
    text(facts) {
      setFacts(gauges, facts)
      return registry.metrics()
    },
  }
}
