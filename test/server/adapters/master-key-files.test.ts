import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { masterKeyFiles } from '../../../server/adapters/master-key-files.ts'
import { masterRing } from '../../../server/adapters/master-keys.ts'
import { START } from '../../support/fake-world.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const NOW = new Date(START)

describe('the files of a rotation of the master key', () => {
  const setUp = () => {
    const folder = tempFolder()
    const ring = masterRing(folder)
    const text = (name: string) => readFileSync(join(folder, name), 'utf8')
    return { folder, ring, text, files: masterKeyFiles(folder), names: () => readdirSync(folder).sort() }
  }

  it('are one more for what is to come, one more for what was, and in the end two', () => {
    const { files, names } = setUp()
    expect([files.state(), names()]).to.deep.equal(['none', ['master.key']])
    files.begin(NOW)
    expect([files.state(), names()]).to.deep.equal([
      'begun',
      ['master.key', 'master.keys', 'master.next.key'],
    ])
    files.exchange()
    expect(files.state()).to.equal('under_way')
    expect(names()).to.deep.equal(['master.key', 'master.keys', 'master.old.key'])
    files.destroyOld()
    expect([files.state(), names()]).to.deep.equal(['none', ['master.key', 'master.keys']])
  })

  it('hold the same key to come, and the same key of notes, when a rotation begins twice', () => {
    const { files, text, ring } = setUp()
    const first = files.begin(NOW)
    const next = text('master.next.key')
    expect(files.begin(NOW).kid).to.equal(first.kid)
    expect(text('master.next.key')).to.equal(next)
    files.exchange()
    const { kept } = ring.now()
    files.destroyOld()
    expect(ring.anew().kept).to.deep.equal(kept)
  })

  it('leave what wraps now alone when a rotation is forgotten', () => {
    const { files, text, ring } = setUp()
    const [key, { kept }] = [text('master.key'), ring.now()]
    files.begin(NOW)
    files.forget()
    expect([files.state(), text('master.key')]).to.deep.equal(['none', key])
    const { digest, firstWrap } = ring.anew().kept
    expect([digest, firstWrap]).to.deep.equal([kept.digest, kept.firstWrap])
  })
})
