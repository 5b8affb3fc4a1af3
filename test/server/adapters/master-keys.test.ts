import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { masterKeyFiles } from '../../../server/adapters/master-key-files.ts'
import { masterRing, readMasterRing } from '../../../server/adapters/master-keys.ts'
import { START } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('the generations of the master key', () => {
  const setUp = (rotations: number) => {
    const folder = tempFolder()
    const ring = masterRing(folder)
    for (let each = 0; each < rotations; each += 1) {
      const files = masterKeyFiles(folder)
      files.begin(new Date(START))
      files.exchange()
      files.destroyOld()
    }
    const at = (name: string) => join(folder, name)
    return { folder, ring, at, kept: () => ring.anew().kept }
  }

  it('begin with a bare key of which everything else is derived: no second file is needed', () => {
    const { ring, at } = setUp(0)
    expect(readFileSync(at('master.key'), 'utf8')).to.match(/^[0-9a-f]{64}\n$/)
    expect(existsSync(at('master.keys'))).to.equal(false)
    expect(ring.now().current).to.include({ generation: 1, since: null })
  })

  it('keep the key of the pseudonyms, add one for notes each time, and say since when they are', () => {
    const first = setUp(0)
    const { digest, firstWrap } = first.kept()
    masterKeyFiles(first.folder).begin(new Date(START))
    masterKeyFiles(first.folder).exchange()
    const { current, old, kept } = first.ring.now()
    expect([current.generation, current.since, old?.generation]).to.deep.equal([2, START, 1])
    expect([kept.digest, kept.firstWrap]).to.deep.equal([digest, firstWrap])
    expect(Object.keys(kept.house)).to.deep.equal(['1', '2'])
    expect(new Set(Object.values(kept.house)).size).to.equal(2)
  })

  it('are refused without the file that belongs to them, or with another one', async () => {
    const [own, other] = [setUp(1), setUp(1)]
    writeFileSync(own.at('master.keys'), readFileSync(other.at('master.keys')), { mode: 0o600 })
    expect(await faultFrom(() => readMasterRing(own.folder))).to.equal('CONFIG_INVALID')
    for (const bad of ['', '{}', readFileSync(other.at('master.keys'), 'utf8').slice(0, -9)]) {
      writeFileSync(other.at('master.keys'), bad)
      expect(await faultFrom(() => readMasterRing(other.folder))).to.equal('CONFIG_INVALID')
    }
    rmSync(own.at('master.keys'))
    const { message } = await wholeFaultFrom(() => readMasterRing(own.folder))
    expect(message).to.include('master.keys is gone')
  })

  it('are refused when others can read any of their files', async () => {
    const { folder, at } = setUp(0)
    masterKeyFiles(folder).begin(new Date(START))
    masterKeyFiles(folder).exchange()
    for (const name of ['master.key', 'master.old.key', 'master.keys']) {
      chmodSync(at(name), 0o640)
      expect(await faultFrom(() => readMasterRing(folder)), name).to.equal('CONFIG_INVALID')
      chmodSync(at(name), 0o600)
    }
    expect(readMasterRing(folder).current.generation).to.equal(2)
  })
})
