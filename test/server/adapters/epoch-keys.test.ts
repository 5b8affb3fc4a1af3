import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { withKeyLock } from '../../../server/adapters/key-lock.ts'
import { epochFilesOf, openKeyring } from '../../../server/adapters/keyring.ts'
import { wrappedUnder } from '../../../server/keys.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const PERSON = 'acme/r1'

describe('the keys of the months', () => {
  const setUp = () => {
    const [folder, world] = [tempFolder(), fakeWorld()]
    const fileOf = (epoch: string) => join(folder, 'keys', `epoch-${epoch}.key`)
    return { folder, world, fileOf, keys: openKeyring(folder, world.now) }
  }

  it('are made when first needed, outside the store, for their owner alone', () => {
    const { keys, fileOf, folder } = setUp()
    expect(keys.epochs.list()).to.deep.equal([])
    expect(wrappedUnder(keys.newPersonKey(PERSON))).to.equal('2026-11')
    expect(keys.epochs.list()).to.deep.equal(['2026-11'])
    expect(statSync(fileOf('2026-11')).mode & 0o777).to.equal(0o600)
    expect(statSync(join(folder, 'keys')).mode & 0o777).to.equal(0o700)
  })

  it('pass a month over whose key is lost, in the process that used it and by a word for any other', async () => {
    const { keys, fileOf, folder, world } = setUp()
    const early = keys.newPersonKey(PERSON)
    const aside = `${folder}/aside`
    renameSync(fileOf('2026-11'), aside)
    expect([keys.epochs.unmade(), wrappedUnder(keys.newPersonKey(PERSON))]).to.deep.equal([
      '2026-11',
      '2026-12',
    ])
    const next = openKeyring(folder, world.now)
    expect([next.epochs.unmade(), wrappedUnder(next.newPersonKey(PERSON))]).to.deep.equal([null, '2026-12'])
    rmSync(fileOf('2026-12'))
    const told = openKeyring(folder, world.now)
    told.epochs.passOver('2026-11')
    expect([told.epochs.list(), told.epochs.unmade()]).to.deep.equal([[], '2026-12'])
    expect(wrappedUnder(told.newPersonKey(PERSON))).to.equal('2026-12')
    expect(await faultFrom(async () => told.rewrap(early, PERSON))).to.equal('STORE_UNAVAILABLE')
    renameSync(aside, fileOf('2026-11'))
    expect(wrappedUnder(told.rewrap(early, PERSON))).to.equal('2026-12')
    world.setTo('2026-12-05T00:00:00.000Z')
    expect(wrappedUnder(told.newPersonKey(PERSON))).to.equal('2026-12')
  })

  it('wrap what is made in a new month, and go on opening what is older', () => {
    const { keys, world } = setUp()
    const november = keys.newPersonKey(PERSON)
    const sealed = keys.sealFor(november, PERSON, 'yes', 'row')
    world.setTo('2026-12-01T00:00:00.000Z')
    expect(wrappedUnder(keys.newPersonKey(PERSON))).to.equal('2026-12')
    const december = keys.rewrap(november, PERSON)
    expect(wrappedUnder(december)).to.equal('2026-12')
    for (const wrapped of [november, december])
      expect(keys.unsealFor(wrapped, PERSON, sealed, 'row')).to.equal('yes')
  })

  it('do not go back to an earlier month when the clock does', () => {
    const { keys, world, folder } = setUp()
    keys.newPersonKey(PERSON)
    world.setTo('2026-10-31T23:59:59.000Z')
    for (const each of [keys, openKeyring(folder, world.now)])
      expect(wrappedUnder(each.newPersonKey(PERSON))).to.equal('2026-11')
    expect(keys.epochs.list()).to.deep.equal(['2026-11'])
  })

  it('are the same for everybody who opens the folder at once', () => {
    const { folder, world } = setUp()
    const rings = [1, 2, 3].map(() => openKeyring(folder, world.now))
    const wrapped = rings.map((ring) => ring.newPersonKey(PERSON))
    for (const ring of rings)
      for (const each of wrapped) expect(wrappedUnder(ring.rewrap(each, PERSON))).to.equal('2026-11')
  })

  it('open nothing once destroyed, in this process and the next', async () => {
    const { keys, world, folder, fileOf } = setUp()
    const november = keys.newPersonKey(PERSON)
    const sealed = keys.sealFor(november, PERSON, 'yes', 'row')
    world.setTo('2026-12-01T00:00:00.000Z')
    const december = keys.rewrap(november, PERSON)
    await keys.epochs.destroy('2026-11', 'acme')
    expect(existsSync(fileOf('2026-11'))).to.equal(false)
    for (const ring of [keys, openKeyring(folder, world.now)]) {
      expect(await faultFrom(() => ring.unsealFor(november, PERSON, sealed, 'row'))).to.equal(
        'STORE_UNAVAILABLE',
      )
      expect(ring.unsealFor(december, PERSON, sealed, 'row')).to.equal('yes')
    }
    await keys.epochs.destroy('2026-11', 'acme')
    expect(keys.epochs.list()).to.deep.equal(['2026-12'])
  })

  it('are forgotten at once by every server when one destroys them, and no other is', async () => {
    const { keys: one, folder, world } = setUp()
    const two = openKeyring(folder, world.now)
    const november = one.newPersonKey(PERSON)
    const sealed = two.sealFor(november, PERSON, 'yes', 'row')
    world.setTo('2026-12-01T00:00:00.000Z')
    const december = two.rewrap(november, PERSON)
    expect(two.unsealFor(november, PERSON, sealed, 'row')).to.equal('yes')
    expect(await one.epochs.destroy('2026-11', 'acme')).to.equal(true)
    expect(await faultFrom(() => two.unsealFor(november, PERSON, sealed, 'row'))).to.equal(
      'STORE_UNAVAILABLE',
    )
    expect(await faultFrom(() => two.rewrap(november, PERSON))).to.equal('STORE_UNAVAILABLE')
    expect(two.unsealFor(december, PERSON, sealed, 'row')).to.equal('yes')
  })

  it('wrap nothing more for a server that was slow, once another has destroyed them', async () => {
    const { keys: one, folder, world } = setUp()
    const slow = openKeyring(folder, () => new Date('2026-11-20T09:00:00.000Z'))
    slow.newPersonKey(PERSON)
    world.setTo('2027-02-01T00:00:00.000Z')
    one.newPersonKey(PERSON)
    await one.epochs.destroy('2026-11', 'acme')
    const fresh = slow.newPersonKey(PERSON)
    expect(wrappedUnder(fresh)).to.equal('2027-02')
    expect(one.epochs.list()).to.deep.equal(['2027-02'])
    expect(wrappedUnder(one.rewrap(fresh, PERSON))).to.equal('2027-02')
  })

  it('stay while another account of the folder needs them, and go with the last', async () => {
    const { keys, fileOf, world } = setUp()
    const [own, other] = [keys.newPersonKey(PERSON), keys.newPersonKey('globex/r1')]
    world.setTo('2026-12-01T00:00:00.000Z')
    expect(keys.epochs.othersUnder('2026-11', 'acme')).to.equal(1)
    expect(await keys.epochs.destroy('2026-11', 'acme')).to.equal(false)
    expect(existsSync(fileOf('2026-11'))).to.equal(true)
    for (const [wrapped, context] of [[own, PERSON] as const, [other, 'globex/r1'] as const])
      expect(wrappedUnder(keys.rewrap(wrapped, context))).to.equal('2026-12')
    expect(keys.epochs.othersUnder('2026-11', 'globex')).to.equal(0)
    expect(await keys.epochs.destroy('2026-11', 'globex')).to.equal(true)
    expect(existsSync(fileOf('2026-11'))).to.equal(false)
    expect(await faultFrom(() => keys.rewrap(other, 'globex/r1'))).to.equal('STORE_UNAVAILABLE')
  })

  it('of before there were marks stay for every account with a log in the folder', async () => {
    const { keys, folder, fileOf } = setUp()
    keys.newPersonKey(PERSON)
    rmSync(join(folder, 'keys', 'epoch-2026-11.of.acme'))
    mkdirSync(join(folder, 'audit'))
    for (const name of ['acme', 'globex']) writeFileSync(join(folder, 'audit', `${name}.checkpoint`), '')
    expect(await keys.epochs.destroy('2026-11', 'acme')).to.equal(false)
    expect(existsSync(fileOf('2026-11'))).to.equal(true)
    expect(await keys.epochs.destroy('2026-11', 'globex')).to.equal(true)
    expect(existsSync(fileOf('2026-11'))).to.equal(false)
  })

  it('are not destroyed while the master key changes, whose last step would bring them back', async () => {
    const { keys, folder, fileOf, world } = setUp()
    keys.newPersonKey(PERSON)
    world.setTo('2026-12-01T00:00:00.000Z')
    await withKeyLock(folder, 0, async () => {
      expect(await faultFrom(() => keys.epochs.destroy('2026-11', 'acme'))).to.equal('CONFLICT')
      expect(existsSync(fileOf('2026-11'))).to.equal(true)
    })
    expect(await keys.epochs.destroy('2026-11', 'acme')).to.equal(true)
    expect(epochFilesOf(folder, world.now).sealOlder()).to.deep.equal([])
    expect(existsSync(fileOf('2026-11'))).to.equal(false)
  })

  it('that were on their way out when the power failed are still to be destroyed, and open nothing', async () => {
    const { keys, folder, fileOf, world } = setUp()
    const november = keys.newPersonKey(PERSON)
    world.setTo('2026-12-01T00:00:00.000Z')
    renameSync(fileOf('2026-11'), `${fileOf('2026-11')}.going`)
    expect(await faultFrom(() => keys.rewrap(november, PERSON))).to.equal('STORE_UNAVAILABLE')
    expect(keys.epochs.list()).to.deep.equal(['2026-11'])
    expect(await keys.epochs.destroy('2026-11', 'acme')).to.equal(true)
    expect(keys.epochs.list()).to.deep.equal([])
    expect(readdirSync(join(folder, 'keys'))).to.deep.equal([])
  })

  it('open nothing without the master key, nor under the name of another month', async () => {
    const { keys, world, folder, fileOf } = setUp()
    const november = keys.newPersonKey(PERSON)
    const other = openKeyring(tempFolder(), world.now)
    other.newPersonKey(PERSON)
    expect(await faultFrom(() => other.rewrap(november, PERSON))).to.equal('STORE_UNAVAILABLE')
    writeFileSync(join(folder, 'keys', 'epoch-2026-10.key'), readFileSync(fileOf('2026-11')), { mode: 0o600 })
    const renamed = november.replace('2026-11:', '2026-10:')
    expect(await faultFrom(() => keys.rewrap(renamed, PERSON))).to.equal('STORE_UNAVAILABLE')
  })

  it('are refused when others can read them, or when they are no key', async () => {
    const { keys, fileOf, folder, world } = setUp()
    const wrapped = keys.newPersonKey(PERSON)
    chmodSync(fileOf('2026-11'), 0o644)
    expect(await faultFrom(() => openKeyring(folder, world.now).rewrap(wrapped, PERSON))).to.equal(
      'CONFIG_INVALID',
    )
    chmodSync(fileOf('2026-11'), 0o600)
    writeFileSync(fileOf('2026-11'), 'abc\n')
    expect(await faultFrom(() => openKeyring(folder, world.now).rewrap(wrapped, PERSON))).to.equal(
      'CONFIG_INVALID',
    )
  })
})
