/** The console's questions about what is held of one person. Whom it is about is asked in bodies, never in addresses. */
import { ACCESS_KINDS, ACCESS_PURPOSES } from '../domain/access.ts'
import { CORRECTABLE } from '../domain/correction-api.ts'
import type {
  AccessView,
  DossierCase,
  DossierRecord,
  DossierView,
  FindOrder,
  HeldSummary,
  MakePackage,
  OpenDossier,
  PackageLink,
  PackageView,
  PersonHit,
  RecipientView,
} from '../domain/dossier-api.ts'
import { PERSON_ACTS } from '../domain/erasure-api.ts'
import { HELD_CLASSES } from '../domain/held.ts'
import { REQUEST_KINDS, REQUEST_STATUSES } from '../domain/request-case.ts'
import { type Check, fields, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import { zipFrom } from './files.ts'
import type { Line } from './session.ts'

const hit: Check<PersonHit> = record({
  requesterRef: text,
  helpdeskUserId: nullable(text),
  since: text,
  tickets: number,
  ticketIds: list(text),
  joinedWith: number,
})

const held: Check<HeldSummary> = record({
  class: oneOf(HELD_CLASSES),
  count: number,
  oldest: nullable(text),
  newest: nullable(text),
  keptDays: nullable(number),
})

const entry: Check<DossierRecord> = record({
  class: oneOf(HELD_CLASSES),
  at: nullable(text),
  ticketId: nullable(text),
  record: fields,
  name: nullable(record({ class: oneOf(CORRECTABLE), ref: text })),
  corrections: list(record({ at: text, words: text })),
})

export const recipientView: Check<RecipientView> = record({
  provider: text,
  region: text,
  host: nullable(text),
  requests: number,
  first: text,
  last: text,
})

const access: Check<AccessView> = record({
  at: text,
  by: text,
  mine: flag,
  kind: oneOf(ACCESS_KINDS),
  purpose: oneOf(ACCESS_PURPOSES),
})

const made: Check<PackageView> = record({
  packageId: text,
  locale: text,
  status: oneOf(['making', 'ready', 'failed', 'shredded']),
  madeBy: text,
  createdAt: text,
  expiresAt: text,
  records: nullable(number),
  masked: nullable(number),
  bytes: nullable(number),
  sha256: nullable(text),
  links: list(record({ createdAt: text, expiresAt: text, usedAt: nullable(text) })),
  fetched: list(record({ at: text, by: text })),
})

const request: Check<DossierCase> = record({
  caseId: text,
  caseNumber: text,
  kind: oneOf(REQUEST_KINDS),
  status: oneOf(REQUEST_STATUSES),
  dueOn: text,
  open: flag,
})

const urls: Check<Readonly<Record<string, string>>> = (value, at) =>
  Object.fromEntries(
    Object.entries(fields(value, at)).map(([name, url]) => [name, text(url, `${at}.${name}`)]),
  )

const dossier: Check<DossierView> = record({
  requesterRef: text,
  helpdeskUserId: nullable(text),
  erased: flag,
  people: number,
  since: text,
  locale: text,
  summary: list(held),
  total: number,
  records: list(entry),
  recipients: list(recipientView),
  accesses: list(access),
  packages: list(made),
  cases: list(request),
  ticketUrls: urls,
  acts: list(oneOf(PERSON_ACTS)),
})

const link: Check<PackageLink> = record({ url: text, expiresAt: text })
const packageMade = record({ packageId: text })

export interface DossierClient {
  findPeople(order: FindOrder): Promise<readonly PersonHit[]>
  /** Each call is noted with its purpose, and shown to the person. */
  openDossier(order: OpenDossier): Promise<DossierView>
  makePackage(requesterRef: string, order: MakePackage): Promise<{ readonly packageId: string }>
  packageLink(packageId: string): Promise<PackageLink>
  /** @throws BrokenOff */
  fetchPackage(packageId: string): Promise<Blob>
  shredPackage(packageId: string): Promise<void>
}

export function dossierCalls(line: Line): DossierClient {
  const root = '/console/requesters'
  const of = (packageId: string, act: string) => `${root}/packages/${encodeURIComponent(packageId)}/${act}`
  return {
    findPeople: (order) => line.ask(list(hit), 'POST', `${root}/searches`, order),
    openDossier: (order) => line.ask(dossier, 'POST', `${root}/dossiers`, order),
    makePackage: (requesterRef, order) =>
      line.ask(packageMade, 'POST', `${root}/packages`, { requesterRef, ...order }),
    packageLink: (packageId) => line.ask(link, 'POST', of(packageId, 'links'), {}),
    fetchPackage: (packageId) => zipFrom(line, of(packageId, 'downloads'), {}),
    async shredPackage(packageId) {
      await line.send('POST', of(packageId, 'shreddings'), {})
    },
  }
}
