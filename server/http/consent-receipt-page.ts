/** The receipt of a consent for people: the signed record in words, to print. No address of the link stands in it. */
import { z } from 'zod'
import { LOCALE_REASONS } from '../../src/domain/consent.ts'
import { TICKET_FIELDS, type TicketField } from '../../src/domain/scope.ts'
import { fillIn, type RequesterWords, type WordLanguage } from '../words.ts'
import { dayWords, languageSwitch, momentWords, shell } from './consent-page-parts.ts'
import { escapeHtml } from './html.ts'

const text = z.string()
/** The part of the record that people read; it is our own, and read as strictly as if it were not. */
const record = z.object({
  'dct:identifier': text,
  'dct:language': text,
  'dpv:hasDataSubject': z.object({ 'dct:identifier': text }),
  'dpv:hasDataController': z.object({ 'dpv:hasName': text, 'dpv:hasAddress': text, 'dpv:hasContact': text }),
  'dpv:hasLegalBasis': text,
  'vouch:covers': z.enum(['all-requests', 'this-request']),
  'dpv:hasNotice': z.object({ 'vouch:version': z.number(), 'vouch:sha256': text }),
  'dpv:hasProcess': z.object({
    'dpv:hasPersonalData': z.object({ 'vouch:fields': z.array(z.enum(TICKET_FIELDS)) }),
    'dpv:hasRecipient': z.array(z.object({ '@type': text, 'dpv:hasName': text, 'dpv:hasLocation': text })),
    'dpv:hasStorageCondition': z.array(
      z.object({ 'dpv:hasLocation': text.optional(), 'dpv:hasDuration': text.optional() }),
    ),
  }),
  'dpv:hasConsentStatus': z.object({
    'dpv:isIndicatedAtTime': text,
    'dct:valid': text,
    'vouch:status': text,
    'vouch:overlays': z.array(text),
  }),
  'vouch:history': z.array(
    z.object({
      'dct:date': text,
      'vouch:event': text,
      'vouch:status': text,
      'vouch:by': text,
      'vouch:noticeLanguageReason': z.enum(LOCALE_REASONS).nullable(),
    }),
  ),
  'vouch:audit': z.object({ log: text, index: z.number(), leafHash: text }).nullable(),
  proof: z.object({ verificationMethod: text, proofValue: text }),
})

const BASIS_OF: Readonly<Record<string, 'consent' | 'contract' | 'legitimate_interest'>> = {
  'eu-gdpr:A6-1-a': 'consent',
  'eu-gdpr:A6-1-b': 'contract',
  'eu-gdpr:A6-1-f': 'legitimate_interest',
}

/** Acts that leave the status alone, by a name of their own. */
const ACT_NAMES: Readonly<Record<string, string>> = { object: 'objected', defer: 'deferred' }

function placeName(place: string, language: string, notStated: string): string {
  if (place === 'not stated') return notStated
  const code = place.replace(/^loc:/, '')
  return /^[A-Z]{2}$/.test(code)
    ? (new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code)
    : code
}

export function receiptPage(all: RequesterWords, language: WordLanguage, signedRecord: unknown): string {
  const held = record.parse(signedRecord)
  const words = all.consentReceipt
  const named: Readonly<Record<string, string>> = words.status
  const actors: Readonly<Record<string, string>> = words.by
  const status = held['dpv:hasConsentStatus']
  const controller = held['dpv:hasDataController']
  const where = (place: string) => placeName(place, language, words.notStated)
  const notStated = (value: string) => (value === 'not stated' ? words.notStated : value)
  const recipients = held['dpv:hasProcess']['dpv:hasRecipient'].map((recipient) =>
    recipient['@type'] === 'dpv:DataController'
      ? words.ownTool
      : `${all.provider[recipient['dpv:hasName']] ?? recipient['dpv:hasName']} (${all.region[recipient['dpv:hasLocation']] ?? where(recipient['dpv:hasLocation'])})`,
  )
  const forAll = held['vouch:covers'] === 'all-requests'
  const fieldWords: Readonly<Record<TicketField, string>> = {
    requester_text: forAll ? words.dataAll : words.dataIs,
    subject: words.dataSubject,
    locale: words.dataLocale,
  }
  const { 'vouch:fields': fields } = held['dpv:hasProcess']['dpv:hasPersonalData']
  const storage = held['dpv:hasProcess']['dpv:hasStorageCondition'].flatMap((condition) =>
    condition['dpv:hasLocation'] === undefined ? [] : [where(condition['dpv:hasLocation'])],
  )
  const notice = held['dpv:hasNotice']
  const understood = held['vouch:history'].findLast((each) => each['vouch:noticeLanguageReason'] !== null)
  const reason = understood?.['vouch:noticeLanguageReason'] ?? null
  const durations = held['dpv:hasProcess']['dpv:hasStorageCondition'].map((each) => each['dpv:hasDuration'])
  const days =
    durations.map((each) => /^P(\d+)D$/.exec(each ?? '')?.[1]).find((each) => each !== undefined) ?? '0'
  const languageName = new Intl.DisplayNames([language], { type: 'language' }).of(held['dct:language'])
  const basis = all.consentPage.basis[BASIS_OF[held['dpv:hasLegalBasis']] ?? 'consent']
  const shown = status['vouch:overlays'].includes('objected') ? 'objected' : status['vouch:status']
  const rows: readonly (readonly [string, string])[] = [
    [words.choice, named[shown] ?? words.status.other],
    [words.decided, momentWords(status['dpv:isIndicatedAtTime'], language)],
    ...(Number.isNaN(Date.parse(status['dct:valid']))
      ? []
      : [[words.until, dayWords(status['dct:valid'], language)] as const]),
    [words.purpose, forAll ? words.purposeAll : words.purposeIs],
    [words.basis, basis],
    [
      words.controller,
      [controller['dpv:hasName'], notStated(controller['dpv:hasAddress']), controller['dpv:hasContact']].join(
        '\n',
      ),
    ],
    [words.data, fields.map((field) => fieldWords[field]).join('\n')],
    // Two tools of ours are one to the person: the record names each.
    [words.recipients, [...new Set(recipients)].join('\n')],
    [words.storage, storage.join(', ')],
    [words.retention, fillIn(words.retentionIs, { days })],
    [words.withdrawal, words.withdrawalIs],
    [
      words.notice,
      `${fillIn(words.noticeIs, { version: String(notice['vouch:version']), language: languageName ?? held['dct:language'] })}${reason === null ? '' : `\n${words.localeReason[reason]}`}\nSHA-256 ${notice['vouch:sha256']}`,
    ],
    [words.subject, held['dpv:hasDataSubject']['dct:identifier']],
    [words.record, held['dct:identifier']],
  ]
  const lines = (value: string) => value.split('\n').map(escapeHtml).join('<br>')
  const table = rows.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${lines(value)}</dd>`)
  const history = held['vouch:history'].map((event) => {
    const name = named[ACT_NAMES[event['vouch:event']] ?? event['vouch:status']] ?? words.status.other
    return `<li><time datetime="${escapeHtml(event['dct:date'])}">${escapeHtml(momentWords(event['dct:date'], language))}</time>: ${escapeHtml(name)} (${escapeHtml(actors[event['vouch:by']] ?? '')})</li>`
  })
  const audit = held['vouch:audit']
  const proof = [
    ...(audit === null
      ? []
      : [fillIn(words.entry, { index: String(audit.index), log: audit.log, hash: audit.leafHash })]),
    fillIn(words.key, { key: held.proof.verificationMethod.split('#')[0] ?? '' }),
    fillIn(words.signature, { signature: held.proof.proofValue }),
  ].map((line) => `<p class="mono">${escapeHtml(line)}</p>`)
  return shell(
    language,
    words.title,
    `${languageSwitch(all.consentPage, language)}
<main class="receipt"><h1>${escapeHtml(words.title)}</h1><p class="lead">${escapeHtml(words.lead)}</p>
<dl>${table.join('')}</dl>
<h2>${escapeHtml(words.history)}</h2><ol>${history.join('')}</ol>
<h2>${escapeHtml(words.proof)}</h2>${proof.join('')}</main>`,
  )
}
