/** Shows and hands out everything that is held of one person. Never unseen: the entry comes first; never past a package's week. */
export {
  addLook,
  createLookNotes,
  type Look,
  type LookNotes,
  noteDraftOpened,
  noteEvidenceOpened,
  noteLook,
  noteReceiptOpened,
  pseudonymOf,
} from './access-log.ts'
export {
  type BulkContent,
  bulkExportChange,
  type PermitRow,
  type PermitRows,
  plannedBulk,
  refuseOpenLog,
} from './bulk-export.ts'
export { dossierHolder } from './dossier-holder.ts'
export {
  closeLeftPackages,
  type ExportRooms,
  type ExportShelf,
  fetchByLink,
  fetchPackage,
  handOut,
  issueExportLink,
  makePackage,
  type Opened,
  shredPackage,
  sweepPackages,
  viewExportLink,
  writePackage,
} from './export-desk.ts'
export { findPeople, recordsOf } from './find-person.ts'
export { type Keeping, keepingNow, PACKAGE_DAYS } from './keeping.ts'
export { type PackageRooms, packageBytes } from './package/build.ts'
export {
  checkPackage,
  manifestOf,
  PACKAGE_PROBLEMS,
  type PackageProblem,
  type PackageVerdict,
  readPackage,
} from './package/check.ts'
export { isSignedManifest, type Manifest, manifestSchema } from './package/manifest.ts'
export { recipientsOf } from './recipients.ts'
export {
  type AccessLogRows,
  type AccessRow,
  type DossierRooms,
  type DossierRows,
  type LinkRow,
  PACKAGE_STATUSES,
  type PackageRow,
  type PackageRows,
} from './rows.ts'
export { openDossier, type ViewRooms } from './view.ts'
