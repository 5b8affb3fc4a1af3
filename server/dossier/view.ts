/** Everything held of one person on one screen. Opening it is an act: nobody reads it unseen. */
import type { Agent } from '../../src/domain/account.ts'
import type {
  DossierCase,
  DossierRecord,
  DossierView,
  OpenDossier,
  PackageView,
  RecipientView,
} from '../../src/domain/dossier-api.ts'
import { isOpen } from '../../src/domain/request-case.ts'
import { openPersonActs } from '../consent/index.ts'
import {
  correctionsBeside,
  type HeldRows,
  type PersonalDataHolder,
  type RequestCase,
  recordName,
  type Who,
} from '../privacy/index.ts'
import { noteLook, pseudonymOf } from './access-log.ts'
import { isErased, personNamed, recordsOf, userIdOf } from './find-person.ts'
import { keepingNow } from './keeping.ts'
import { recordsFrom, spansOf } from './package/build.ts'
import { openRecipients } from './recipients.ts'
import type { AccessRow, DossierRooms, DossierRows, PackageRow } from './rows.ts'

/** Of each kind; the package has all. */
const MOST_OF_A_KIND = 200
const MOST_LOOKS = 200

export interface ViewRooms {
  readonly rooms: DossierRooms
  readonly holders: readonly PersonalDataHolder<HeldRows>[]
  readonly ticketUrl: (ticketId: string) => string
}

/** What has a list of its own on the screen, and what says nothing to a reader. */
const APART = ['access', 'export', 'export_link', 'citation', 'quote', 'consent_link']

async function shownRecords(
  { holders }: ViewRooms,
  tx: DossierRows,
  people: readonly Who[],
  ticketIds: ReadonlyMap<string, string>,
): Promise<{ records: readonly DossierRecord[]; recipients: readonly RecipientView[] }> {
  const recipients = openRecipients()
  const beside = await correctionsBeside(holders, tx, people)
  const shown: DossierRecord[] = []
  for (const holder of holders)
    for (const name of holder.classes) {
      if (APART.includes(name)) continue
      let told = 0
      for await (const record of recordsFrom([holder], tx, people)([name])) {
        recipients.take(record)
        told += 1
        if (told > MOST_OF_A_KIND && name !== 'receipt') break
        if (told > MOST_OF_A_KIND) continue
        const { ticketRef } = record.record
        const ticketId = typeof ticketRef === 'string' ? ticketIds.get(ticketRef) : undefined
        shown.push({
          ...{ class: name, at: timeOf(record.at, record.record) },
          ...{ ticketId: ticketId ?? null, record: record.record },
          ...{ name: recordName(record), corrections: beside(record) },
        })
      }
    }
  return { records: shown.sort(newestFirst), recipients: recipients.list() }
}

/** A consent event carries its time inside. */
function timeOf(at: string | null, record: Readonly<Record<string, unknown>>): string | null {
  if (at !== null) return at
  const { event, at: own } = record
  if (typeof own === 'string') return own
  const said = typeof event === 'object' && event !== null ? Reflect.get(event, 'at') : null
  return typeof said === 'string' ? said : null
}

function newestFirst(a: DossierRecord, b: DossierRecord): number {
  const [left, right] = [a.at ?? '', b.at ?? '']
  return left < right ? 1 : left > right ? -1 : 0
}

async function packageViews(
  tx: DossierRows,
  accountId: string,
  rows: readonly PackageRow[],
  looks: readonly AccessRow[],
): Promise<readonly PackageView[]> {
  return Promise.all(
    rows.map(async ({ requesterRef: _person, sealedKey: _key, server: _server, ...row }) => ({
      ...row,
      links: (await tx.linksOf(accountId, row.packageId)).map(({ createdAt, expiresAt, usedAt }) => ({
        ...{ createdAt, expiresAt, usedAt },
      })),
      fetched: looks
        .filter(({ kind, objectRef }) => kind === 'export' && objectRef === row.packageId)
        .map(({ at, agentRef }) => ({ at, by: agentRef })),
    })),
  )
}

/** The person's own language, as far as anybody noted it. */
async function localeOf(tx: DossierRows, accountId: string, people: readonly Who[]): Promise<string> {
  for (const { requesterRef } of people) {
    const place = { table: 'consent_link', any: [[{ column: 'requesterRef', is: [requesterRef] }]] }
    const [row] = await tx.heldPage(accountId, { ...place, order: ['linkHash'], time: null }, null, 1)
    if (typeof row?.locale === 'string') return row.locale
    const drafts = { ...place, table: 'draft' }
    const [draft] = await tx.heldPage(accountId, { ...drafts, order: ['draftId'], time: null }, null, 1)
    if (typeof draft?.locale === 'string') return draft.locale
  }
  return 'en'
}

async function casesOf(
  tx: DossierRows,
  accountId: string,
  people: readonly Who[],
): Promise<readonly DossierCase[]> {
  const found: RequestCase[] = []
  for (const { requesterRef } of people) found.push(...(await tx.requestCasesOf(accountId, requesterRef)))
  return found
    .sort((a, b) => (a.caseNumber < b.caseNumber ? 1 : -1))
    .map(({ caseId, caseNumber, kind, status, dueOn }) => ({
      ...{ caseId, caseNumber, kind, status, dueOn, open: isOpen(status) },
    }))
}

/** The entry comes first: without it nothing is read. @throws Fault `NOT_FOUND`. */
export async function openDossier(
  given: ViewRooms,
  tx: DossierRows,
  agent: Agent,
  { requesterRef, purpose }: OpenDossier,
): Promise<DossierView> {
  const { accountId } = agent
  const person = await personNamed(tx, accountId, requesterRef)
  await noteLook(given.rooms, tx, {
    ...{ accountId, requesterRef, by: pseudonymOf(given.rooms, agent), kind: 'dossier' },
    ...{ objectRef: requesterRef, purpose },
  })
  const people = await recordsOf(tx, accountId, requesterRef)
  const refs = people.map((who) => who.requesterRef)
  const tickets = await tx.ticketsAbout(accountId, refs)
  const ticketIds = new Map(tickets.map(({ ticketRef, ticketId }) => [ticketRef, ticketId]))
  const spans = await spansOf(given.holders, tx, people)
  const { records, recipients } = await shownRecords(given, tx, people, ticketIds)
  const looks: AccessRow[] = []
  const packages: PackageRow[] = []
  for (const who of people) {
    looks.push(...(await tx.accessesOf(accountId, who.requesterRef, MOST_LOOKS)))
    packages.push(...(await tx.packagesOf(accountId, who.requesterRef)))
  }
  const keeping = await keepingNow(tx, accountId)
  const me = pseudonymOf(given.rooms, agent)
  return {
    requesterRef,
    helpdeskUserId: userIdOf(given.rooms, accountId, person),
    erased: isErased(person),
    people: people.length,
    since: person.createdAt,
    locale: await localeOf(tx, accountId, people),
    summary: spans.map((span) => ({ ...span, keptDays: keeping[span.class] })),
    total: spans.reduce((sum, { count }) => sum + count, 0),
    ...{ records, recipients },
    accesses: looks
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      .map(({ at, agentRef, kind, purpose: what }) => ({
        ...{ at, by: agentRef, mine: agentRef === me, kind, purpose: what },
      })),
    packages: await packageViews(tx, accountId, packages, looks),
    cases: await casesOf(tx, accountId, people),
    ticketUrls: Object.fromEntries(
      [...new Set(ticketIds.values())].map((ticketId) => [ticketId, given.ticketUrl(ticketId)]),
    ),
    acts: await openPersonActs(given.rooms, tx, accountId, refs),
  }
}
