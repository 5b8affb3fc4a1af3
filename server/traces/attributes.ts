/**
 * What a span may say. An attribute is from a closed list, or of a form that no id, token or sentence has; whatever
 * else comes is written as `other`, so that a mistake elsewhere cannot carry anything out of the house.
 */
import { FAULT_CODES } from '../../src/domain/fault.ts'
import { NEXT_STEPS } from '../../src/domain/refusal.ts'
import { ENTRY_TYPES } from '../audit/index.ts'
import { PROVIDER_IDS } from '../provider/index.ts'

/** What is known of what a span stands for. */
export interface SpanFacts {
  readonly method?: string
  /** The route's pattern. */
  readonly route?: string
  readonly status?: number
  /** Of a fault. */
  readonly code?: string | null
  /** Type of an audit entry. */
  readonly entry?: string
  /** Why something was refused as promised. */
  readonly reasons?: readonly string[]
  readonly provider?: string
  /** How something ended that is neither a fault nor a refusal. */
  readonly outcome?: string
}

export type SpanAttributes = Readonly<Record<string, string | number | readonly string[]>>

const OTHER = 'other'
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const CODES: ReadonlySet<string> = new Set(FAULT_CODES)
const TYPES: ReadonlySet<string> = new Set(ENTRY_TYPES)
const REASONS: ReadonlySet<string> = new Set(Object.keys(NEXT_STEPS))
const PROVIDERS: ReadonlySet<string> = new Set(PROVIDER_IDS)
const OUTCOMES: ReadonlySet<string> = new Set(['done', 'left', 'incomplete'])
/** No part of a pattern has a digit or a capital letter but `v1` and the names of parameters. */
const ROUTE = /^(?:none|(?:\/(?:v1|:[A-Za-z]{1,24}|[a-z]{1,24}(?:[-.][a-z]{1,24}){0,4}))+)$/

const among = (list: ReadonlySet<string>, word: string) => (list.has(word) ? word : OTHER)

/** Names as the semantic conventions have them where they know the thing, `vouch.` otherwise. */
export function attributesOf(facts: SpanFacts): SpanAttributes {
  const { method, route, status, code, entry, reasons, provider, outcome } = facts
  const isStatus = status !== undefined && Number.isInteger(status) && status >= 100 && status < 600
  return {
    ...(method === undefined ? {} : { 'http.request.method': METHODS.has(method) ? method : '_OTHER' }),
    ...(route === undefined ? {} : { 'http.route': ROUTE.test(route) ? route : OTHER }),
    ...(isStatus ? { 'http.response.status_code': status } : {}),
    ...(typeof code === 'string' ? { 'error.type': among(CODES, code) } : {}),
    ...(entry === undefined ? {} : { 'vouch.entry': among(TYPES, entry) }),
    ...(reasons === undefined ? {} : { 'vouch.refusal': reasons.map((reason) => among(REASONS, reason)) }),
    ...(provider === undefined ? {} : { 'vouch.provider': among(PROVIDERS, provider) }),
    ...(outcome === undefined ? {} : { 'vouch.outcome': among(OUTCOMES, outcome) }),
  }
}
