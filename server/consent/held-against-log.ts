/**
 * Holds what is stored of consent against what the log has of it: every event against its entry, and every status
 * against the events. Reads page by page, in the order of the log.
 */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { storedDigest } from '../audit/index.ts'
import { foldConsent, type StoredConsentEvent } from './consent-fold.ts'
import type { ConsentRows } from './consent-ledger.ts'
import type { ConsentStanding } from './consent-rule.ts'

/** An event as it lies in the store; its text is not trusted here. */
export interface PlacedConsentEvent {
  readonly ticketRef: string
  readonly seq: number
  readonly event: string
  readonly actorRef: string
  readonly auditIndex: number | null
}

export interface ConsentCheckRows extends ConsentRows {
  /** Those of the `span` entries from that place on. */
  consentEventsAt(accountId: AccountId, from: number, span: number): Promise<readonly PlacedConsentEvent[]>
  /** Without an entry of their own: from before there were receipts, or from somebody else. */
  unplacedConsentEvents(
    accountId: AccountId,
  ): Promise<{ readonly count: number; readonly first: string | null }>
  /** By reference, after that one. */
  consentStandings(accountId: AccountId, after: string, limit: number): Promise<readonly ConsentStanding[]>
}

export interface RowTrouble {
  readonly table: 'consent_event' | 'consent_standing'
  readonly ref: string
  readonly index: number | null
}

const entrySchema = z.object({
  type: z.literal('consent.changed'),
  actor: z.object({ ref: z.string() }),
  object: z.object({ ref: z.string() }),
  detail: z.looseObject({
    event: z.string(),
    channel: z.string().optional(),
    notice: z.int().optional(),
    record: z.string().optional(),
  }),
})
const erasedSchema = z.object({
  type: z.literal('erasure.executed'),
  object: z.object({ kind: z.string(), ref: z.string() }),
})
const endedSchema = z.object({
  type: z.literal('retention.executed'),
  detail: z.looseObject({ class: z.literal('consent') }),
})
const storedSchema = z.looseObject({
  kind: z.string(),
  channel: z.string().nullable(),
  noticeVersion: z.int().nullable(),
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function matches(entry: z.infer<typeof entrySchema>, row: PlacedConsentEvent): boolean {
  const stored = parsed(row.event)
  const event = storedSchema.safeParse(stored)
  if (!event.success) return false
  const { kind, channel, noticeVersion } = event.data
  const { detail } = entry
  return (
    row.ticketRef === entry.object.ref &&
    row.actorRef === entry.actor.ref &&
    kind === detail.event &&
    channel === (detail.channel ?? null) &&
    noticeVersion === (detail.notice ?? null) &&
    (detail.record === undefined || detail.record === storedDigest(stored))
  )
}

interface Missing {
  readonly index: number
  readonly ref: string
  /** Whose erasure would explain it; `null`: anybody's. */
  readonly requester: string | null
  /** Earlier events of the ticket are there: retention takes all of a ticket, or nothing. */
  readonly torn: boolean
}

/** `null`: they cannot be read any more. */
async function eventsOf(
  tx: ConsentCheckRows,
  accountId: AccountId,
  ticketRef: string,
): Promise<readonly StoredConsentEvent[] | null> {
  try {
    return await tx.consentEvents(accountId, ticketRef)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

export interface ConsentCheck {
  readonly counts: { readonly events: number; readonly removed: number }
  page(
    tx: ConsentCheckRows,
    from: number,
    entries: readonly { readonly index: number; readonly header: string }[],
  ): Promise<readonly RowTrouble[]>
  /** After the last entry: what is gone without a word, and events that no entry was written for. */
  finish(tx: ConsentCheckRows): Promise<readonly RowTrouble[]>
}

/** So many are looked at between two words of the log on what is gone; more would fill the memory. */
const MOST_MISSING = 20_000

export function createConsentCheck(accountId: AccountId): ConsentCheck {
  const counts = { events: 0, removed: 0 }
  let missing: Missing[] = []

  const explain = (explains: (each: Missing) => boolean) => {
    const left = missing.filter((each) => !explains(each))
    counts.removed += missing.length - left.length
    missing = left
  }

  async function noteMissing(tx: ConsentCheckRows, index: number, ref: string): Promise<void> {
    if (missing.length >= MOST_MISSING) return
    const rows = (await eventsOf(tx, accountId, ref)) ?? []
    const ticket = await tx.ticketByRef(accountId, ref)
    // A ticket that changed hands: one of those who had it was erased, and this does not say who.
    const hands = new Set(rows.map(({ requesterRef }) => requesterRef))
    const several = hands.size > 1 || (hands.size === 1 && !hands.has(ticket?.requesterRef ?? ''))
    missing.push({
      ...{ index, ref },
      requester: several ? null : (ticket?.requesterRef ?? null),
      torn: rows.some(({ auditIndex = null }) => auditIndex !== null && auditIndex < index),
    })
  }

  return {
    counts,
    async page(tx, from, entries) {
      const troubles: RowTrouble[] = []
      const rows = new Map(
        (await tx.consentEventsAt(accountId, from, entries.length)).map((row) => [row.auditIndex, row]),
      )
      for (const { index, header } of entries) {
        const row = rows.get(index)
        rows.delete(index)
        if (
          row === undefined &&
          !/"type":"(?:consent\.changed|erasure\.executed|retention\.executed)"/.test(header)
        )
          continue
        const said = parsed(header)
        const entry = entrySchema.safeParse(said)
        const erased = erasedSchema.safeParse(said)
        if (erased.success)
          explain(
            ({ requester, ref }) => requester === null || [requester, ref].includes(erased.data.object.ref),
          )
        if (endedSchema.safeParse(said).success) explain(({ torn }) => !torn)
        if (!entry.success) {
          if (row !== undefined) troubles.push({ table: 'consent_event', ref: row.ticketRef, index })
        } else if (row === undefined) await noteMissing(tx, index, entry.data.object.ref)
        else if (matches(entry.data, row)) counts.events += 1
        else troubles.push({ table: 'consent_event', ref: row.ticketRef, index })
      }
      return troubles
    },
    async finish(tx) {
      const unplaced = await tx.unplacedConsentEvents(accountId)
      // As many as there are entries without an event were written before events knew their entries.
      const foreign = unplaced.count > missing.length
      const old = unplaced.count > 0 && !foreign
      return [
        ...(old ? [] : missing.map(({ index, ref }) => ({ table: 'consent_event' as const, ref, index }))),
        ...(foreign ? [{ table: 'consent_event' as const, ref: unplaced.first ?? '', index: null }] : []),
      ]
    },
  }
}

const PAGE = 200

/** Every status against the fold over its events: nothing is decided on it, but tickets are found by it. */
export async function standingTroubles(
  transact: <T>(act: (tx: ConsentCheckRows) => Promise<T>) => Promise<T>,
  accountId: AccountId,
  report: (trouble: RowTrouble) => void,
): Promise<number> {
  let checked = 0
  for (let after = ''; ; ) {
    const page = await transact(async (tx) => {
      const standings = await tx.consentStandings(accountId, after, PAGE)
      for (const standing of standings)
        if (!(await stands(tx, accountId, standing)))
          report({ table: 'consent_standing', ref: standing.ticketRef, index: null })
      return standings
    })
    checked += page.length
    if (page.length < PAGE) return checked
    after = page.at(-1)?.ticketRef ?? ''
  }
}

function stateOf(rows: readonly StoredConsentEvent[]) {
  try {
    return foldConsent(rows.map(({ event }) => event))
  } catch (error) {
    // What somebody else wrote there need not have the form of an event.
    if (error instanceof TypeError) return null
    throw error
  }
}

async function stands(
  tx: ConsentCheckRows,
  accountId: AccountId,
  standing: ConsentStanding,
): Promise<boolean> {
  const rows = await eventsOf(tx, accountId, standing.ticketRef)
  // Numbered without a gap: one that was taken out of the middle is missed.
  if (rows === null || rows.some(({ seq }, at) => seq !== (rows[0]?.seq ?? 0) + at)) return false
  // Of a ticket that was erased with all of its events only this is left.
  if (rows.length === 0) return standing.status === 'erased'
  const state = stateOf(rows)
  if (state === null) return false
  // Of somebody erased their earlier events may be gone, and with them all but the status.
  if (state.overlays.includes('erased')) return standing.status === 'erased' && !standing.wide
  return (
    standing.status === state.status &&
    standing.validUntil === state.validUntil &&
    standing.noticeVersion === state.noticeVersion &&
    standing.wide === state.wide
  )
}
