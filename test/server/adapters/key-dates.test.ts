import { rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { keyDates } from '../../../server/adapters/key-dates.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('since when keys are in use', () => {
  const folder = tempFolder()
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('is what a key says of itself, and where it says nothing the day of its file', () => {
    const keys = openKeyring(folder, () => new Date('2026-11-20T09:00:00.000Z'))
    const [master, log] = [new Date('2025-03-01T00:00:00.000Z'), new Date('2025-04-01T00:00:00.000Z')]
    utimesSync(join(folder, 'master.key'), master, master)
    utimesSync(join(folder, 'checkpoint.key'), log, log)
    expect(keyDates(keys, folder).session).to.equal(null)
    keys.sessions.current()
    expect(keyDates(keys, folder)).to.deep.equal({
      master: master.toISOString(),
      session: '2026-11-20T09:00:00.000Z',
      log: log.toISOString(),
    })
    expect(
      keyDates({ ...keys, master: { ...keys.master, since: '2026-05-01T00:00:00.000Z' } }, folder).master,
    ).to.equal('2026-05-01T00:00:00.000Z')
  })
})
