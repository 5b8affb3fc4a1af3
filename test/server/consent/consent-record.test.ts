import { expect } from 'chai'
import { didKeyOf, type JsonDocument, signerOfDocument } from '../../../server/audit/index.ts'
import { answerConsentLink } from '../../../server/consent/consent-links.ts'
import { dpvStatus, type RecordController } from '../../../server/consent/consent-record.ts'
import {
  issueConsentLink,
  type LinkChoice,
  linkForm,
  openConsentLink,
  signedConsentRecord,
} from '../../../server/consent/index.ts'
import { CONSENT_STATUSES } from '../../../src/domain/consent.ts'
import { MINUTE } from '../../support/fake-world.ts'
import {
  AGENT,
  REQUESTER_ID,
  TICKET_ID,
  type TicketGround,
  ticketGround,
} from '../../support/ticket-ground.ts'

const CONTROLLER: RecordController = {
  name: 'Acme GmbH',
  contact: 'privacy@acme.example',
  address: 'Musterweg 1, 10115 Berlin',
  country: 'DE',
  storageCountry: 'FR',
}

/** The value at `a.b.0.c` of the record; `undefined` when there is none. */
function valueAt(record: unknown, path: string): unknown {
  return path
    .split(' ')
    .reduce<unknown>(
      (held, key) => (typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined),
      record,
    )
}

describe('the record of a consent', () => {
  let ground: TicketGround
  let token: string

  beforeEach(async () => {
    ground = await ticketGround()
    const ticket = await ground.ticket()
    token = (await ground.store.transact((tx) => issueConsentLink(ground.rooms, tx, AGENT, ticket, 'de')))
      .token
  })
  afterEach(() => ground.store.close())

  async function answer(choice: LinkChoice, language = 'de') {
    ground.world.pass(MINUTE)
    await ground.store.transact(async (tx) => {
      const { link, notice, state } = await openConsentLink(ground.rooms, tx, token)
      const form = linkForm(ground.rooms, link, notice.digest, language, state.noAt)
      return answerConsentLink(ground.rooms, tx, token, {
        choice,
        language,
        form,
        noticeDigest: notice.digest,
      })
    })
  }
  const recordOf = (controller = CONTROLLER): Promise<JsonDocument> =>
    ground.store.transact(async (tx) =>
      signedConsentRecord(ground.rooms, tx, await openConsentLink(ground.rooms, tx, token), controller),
    )

  /** ISO/IEC TS 27560 and, for GDPR, the fields that its DPV guide makes mandatory: where each of them stands. */
  const MANDATORY: Readonly<Record<string, readonly [path: string, expected: RegExp]>> = {
    'schema version': ['dct:conformsTo', /dpv-27560#record-eu-gdpr$/],
    'record id': ['dct:identifier', /^urn:vouch:consent:[\w-]{43}$/],
    'receipt id': ['vouch:receiptId', /^urn:vouch:consent:[\w-]{43}:2$/],
    'pii principal id': ['dpv:hasDataSubject dct:identifier', /^urn:vouch:person:[\w-]+$/],
    'privacy notice': ['dpv:hasNotice vouch:sha256', /^[0-9a-f]{64}$/],
    'notice version': ['dpv:hasNotice vouch:version', /^1$/],
    language: ['dct:language', /^de$/],
    purpose: ['dpv:hasProcess dpv:hasPurpose dct:identifier', /^ai_reply_drafting$/],
    'lawful basis': ['dpv:hasLegalBasis', /^eu-gdpr:A6-1-a$/],
    'pii information': ['dpv:hasProcess dpv:hasPersonalData dct:description', /messages/],
    'pii of a notice that does not list it': [
      'dpv:hasProcess dpv:hasPersonalData vouch:fields',
      /^requester_text$/,
    ],
    'pii type': ['dpv:hasProcess dpv:hasPersonalData @type', /^dpv:PersonalData$/],
    'collection method': ['dpv:hasProcess dpv:hasPersonalData dpv:hasDataSource', /^dpv:DataSubject$/],
    necessity: ['dpv:hasProcess dpv:hasPersonalData dpv:hasNecessity', /^dpv:Optional$/],
    'processing method': ['dpv:hasProcess dpv:hasProcessing 0', /^dpv:Use$/],
    'automated decision making': ['dpv:hasProcess dpv:hasAutomation', /^dpv:AssistiveAutomation$/],
    'pii controllers': ['dpv:hasDataController @type', /^dpv:DataController$/],
    'storage locations': ['dpv:hasProcess dpv:hasStorageCondition 0 dpv:hasLocation', /^loc:FR$/],
    'retention period': ['dpv:hasProcess dpv:hasStorageCondition 1 dpv:hasDuration', /^P0D$/],
    jurisdiction: ['dpv:hasJurisdiction', /^loc:DE$/],
    'recipient third parties': ['dpv:hasProcess dpv:hasRecipient 0 dct:identifier', /^urn:vouch:/],
    'processing location': ['dpv:hasProcess dpv:hasRecipient 0 dpv:hasLocation', /^loc:FR$/],
    'withdrawal method': ['dpv:hasConsentControl @type', /^dpv:WithdrawConsent$/],
    'privacy rights': ['dpv:hasRight 0', /^eu-gdpr:A7-3$/],
    'party id': ['dpv:hasDataController dct:identifier', /^urn:vouch:controller:acme$/],
    'party address': ['dpv:hasDataController dpv:hasAddress', /^Musterweg 1/],
    'party name': ['dpv:hasDataController dpv:hasName', /^Acme GmbH$/],
    'party contact': ['dpv:hasDataController dpv:hasContact', /^privacy@acme\.example$/],
    'party type': ['dpv:hasProcess dpv:hasRecipient 0 @type', /^dpv:(DataController|ThirdParty)$/],
    'event time': ['vouch:history 1 dct:date', /^2026-11-20T09:01:00\.000Z$/],
    'validity duration': ['vouch:history 1 dpv:hasDuration', /^P180D$/],
    'valid until': ['vouch:history 1 dct:valid', /^2027-05-19T09:01:00\.000Z$/],
    'entity id': ['vouch:history 1 dpv:isImplementedByEntity', /^urn:vouch:person:/],
    'event type': ['vouch:history 1 dpv:hasLegalBasis', /^dpv:ExplicitlyExpressedConsent$/],
    'event state': ['vouch:history 1 dpv:hasConsentStatus', /^dpv:ConsentGiven$/],
    'state now': ['dpv:hasConsentStatus @type 0', /^dpv:ConsentGiven$/],
    'duration now': ['dpv:hasConsentStatus dpv:hasDuration rdf:value', /^P180D$/],
    'audit entry': ['vouch:audit leafHash', /^[0-9a-f]{64}$/],
  }
  for (const [field, [path, expected]] of Object.entries(MANDATORY))
    it(`holds the field "${field}"`, async () => {
      await answer('grant')
      expect(String(valueAt(await recordOf(), path))).to.match(expected)
    })

  it('is a DPV consent record that says by itself what its prefixes are', async () => {
    await answer('grant')
    const record = await recordOf()
    expect(record['@type']).to.equal('dpv:ConsentRecord')
    const prefixes = [...JSON.stringify(record).matchAll(/"@?([\w-]+):[A-Z]?[\w-]+"/g)].map(
      ([, name]) => name,
    )
    const known = Object.keys(record['@context'] as object)
    expect(prefixes.length).to.be.greaterThan(40)
    const foreign = prefixes.filter((name) => !known.includes(name ?? ''))
    expect(foreign).to.deep.equal([])
  })

  it('is signed by the installation, and names the entry that the log has', async () => {
    await answer('grant')
    const record = await recordOf()
    expect(signerOfDocument(record)).to.equal(didKeyOf(ground.rooms.keys.checkpointKey))
    const index = valueAt(record, 'vouch:audit index')
    const [row] = ground.store.rows(`select leaf_hash, header from audit_entry where idx = ${index}`)
    expect(row?.leaf_hash).to.equal(valueAt(record, 'vouch:audit leafHash'))
    expect(JSON.parse(String(row?.header))).to.deep.include({ type: 'consent.changed', decision: 'granted' })
  })

  it('names neither the link, nor the ticket, nor the helpdesk’s number of the person', async () => {
    await answer('grant')
    const text = JSON.stringify(await recordOf())
    for (const secret of [token, `"${TICKET_ID}"`, REQUESTER_ID, AGENT.agentId])
      expect(text).to.not.contain(secret)
  })

  const stories: Readonly<Record<string, readonly [readonly LinkChoice[], string]>> = {
    'a "later"': [['defer'], 'dpv:ConsentRequestDeferred'],
    'a no': [['deny'], 'dpv:ConsentRefused'],
    'a yes': [['grant'], 'dpv:ConsentGiven'],
    'a yes that was taken back': [['grant', 'withdraw'], 'dpv:ConsentWithdrawn'],
    'a second yes': [['grant', 'withdraw', 'grant'], 'dpv:RenewedConsentGiven'],
  }
  for (const [name, [choices, status]] of Object.entries(stories))
    it(`tells ${name} with every step before it`, async () => {
      for (const choice of choices) await answer(choice)
      const record = await recordOf()
      expect(valueAt(record, 'dpv:hasConsentStatus @type 0')).to.equal(status)
      const kinds = (record['vouch:history'] as { 'vouch:event': string }[]).map(
        (event) => event['vouch:event'],
      )
      expect(kinds).to.deep.equal(['request', ...choices])
    })

  it('holds the notice as it was shown, in the language that was read', async () => {
    await answer('grant', 'en')
    const record = await recordOf()
    expect(valueAt(record, 'dpv:hasNotice vouch:text lead')).to.equal('May we?')
    await ground.newNotice('Drafts, and more')
    expect(valueAt(await recordOf(), 'dpv:hasNotice vouch:text title')).to.equal('Drafts')
    expect(valueAt(await recordOf(), 'dpv:hasNotice vouch:version')).to.equal(1)
  })

  it('calls a no neither given nor expressed, and a yes both', async () => {
    await answer('deny')
    expect(valueAt(await recordOf(), 'dpv:hasConsentStatus @type')).to.deep.equal(['dpv:ConsentRefused'])
    await answer('grant')
    expect(valueAt(await recordOf(), 'dpv:hasConsentStatus @type')).to.deep.equal([
      'dpv:ConsentGiven',
      'dpv:ExplicitlyExpressedConsent',
    ])
  })

  it('says so where the configuration does not state a place', async () => {
    await answer('grant')
    const record = await recordOf({ ...CONTROLLER, address: null, country: null, storageCountry: null })
    expect(valueAt(record, 'dpv:hasJurisdiction')).to.equal('not stated')
    expect(valueAt(record, 'dpv:hasDataController dpv:hasAddress')).to.equal('not stated')
  })

  it('calls no status given but the one that permits something', () => {
    const given = CONSENT_STATUSES.filter((status) =>
      [true, false].some((renewed) => dpvStatus({ status, deferred: false }, renewed).endsWith('Given')),
    )
    expect(given).to.deep.equal(['granted'])
  })
})
