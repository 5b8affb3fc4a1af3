import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { folderMarks } from '../../../server/adapters/folder-marks.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const ONE = '00000000-0000-7000-8000-000000000001'
const TWO = '00000000-0000-7000-8000-000000000002'

describe('the marks of servers in a data folder', () => {
  const setUp = () => {
    const [folder, world] = [tempFolder(), fakeWorld()]
    return { folder, world, marks: folderMarks(folder, world.now) }
  }

  it('are seen by every process of the folder, and in no other folder', () => {
    const { folder, world, marks } = setUp()
    marks.put(ONE)
    expect(folderMarks(folder, world.now).has(ONE)).to.equal(true)
    expect([marks.has(TWO), folderMarks(tempFolder(), world.now).has(ONE)]).to.deep.equal([false, false])
    marks.drop(ONE)
    expect(folderMarks(folder, world.now).has(ONE)).to.equal(false)
  })

  it('of servers that are gone for more than a day are cleared away, and of others not', () => {
    const { folder, world, marks } = setUp()
    marks.put(ONE)
    marks.put(TWO)
    world.pass(DAY)
    marks.put(TWO)
    world.pass(1)
    marks.clear()
    expect(readdirSync(join(folder, 'servers'))).to.deep.equal([TWO])
  })

  it('have names of servers and no others: none leads out of the folder', async () => {
    const { folder, marks } = setUp()
    expect(await faultFrom(() => marks.put('../master.key'))).to.equal('BAD_REQUEST')
    expect(marks.has('../master.key')).to.equal(false)
    expect(readdirSync(folder)).to.deep.equal([])
  })

  it('that cannot be written are said to be', async () => {
    const { folder, marks } = setUp()
    writeFileSync(join(folder, 'servers'), 'no folder')
    expect(await faultFrom(() => marks.put(ONE))).to.equal('STORE_UNAVAILABLE')
  })
})
