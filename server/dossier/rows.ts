/** What the dossier asks of a store, beside what its holders do. */

import type { AccessKind, AccessPurpose } from '../../src/domain/access.ts'
import type { AccountId } from '../../src/domain/account.ts'
import type { ApprovalRows } from '../approvals/index.ts'
import type { AuditLog } from '../audit/index.ts'
import type { PersonActRows } from '../consent/index.ts'
import type { DecisionRows } from '../decisions/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { HeldRows, RequestRows, RetentionSettingRows } from '../privacy/index.ts'
import type { FactRows } from '../tickets/index.ts'
import type { PermitRows } from './bulk-export.ts'

export interface AccessRow {
  readonly accessId: string
  readonly requesterRef: string
  readonly kind: AccessKind
  /** Opaque: the draft, decision, package or person that was looked at. */
  readonly objectRef: string
  /** Keyed pseudonym; `link` for whoever fetched a package by one. */
  readonly agentRef: string
  readonly purpose: AccessPurpose
  readonly at: string
  readonly auditIndex: number
}

export const PACKAGE_STATUSES = ['making', 'ready', 'failed', 'shredded'] as const
export type PackageStatus = (typeof PACKAGE_STATUSES)[number]

export interface PackageRow {
  readonly packageId: string
  readonly requesterRef: string
  readonly locale: string
  readonly status: PackageStatus
  readonly madeBy: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly records: number | null
  readonly masked: number | null
  readonly bytes: number | null
  readonly sha256: string | null
  readonly sealedKey: string | null
  /** Of `making`: the server that is at it. */
  readonly server: string | null
}

export interface LinkRow {
  readonly accountId: AccountId
  readonly linkHash: string
  readonly packageId: string
  readonly requesterRef: string
  readonly madeBy: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
}

/** A person's record as it is found: with when it was first seen. */
export interface PersonRow {
  readonly requesterRef: string
  readonly digest: string
  readonly wrappedKey: string
  readonly sealedId: string
  readonly createdAt: string
}

export interface AccessLogRows {
  addAccess(accountId: AccountId, access: AccessRow): Promise<void>
  /** Newest first. */
  accessesOf(accountId: AccountId, requesterRef: string, limit: number): Promise<readonly AccessRow[]>
  /** Whose draft it is; `null` for one that is not there. */
  personOfDraft(accountId: AccountId, draftId: string): Promise<string | null>
  personOfDecision(accountId: AccountId, decisionId: string): Promise<string | null>
}

export interface PackageRows {
  addPackage(accountId: AccountId, made: PackageRow): Promise<void>
  /** Only from `making`: what was erased or swept meanwhile stays so. @returns whether it was. */
  completePackage(
    accountId: AccountId,
    packageId: string,
    made: Pick<PackageRow, 'records' | 'masked' | 'bytes' | 'sha256'>,
  ): Promise<boolean>
  closePackage(accountId: AccountId, packageId: string, status: 'failed' | 'shredded'): Promise<void>
  packageById(accountId: AccountId, packageId: string): Promise<PackageRow | null>
  /** Newest first. */
  packagesOf(accountId: AccountId, requesterRef: string): Promise<readonly PackageRow[]>
  /** Ready ones past their end. */
  packagesDue(accountId: AccountId, now: string): Promise<readonly PackageRow[]>
  packagesInMaking(
    accountId: AccountId,
  ): Promise<readonly { readonly id: string; readonly server: string | null }[]>
  addExportLink(link: LinkRow): Promise<void>
  exportLink(linkHash: string): Promise<LinkRow | null>
  /** @returns false when it was used before: two at once, one gets the package. */
  useExportLink(accountId: AccountId, linkHash: string, at: string): Promise<boolean>
  linksOf(accountId: AccountId, packageId: string): Promise<readonly LinkRow[]>
}

export interface DossierRows
  extends FactRows,
    RetentionSettingRows,
    PersonActRows,
    DecisionRows,
    HeldRows,
    AccessLogRows,
    PermitRows,
    PackageRows,
    Pick<ApprovalRows, 'fourEyes'>,
    Pick<RequestRows, 'requestCasesOf' | 'requestCaseById' | 'peopleOnTicket'> {
  personByRef(accountId: AccountId, requesterRef: string): Promise<PersonRow | null>
}

export interface DossierRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
}
