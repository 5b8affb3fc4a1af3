/** Figures, units, dates, addresses and names: each stands in what is cited, or in the ticket. */

import type { DropRule } from '../../../src/domain/draft.ts'
import { addressKey } from './addresses.ts'
import { AS_WRITTEN } from './as-written.ts'
import { sameFigure } from './figure-values.ts'
import type { Figure } from './figures.ts'
import type { Ground } from './ground.ts'
import { checkNames } from './names.ts'
import type { Reading } from './reading.ts'
import { POLICY_UNITS, unitOf } from './unit-words.ts'

export interface FactsVerdict {
  readonly rule: DropRule | null
  readonly fromTicket: readonly string[]
}

/** "your order 4711": told as the requester's own. */
const THEIRS = /(?<!\p{L})(?:your|ihre?[nmrs]?|dein\p{L}*|votre|vos|su|sus|suo|sua|uw|jouw)(?!\p{L})/iu

type Match = 'same' | 'other unit' | 'none'

/** "17 (with a companion) or 18 years", "Days: 14": the unit stands at a distance. */
function isNamedNear(unit: string, { words, figures }: Reading, at: number): boolean {
  return figures[at + 1]?.unit === unit || words.some(({ text }) => unitOf(text, true) === unit)
}

const MONEY_OR_SHARE = new Set('euro dollar pound franc cent percent krona zloty'.split(' '))

/** "20" for "20 %": of such units a number alone says something else. */
function losesUnit(own: Figure, { unit }: Figure, { figures, words }: Reading): boolean {
  if (own.unit !== null || unit === null || !MONEY_OR_SHARE.has(unit)) return false
  return !figures.some((one) => one.unit === unit) && !words.some(({ text }) => unitOf(text, true) === unit)
}

function bestMatch(own: Figure, readings: readonly Reading[], sentence: Reading): Match {
  let best: Match = 'none'
  for (const reading of readings)
    for (const [at, figure] of reading.figures.entries()) {
      if (!sameFigure(own, figure)) continue
      if (losesUnit(own, figure, sentence)) {
        best = 'other unit'
        continue
      }
      if (own.unit === null || own.unit === figure.unit) return 'same'
      if (figure.unit === null && isNamedNear(own.unit, reading, at)) return 'same'
      best = 'other unit'
    }
  return best
}

/** The noun or unit that the ticket's number counts has to come along. */
function standsInTicket(own: Figure, reading: Reading, ticket: Reading): boolean {
  const isPolicy = own.unit !== null && POLICY_UNITS.has(own.unit)
  if (!AS_WRITTEN.test(reading.text) && (isPolicy || !THEIRS.test(reading.text))) return false
  const isThere = ticket.figures.some((figure) => sameFigure(own, figure) && figure.unit === own.unit)
  if (!isThere || own.unit !== null || own.kind !== 'number') return isThere
  const next = (words: Reading['words'], value: string) => {
    const at = words.findIndex(({ figure }) => figure?.kind === 'number' && figure.value === value)
    return [words[at - 1], words[at + 1]].flatMap((word) =>
      word !== undefined && word.weight > 0 ? word.stem : [],
    )
  }
  const theirs = next(ticket.words, own.value)
  return next(reading.words, own.value).some((stem) => theirs.includes(stem))
}

function ruleFor(own: Figure, match: Match): DropRule {
  if (match === 'other unit') return 'UNIT_DIFFERS'
  return own.kind === 'date' ? 'DATE_DIFFERS' : 'NUMBER_DIFFERS'
}

function checkFigures(own: Reading, ground: Ground, ticket: Reading): FactsVerdict {
  const near = [...ground.cited, ...ground.heads]
  const fromTicket: string[] = []
  for (const figure of own.figures) {
    const match = bestMatch(figure, near, own)
    if (match === 'same') continue
    if (!standsInTicket(figure, own, ticket)) return { rule: ruleFor(figure, match), fromTicket: [] }
    fromTicket.push(own.text.slice(figure.start, figure.end))
  }
  return { rule: null, fromTicket }
}

/** "per day" for "per week": a unit without a figure. */
function foreignUnit(own: Reading, ground: Ground, ticket: Reading): boolean {
  const units = (readings: readonly Reading[]) =>
    new Set(
      readings.flatMap(({ words, figures }) => [
        ...words.map(({ text }) => unitOf(text, false)),
        ...figures.map(({ unit }) => unit),
      ]),
    )
  const known = units([...ground.cited, ...ground.heads, ticket])
  return own.words.some(({ text, figure }) => {
    const unit = figure === null ? unitOf(text, false) : null
    return unit !== null && !known.has(unit)
  })
}

/** Mail addresses and phone numbers only as the passages have them: the ticket may be the attacker's. */
function foreignAddress(own: Reading, ground: Ground): boolean {
  const mine = own.addresses.filter(({ kind }) => kind !== 'link')
  if (mine.length === 0) return false
  const readings = ground.sources.flatMap(({ sentences, heads }) => [
    ...sentences.map(({ reading }) => reading),
    ...heads,
  ])
  const known = new Set(readings.flatMap(({ addresses }) => addresses.map(addressKey)))
  return mine.some((address) => !known.has(addressKey(address)))
}

/** Where the cited sentence has an address, no other of its kind stands in its place. Links are looked at before. */
function addressReplaced(own: Reading, { cited }: Ground): boolean {
  const theirs = cited.flatMap(({ addresses }) => addresses)
  const known = new Set(theirs.map(addressKey))
  const others = own.addresses.filter((one) => one.kind !== 'link' && !known.has(addressKey(one)))
  return others.some((one) => theirs.some(({ kind }) => kind === one.kind))
}

export function checkFacts(own: Reading, ground: Ground, ticket: Reading): FactsVerdict {
  if (foreignAddress(own, ground) || addressReplaced(own, ground))
    return { rule: 'ADDRESS_DIFFERS', fromTicket: [] }
  const figures = checkFigures(own, ground, ticket)
  if (figures.rule !== null) return figures
  if (foreignUnit(own, ground, ticket)) return { rule: 'UNIT_DIFFERS', fromTicket: [] }
  const names = checkNames(own, ground, ticket)
  if (names.foreign !== null) return { rule: 'NAME_DIFFERS', fromTicket: [] }
  return { rule: null, fromTicket: [...figures.fromTicket, ...names.fromTicket] }
}
