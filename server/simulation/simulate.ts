/** One past ticket: what would have been drafted, and how near it is to what was sent. The texts end here. */

import type { SimulatedTicket } from '../../src/domain/simulation.ts'
import type { PastTicket } from '../../src/domain/simulation-api.ts'
import { minimise, phoneFinder } from '../../src/minimise/index.ts'
import { type TrialGround, type TrialRooms, tryDraft } from '../drafting/index.ts'
import type { Keyring } from '../keys.ts'
import { tagDigest } from '../tickets/index.ts'
import { keptFacts } from './kept-facts.ts'

const MOST_REPLY_CHARS = 20_000

export function simulateTicket(
  rooms: TrialRooms & { readonly keys: Keyring },
  ground: TrialGround,
  ticket: PastTicket,
): Omit<SimulatedTicket, 'ticketDigest'> {
  const { subject, locale, texts, reply = '' } = ticket
  if (texts.every((text) => text.trim() === '') && (subject ?? '').trim() === '')
    return { ...NOTHING, outcome: 'skipped', reasons: ['no_text'] }
  const trial = tryDraft(rooms, ground, {
    facets: {
      brandId: ticket.brandId ?? null,
      formId: ticket.formId ?? null,
      groupId: ticket.groupId ?? null,
      channel: ticket.channel ?? null,
      locale: locale ?? null,
      tags: ticket.tags?.map((tag) => tagDigest(rooms.keys, ground.accountId, tag)) ?? null,
    },
    texts,
    ...(subject === undefined ? {} : { subject }),
    ...(locale === undefined ? {} : { locale }),
  })
  const { refused, sentences, questions, answered, ...told } = trial
  const sent = reply.trim() === '' ? null : sentReply(reply)
  return {
    outcome: refused.length > 0 ? 'refused' : answered < questions ? 'partly' : 'answered',
    reasons: refused,
    facts:
      refused.length > 0 || sent === null || told.locale === null
        ? null
        : keptFacts(sentences, sent, told.locale),
    locale: told.locale,
    articles: told.articles,
    probability: told.probability,
    charsIn: told.charsIn,
    charsOut: told.charsOut,
  }
}

/** Looked at once more, like everything that comes from a browser. */
function sentReply(reply: string): string {
  return minimise(reply.slice(0, MOST_REPLY_CHARS), { placeholders: 'keep' }, { phones: phoneFinder }).text
}

const NOTHING = {
  locale: null,
  articles: [],
  probability: null,
  facts: null,
  charsIn: 0,
  charsOut: 0,
} as const
