/** What this room keeps of one person: who looked, the packages that were made, and the links that fetch them. */
import type { Keyring } from '../keys.ts'
import { holderOfTables, ofRequester } from '../privacy/held-tables.ts'
import type { HeldRows, PersonalDataHolder } from '../privacy/holder.ts'

export function dossierHolder(keys: Keyring): PersonalDataHolder<HeldRows> {
  return holderOfTables(keys, 'dossier', [
    {
      table: 'access_log',
      class: 'access',
      rows: ofRequester,
      order: ['accessId'],
      time: 'at',
      columns: {
        accessId: 'plain',
        requesterRef: 'plain',
        kind: 'plain',
        objectRef: 'plain',
        agentRef: 'plain',
        purpose: 'plain',
        at: 'plain',
        auditIndex: 'plain',
      },
    },
    {
      table: 'export_package',
      class: 'export',
      rows: ofRequester,
      order: ['packageId'],
      time: 'createdAt',
      columns: {
        packageId: 'plain',
        requesterRef: 'plain',
        locale: 'plain',
        status: 'plain',
        madeBy: 'plain',
        createdAt: 'plain',
        expiresAt: 'plain',
        records: 'plain',
        masked: 'plain',
        bytes: 'plain',
        sha256: 'plain',
        sealedKey: 'secret',
      },
    },
    {
      table: 'export_link',
      class: 'export_link',
      rows: ofRequester,
      order: ['linkHash'],
      time: 'createdAt',
      columns: {
        linkHash: 'secret',
        packageId: 'plain',
        requesterRef: 'plain',
        madeBy: 'plain',
        createdAt: 'plain',
        expiresAt: 'plain',
        usedAt: 'plain',
      },
    },
  ])
}
