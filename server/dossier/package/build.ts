/**
 * Builds the package of one person over one snapshot of the store, file after file, without holding more than a page
 * of it. The same snapshot, moment and checkpoint give the same bytes.
 */

import type { HeldClass, HeldSpan } from '../../../src/domain/held.ts'
import { heldFor } from '../../../src/domain/notice.ts'
import {
  canonicalJson,
  type KeyRotation,
  type NoteSigner,
  verifierKeyText,
  verifierOf,
} from '../../audit/index.ts'
import { type EvidenceRooms, type RecordController, readLegalBasis } from '../../consent/index.ts'
import type { PackageWords } from '../../package-words.ts'
import {
  correctionsBeside,
  type HeldRecord,
  type HeldRows,
  type PersonalDataHolder,
  type Who,
} from '../../privacy/index.ts'
import { fillIn, type WordLanguage, type Words } from '../../words.ts'
import { keepingNow } from '../keeping.ts'
import { openRecipients } from '../recipients.ts'
import type { DossierRows } from '../rows.ts'
import { article15 } from './article15.ts'
import { consentFile } from './consent-file.ts'
import { MANIFEST_FORMAT, type Manifest, openTally, signManifest } from './manifest.ts'
import { NO_MASK, openMask } from './mask.ts'
import { indexFile } from './page.ts'
import { readme } from './readme.ts'
import { receiptFiles, type Signed } from './receipt-files.ts'
import { csvFiles, dataFile, portabilityFile, type Records } from './record-files.ts'
import { type PackageFile, zipOf } from './zip.ts'

export interface PackageRooms {
  readonly rooms: EvidenceRooms
  readonly holders: readonly PersonalDataHolder<HeldRows>[]
  readonly words: Words
  readonly packageWords: (language: WordLanguage) => PackageWords
  readonly controller: RecordController
  readonly helpdeskOrigin: string
  readonly codeVersion: string
  readonly signer: (accountId: string) => NoteSigner
  /** Lets everybody else have a turn: a server that writes a package goes on drafting. */
  readonly pause: () => Promise<void>
}

export interface PackageOrder {
  readonly packageId: string
  readonly people: readonly [Who, ...Who[]]
  readonly locale: string
  readonly generatedAt: string
  readonly maskOthers: boolean
  /** The newest checkpoint; its log is at most as long as the snapshot's. */
  readonly checkpoint: {
    readonly note: string
    readonly size: number
    readonly rotations?: readonly KeyRotation[]
  }
}

export interface PackageTotals {
  records: number
  masked: number
}

/** Counts of each class over all of the person's records, in the order of the holders. */
export async function spansOf(
  holders: readonly PersonalDataHolder<HeldRows>[],
  tx: HeldRows,
  people: readonly Who[],
): Promise<readonly HeldSpan[]> {
  const found = new Map<HeldClass, HeldSpan>()
  for (const holder of holders)
    for (const who of people)
      for (const span of await holder.holds(tx, who)) {
        const known = found.get(span.class)
        const times = [known?.oldest, known?.newest, span.oldest, span.newest].filter(
          (at): at is string => typeof at === 'string',
        )
        times.sort()
        found.set(span.class, {
          class: span.class,
          count: (known?.count ?? 0) + span.count,
          oldest: times[0] ?? null,
          newest: times.at(-1) ?? null,
        })
      }
  return [...found.values()]
}

/** Passes over what is held. */
export function recordsFrom(
  holders: readonly PersonalDataHolder<HeldRows>[],
  tx: HeldRows,
  people: readonly Who[],
  change: (record: HeldRecord) => HeldRecord = (record) => record,
): Records {
  return async function* (only) {
    for (const holder of holders)
      for (const name of holder.classes) {
        if (only !== undefined && !only.includes(name)) continue
        // Class by class over all records of the person, so that each is told in one piece.
        for (const who of people)
          for await (const record of holder.exportFor(tx, who, [name])) yield change(record)
      }
  }
}

async function writtenParts(tx: DossierRows, accountId: string, given: PackageRooms, language: WordLanguage) {
  const { controller, words } = given
  const notice = await tx.currentNotice(accountId)
  const own = notice === null ? undefined : heldFor(notice.written, language)
  const builtIn = words.of(language).notice.written
  const names = { controller: controller.name, contact: controller.contact }
  const part = (name: keyof typeof builtIn) => own?.[name] || fillIn(builtIn[name], names)
  return {
    purpose: part('purpose'),
    transfers: part('transfers'),
    retention: part('retention'),
    rights: part('rights'),
    complaint: part('complaint'),
    automatedDecision: part('automatedDecision'),
  }
}

async function ticketIdsOf(tx: DossierRows, people: readonly Who[]): Promise<ReadonlyMap<string, string>> {
  const [first] = people
  if (first === undefined) return new Map()
  const tickets = await tx.ticketsAbout(
    first.accountId,
    people.map(({ requesterRef }) => requesterRef),
  )
  return new Map(tickets.map(({ ticketRef, ticketId }) => [ticketRef, ticketId]))
}

async function* filesOf(
  given: PackageRooms,
  tx: DossierRows,
  order: PackageOrder,
  totals: PackageTotals,
): AsyncGenerator<PackageFile> {
  const { people, generatedAt, checkpoint } = order
  const [{ accountId }] = people
  const { rooms, holders, words, controller, helpdeskOrigin } = given
  const language = words.languageOf(order.locale)
  const mask = order.maskOthers ? openMask() : NO_MASK
  const beside = await correctionsBeside(holders, tx, people)
  const records = recordsFrom(holders, tx, people, (record) => {
    const corrections = beside(record)
    return mask.apply(corrections.length === 0 ? record : { ...record, corrections })
  })
  const recipients = openRecipients()
  const key = verifierKeyText(verifierOf(given.signer(accountId)))
  const signed: Signed = { ...checkpoint, key }
  yield { name: 'README.txt', content: readme(key) }
  yield dataFile(records, generatedAt, (record) => {
    totals.records += 1
    recipients.take(record)
  })
  // Later passes replace the same places again.
  totals.masked = mask.count()
  yield portabilityFile(records, generatedAt)
  yield* csvFiles(records)
  yield consentFile(rooms, tx, records, { accountId, locale: language, at: generatedAt }, controller)
  yield* receiptFiles(tx, accountId, records, { signed, pause: given.pause })
  const spans = await spansOf(holders, tx, people)
  const written = await writtenParts(tx, accountId, given, language)
  const basis = await readLegalBasis(tx, accountId)
  const keeping = await keepingNow(tx, accountId)
  const told = {
    ...{ generatedAt, controller, helpdeskOrigin, keeping, written },
    recipients: recipients.list(),
  }
  const counts = new Map(spans.map((span) => [span.class, span.count]))
  const answer = article15({ ...told, basis, counts })
  yield { name: 'article15.json', content: Buffer.from(`${JSON.stringify(answer, null, 2)}\n`) }
  yield indexFile(
    {
      ...{ ...told, language, key, spans, masked: totals.masked },
      words: given.packageWords(language),
      requesterWords: words.of(language),
      basis: words.of(language).notice.facts.basis[basis.basis],
      ticketIds: await ticketIdsOf(tx, people),
    },
    records,
  )
}

/** The package's bytes. `totals` are right once all have been taken. */
export async function* packageBytes(
  given: PackageRooms,
  tx: DossierRows,
  order: PackageOrder,
  totals: PackageTotals,
): AsyncGenerator<Buffer> {
  const [{ accountId }] = order.people
  const tally = openTally()
  const signer = given.signer(accountId)
  const spans = await spansOf(given.holders, tx, order.people)
  async function* all(): AsyncGenerator<PackageFile> {
    yield* tally.over(filesOf(given, tx, order, totals))
    const manifest: Manifest = {
      format: MANIFEST_FORMAT,
      account: accountId,
      packageId: order.packageId,
      subjects: order.people.map(({ requesterRef }) => requesterRef),
      generatedAt: order.generatedAt,
      generator: `vouch ${given.codeVersion}`,
      locale: given.words.languageOf(order.locale),
      records: Object.fromEntries(spans.map(({ class: name, count }) => [name, count])),
      maskedOthers: order.maskOthers ? totals.masked : null,
      checkpoint: order.checkpoint.note,
      key: verifierKeyText(verifierOf(signer)),
      ...(order.checkpoint.rotations === undefined ? {} : { rotations: [...order.checkpoint.rotations] }),
      files: [...tally.files()],
    }
    const bytes = Buffer.from(`${canonicalJson(manifest)}\n`)
    yield { name: 'manifest.json', content: bytes }
    yield { name: 'manifest.sig', content: Buffer.from(signManifest(bytes, signer)) }
  }
  yield* zipOf(all())
}
