import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { checkpointFiles } from '../../../server/adapters/checkpoint-files.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('checkpoint files', () => {
  it('hold the newest note of each account, for their owner alone', async () => {
    const folder = tempFolder()
    const shelf = checkpointFiles(folder)
    await shelf.write('acme', 'one\n')
    await shelf.write('acme', 'two\n')
    await shelf.write('other', 'three\n')
    expect([await shelf.read('acme'), await checkpointFiles(folder).read('other')]).to.deep.equal([
      'two\n',
      'three\n',
    ])
    expect(readdirSync(join(folder, 'audit')).sort()).to.deep.equal(['acme.checkpoint', 'other.checkpoint'])
    expect(statSync(join(folder, 'audit', 'acme.checkpoint')).mode & 0o777).to.equal(0o600)
  })

  it('are absent before the first is written', async () => {
    expect(await checkpointFiles(tempFolder()).read('acme')).to.equal(null)
  })

  it('stay in their folder, whatever an account is called', async () => {
    const folder = tempFolder()
    const shelf = checkpointFiles(folder)
    for (const account of ['../../evil', '/etc/evil', 'localhost:3000', '..']) {
      await shelf.write(account, account)
      expect(await shelf.read(account)).to.equal(account)
    }
    expect(readdirSync(folder)).to.deep.equal(['audit'])
    expect(readdirSync(join(folder, 'audit'))).to.have.length(4)
  })

  it('are written by two servers at once without one getting in the way of the other', async () => {
    const folder = tempFolder()
    const shelves = [checkpointFiles(folder), checkpointFiles(folder)]
    for (let round = 0; round < 25; round += 1)
      await Promise.all(shelves.map((shelf, server) => shelf.write('acme', `${round} of ${server}\n`)))
    expect(await shelves[0]?.read('acme')).to.match(/^24 of [01]\n$/)
    expect(readdirSync(join(folder, 'audit'))).to.deep.equal(['acme.checkpoint'])
  })

  it('are a fault, not a missing checkpoint, when they cannot be read or written', async () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'audit', 'acme.checkpoint'), { recursive: true })
    const shelf = checkpointFiles(folder)
    expect(await faultFrom(() => shelf.read('acme'))).to.equal('AUDIT_UNAVAILABLE')
    expect(await faultFrom(() => shelf.write('acme', 'one\n'))).to.equal('AUDIT_UNAVAILABLE')
    expect(readdirSync(join(folder, 'audit'))).to.deep.equal(['acme.checkpoint'])
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await faultFrom(() => checkpointFiles(file).write('acme', 'one\n'))).to.equal('AUDIT_UNAVAILABLE')
  })
})
