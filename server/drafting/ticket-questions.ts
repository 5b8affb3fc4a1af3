/** What a ticket asks, in which language, and the words that the account sets around an answer. */
import type { Agent } from '../../src/domain/account.ts'
import type { DraftOrder, TemplatesView } from '../../src/domain/api.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import { languageOf, type TicketReader } from '../articles/index.ts'
import type { Admitted } from './admission.ts'
import { recordQuestions } from './recorded-questions.ts'
import { replyLocale } from './reply-locale.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'
import { type MinimisedTicket, minimiseAgain } from './second-look.ts'
import { readTemplates } from './settings.ts'

export interface TicketQuestions {
  readonly ticket: MinimisedTicket
  readonly reader: TicketReader
  readonly questions: ReturnType<TicketReader['split']>
  /** The language that they are asked in. */
  readonly asked: string
  /** The language of the reply. */
  readonly locale: string
  readonly templates: TemplatesView
}

export function asksModel({ allow }: Pick<Admitted, 'allow'>): boolean {
  return allow.scope.drafter.drafter === 'openai-compatible'
}

/** The help center's own spelling of a locale that the agent asked for; `null` when there is none. */
export function knownLocale({ helpCenterLocales }: Pick<DraftingRooms, 'helpCenterLocales'>, wanted: string) {
  return (
    helpCenterLocales.find((locale) => locale === wanted) ??
    helpCenterLocales.find((locale) => languageOf(locale) === languageOf(wanted)) ??
    null
  )
}

/** In the transaction that admits the draft, which has read what they are kept under: no other is needed for them. */
export async function takeQuestions(
  rooms: DraftingRooms,
  tx: DraftRows,
  agent: Agent,
  order: DraftOrder,
  admitted: Pick<Admitted, 'allow' | 'facts'>,
): Promise<TicketQuestions | { readonly refused: readonly Refusal[] }> {
  const { allow, facts } = admitted
  const ticket = minimiseAgain(order, allow.scope.limits.maxChars)
  const spoken = [ticket.subject ?? '', ...ticket.texts].join('\n').trim()
  if (spoken === '') return { refused: [{ reason: 'NO_QUESTION' }] }
  const asked = replyLocale(spoken, rooms.helpCenterLocales, order.locale)
  const wanted = order.replyLocale === undefined ? asked : knownLocale(rooms, order.replyLocale)
  if (asked === null || wanted === null)
    return { refused: [{ reason: 'LANGUAGE_NOT_COVERED', locales: rooms.helpCenterLocales }] }
  const reader = facts.shelf.index.readTicket(asked)
  const questions = reader.split(ticket.texts.join('\n'), ticket.subject)
  if (questions.length === 0) return { refused: [{ reason: 'NO_QUESTION' }] }
  // Verbatim sentences cannot be had in a language that the article is not in.
  const locale = asksModel(admitted) ? wanted : asked
  await recordQuestions(rooms, tx, agent, facts.ticket, { locale: asked, questions })
  const templates = await readTemplates(rooms, tx, agent.accountId, locale)
  return { ticket, reader, questions, asked, locale, templates }
}
