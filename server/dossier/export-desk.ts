/**
 * Packages: made of one snapshot, sealed under a key of their own, handed out, and shredded after a week. Each making,
 * link and download is an act on record before it happens.
 */
import { createHash } from 'node:crypto'
import type { Agent } from '../../src/domain/account.ts'
import type { MakePackage } from '../../src/domain/dossier-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { type Checkpoints, openCheckpoint, rotationsIn } from '../audit/index.ts'
import { type Begun, begun } from '../begun.ts'
import type { Transact } from '../keys.ts'
import { eachApart, type Setback } from '../one-by-one.ts'
import type { UnderWay } from '../under-way.ts'
import { noteLook, pseudonymOf } from './access-log.ts'
import { refuseBulk } from './bulk-export.ts'
import { isErased, personNamed, recordsOf } from './find-person.ts'
import { PACKAGE_DAYS } from './keeping.ts'
import { type PackageOrder, type PackageRooms, type PackageTotals, packageBytes } from './package/build.ts'
import type { DossierRows, LinkRow, PackageRow } from './rows.ts'

const DAY_MS = 86_400_000
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** Where the sealed files lie. */
export interface ExportShelf {
  write(
    packageId: string,
    key: string,
    chunks: AsyncIterable<Buffer>,
  ): Promise<{ readonly bytes: number; readonly sha256: string }>
  /** @throws Fault `NOT_FOUND` when the file is gone, `STORE_UNAVAILABLE` when it was changed. */
  read(packageId: string, key: string): AsyncIterable<Buffer>
  remove(packageId: string): Promise<void>
  list(): Promise<readonly string[]>
}

export interface ExportRooms extends PackageRooms {
  readonly transact: Transact<DossierRows>
  /** Packages that are being made. */
  readonly underWay: UnderWay
  /** One unchanging view of the store beside everything that goes on. */
  readonly snapshot: Transact<DossierRows>
  readonly checkpoints: Checkpoints
  readonly shelf: ExportShelf
}

export interface Opened {
  readonly packageId: string
  readonly bytes: number
  /** Read it, or `leave` it: until then its file is open. */
  readonly content: Begun<Buffer>
}

interface Ready {
  readonly row: PackageRow
  readonly key: string
}

const aboutKey = (packageId: string) => `export.key/${packageId}`
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/** The newest checkpoint, signed now: the snapshot that is taken after it holds its whole log. */
async function checkpointNow({ checkpoints }: ExportRooms, accountId: string) {
  await checkpoints.sign(accountId)
  const anchor = await checkpoints.anchor(accountId)
  const signed = anchor === null ? null : openCheckpoint(anchor)
  if (anchor === null || signed === null)
    throw new Fault('AUDIT_UNAVAILABLE', 'the log has no checkpoint to show')
  return { note: anchor.note, size: signed.size, ...rotationsIn(anchor) }
}

/** Writes the zip somewhere over a fresh snapshot; of the acts around it the caller takes care. */
export async function writePackage<Written>(
  given: ExportRooms,
  order: Omit<PackageOrder, 'people' | 'checkpoint'> & {
    readonly accountId: string
    readonly requesterRef: string
  },
  write: (chunks: AsyncIterable<Buffer>) => Promise<Written>,
): Promise<{ written: Written; totals: PackageTotals }> {
  const { accountId, requesterRef, ...rest } = order
  const checkpoint = await checkpointNow(given, accountId)
  const totals: PackageTotals = { records: 0, masked: 0 }
  const written = await given.snapshot(async (tx) => {
    const people = await recordsOf(tx, accountId, requesterRef)
    return write(packageBytes(given, tx, { ...rest, people, checkpoint }, totals))
  })
  return { written, totals }
}

/** @throws Fault `CONFLICT` when the person was erased meanwhile: then nothing of the package stays. */
export function makePackage(
  given: ExportRooms,
  agent: Agent,
  requesterRef: string,
  order: MakePackage,
): Promise<PackageRow> {
  const packageId = given.rooms.world.newId()
  return given.underWay.during(packageId, () => makeAs(given, agent, packageId, requesterRef, order))
}

async function makeAs(
  given: ExportRooms,
  agent: Agent,
  packageId: string,
  requesterRef: string,
  { locale, maskOthers }: MakePackage,
): Promise<PackageRow> {
  const { accountId } = agent
  const { world, keys } = given.rooms
  const now = world.now()
  const key = keys.newSecret(32)
  const row = await given.transact(async (tx) => {
    const person = await personNamed(tx, accountId, requesterRef)
    if (isErased(person)) throw new Fault('CONFLICT', 'this person was erased')
    await refuseBulk(given.rooms, tx, agent, requesterRef)
    await appendMade(given, tx, agent, packageId, { requesterRef, locale, maskOthers })
    const context = `${accountId}/${requesterRef}`
    const made: PackageRow = {
      ...{ packageId, requesterRef, locale, status: 'making', madeBy: pseudonymOf(given.rooms, agent) },
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + PACKAGE_DAYS * DAY_MS).toISOString(),
      ...{ records: null, masked: null, bytes: null, sha256: null },
      sealedKey: keys.sealFor(person.wrappedKey, context, key, aboutKey(packageId)),
      server: given.underWay.server,
    }
    await tx.addPackage(accountId, made)
    return made
  })
  try {
    const { written, totals } = await writePackage(
      given,
      { packageId, accountId, requesterRef, locale, maskOthers, generatedAt: now.toISOString() },
      (chunks) => given.shelf.write(packageId, key, chunks),
    )
    const done = { ...written, records: totals.records, masked: maskOthers ? totals.masked : null }
    await given.transact(async (tx) => {
      const person = await tx.personByRef(accountId, requesterRef)
      const lives = person !== null && !isErased(person)
      if (!lives || !(await tx.completePackage(accountId, packageId, done)))
        throw new Fault('CONFLICT', 'this person was erased while the package was made')
    })
    return { ...row, ...done, status: 'ready' }
  } catch (error) {
    await failed(given, accountId, packageId)
    throw error
  }
}

async function appendMade(
  given: ExportRooms,
  tx: DossierRows,
  agent: Agent,
  packageId: string,
  order: { requesterRef: string; locale: string; maskOthers: boolean },
): Promise<void> {
  await given.rooms.audit.append(tx, agent.accountId, {
    type: 'export.made',
    actor: { kind: 'agent', ref: pseudonymOf(given.rooms, agent) },
    object: { kind: 'export', ref: packageId },
    decision: 'made',
    detail: { requester: order.requesterRef, locale: order.locale, masked: order.maskOthers },
  })
}

/** A package that goes straight where staff want it and lies nowhere here. Made and taken are both on record first. */
export async function handOut(
  given: ExportRooms,
  agent: Agent,
  requesterRef: string,
  { locale, maskOthers }: MakePackage,
  write: (chunks: AsyncIterable<Buffer>) => Promise<void>,
): Promise<number> {
  const { accountId } = agent
  const { world } = given.rooms
  const packageId = world.newId()
  await given.transact(async (tx) => {
    const person = await personNamed(tx, accountId, requesterRef)
    if (isErased(person)) throw new Fault('CONFLICT', 'this person was erased')
    await refuseBulk(given.rooms, tx, agent, requesterRef)
    await appendMade(given, tx, agent, packageId, { requesterRef, locale, maskOthers })
    await noteLook(given.rooms, tx, {
      ...{ accountId, requesterRef, by: pseudonymOf(given.rooms, agent) },
      ...{ kind: 'export', objectRef: packageId, purpose: 'person_asks' },
    })
  })
  const generatedAt = world.now().toISOString()
  const order = { packageId, accountId, requesterRef, locale, maskOthers, generatedAt }
  return (await writePackage(given, order, write)).totals.records
}

async function failed(given: ExportRooms, accountId: string, packageId: string): Promise<void> {
  await given.shelf.remove(packageId)
  await closeAs(given, accountId, packageId, 'making')
}

/** @returns false when it was not so any more: another server, or whoever erased the person, was faster. */
function closeAs(
  given: ExportRooms,
  accountId: string,
  packageId: string,
  from: 'making' | 'ready',
): Promise<boolean> {
  return given.transact(async (tx) => {
    if ((await tx.packageById(accountId, packageId))?.status !== from) return false
    await appendEnd(given, tx, accountId, packageId, from === 'ready' ? 'export.shredded' : 'export.failed')
    await tx.closePackage(accountId, packageId, from === 'ready' ? 'shredded' : 'failed')
    return true
  })
}

async function appendEnd(
  given: ExportRooms,
  tx: DossierRows,
  accountId: string,
  packageId: string,
  type: 'export.failed' | 'export.shredded',
  by: { kind: 'agent' | 'system'; ref: string } = { kind: 'system', ref: 'export' },
): Promise<void> {
  await given.rooms.audit.append(tx, accountId, {
    type,
    actor: by,
    object: { kind: 'export', ref: packageId },
    decision: type === 'export.failed' ? 'failed' : 'shredded',
  })
}

async function readyPackage(
  given: ExportRooms,
  tx: DossierRows,
  accountId: string,
  packageId: string,
): Promise<Ready> {
  const row = await tx.packageById(accountId, packageId)
  const now = given.rooms.world.now().toISOString()
  if (row === null || row.status !== 'ready' || row.sealedKey === null || row.expiresAt <= now)
    throw new Fault('NOT_FOUND', 'there is no such package, or no longer')
  const person = await personNamed(tx, accountId, row.requesterRef)
  if (isErased(person)) throw new Fault('NOT_FOUND', 'there is no such package, or no longer')
  const context = `${accountId}/${row.requesterRef}`
  return {
    row,
    key: given.rooms.keys.unsealFor(person.wrappedKey, context, row.sealedKey, aboutKey(packageId)),
  }
}

/** A file that does not open is handed to nobody: no look is noted, and no link used up. */
async function opened(
  given: ExportRooms,
  { row, key }: Ready,
  handOver: (tx: DossierRows) => Promise<unknown>,
): Promise<Opened> {
  const content = await begun(given.shelf.read(row.packageId, key))
  try {
    await given.transact(handOver)
  } catch (error) {
    await content.leave()
    throw error
  }
  return { packageId: row.packageId, bytes: row.bytes ?? 0, content }
}

/** Straight to staff, who send it on themselves. */
export async function fetchPackage(given: ExportRooms, agent: Agent, packageId: string): Promise<Opened> {
  const { accountId } = agent
  const find = async (tx: DossierRows) => {
    const found = await readyPackage(given, tx, accountId, packageId)
    await refuseBulk(given.rooms, tx, agent, found.row.requesterRef)
    return found
  }
  return opened(given, await given.transact(find), async (tx) => {
    const { row } = await find(tx)
    await noteLook(given.rooms, tx, {
      ...{ accountId, requesterRef: row.requesterRef, by: pseudonymOf(given.rooms, agent) },
      ...{ kind: 'export', objectRef: packageId, purpose: 'person_asks' },
    })
  })
}

/** @returns the token: it is stored nowhere. It opens once, and as long as the package lies here. */
export async function issueExportLink(
  given: ExportRooms,
  agent: Agent,
  packageId: string,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const { accountId } = agent
  const token = given.rooms.keys.newSecret(32)
  const expiresAt = await given.transact(async (tx) => {
    const { row } = await readyPackage(given, tx, accountId, packageId)
    await refuseBulk(given.rooms, tx, agent, row.requesterRef)
    const madeBy = pseudonymOf(given.rooms, agent)
    await given.rooms.audit.append(tx, accountId, {
      type: 'export.link_issued',
      actor: { kind: 'agent', ref: madeBy },
      object: { kind: 'export', ref: packageId },
      decision: 'issued',
      detail: { until: row.expiresAt },
    })
    await tx.addExportLink({
      ...{ accountId, linkHash: hashOf(token), packageId, requesterRef: row.requesterRef, madeBy },
      ...{ createdAt: given.rooms.world.now().toISOString(), expiresAt: row.expiresAt, usedAt: null },
    })
    return row.expiresAt
  })
  return { token, expiresAt }
}

async function openLink(
  given: ExportRooms,
  tx: DossierRows,
  token: string,
): Promise<Ready & { readonly link: LinkRow }> {
  const link = TOKEN.test(token) ? await tx.exportLink(hashOf(token)) : null
  if (link === null) throw new Fault('LINK_UNKNOWN', 'this link is not valid, or no longer')
  const now = given.rooms.world.now().toISOString()
  if (link.usedAt !== null || link.expiresAt <= now)
    throw new Fault('LINK_ENDED', 'this link was used, or its time is over')
  const { row, key } = await readyPackage(given, tx, link.accountId, link.packageId)
  return { link, row, key }
}

/** Looking takes nothing away: a mail scanner's GET must not use up the link. */
export async function viewExportLink(given: ExportRooms, token: string): Promise<PackageRow> {
  return (await given.transact((tx) => openLink(given, tx, token))).row
}

/** @throws Fault `LINK_ENDED` for the second of two, whoever was first. */
export async function fetchByLink(given: ExportRooms, token: string): Promise<Opened> {
  const find = (tx: DossierRows) => openLink(given, tx, token)
  return opened(given, await given.transact(find), async (tx) => {
    const { accountId, linkHash, requesterRef, packageId } = (await find(tx)).link
    if (!(await tx.useExportLink(accountId, linkHash, given.rooms.world.now().toISOString())))
      throw new Fault('LINK_ENDED', 'this link was used, or its time is over')
    await noteLook(given.rooms, tx, {
      ...{ accountId, requesterRef, by: 'link', kind: 'export', objectRef: packageId },
      purpose: 'person_fetches',
    })
  })
}

export async function shredPackage(given: ExportRooms, agent: Agent, packageId: string): Promise<void> {
  const { accountId } = agent
  await given.transact(async (tx) => {
    const row = await tx.packageById(accountId, packageId)
    if (row === null) throw new Fault('NOT_FOUND', 'there is no such package')
    if (row.status !== 'ready') throw new Fault('CONFLICT', 'this package is gone already')
    const by = { kind: 'agent' as const, ref: pseudonymOf(given.rooms, agent) }
    await appendEnd(given, tx, accountId, packageId, 'export.shredded', by)
    await tx.closePackage(accountId, packageId, 'shredded')
  })
  await given.shelf.remove(packageId)
}

/** What no server is at any more can be made again. @returns how many there were. */
export async function closeLeftPackages(
  given: ExportRooms,
  accountId: string,
  setback: Setback,
): Promise<number> {
  const left = await given.underWay.left(await given.transact((tx) => tx.packagesInMaking(accountId)))
  const close = async ({ id }: { readonly id: string }) => {
    if (!(await closeAs(given, accountId, id, 'making'))) return false
    await given.shelf.remove(id)
    return true
  }
  return eachApart(left, close, (error) => setback('left', error))
}

/** What is past its end, and files that no package in the store knows. One that cannot go keeps no other. */
export async function sweepPackages(
  given: ExportRooms,
  accountId: string,
  setback: Setback,
): Promise<number> {
  const now = given.rooms.world.now().toISOString()
  const report = (error: unknown) => setback('packages', error)
  const end = async ({ packageId }: { readonly packageId: string }) => {
    if (!(await closeAs(given, accountId, packageId, 'ready'))) return false
    await given.shelf.remove(packageId)
    return true
  }
  const ended = await eachApart(await given.transact((tx) => tx.packagesDue(accountId, now)), end, report)
  const drop = async (packageId: string) => {
    const row = await given.transact((tx) => tx.packageById(accountId, packageId))
    if (row?.status === 'ready' || row?.status === 'making') return false
    await given.shelf.remove(packageId)
    return true
  }
  return ended + (await eachApart(await given.shelf.list(), drop, report))
}
