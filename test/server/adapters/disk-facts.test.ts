import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { diskFacts } from '../../../server/adapters/disk-facts.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('the disk of the store', () => {
  it('is told with the journals, and as unknown where there is no store', () => {
    const file = join(tempFolder(), 'vouch.sqlite')
    expect(diskFacts(file)).to.deep.equal({ bytes: 0, freeBytes: null, totalBytes: null })
    writeFileSync(file, 'x'.repeat(100))
    writeFileSync(`${file}-wal`, 'x'.repeat(11))
    const { bytes, freeBytes, totalBytes } = diskFacts(file)
    expect(bytes).to.equal(111)
    if (freeBytes !== null) expect(freeBytes).to.be.at.most(Number(totalBytes))
  })
})
