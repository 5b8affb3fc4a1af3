/**
 * A person about whom something lies in every table that has a holder, each text marked so that it can be found
 * again. Rows are written past the product: the point is that no table is forgotten, whoever fills it.
 */
import { aboutEvidence } from '../../server/consent/consent-ledger.ts'
import type { Keyring } from '../../server/keys.ts'
import type { Who } from '../../server/privacy/index.ts'
import type { FileStore } from './memory-store.ts'

export const ACCOUNT = 'acme'

type Row = Readonly<Record<string, string | number | null>>

export interface HeldPerson {
  readonly who: Who
  readonly userId: string
  readonly ticketId: string
  /** By table, what was written. */
  readonly rows: Readonly<Record<string, readonly Row[]>>
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** `mark`: a word that each of the person's texts holds, and nobody else's. */
export function heldPerson(
  keys: Keyring,
  mark: string,
  userId: string,
  ticketId: string,
  auditIndex = Number(userId),
): HeldPerson {
  const requesterRef = `${mark}-requester`
  const context = `${ACCOUNT}/${requesterRef}`
  const wrappedKey = keys.newPersonKey(context)
  const digest = keys.digest('requester', ACCOUNT, userId)
  const ticketRef = `${mark}-ticket`
  const draftId = `${mark}-draft`
  const at = '2026-03-05T10:00:00.000Z'
  const seal = (text: string, about: string) => keys.sealFor(wrappedKey, context, text, about)
  const theirs = { accountId: ACCOUNT, ticketRef, requesterRef }
  const version = { articleId: `${mark}-article`, locale: 'en', versionHash: `${mark}-version` }
  const rows: Record<string, readonly Row[]> = {
    requester: [
      {
        ...{ accountId: ACCOUNT, requesterRef, digest, wrappedKey, createdAt: at },
        sealedId: seal(userId, 'requester.id'),
      },
    ],
    ticket: [
      {
        ...{ ...theirs, ticketId, identity: 'webhook', revision: 3, draftsMade: 1, createdAt: at },
        ...{ scope: JSON.stringify({ note: `${mark} scope` }), scopeHash: `${mark}-hash`, scopeSince: at },
        ...{ narrowing: JSON.stringify({ note: `${mark} narrowing` }), scopeBasis: `${mark}-basis` },
        facets: JSON.stringify({ tags: [`${mark}-tag`] }),
      },
    ],
    helpdesk_fact: [
      factRow(`ticket/${ticketId}`, 'named', digest, `${mark}-named`),
      factRow(`ticket/${ticketId}`, 'created', '', `${mark}-created`),
      factRow(`person/${digest}`, 'merged', `${mark}-other-digest`, `${mark}-merged`),
    ],
    consent_event: [
      {
        ...{ ...theirs, seq: 1, actorRef: `${mark}-actor`, auditIndex: 1 },
        event: JSON.stringify({
          ...{ kind: 'grant', at, by: 'requester', channel: 'link', noticeVersion: 1, noticeLocale: 'en' },
          ...{ validUntil: '2026-09-01T10:00:00.000Z', recipients: ['extractive@local'] },
          ...{ hasEvidence: true, legalBasis: null, note: `${mark} event` },
        }),
        sealedEvidence: seal(`${mark} evidence`, aboutEvidence(ticketRef, 1)),
      },
    ],
    consent_standing: [
      { ...theirs, status: 'granted', validUntil: at, noticeVersion: 1, wide: 0, changedAt: at },
    ],
    consent_link: [
      { ...theirs, linkHash: `${mark}-link-hash`, noticeVersion: 1, locale: 'en', expiresAt: at },
    ],
    draft: [
      {
        ...{ ...theirs, draftId, agentId: '4711', status: 'dismissed', locale: 'en', consentEpoch: 1 },
        ...{ lastCommentId: `${mark}-comment`, createdAt: at, changedAt: at },
        sealedContent: seal(
          JSON.stringify({ sentences: [{ text: `${mark} sentence` }] }),
          `draft.content/${draftId}`,
        ),
        receipt: JSON.stringify({ draftId, note: `${mark} receipt` }),
      },
    ],
    draft_citation: [{ accountId: ACCOUNT, ...version, draftId }],
    draft_quote: [
      { accountId: ACCOUNT, ...version, draftId, passageId: `${mark}-passage`, startAt: 0, endAt: 5 },
    ],
    draft_send: [{ accountId: ACCOUNT, draftId, sentAt: at, sentences: 3, kept: 2, words: 40, distance: 4 }],
    recorded_question: [
      {
        ...{ ...theirs, questionId: `${mark}-question`, locale: 'en', at },
        sealedText: seal(JSON.stringify({ text: `${mark} asked`, context: '' }), `question/${mark}-question`),
      },
    ],
    simulated_ticket: [
      {
        ...{
          accountId: ACCOUNT,
          runId: `${mark}-run`,
          ticketDigest: `${mark}-digest`,
          requesterDigest: digest,
        },
        ...{
          outcome: 'answered',
          reasons: '[]',
          locale: 'en',
          articles: '[]',
          probability: 0.5,
          facts: null,
        },
        ...{ charsIn: 10, charsOut: 5, at },
      },
    ],
    decision: [
      {
        ...{ ...theirs, decisionId: `${mark}-decision`, agentId: '4711', at, signature: `${mark}-signature` },
        ...{ auditIndex, receipt: JSON.stringify({ id: `${mark}-decision` }) },
      },
    ],
    audit_payload: [
      { accountId: ACCOUNT, requesterRef, idx: Number(userId), kid: `${mark}-kid`, sealed: `${mark}-sealed` },
    ],
    access_log: [
      {
        ...{ accountId: ACCOUNT, accessId: `${mark}-access`, requesterRef, kind: 'draft', at },
        ...{ objectRef: draftId, agentRef: `${mark}-agent`, purpose: 'work', auditIndex: 2 },
      },
    ],
    export_package: [
      {
        ...{
          accountId: ACCOUNT,
          packageId: `${mark}-package`,
          requesterRef,
          locale: 'en',
          status: 'shredded',
        },
        ...{ madeBy: `${mark}-agent`, createdAt: at, expiresAt: at, records: 3, masked: 0, bytes: 10 },
        ...{ sha256: `${mark}-sha`, sealedKey: null },
      },
    ],
    export_link: [
      {
        ...{
          accountId: ACCOUNT,
          linkHash: `${mark}-export-hash`,
          packageId: `${mark}-package`,
          requesterRef,
        },
        ...{ madeBy: `${mark}-agent`, createdAt: at, expiresAt: at, usedAt: at },
      },
    ],
    export_permit: [
      {
        ...{ accountId: ACCOUNT, permitId: `${mark}-permit`, what: 'people', requesterRef },
        ...{ agentRef: `${mark}-agent`, permittedAt: at, expiresAt: at },
      },
    ],
    request_case: [
      {
        ...{ ...theirs, caseId: `${mark}-case`, caseNumber: `2026-${userId}`, kind: 'access', locale: 'en' },
        ...{ status: 'closed', channel: 'page', receivedAt: at, receivedOn: '2026-03-05' },
        ...{ dueOn: '2026-04-07', internalDueOn: '2026-03-26', extended: 0, pauses: '[]', deliveredOn: null },
        ...{ pausedSince: null, identityWay: 'own_link', endedAt: at, calendar: 'DE', reminded: '[]' },
        ...{ version: 2, sealedNote: seal(`${mark} note`, `request.note/${mark}-case`) },
      },
    ],
    request_event: [
      {
        ...{ accountId: ACCOUNT, requesterRef, caseId: `${mark}-case`, seq: 1, kind: 'note_added', at },
        ...{ actor: 'compliance', actorRef: `${mark}-actor`, detail: '{}' },
        sealedText: seal(`${mark} remark`, `request.text/${mark}-case/1`),
      },
    ],
    request_link: [
      {
        ...{ accountId: ACCOUNT, requesterRef, linkHash: `${mark}-identity-hash`, caseId: `${mark}-case` },
        ...{ locale: 'en', expiresAt: at, usedAt: null },
      },
    ],
  }
  return {
    who: { accountId: ACCOUNT, requesterRef, digest, ticketRefs: [ticketRef], wrappedKey },
    ...{ userId, ticketId, rows },
  }

  function factRow(subject: string, kind: string, factKey: string, value: string): Row {
    return { accountId: ACCOUNT, subject, kind, factKey, at, eventId: `${mark}-event`, value }
  }
}

export function write(store: FileStore, { rows }: HeldPerson): void {
  store.tamper((database) => {
    for (const [table, all] of Object.entries(rows))
      for (const row of all) {
        const names = Object.keys(row)
        database
          .prepare(
            `insert into ${table} (${names.map(snake).join(', ')}) values (${names.map(() => '?').join(', ')})`,
          )
          .run(...Object.values(row))
      }
  })
}
