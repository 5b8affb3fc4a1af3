/** What the console's fake companion says about consent: one ticket's file, and the account's rules. */
import type { ServerResponse } from 'node:http'
import { UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import {
  CONSENT_BASIS,
  type ComplianceActRequest,
  type ConsentFile,
  type ConsentRulesRequest,
  type ConsentRulesView,
  type LegalBasisView,
} from '../../src/domain/consent-api.ts'
import type { ConsoleScript, SeenCall } from './fake-console-companion.ts'

export const SAMPLE_FILE: ConsentFile = {
  ticketId: '4711',
  consent: {
    ...UNKNOWN_CONSENT,
    status: 'granted',
    epoch: 7,
    noticeVersion: 3,
    noticeLocale: 'de',
    validUntil: '2027-05-27T00:00:00.000Z',
    changedAt: '2026-11-24T10:12:00.000Z',
    disclosedRecipients: ['mistral-eu@EU'],
  },
  history: [
    {
      at: '2026-11-24T10:12:00.000Z',
      event: 'grant',
      status: 'granted',
      channel: 'link',
      by: 'requester',
      noticeVersion: 3,
    },
    {
      at: '2026-11-24T08:00:00.000Z',
      event: 'request',
      status: 'requested',
      channel: 'link',
      by: 'agent',
      noticeVersion: 3,
    },
  ],
  refusals: [],
  acts: ['restrict', 'hold_minor', 'invalidate'],
  requesterIdentity: 'webhook',
}

export const SAMPLE_RULES: ConsentRulesView = {
  version: 0,
  cooldownMonths: 6,
  remembers: false,
  remembersFromNotice: null,
  noticeNow: 3,
  basis: CONSENT_BASIS,
}

/** What an act leads to; the rules of consent themselves are the companion's. */
function after(file: ConsentFile, { act }: ComplianceActRequest): ConsentFile {
  const { consent } = file
  const entry = {
    at: '2026-11-27T09:00:00.000Z',
    event: act,
    status: consent.status,
    channel: null,
    noticeVersion: null,
  }
  const restricted = act === 'restrict'
  return {
    ...file,
    consent: { ...consent, epoch: consent.epoch + 1, overlays: restricted ? ['restricted'] : [] },
    history: [{ ...entry, by: 'compliance' }, ...file.history],
    refusals: restricted ? [{ reason: 'CONSENT_OVERLAY', overlay: 'restricted' }] : [],
    acts: restricted ? ['lift_restriction', 'hold_minor', 'invalidate'] : SAMPLE_FILE.acts,
  }
}

/** The answer's status and body; `null`: not about consent. */
function answer(
  call: SeenCall,
  script: ConsoleScript,
  propose: () => unknown,
): readonly [number, unknown] | null {
  const at = `${call.method} ${call.path}`
  const body = call.body as unknown
  if (at === 'GET /console/consents/4711') return [200, script.consentFile]
  if (at === 'POST /console/consents/4711/acts') {
    script.consentFile = after(script.consentFile, body as ComplianceActRequest)
    return [201, script.consentFile]
  }
  if (at === 'GET /console/consent-rules') return [200, script.consentRules]
  if (at === 'PUT /console/consent-rules') {
    const { cooldownMonths, remembers } = body as ConsentRulesRequest
    const { version, noticeNow } = script.consentRules
    const remembersFromNotice = remembers ? noticeNow + 1 : null
    const changed = { version: version + 1, cooldownMonths, remembers, remembersFromNotice }
    script.consentRules = { ...script.consentRules, ...changed }
    return [200, script.consentRules]
  }
  if (at !== 'PUT /console/legal-basis') return null
  if (script.waits) return [202, propose()]
  const { version, basis } = body as { version: number; basis: Omit<LegalBasisView, 'version'> }
  script.consentRules = { ...script.consentRules, basis: { ...basis, version: version + 1 } }
  return [200, script.consentRules]
}

export function answerConsents(
  call: SeenCall,
  script: ConsoleScript,
  response: ServerResponse,
  propose: () => unknown,
): boolean {
  const said = answer(call, script, propose)
  if (said === null) return false
  response.writeHead(said[0], { 'content-type': 'application/json' })
  response.end(JSON.stringify(said[1]))
  return true
}
