/** What an account of before (`lived-account.ts`) does not come to by itself: of every kind of act one that has something to do. */
import { expect } from 'chai'
import type { AccessRow } from '../../src/domain/evidence-api.ts'
import { NO_TEXTS, NOTHING_KNOWN } from '../../src/domain/incident.ts'
import { SECOND_COMPLIANCE } from './approval-ground.ts'
import {
  ACCOUNT_ORIGIN,
  ADMIN,
  AGENT,
  COMPLIANCE,
  type Harness,
  type HarnessOptions,
  OTHER_AGENT,
} from './companion-harness.ts'
import { FORM, press } from './consent-page.ts'
import {
  draft,
  newDraftId,
  newTicketId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  readyDraft,
  relay,
} from './drafting-desk.ts'
import { MINUTE } from './fake-world.ts'
import { type FourPages, fourPages } from './four-pages.ts'
import { insertAll } from './recall-ground.ts'
import { sendWebhook } from './signed-webhook.ts'
import { setPlan } from './spending-ground.ts'
import { until } from './stops.ts'
import { REFUND, settledAt, startTwo, type TwoProviders } from './two-providers.ts'

/** Each must have worked, at its second try at the latest: else its kind is missing and nobody would notice. */
interface Hand {
  done(as: string, method: string, path: string, body?: unknown): Promise<ReturnType<typeof JSON.parse>>
}

function handAt(desk: Harness): Hand {
  return {
    async done(as, method, path, body) {
      const answer = await desk.api(as, method, path, body)
      expect(answer.status, `${method} ${path}: ${answer.text}`).to.be.within(200, 299)
      return answer.body
    },
  }
}

/** One of a number that no other has, so that what is held about one is in the way of nobody else. */
let persons = 360_000_001_000
const newPerson = () => String(++persons)

const today = (desk: Harness) => desk.world.now().toISOString().slice(0, 10)

/** Opens one more page for the agent, which the harness does not sign in with. */
async function openPage(desk: Harness, place: 'sidebar' | 'console', agentId: string): Promise<void> {
  const page = await desk.call('POST', `/${place}?origin=${encodeURIComponent(ACCOUNT_ORIGIN)}`, {
    raw: new URLSearchParams({ token: desk.hostToken(agentId) }).toString(),
    headers: FORM,
  })
  expect(page.status, page.text).to.equal(200)
}

async function sessions(desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  await openPage(desk, 'sidebar', AGENT)
  await done(AGENT, 'POST', '/session/other-endings')
  await openPage(desk, 'console', AGENT)
  const { sessions } = await done(AGENT, 'GET', '/sessions')
  const other = sessions.find(({ own }: { readonly own: boolean }) => !own)
  await done(AGENT, 'POST', `/sessions/${other.sessionId}/endings`)
  await openPage(desk, 'sidebar', OTHER_AGENT)
  await done(ADMIN, 'POST', `/console/agents/${OTHER_AGENT}/session-endings`)
  await done(AGENT, 'POST', '/session/departures')
  await done(AGENT, 'POST', '/session/sign-outs')
}

async function consentedDraft(desk: Harness, requesterId: string) {
  const ticketId = await openedTicket(desk, requesterId)
  const { done } = handAt(desk)
  const { body } = await relay(desk, ticketId)
  await done(OTHER_AGENT, 'POST', `/tickets/${ticketId}/consent/evidence`)
  await done(OTHER_AGENT, 'POST', `/tickets/${ticketId}/consent/second-looks`, {
    ...{ look: 'confirm', epoch: body.consent.epoch },
  })
  const made = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId }))
  if (made.draft === undefined) throw new Error(`no draft was made: ${made.text}`)
  return { ticketId, draft: made.draft }
}

async function tickets(desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  const helpdesk = '/console/helpdesk-settings'
  const versionOf = async (path: string) => (await done(COMPLIANCE, 'GET', path)).version
  await done(ADMIN, 'PUT', `${helpdesk}/age-field`, {
    version: await versionOf(helpdesk),
    ageField: { fieldId: '7', kind: 'birth_date', country: 'DE' },
  })
  await done(ADMIN, 'PUT', `${helpdesk}/minor-tags`, {
    ...{ version: await versionOf(helpdesk), minorTags: ['under_age'] },
  })
  await done(COMPLIANCE, 'PUT', `${helpdesk}/form-notice`, {
    ...{ version: await versionOf(helpdesk), formNotice: { version: 1, locale: 'de' } },
  })
  const young = newPerson()
  const theirs = await openedTicket(desk, young)
  await done(AGENT, 'POST', `/tickets/${theirs}/under-age`, { requesterId: young })

  const passing = newPerson()
  const passedOn = newTicketId()
  await done(AGENT, 'PUT', `/tickets/${passedOn}`, { requesterId: passing, unfit: ['forwarded'] })
  await done(AGENT, 'POST', `/tickets/${passedOn}/own-question`, { requesterId: passing })

  const { draft: taken, ticketId } = await consentedDraft(desk, newPerson())
  await insertAll(desk, taken)
  await done(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
    ...{ event: 'withdraw', channel: 'phone', evidence: '' },
  })
  await done(AGENT, 'POST', `/drafts/${taken.id}/removals`)
  const { draft: dismissed, ticketId: restricted } = await consentedDraft(desk, newPerson())
  await done(AGENT, 'GET', `/drafts/${dismissed.id}`)
  const allowedAt = await insertAll(desk, dismissed)
  await done(AGENT, 'POST', `/drafts/${dismissed.id}/unused`, {
    why: 'composer',
    usedBefore: false,
    allowedAt,
  })
  await done(AGENT, 'POST', `/drafts/${dismissed.id}/dismissals`, { reason: 'not_needed' })
  const { consent } = await done(COMPLIANCE, 'GET', `/console/consents/${restricted}`)
  await done(COMPLIANCE, 'POST', `/console/consents/${restricted}/acts`, {
    ...{ act: 'restrict', reason: 'disputed', epoch: consent.epoch },
  })

  const asked = await openedTicket(desk, newPerson())
  const { url } = await done(AGENT, 'POST', `/tickets/${asked}/consent/requests`, { locale: 'de' })
  expect((await press(desk, new URL(url).pathname, 'grant')).status).to.equal(303)
  expect((await press(desk, new URL(url).pathname, 'withdraw')).status).to.equal(303)
}

/** A yes for all of a person's tickets, under the notice that says so. */
async function carryOver(desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  const requesterId = newPerson()
  const told = async (ticketId: string) => {
    desk.world.pass(5_000)
    expect((await sendWebhook(desk, { ticketId, requesterId })).status).to.be.below(300)
  }
  const first = await openedTicket(desk, requesterId)
  await told(first)
  const { url } = await done(AGENT, 'POST', `/tickets/${first}/consent/requests`, { locale: 'de' })
  expect((await press(desk, new URL(url).pathname, 'grant')).status).to.equal(303)
  const second = await openedTicket(desk, requesterId)
  await told(second)
  const { consent } = await done(AGENT, 'GET', `/tickets/${second}`)
  await done(AGENT, 'POST', `/tickets/${second}/consent/carry-overs`, { epoch: consent.epoch })
}

async function people(desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  const { ticketId } = await readyDraft(desk)
  const [found] = desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)
  const at = { requesterRef: String(found?.requester_ref) }
  const path = '/console/requesters'
  await done(COMPLIANCE, 'POST', `${path}/searches`, { by: 'user', values: [newPerson()] })
  await done(COMPLIANCE, 'POST', `${path}/dossiers`, { ...at, purpose: 'person_asks' })
  const order = { ...at, locale: 'de', maskOthers: true }
  const { packageId } = await done(COMPLIANCE, 'POST', `${path}/packages`, order)
  await done(COMPLIANCE, 'POST', `${path}/packages/${packageId}/downloads`)
  const link = await done(COMPLIANCE, 'POST', `${path}/packages/${packageId}/links`)
  const taken = await desk.call('POST', new URL(link.url).pathname, { raw: '', headers: FORM })
  expect(taken.status).to.equal(200)
  await done(COMPLIANCE, 'POST', '/console/corrections', { ...at, note: 'Misspelt.', about: null })

  const { request } = await done(COMPLIANCE, 'POST', '/console/requests', {
    ...{ kind: 'access', channel: 'email', who: { ticketId }, locale: 'de', another: true },
    receivedOn: today(desk),
  })
  const ofCase = `/console/requests/${request.caseId}`
  await done(COMPLIANCE, 'GET', ofCase)
  let version = request.version
  const on = async (part: string, body: object) => {
    const answer = await done(COMPLIANCE, 'POST', `${ofCase}${part}`, { version, ...body })
    version = (answer.detail ?? answer).request.version
    return answer
  }
  await on('/notes', { text: 'By phone' })
  const identity = await on('/identity-links', {})
  const page = new URL(identity.url).pathname
  const shown = await desk.call('POST', page, { raw: 'choice=confirm', headers: FORM })
  expect(shown.status, shown.text).to.be.below(400)
  version = (await done(COMPLIANCE, 'GET', ofCase)).request.version
  version = (await done(COMPLIANCE, 'POST', `${ofCase}/packages`, { packageId })).request.version
  await on('/letters', {
    ...{ letter: 'refusal', locale: 'de', body: 'Nein.', channel: 'email', sentOn: today(desk) },
  })
  await on('/moves', { kind: 'withdraw', reason: 'By phone' })
  await done(COMPLIANCE, 'POST', `${path}/packages/${packageId}/shreddings`)
  await done(COMPLIANCE, 'POST', '/console/person-acts', {
    ...{ ...at, act: 'restrict', reason: 'asked', toldAt: null },
  })
  const [erased] = desk.rows('select erasure_id from erasure')
  await done(COMPLIANCE, 'GET', `/console/erasures/${erased?.erasure_id}/certificate`)
}

async function settings(desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  const token = await done(ADMIN, 'POST', '/console/tokens', {
    ...{ name: 'Figures', scopes: ['reports:read'], days: 30, addresses: [] },
  })
  await done(ADMIN, 'POST', `/console/tokens/${token.token.tokenId}/revocations`)
  await setPlan(desk, { prices: [], budget: null })
  const old = await openedTicket(desk, newPerson())
  const policy = await done(ADMIN, 'GET', '/console/scope-policy')
  await done(ADMIN, 'PUT', '/console/scope-policy', { ...policy, draftsPerTicket: 7 })
  await done(ADMIN, 'POST', `/tickets/${old}/scope/renewals`)
  const { settings } = await done(COMPLIANCE, 'GET', '/console/retention')
  await done(COMPLIANCE, 'PUT', '/console/retention', { ...settings, keepsErasedConsent: true })
  const [recall] = await done(ADMIN, 'GET', '/console/recalls')
  await done(ADMIN, 'PUT', `/console/recalls/${recall.recallId}/handling`, { handled: true })
  const [row]: readonly AccessRow[] = (await done(COMPLIANCE, 'GET', '/console/evidence/access')).rows
  await done(COMPLIANCE, 'POST', `/console/evidence/access/${row?.agentId}/reviews`, {
    ...{ decision: 'kept', roles: row?.grants.map(({ role }) => role) },
  })
  const eyes = await done(COMPLIANCE, 'GET', '/console/four-eyes')
  await done(COMPLIANCE, 'PUT', '/console/four-eyes', { version: eyes.version, mode: 'off' })
  const rules = await done(COMPLIANCE, 'GET', '/console/consent-rules')
  const reviewBy = new Date(desk.world.now().getTime() + 365 * 24 * 60 * MINUTE).toISOString()
  const { change } = await done(COMPLIANCE, 'PUT', '/console/legal-basis', {
    version: rules.basis?.version ?? 0,
    basis: { basis: 'contract', reference: 'terms-7', objectionPath: '', reviewBy },
  })
  await done(SECOND_COMPLIANCE, 'POST', `/console/changes/${change.changeId}/decisions`, {
    ...{ decision: 'reject', reason: 'Not yet' },
  })
  const { stops } = await done(COMPLIANCE, 'GET', '/console/kill-switch')
  await done(COMPLIANCE, 'POST', '/console/kill-switch/lifts', { stopIds: [stops[0].stopId] })
  const [run] = desk.rows("select run_id from simulation_run where status = 'running'")
  await done(ADMIN, 'POST', `/console/simulations/${run?.run_id}/wanted`, {
    tickets: [{ ticketId: old, requesterId: REQUESTER }],
  })
  await done(ADMIN, 'POST', `/console/simulations/${run?.run_id}/moves`, { move: 'cancel' })
  const allowlist = await done(ADMIN, 'GET', '/console/allowlist')
  await done(ADMIN, 'PUT', '/console/allowlist', {
    version: allowlist.version,
    selection: { ...allowlist.selection, deny: [{ articleId: 'refund' }] },
  })
  for (const live of [false, true]) await done(ADMIN, 'PUT', '/console/set-up/live', { live })
}

async function notices(desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  const rules = await done(COMPLIANCE, 'GET', '/console/consent-rules')
  await done(COMPLIANCE, 'PUT', '/console/consent-rules', {
    ...{ version: rules.version, cooldownMonths: 6, remembers: true },
  })
  const at = '/console/notices'
  const started = async () => {
    const { draft } = await done(COMPLIANCE, 'GET', at)
    if (draft !== null) await done(COMPLIANCE, 'POST', `${at}/discards`, { saved: draft.saved })
    return (await done(COMPLIANCE, 'POST', `${at}/drafts`, { from: 'active' })).draft
  }
  await started()
  const { saved, written } = await started()
  const words = { ...written.en, dpo: 'Jo Ferrer' }
  const { factsDigest } = await done(COMPLIANCE, 'PUT', `${at}/drafts`, { saved, locale: 'en', words })
  await done(COMPLIANCE, 'POST', `${at}/activations`, { saved: saved + 1, factsDigest, change: 'version' })
}

async function incidents(desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  const now = desk.world.now().toISOString()
  const facts = { ...NOTHING_KNOWN, texts: { ...NO_TEXTS, nature: 'A mailbox', awareWhy: 'Two tickets' } }
  const { incidentId } = await done(COMPLIANCE, 'POST', '/console/incidents', { suspectedAt: now, facts })
  const at = `/console/incidents/${incidentId}`
  await done(COMPLIANCE, 'POST', `${at}/moves`, { version: 1, move: 'confirm', at: now })
  await done(COMPLIANCE, 'POST', `${at}/phases`, { version: 2, facts })
  await done(COMPLIANCE, 'POST', `${at}/pages`, { locale: 'en', figures: null })
  await done(COMPLIANCE, 'POST', '/console/affected', { query: { from: now, to: now }, all: false })
}

/** Of an account in which `liveOn` and all before it has happened. */
export async function actFurther(desk: Harness): Promise<void> {
  await tickets(desk)
  await people(desk)
  await incidents(desk)
  await settings(desk)
  await sessions(desk)
  await notices(desk)
  await carryOver(desk)
}

async function trials(ground: TwoProviders, desk: Harness): Promise<void> {
  const { done } = handAt(desk)
  const { ticketId } = await readyDraft(desk)
  await done(AGENT, 'POST', '/summaries', {
    ...{ summaryId: newDraftId(), ticketId, requesterId: REQUESTER, replaced: {} },
    comments: [{ id: '501', text: REFUND_QUESTION, createdAt: '2026-11-20T08:00:00.000Z' }],
  })
  await done(ADMIN, 'POST', '/console/set-up/provider-tests')
  const at = '/console/provider-trials'
  const order = { source: 'typed', questions: [REFUND] }
  const first = (await done(ADMIN, 'POST', at, order)).trial
  await settledAt(ground.desk, first.trialId)
  await done(ADMIN, 'POST', `${at}/${first.trialId}/deletion`)

  ground.candidate.behave('never-answers')
  const second = (await done(ADMIN, 'POST', at, order)).trial
  await until(async () => {
    const { body } = await ground.desk.api(ADMIN, 'GET', `${at}/${second.trialId}`)
    return body.trial.done === 1 && ground.candidate.requests.length > 1
  })
  await done(ADMIN, 'POST', `${at}/${second.trialId}/moves`, { move: 'cancel' })
  // What was asked is let go, and its money settled, beside that.
  const known = (type: string) => ground.desk.audit().filter((entry) => entry.type === type).length
  await until(() => known('egress.settled') === known('egress.sent'))
}

async function syncs(desk: Harness, follow: Harness, center: FourPages): Promise<void> {
  const { done } = handAt(desk)
  const synced = async (status: string): Promise<string> => {
    await done(ADMIN, 'POST', '/console/syncs')
    await until(
      async () => (await follow.api(ADMIN, 'GET', '/console/syncs/latest')).body.status !== 'running',
    )
    const { body } = await follow.api(ADMIN, 'GET', '/console/syncs/latest')
    expect(body.status, JSON.stringify(body.problems)).to.equal(status)
    return body.syncId
  }
  await synced('done')
  center.pages = 1
  const held = await synced('needs_confirmation')
  await done(ADMIN, 'POST', `/console/syncs/${held}/confirmations`)
}

/** Two providers and a help center, each behind a socket of its own. */
export interface Outside extends TwoProviders {
  readonly center: FourPages
}

export async function startOutside(options: HarnessOptions = {}): Promise<Outside> {
  const center = await fourPages()
  const env = { VOUCH_HELP_CENTER_URL: center.origin, ...options.env }
  return { ...(await startTwo({ ...options, env })), center }
}

/**
 * What only an account with two providers and a help center can do. Trials and syncs go on by themselves: they are
 * followed at the desk itself.
 */
export async function actOutside(ground: Outside, desk: Harness): Promise<void> {
  await trials(ground, desk)
  await syncs(desk, ground.desk, ground.center)
}
