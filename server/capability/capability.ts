/**
 * A capability: the gate's yes to one request, as a sealed note (HMAC-SHA-256) that lives a minute at most.
 * It names all that was decided, so that a door which knows no rule can still tell whether this is that request.
 */
import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import {
  type Allow,
  isAllow,
  isProbe,
  isTrialPass,
  PROBE_SCOPE,
  type Probe,
  type TrialPass,
} from '../../src/domain/decide.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { TicketField } from '../../src/domain/scope.ts'
import { canonicalJson, type EntryActor } from '../audit/index.ts'

export const LIVES_MS = 60_000
/** No other key use of this installation begins so: a tag made elsewhere is none here. */
const DOMAIN = 'vouch-capability/v1\n'
const JTI_BYTES = 16
const FORM = /^([\w-]{1,4000})\.([\w-]{43})$/

/** What one request is about and what it carries of the ticket and the articles. */
export interface Leaving {
  readonly ticketRef: string
  /** Whose act it is. */
  readonly actor: EntryActor
  /** The draft or summary that is asked for; `probe`: a test of the provider, `trial`: a question of nobody; of no ticket. */
  readonly about: { readonly kind: 'draft' | 'summary' | 'probe' | 'trial'; readonly ref: string }
  readonly fields: readonly TicketField[]
  /** Version hashes of the articles that may be read. */
  readonly articles: readonly string[]
}

/** The request's body, by its digest and its size, and the most that may be answered. */
export interface OutgoingRequest {
  readonly payload: string
  readonly bytes: number
  readonly maxOutputTokens: number
}

const capabilitySchema = z.strictObject({
  v: z.literal(1),
  account: z.string(),
  ticket: z.string(),
  about: z.string(),
  scope: z.string(),
  articles: z.string(),
  fields: z.string(),
  payload: z.string(),
  host: z.string(),
  region: z.string(),
  epoch: z.int().min(0),
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
})
export type Capability = Readonly<z.infer<typeof capabilitySchema>>

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export function payloadDigest(body: string): string {
  return sha256(body)
}

/** One digest for one set, in whatever order and however often its members are named. */
export function setDigest(members: readonly string[]): string {
  return sha256(canonicalJson([...new Set(members)].sort()))
}

export function aboutOf({ about }: Pick<Leaving, 'about'>): string {
  return `${about.kind}/${about.ref}`
}

/** What the store and the log know a capability by: the token cannot be made from it. */
export function jtiDigest({ jti }: Pick<Capability, 'jti'>): string {
  return sha256(`${DOMAIN}${jti}`)
}

function tagOf(key: KeyObject, note: Buffer): Buffer {
  return createHmac('sha256', key).update(DOMAIN).update(note).digest()
}

export interface Minting {
  readonly accountId: string
  readonly leaving: Leaving
  readonly request: Pick<OutgoingRequest, 'payload'>
  readonly host: string
  readonly region: string
  readonly now: Date
  /** Moments after which the yes would not hold any more: it must not outlive them. */
  readonly ends: readonly (string | null)[]
}

/** Nothing of a ticket. A test of the provider carries nothing of an article either. */
function isOfNoTicket({ ticketRef, about, fields, articles }: Leaving, kind: 'probe' | 'trial'): boolean {
  const none = kind === 'trial' || articles.length === 0
  return ticketRef === '' && about.kind === kind && fields.length === 0 && none
}

function isNamedBy(yes: Allow | Probe | TrialPass, leaving: Leaving, region: string): boolean {
  if (isProbe(yes)) return yes.region === region && isOfNoTicket(leaving, 'probe')
  if (isTrialPass(yes)) return yes.region === region && isOfNoTicket(leaving, 'trial')
  const named = isAllow(yes) && yes.action !== 'search' && yes.scope.drafter.region === region
  const ofTicket = leaving.about.kind === 'draft' || leaving.about.kind === 'summary'
  return named && yes.scope.drafter.drafter !== 'extractive' && ofTicket
}

/** What stands where a ticket's scope and consent would. */
function groundOf(yes: Allow | Probe | TrialPass): { readonly scope: string; readonly epoch: number } {
  if (isAllow(yes)) return { scope: yes.scopeHash, epoch: yes.consentEpoch }
  return { scope: isTrialPass(yes) ? yes.scopeHash : PROBE_SCOPE, epoch: 0 }
}

/** @throws Fault `GATE_BYPASSED` without a genuine yes of the gate to sending something to that region. */
export function mintCapability(
  keys: { readonly capabilityKey: KeyObject; newSecret(bytes: number): string },
  yes: Allow | Probe | TrialPass,
  { accountId, leaving, request, host, region, now, ends }: Minting,
): { readonly token: string; readonly jtiHash: string; readonly expiresAt: string } {
  if (!isNamedBy(yes, leaving, region))
    throw new Fault('GATE_BYPASSED', 'a capability was asked for without the gate')
  const ground = groundOf(yes)
  const iat = now.getTime()
  const until = ends.flatMap((end) => (end === null ? [] : [Date.parse(end)]))
  const capability: Capability = {
    v: 1,
    account: accountId,
    ticket: leaving.ticketRef,
    about: aboutOf(leaving),
    scope: ground.scope,
    articles: setDigest(leaving.articles),
    fields: setDigest(leaving.fields),
    payload: request.payload,
    host,
    region,
    epoch: ground.epoch,
    jti: keys.newSecret(JTI_BYTES),
    iat,
    exp: Math.min(iat + LIVES_MS, ...until),
  }
  const note = Buffer.from(canonicalJson(capability), 'utf8')
  const tag = tagOf(keys.capabilityKey, note)
  return {
    token: `${note.toString('base64url')}.${tag.toString('base64url')}`,
    jtiHash: jtiDigest(capability),
    expiresAt: new Date(capability.exp).toISOString(),
  }
}

/** What a capability is known by to the store and the log; `null`: this installation has not sealed it. */
export function capabilityRef(key: KeyObject, token: string): string | null {
  const capability = openCapability(key, token)
  return capability === null ? null : jtiDigest(capability)
}

/** @returns `null` for anything that this installation has not sealed, whatever it is. */
export function openCapability(key: KeyObject, token: unknown): Capability | null {
  const [, body, tag] = (typeof token === 'string' ? FORM.exec(token) : null) ?? []
  if (body === undefined || tag === undefined) return null
  const note = Buffer.from(body, 'base64url')
  // Spelled as it was sealed: base64url has spare bits, and two spellings would be two tokens.
  if (note.toString('base64url') !== body) return null
  const given = Buffer.from(tag, 'base64url')
  if (given.toString('base64url') !== tag || !timingSafeEqual(tagOf(key, note), given)) return null
  const parsed = capabilitySchema.safeParse(JSON.parse(note.toString('utf8')))
  return parsed.success ? parsed.data : null
}
