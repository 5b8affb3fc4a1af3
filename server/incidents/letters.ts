/** Texts of notifications, filled in from the record. Somebody reads, changes and sends them; Vouch sends nothing. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { type Estimate, missingOf } from '../../src/domain/incident.ts'
import type { AffectedReport, IncidentView, LetterView } from '../../src/domain/incident-api.ts'
import { REQUESTER_LANGUAGES, type RequesterLanguage } from '../../src/domain/notice.ts'
import { type DocumentLanguage, documentLanguageOf } from '../../src/domain/staff-language.ts'
import { AUTHORITY_LETTER_WORDS } from './authority-letter-words.ts'
import { DRILL_WORD } from './drill-word.ts'
import { type IncidentRooms, type IncidentRows, readIncident } from './incident-desk.ts'
import { staffActor } from './kill-switch-desk.ts'
import { PERSON_LETTER_WORDS } from './person-letter-words.ts'

type Target = LetterView['target']

const fill = (text: string, values: Readonly<Record<string, string | number>>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

const either = (text: string, otherwise: string) => (text.trim() === '' ? otherwise : text)

function authorityText(
  incident: IncidentView,
  figures: AffectedReport | null,
  locale: DocumentLanguage,
): string {
  const words = AUTHORITY_LETTER_WORDS[locale]
  const { facts, suspectedAt, awareAt, containedAt, dueAt } = incident
  const { texts } = facts
  const range = (estimate: Estimate | null) =>
    estimate === null ? words.unknown : `${estimate.min}–${estimate.max}`
  const late = dueAt !== null && texts.lateWhy !== ''
  return [
    words.subject,
    fill(words.phase, { phase: incident.version }),
    '',
    words.times,
    `- ${words.suspected}: ${suspectedAt}`,
    `- ${words.aware}: ${awareAt ?? words.unknown}`,
    `- ${words.contained}: ${containedAt ?? words.unknown}`,
    '',
    words.nature,
    either(texts.nature, words.unknown),
    `${words.categories}: ${either(facts.categories.join(', '), words.unknown)}`,
    `${words.persons}: ${range(facts.persons)}`,
    `${words.records}: ${range(facts.records)}`,
    `${words.countries}: ${either(facts.countries.join(', '), words.unknown)}`,
    ...(figures === null
      ? []
      : [
          fill(words.figures, {
            drafts: figures.drafts,
            persons: figures.persons,
            bytes: figures.bytes,
            requests: figures.requests,
          }),
          fill(words.erased, { count: figures.erasedTickets }),
        ]),
    '',
    words.contact,
    either(texts.contact, words.unknown),
    '',
    words.consequences,
    either(texts.consequences, words.unknown),
    '',
    words.measures,
    either(texts.measures, words.unknown),
    ...(late ? ['', words.late, texts.lateWhy] : []),
    '',
  ].join('\n')
}

function personText({ facts: { texts } }: IncidentView, language: RequesterLanguage): string {
  const words = PERSON_LETTER_WORDS[language]
  return [
    words.subject,
    '',
    words.greeting,
    '',
    words.what,
    either(texts.nature, words.missing),
    '',
    words.consequences,
    either(texts.consequences, words.missing),
    '',
    words.measures,
    either(texts.measures, words.missing),
    '',
    words.advice,
    '',
    words.contact,
    either(texts.contact, words.missing),
    '',
  ].join('\n')
}

/** A record of a drill holds one word in its texts; the letter says it in its own language. */
function playedIn(incident: IncidentView, language: RequesterLanguage): IncidentView {
  if (!incident.drill) return incident
  const { texts } = incident.facts
  const said = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, text === '' ? '' : DRILL_WORD[language]]),
  )
  return { ...incident, facts: { ...incident.facts, texts: { ...texts, ...said } } }
}

function personLanguage(locale: string): RequesterLanguage {
  const language = REQUESTER_LANGUAGES.find((known) => known.toLowerCase() === locale.toLowerCase())
  if (language === undefined) throw new Fault('BAD_REQUEST', 'there is no letter in this language')
  return language
}

export function filledIn(
  incident: IncidentView,
  at: { readonly target: Target; readonly locale: string },
  figures: AffectedReport | null,
): LetterView {
  const { target, locale } = at
  const wanted = { authority: undefined, persons: ['nature', 'contact', 'consequences', 'measures'] }[target]
  const missing = missingOf(incident.facts).filter((field) => wanted?.includes(field) ?? true)
  const text = () => {
    if (target === 'authority') {
      const language = documentLanguageOf(locale)
      return authorityText(playedIn(incident, language), figures, language)
    }
    const language = personLanguage(locale)
    return personText(playedIn(incident, language), language)
  }
  return { target, locale, text: text(), version: 0, missing }
}

const letterName = (
  accountId: AccountId,
  incidentId: string,
  target: Target,
  locale: string,
  version: number,
) => `incident.letter/${accountId}/${incidentId}/${target}/${locale}/${version}`

/** The newest saved text, or one that is filled in from the record. */
export async function readLetter(
  rooms: IncidentRooms,
  tx: IncidentRows,
  accountId: AccountId,
  incidentId: string,
  at: { readonly target: Target; readonly locale: string; readonly anew?: boolean },
  figures: AffectedReport | null,
): Promise<LetterView> {
  const incident = await readIncident(rooms, tx, accountId, incidentId)
  const fresh = filledIn(incident, at, figures)
  const saved = await tx.latestLetter(accountId, incidentId, at)
  if (saved === null) return fresh
  if (at.anew === true) return { ...fresh, version: saved.version }
  const name = letterName(accountId, incidentId, at.target, at.locale, saved.version)
  return { ...fresh, text: rooms.keys.unsealForHouse(saved.sealedText, name), version: saved.version }
}

/** @throws Fault `CONFLICT` when somebody else has saved one since `version`. */
export async function saveLetter(
  rooms: IncidentRooms,
  tx: IncidentRows,
  agent: Agent,
  incidentId: string,
  order: {
    readonly target: Target
    readonly locale: string
    readonly version: number
    readonly text: string
  },
): Promise<LetterView> {
  const { accountId } = agent
  const { target, locale, text } = order
  const incident = await readIncident(rooms, tx, accountId, incidentId)
  const before = (await tx.latestLetter(accountId, incidentId, order))?.version ?? 0
  if (before !== order.version) throw new Fault('CONFLICT', 'somebody else has changed this text meanwhile')
  const version = before + 1
  await rooms.audit.append(tx, accountId, {
    type: 'incident.letter',
    actor: staffActor(rooms, agent),
    object: { kind: 'incident', ref: incidentId },
    decision: target,
    detail: { locale, version },
  })
  await tx.addLetter(accountId, incidentId, {
    target,
    locale,
    version,
    at: rooms.world.now().toISOString(),
    sealedText: rooms.keys.sealForHouse(text, letterName(accountId, incidentId, target, locale, version)),
  })
  return { ...filledIn(incident, order, null), text, version }
}
