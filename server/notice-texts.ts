/** What the notice of this configuration says by itself, in every language: what it does, and built-in words. */
import type { RecipientView } from '../src/domain/api.ts'
import type { NoticeFacts, NoticeFrame, RequesterLanguage, WrittenNotice } from '../src/domain/notice.ts'
import { QUESTION_DAYS } from '../src/domain/recorded-question.ts'
import { TICKET_FIELDS } from '../src/domain/scope.ts'
import type { Config } from './config.ts'
import { GRANT_DAYS, type NoticeSource, readConsentRule, readLegalBasis } from './consent/index.ts'
import {
  configuredRecipients,
  type DraftingRooms,
  type DraftRows,
  readScopePolicy,
} from './drafting/index.ts'
import { fillIn, type RequesterWords, type Words } from './words.ts'

function regionName(words: RequesterWords, language: RequesterLanguage, region: string): string {
  const known = words.region[region]
  if (known !== undefined) return known
  if (!/^[A-Z]{2}$/.test(region)) return region
  return new Intl.DisplayNames([language], { type: 'region' }).of(region) ?? region
}

function recipientSentence(
  words: RequesterWords,
  language: RequesterLanguage,
  recipient: RecipientView | null,
): string {
  const { drafter, provider, retention } = words
  if (recipient === null) return drafter.extractive
  const values = {
    ...recipient,
    provider: provider[recipient.provider] ?? recipient.provider,
    region: regionName(words, language, recipient.region),
    retention: retention[recipient.retention] ?? recipient.retention,
  }
  return fillIn(recipient.provider === 'self-hosted' ? drafter.selfHosted : drafter.model, values)
}

/** The headings, and the sentences that nobody types. */
export function noticeFrame(words: Words, language: RequesterLanguage, facts: NoticeFacts): NoticeFrame {
  const said = words.of(language)
  const { headings, facts: sentences } = said.notice
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const byConsent = facts.legalBasis === 'consent'
  const fields = list.format(facts.fields.map((field) => sentences.field[field]))
  const factsOf: Partial<Record<keyof NoticeFrame, readonly string[]>> = {
    use: facts.fields.length === 0 ? [] : [fillIn(sentences.fields, { fields })],
    // How far a consent goes and when it ends is said of a consent alone.
    basis: [
      sentences.basis[facts.legalBasis],
      ...(byConsent ? [facts.coversOtherTickets ? sentences.allRequests : sentences.oneRequest] : []),
    ],
    recipients: [recipientSentence(said, language, facts.recipient)],
    duration: [
      ...(byConsent ? [fillIn(sentences.days, { days: String(facts.grantDays) })] : []),
      fillIn(byConsent ? sentences.questions : said.notice.informed.questions, {
        days: String(facts.questionDays),
      }),
    ],
  }
  const part = (section: keyof NoticeFrame) => ({
    heading: section === 'refusal' && !byConsent ? said.notice.informed.refusal : headings[section],
    facts: factsOf[section] ?? [],
  })
  return {
    responsible: part('responsible'),
    use: part('use'),
    basis: part('basis'),
    recipients: part('recipients'),
    duration: part('duration'),
    rights: part('rights'),
    machine: part('machine'),
    refusal: part('refusal'),
  }
}

/** The built-in words for what compliance staff may write in their own. */
export function builtInWritten(
  config: Config,
  words: Words,
  language: RequesterLanguage,
  facts: Pick<NoticeFacts, 'legalBasis'>,
): WrittenNotice {
  const { title, lead, written, interest, informed } = words.of(language).notice
  // Whoever is not asked for consent is not addressed as if they were.
  const asked = facts.legalBasis === 'consent' ? { title, lead, ...written } : { ...written, ...informed }
  const values = { controller: config.controller.name, contact: config.controller.contact }
  const fill = (sentence: string) => fillIn(sentence, values)
  return {
    title: asked.title,
    lead: asked.lead,
    controller: fill(written.controller),
    dpo: fill(written.dpo),
    purpose: fill(written.purpose),
    legalBasis: fill(written.legalBasis),
    legitimateInterest: facts.legalBasis === 'legitimate_interest' ? interest : written.legitimateInterest,
    recipients: fill(written.recipients),
    transfers: fill(written.transfers),
    retention: fill(written.retention),
    rights: fill(written.rights),
    withdrawal: fill(asked.withdrawal),
    complaint: fill(written.complaint),
    obligation: fill(asked.obligation),
    automatedDecision: fill(written.automatedDecision),
  }
}

/** Who would word a reply. Nobody is asked: its facts are enough. */
interface WordedBy extends Pick<DraftingRooms, 'drafterChoice'> {
  readonly worded: { readonly model: { readonly facts: RecipientView } } | null
}

/** What the rooms are handed to keep the notice true. */
export function noticeSource(config: Config, words: Words, drafting: WordedBy): NoticeSource<DraftRows> {
  return {
    async facts(tx, accountId) {
      // A policy that cannot be read gives nothing, and says nothing else than before: the gate refuses meanwhile.
      const policy = await readScopePolicy(drafting, tx, accountId)
      const fields = policy?.fields ?? (await tx.currentNotice(accountId))?.facts?.fields ?? []
      return {
        recipient: drafting.worded?.model.facts ?? null,
        recipients: configuredRecipients(drafting),
        fields: TICKET_FIELDS.filter((field) => fields.includes(field)),
        grantDays: GRANT_DAYS,
        questionDays: QUESTION_DAYS,
        coversOtherTickets: (await readConsentRule(tx, accountId)).remembersFromNotice !== null,
        legalBasis: (await readLegalBasis(tx, accountId)).basis,
      }
    },
    frame: (language, facts) => noticeFrame(words, language, facts),
    builtIn: (language, facts) => builtInWritten(config, words, language, facts),
  }
}
