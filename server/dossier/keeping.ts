/** How long each kind of record is kept, as the product really does it. */

import type { AccountId } from '../../src/domain/account.ts'
import type { HeldClass } from '../../src/domain/held.ts'
import { QUESTION_DAYS } from '../../src/domain/recorded-question.ts'
import { type RetentionSettingRows, readRetention } from '../privacy/index.ts'

/** A package lies here so long, and a link to it opens so long. */
export const PACKAGE_DAYS = 7

/** Days; `null`: until it is erased, or the account's own retention takes it. */
export type Keeping = Readonly<Record<HeldClass, number | null>>

const KEEPING: Keeping = {
  identity: null,
  ticket: null,
  helpdesk_fact: null,
  consent: null,
  consent_status: null,
  consent_link: null,
  draft: null,
  citation: null,
  quote: null,
  sent_reply: null,
  question: QUESTION_DAYS,
  simulation: null,
  receipt: null,
  request: null,
  access: null,
  export: PACKAGE_DAYS,
  export_link: PACKAGE_DAYS,
  audit_payload: null,
}

/** With the periods that the account has set, which the nightly run keeps. */
export async function keepingNow(
  tx: Pick<RetentionSettingRows, 'retentionSettings'>,
  accountId: AccountId,
): Promise<Keeping> {
  const { rules } = await readRetention(tx, accountId)
  return {
    ...KEEPING,
    draft: rules.draft.days,
    citation: rules.draft.days,
    quote: rules.draft.days,
    sent_reply: rules.draft.days,
    question: Math.min(rules.question.days, QUESTION_DAYS),
    simulation: rules.simulation.days,
    receipt: rules.receipt.days,
    consent: rules.consent.days,
    consent_status: rules.consent.days,
    request: rules.request.days,
  }
}
