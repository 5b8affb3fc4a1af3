/** What GDPR Art. 15(1) and (2) ask for beside the data itself, for a program to read. */
import type { LegalBasisView } from '../../../src/domain/consent-api.ts'
import type { RecipientView } from '../../../src/domain/dossier-api.ts'
import type { HeldClass } from '../../../src/domain/held.ts'
import type { RecordController } from '../../consent/index.ts'
import type { Keeping } from '../keeping.ts'

/** Keys of the Fides data taxonomy (https://ethyca.github.io/fideslang/). */
const CATEGORIES: Record<HeldClass, readonly string[]> = {
  identity: ['user.unique_id'],
  ticket: ['user.unique_id', 'system.operations'],
  helpdesk_fact: ['user.unique_id', 'user.behavior'],
  consent: ['user.privacy_preferences'],
  consent_status: ['user.privacy_preferences'],
  consent_link: ['user.unique_id.pseudonymous'],
  draft: ['user.content.private'],
  citation: ['system.operations'],
  quote: ['system.operations'],
  sent_reply: ['system.operations'],
  question: ['user.content.private'],
  simulation: ['user.unique_id.pseudonymous', 'system.operations'],
  receipt: ['system.operations'],
  request: ['user.privacy_preferences', 'user.content.private'],
  access: ['system.operations'],
  export: ['system.operations'],
  export_link: ['system.operations'],
  audit_payload: ['user.content.private', 'system.operations'],
}

const BASES = {
  consent: 'Art. 6(1)(a)',
  contract: 'Art. 6(1)(b)',
  legitimate_interest: 'Art. 6(1)(f)',
} as const
/** Regions as the providers' contracts spell them that lie inside the EEA. */
const INSIDE = ['EEA', 'EU', 'local']

export interface Article15Given {
  readonly generatedAt: string
  readonly controller: RecordController
  readonly helpdeskOrigin: string
  readonly basis: LegalBasisView
  readonly counts: ReadonlyMap<HeldClass, number>
  readonly keeping: Keeping
  readonly recipients: readonly RecipientView[]
  /** What the account's notice says in the person's language; `null` for a notice without that part. */
  readonly written: Readonly<
    Partial<Record<'purpose' | 'transfers' | 'retention' | 'rights' | 'complaint', string>>
  >
}

export function article15(given: Article15Given) {
  const { controller, basis, counts, keeping, recipients, written } = given
  const outside = recipients.filter(({ region }) => !INSIDE.includes(region))
  return {
    format: 'vouch-article15/v1',
    generatedAt: given.generatedAt,
    controller: { ...controller },
    purposes: [
      {
        id: 'ai_reply_drafting',
        description: written.purpose ?? 'drafting replies to the person from published help articles',
        legalBasis: BASES[basis.basis],
        reference: basis.reference,
      },
      {
        id: 'accountability',
        description: 'showing what was agreed to, decided and looked at',
        legalBasis: 'Art. 6(1)(c), Art. 5(2), Art. 7(1)',
        reference: '',
      },
    ],
    categories: [...counts.entries()].map(([name, count]) => ({
      class: name,
      fideslang: CATEGORIES[name],
      records: count,
      retention: { atMostDays: keeping[name], otherwise: 'until erased, or no longer needed as evidence' },
    })),
    recipients: [
      {
        kind: 'processor',
        name: 'helpdesk',
        host: new URL(given.helpdeskOrigin).host,
        what: 'the tickets themselves',
      },
      ...recipients.map((recipient) => ({
        kind: 'processor',
        name: recipient.provider,
        host: recipient.host,
        region: recipient.region,
        requests: recipient.requests,
        first: recipient.first,
        last: recipient.last,
        what: 'public messages of a ticket, personal data replaced as far as recognised',
      })),
    ],
    transfers: outside.map(({ provider, region }) => ({
      recipient: provider,
      region,
      // Which instrument applies is in the account's contract with the provider; the notice tells of it.
      safeguards: written.transfers ?? 'ask the controller',
    })),
    retention: written.retention ?? null,
    source:
      "the person's own messages, through the helpdesk; decisions about them are the controller's own records",
    automatedDecisionMaking: {
      exists: false,
      explanation: 'a person reads, changes and sends every reply; a draft is a proposal (Art. 22)',
    },
    rights: [
      'Art. 15',
      'Art. 16',
      'Art. 17',
      'Art. 18',
      'Art. 19',
      'Art. 20',
      'Art. 21',
      'Art. 7(3)',
      'Art. 77',
    ],
    rightsText: written.rights ?? null,
    complaint: {
      text: written.complaint ?? null,
      authorities: 'https://www.edpb.europa.eu/about-edpb/about-edpb/members_en',
      country: controller.country,
    },
  }
}
