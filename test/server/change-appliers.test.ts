import { expect } from 'chai'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { realWorld } from '../../server/adapters/world.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { changeAppliers } from '../../server/change-appliers.ts'
import { CHANGE_KINDS } from '../../src/domain/change.ts'
import { memoryJournal } from '../support/erasure-ground.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('the table of changes', () => {
  it('knows what becomes of every kind', () => {
    const keys = openKeyring(tempFolder())
    const rooms = { world: realWorld, keys, audit: createAuditLog(realWorld, keys), noes: memoryJournal() }
    // Erasing needs the holders and the journal: its applier is handed in where the server is put together.
    const elsewhere = CHANGE_KINDS.filter((kind) => kind !== 'erasure')
    expect(Object.keys(changeAppliers(rooms)).sort()).to.deep.equal(elsewhere.sort())
  })
})
