/**
 * The record of a consent for the person whose it is: ISO/IEC TS 27560 fields as JSON-LD in the words of the
 * Data Privacy Vocabulary (https://w3id.org/dpv/guides/consent-27560), signed, with its audit entry named.
 */
import { createHash } from 'node:crypto'
import type { ConsentState, LegalBasis } from '../../src/domain/consent.ts'
import { type ConsentEvent, consentAt } from '../../src/domain/consent-moves.ts'
import type { TicketField } from '../../src/domain/scope.ts'
import { canonicalJson, type JsonDocument, signDocument } from '../audit/index.ts'
import { foldConsent, type StoredConsentEvent } from './consent-fold.ts'
import type { ConsentRows, EvidenceRooms } from './consent-ledger.ts'
import type { OpenedLink } from './consent-links.ts'
import { isForAll } from './link-view.ts'

/** Who is responsible, as the configuration says; `null` is not stated there. */
export interface RecordController {
  readonly name: string
  readonly contact: string
  readonly address: string | null
  /** ISO 3166-1 alpha-2: whose law applies, and where the companion's store stands. */
  readonly country: string | null
  readonly storageCountry: string | null
}

export interface RecordAnchor {
  readonly log: string
  readonly index: number
  readonly leafHash: string
}

const SCHEMA = 'https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr'
const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  loc: 'https://w3id.org/dpv/loc#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  vouch: 'urn:vouch:',
}
const NOT_STATED = 'not stated'

const FIELD_TERMS: Readonly<Record<TicketField, string>> = {
  requester_text: 'text of the public messages',
  subject: 'subject line',
  locale: 'language',
}

const BASES: Record<LegalBasis, string> = {
  consent: 'eu-gdpr:A6-1-a',
  contract: 'eu-gdpr:A6-1-b',
  legitimate_interest: 'eu-gdpr:A6-1-f',
}

/** DPV's word for a state; `renewed` is a yes after an earlier yes of the same person. */
export function dpvStatus(state: Pick<ConsentState, 'status' | 'deferred'>, renewed: boolean): string {
  switch (state.status) {
    case 'unknown':
    // No status of a consent: its legal basis says what it rests on.
    case 'not_required':
      return 'dpv:ConsentUnknown'
    case 'requested':
      return state.deferred ? 'dpv:ConsentRequestDeferred' : 'dpv:ConsentRequested'
    case 'granted':
      return renewed ? 'dpv:RenewedConsentGiven' : 'dpv:ConsentGiven'
    case 'denied':
      return 'dpv:ConsentRefused'
    case 'withdrawn':
      return 'dpv:ConsentWithdrawn'
    case 'expired':
      return 'dpv:ConsentExpired'
    case 'invalidated':
      return 'dpv:ConsentInvalidated'
    default:
      return state.status satisfies never
  }
}

const place = (country: string | null) => (country === null ? NOT_STATED : `loc:${country}`)

/** `provider@region`; what runs on the companion's own machine is no third party. */
function recipientOf(entry: string, controllerId: string, storageCountry: string | null) {
  const [provider = entry, region = NOT_STATED] = entry.split('@')
  const own = region === 'local'
  return {
    '@type': own ? 'dpv:DataController' : 'dpv:ThirdParty',
    'dct:identifier': own ? controllerId : `urn:vouch:recipient:${provider}`,
    'dpv:hasName': provider,
    'dpv:hasLocation': own ? place(storageCountry) : region,
  }
}

function duration(event: ConsentEvent): string | null {
  if (event.validUntil === null) return null
  return `P${Math.ceil((Date.parse(event.validUntil) - Date.parse(event.at)) / 86_400_000)}D`
}

function eventsOf(opened: RecordBasis, subjectId: string, controllerId: string) {
  let granted = false
  return opened.events.map(({ event, seq, auditIndex }, at) => {
    const state = foldConsent(opened.events.slice(0, at + 1).map((earlier) => earlier.event))
    const renewed = granted
    granted ||= state.status === 'granted'
    const theirs = event.by === 'requester'
    return {
      '@type': 'dpv:ConsentStatus',
      'dct:identifier': String(seq),
      'dct:date': event.at,
      // A moment without an end of its own holds until the next one.
      'dct:valid': event.validUntil ?? 'until-next-event',
      'dpv:hasDuration': duration(event) ?? 'until-next-event',
      'dpv:isImplementedByEntity': theirs ? subjectId : controllerId,
      'vouch:by': event.by,
      'dpv:hasLegalBasis': theirs ? 'dpv:ExplicitlyExpressedConsent' : 'dpv:ExpressedConsent',
      'dpv:hasConsentStatus': dpvStatus(state, renewed),
      'vouch:event': event.kind,
      'vouch:status': state.deferred ? 'deferred' : state.status,
      'vouch:noticeVersion': event.noticeVersion,
      'dct:language': event.noticeLocale,
      'vouch:channel': event.channel,
      'vouch:noticeLanguageReason': event.facts?.localeReason ?? null,
      'vouch:auditIndex': auditIndex ?? null,
      'dpv:hasRole': theirs ? 'dpv:DataSubject' : 'dpv:DataController',
    }
  })
}

/** What a record is made of: with or without a link that was opened. */
export type RecordBasis = Pick<OpenedLink, 'notice' | 'before' | 'state' | 'events'> & {
  readonly link: Pick<OpenedLink['link'], 'accountId' | 'ticketRef' | 'requesterRef' | 'locale'>
}

/** Everything but the signature. Pure: the same consent at the same moment is the same record. */
export function consentRecord(
  opened: RecordBasis,
  given: {
    readonly controller: RecordController
    readonly recordId: string
    readonly at: string
    readonly anchor: RecordAnchor | null
  },
): JsonDocument {
  const { controller, recordId } = given
  const { state, events, link } = opened
  const forAll = isForAll(opened)
  const covered = forAll ? "all of this person's requests" : 'this request'
  const notice = opened.before ?? opened.notice
  // Of a notice without facts it is only known that it spoke of messages.
  const fields = notice.facts?.fields ?? (['requester_text'] as const)
  const subjectId = `urn:vouch:person:${link.requesterRef}`
  const controllerId = `urn:vouch:controller:${link.accountId}`
  const said = events.findLast(({ event }) => event.noticeLocale !== null)?.event
  const language = said?.noticeLocale ?? link.locale
  const shown = notice.texts[language] ?? notice.texts[link.locale] ?? null
  const last = events.at(-1)?.event
  const recipients = state.disclosedRecipients.length > 0 ? state.disclosedRecipients : notice.recipients
  return {
    '@context': CONTEXT,
    '@id': recordId,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': SCHEMA,
    'dct:identifier': recordId,
    'vouch:receiptId': `${recordId}:${state.epoch}`,
    'dct:created': given.at,
    'dct:language': language,
    'dpv:hasDataSubject': { '@type': 'dpv:DataSubject', 'dct:identifier': subjectId },
    'dpv:hasDataController': {
      '@type': 'dpv:DataController',
      'dct:identifier': controllerId,
      'dpv:hasName': controller.name,
      'dpv:hasAddress': controller.address ?? NOT_STATED,
      'dpv:hasContact': controller.contact,
    },
    'dpv:hasJurisdiction': place(controller.country),
    'dpv:hasApplicableLaw': 'eu-gdpr:GDPR',
    'dpv:hasLegalBasis': BASES[state.legalBasis],
    'vouch:covers': forAll ? 'all-requests' : 'this-request',
    'dpv:hasNotice': {
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': `urn:vouch:notice:${link.accountId}:${notice.version}`,
      'vouch:version': notice.version,
      'vouch:sha256': notice.digest,
      'dct:language': language,
      'vouch:textSha256': shown === null ? null : sha256(canonicalJson(shown)),
      'vouch:text': shown,
    },
    'dpv:hasProcess': {
      '@type': 'dpv:Process',
      'dpv:hasPurpose': {
        '@type': 'dpv:CustomerCare',
        'dct:identifier': 'ai_reply_drafting',
        'dct:description': `drafting replies to ${covered} from published help articles`,
      },
      'dpv:hasProcessing': ['dpv:Use', 'dpv:Pseudonymise'],
      'dpv:hasAutomation': 'dpv:AssistiveAutomation',
      'dpv:hasPersonalData': {
        '@type': 'dpv:PersonalData',
        'dct:description': `${fields.map((field) => FIELD_TERMS[field]).join(', ')} of ${covered}`,
        'vouch:fields': fields,
        'dpv:hasDataSource': 'dpv:DataSubject',
        'dpv:hasNecessity': 'dpv:Optional',
      },
      'dpv:hasRecipient': recipients.map((entry) =>
        recipientOf(entry, controllerId, controller.storageCountry),
      ),
      'dpv:hasStorageCondition': [
        { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': place(controller.storageCountry) },
        {
          '@type': 'dpv:StorageDuration',
          'dpv:hasDuration': `P${notice.facts?.questionDays ?? 0}D`,
          'dct:description':
            'the questions in the messages, personal data replaced; the messages: not at all',
        },
        {
          '@type': 'dpv:StorageDuration',
          'dpv:hasDuration': 'dpv:UntilEventDuration',
          'dct:description':
            'drafts, which can repeat words of the messages: until a no, an objection, a withdrawal or erasure',
        },
        {
          '@type': 'dpv:StorageDuration',
          'dpv:hasDuration': 'dpv:UntilEventDuration',
          'dct:description': 'this record: while it is needed as evidence (Art. 7(1) GDPR)',
        },
      ],
    },
    'dpv:hasConsentControl': {
      '@type': 'dpv:WithdrawConsent',
      'dct:description': 'through the link that was sent, or by telling any agent; no reasons needed',
    },
    'dpv:hasRight': ['A7-3', 'A15', 'A16', 'A17', 'A18', 'A20', 'A21', 'A77'].map(
      (right) => `eu-gdpr:${right}`,
    ),
    'dpv:hasConsentStatus': {
      // Only a yes is an expressed consent; a receipt of a no must not read as one.
      '@type': [
        dpvStatus(state, wasRenewed(events)),
        ...(state.status === 'granted' ? ['dpv:ExplicitlyExpressedConsent'] : []),
      ],
      'dpv:isIndicatedAtTime': state.changedAt ?? given.at,
      'dct:valid': state.validUntil ?? 'until-next-event',
      'dpv:hasDuration': {
        '@type': 'dpv:TemporalDuration',
        'rdf:value': (last === undefined ? null : duration(last)) ?? 'until-next-event',
      },
      'vouch:status': state.status,
      'vouch:overlays': state.overlays,
      'vouch:epoch': state.epoch,
    },
    'vouch:history': eventsOf(opened, subjectId, controllerId),
    'vouch:audit': given.anchor,
  }
}

function wasRenewed(events: readonly StoredConsentEvent[]): boolean {
  return events.filter(({ event }) => ['grant', 'confirm_grant'].includes(event.kind)).length > 1
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

async function anchorOf(tx: ConsentRows, opened: RecordBasis): Promise<RecordAnchor | null> {
  const index = opened.events.at(-1)?.auditIndex ?? null
  if (index === null) return null
  const { accountId } = opened.link
  const [entry] = await tx.auditEntries(accountId, index, 1)
  return entry === undefined ? null : { log: `vouch/${accountId}`, index, leafHash: entry.leafHash }
}

/** The signed record. Reads only: it may be fetched as often as somebody likes. */
export async function signedConsentRecord(
  rooms: EvidenceRooms,
  tx: ConsentRows,
  opened: RecordBasis,
  controller: RecordController,
  at: string = rooms.world.now().toISOString(),
): Promise<JsonDocument> {
  const { accountId, ticketRef, requesterRef } = opened.link
  const recordId = `urn:vouch:consent:${rooms.keys.digest('consent-record', accountId, ticketRef, requesterRef)}`
  const anchor = await anchorOf(tx, opened)
  const record = consentRecord(opened, { controller, recordId, at, anchor })
  return signDocument(record, rooms.keys.checkpointKey, at)
}

/** The same record without a link: of what one person said on one ticket. `null` where nobody ever asked them. */
export async function consentRecordOf(
  rooms: EvidenceRooms,
  tx: ConsentRows,
  of: {
    readonly accountId: string
    readonly ticketRef: string
    readonly requesterRef: string
    readonly locale: string
    readonly at: string
  },
  controller: RecordController,
): Promise<JsonDocument | null> {
  const { accountId, ticketRef, requesterRef, locale, at } = of
  const events = (await tx.consentEvents(accountId, ticketRef)).filter(
    (event) => event.requesterRef === requesterRef,
  )
  const state = consentAt(foldConsent(events.map(({ event }) => event)), new Date(at))
  const said = state.noticeVersion
  const shown = said === null ? null : await tx.noticeByVersion(accountId, said)
  const notice = shown ?? (await tx.currentNotice(accountId))
  if (notice === null || events.length === 0) return null
  const link = { accountId, ticketRef, requesterRef, locale }
  return signedConsentRecord(rooms, tx, { link, notice, before: null, state, events }, controller, at)
}
