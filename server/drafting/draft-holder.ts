/**
 * What this room keeps of one person: every draft for them, also those that were never sent, what it cites, how
 * much of it was sent, and the questions that were recorded from their tickets.
 */
import type { Keyring } from '../keys.ts'
import { type HeldTable, holderOfTables, ofRequester, ofTicket } from '../privacy/held-tables.ts'
import type { GoneTicket, HeldRows, PersonalDataHolder, Who } from '../privacy/holder.ts'
import { aboutContent } from './draft-store.ts'
import { aboutQuestion } from './recorded-questions.ts'

const ofTheirDrafts = ({ requesterRef }: Who): ReturnType<HeldTable['rows']> => [
  [
    {
      column: 'draftId',
      of: { table: 'draft', column: 'draftId', where: [{ column: 'requesterRef', is: [requesterRef] }] },
    },
  ],
]

const deletedWithDraft = ({ ticketRef }: GoneTicket) =>
  [
    {
      rows: [
        [
          {
            column: 'draftId',
            of: { table: 'draft', column: 'draftId', where: [{ column: 'ticketRef', is: [ticketRef] }] },
          },
        ],
      ],
      becomes: 'delete',
    },
  ] as const
const deletedWithTicket = (ticket: GoneTicket) => [{ rows: ofTicket(ticket), becomes: 'delete' }] as const

export function draftHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'drafting', [
    {
      table: 'draft',
      class: 'draft',
      rows: ofRequester,
      onTicket: deletedWithTicket,
      order: ['draftId'],
      time: 'createdAt',
      columns: {
        draftId: 'plain',
        ticketRef: 'plain',
        requesterRef: 'plain',
        agentId: 'agent',
        status: 'plain',
        locale: 'plain',
        consentEpoch: 'plain',
        lastCommentId: 'plain',
        sealedContent: { sealed: ({ draftId }) => aboutContent(String(draftId)), is: 'json', as: 'content' },
        receipt: 'json',
        createdAt: 'plain',
        changedAt: 'plain',
        withdrawnFor: 'plain',
        used: 'json',
        server: 'plain',
      },
    },
    {
      table: 'draft_citation',
      class: 'citation',
      rows: ofTheirDrafts,
      onTicket: deletedWithDraft,
      order: ['articleId', 'locale', 'versionHash', 'draftId'],
      time: null,
      columns: { articleId: 'plain', locale: 'plain', versionHash: 'plain', draftId: 'plain' },
    },
    {
      table: 'draft_quote',
      class: 'quote',
      rows: ofTheirDrafts,
      onTicket: deletedWithDraft,
      order: ['articleId', 'locale', 'versionHash', 'draftId', 'passageId', 'startAt', 'endAt'],
      time: null,
      columns: {
        articleId: 'plain',
        locale: 'plain',
        versionHash: 'plain',
        draftId: 'plain',
        passageId: 'plain',
        startAt: 'plain',
        endAt: 'plain',
      },
    },
    {
      table: 'draft_send',
      class: 'sent_reply',
      rows: ofTheirDrafts,
      onTicket: deletedWithDraft,
      order: ['draftId'],
      time: 'sentAt',
      columns: {
        draftId: 'plain',
        sentAt: 'plain',
        sentences: 'plain',
        kept: 'plain',
        words: 'plain',
        distance: 'plain',
      },
    },
    {
      table: 'recorded_question',
      class: 'question',
      portable: true,
      rows: ofRequester,
      onTicket: deletedWithTicket,
      order: ['questionId'],
      time: 'at',
      columns: {
        questionId: 'plain',
        ticketRef: 'plain',
        requesterRef: 'plain',
        locale: 'plain',
        sealedText: {
          sealed: ({ questionId }) => aboutQuestion(String(questionId)),
          is: 'json',
          as: 'asked',
        },
        at: 'plain',
      },
    },
  ])
}
