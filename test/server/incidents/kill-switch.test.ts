import { expect } from 'chai'
import { createKillSwitch } from '../../../server/incidents/index.ts'
import type { Stop, StopPlace } from '../../../src/domain/kill-switch.ts'
import { aStop, movableSources, type Sources } from '../../support/stops.ts'

const PLACE: StopPlace = { provider: 'openai-eu', brands: ['5'] }
const BRAND = aStop({ level: 'brand', ref: '5' })

describe('the kill switch', () => {
  let sources: Sources
  let adopted: Stop[]
  beforeEach(() => {
    sources = movableSources()
    adopted = []
  })

  const open = (environment = false) =>
    createKillSwitch({
      environment,
      file: sources.stopFile,
      store: sources.store,
      async adopt(stop) {
        adopted.push(stop)
        sources.active = [...(sources.active ?? []), stop]
      },
    })

  it('stops everything until it was read for the first time', async () => {
    const killSwitch = open()
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'not_read', level: 'account' }])
    await killSwitch.look()
    expect(killSwitch.stopped(PLACE)).to.deep.equal([])
  })

  const strictest: Readonly<Record<string, { set: () => boolean; signs: unknown }>> = {
    'nothing is stopped': { set: () => false, signs: [] },
    'the environment says so': { set: () => true, signs: [{ why: 'environment', level: 'account' }] },
    'the store says so': {
      set: () => {
        sources.active = [BRAND]
        return false
      },
      signs: [{ why: 'pulled', level: 'brand' }],
    },
    'the file says so': {
      set: () => {
        sources.file = [BRAND]
        return false
      },
      signs: [{ why: 'pulled', level: 'brand' }],
    },
    'the store cannot be read': {
      set: () => {
        sources.active = null
        return false
      },
      signs: [{ why: 'unreadable_store', level: 'account' }],
    },
    'the file cannot be read': {
      set: () => {
        sources.file = null
        return false
      },
      signs: [{ why: 'unreadable_file', level: 'account' }],
    },
    'neither can be read, and the environment stops': {
      set: () => {
        sources.file = null
        sources.active = null
        return true
      },
      signs: [
        { why: 'environment', level: 'account' },
        { why: 'unreadable_file', level: 'account' },
        { why: 'unreadable_store', level: 'account' },
      ],
    },
  }
  for (const [name, { set, signs }] of Object.entries(strictest))
    it(`takes the strictest of store, file and environment: ${name}`, async () => {
      const killSwitch = open(set())
      await killSwitch.look()
      expect(killSwitch.stopped(PLACE)).to.deep.equal(signs)
    })

  it('is monotone: only the store can say that a stop is over', async () => {
    sources.file = [BRAND]
    sources.active = null
    const killSwitch = open()
    await killSwitch.look()
    // The file is gone, and the store that comes back has never heard of the stop: it is told.
    sources.file = []
    sources.active = []
    await killSwitch.look()
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'pulled', level: 'brand' }])
    expect(adopted).to.deep.equal([BRAND])
    sources.active = []
    sources.lifted = new Set([BRAND.stopId])
    await killSwitch.look()
    expect(killSwitch.stopped(PLACE)).to.deep.equal([])
  })

  it('does not stop again for what stands in the file and was lifted in the store', async () => {
    sources.file = [BRAND]
    sources.lifted = new Set([BRAND.stopId])
    const killSwitch = open()
    await killSwitch.look()
    expect([killSwitch.stopped(PLACE), adopted]).to.deep.equal([[], []])
  })

  it('writes into the file what only the store knows, for when the store is down', async () => {
    sources.active = [BRAND]
    const killSwitch = open()
    await killSwitch.look()
    await killSwitch.look()
    expect(sources.file).to.deep.equal([BRAND])
    sources.active = null
    const later = open()
    await later.look()
    expect(later.state().stops).to.deep.equal([BRAND])
  })

  it('stops everything while an article is stopped that retrieval does not know of yet', async () => {
    const article = aStop({ level: 'article', ref: '9' })
    sources.file = [article]
    const killSwitch = createKillSwitch({
      environment: false,
      file: sources.stopFile,
      store: sources.store,
      adopt: async () => {
        throw new Error('the store is read-only')
      },
    })
    await killSwitch.look().then(
      () => expect.fail('the failure is told to whoever watches'),
      () => undefined,
    )
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'unsettled', level: 'account' }])
    sources.active = [article]
    await killSwitch.look()
    expect([killSwitch.stopped(PLACE), [...killSwitch.stoppedArticles()]]).to.deep.equal([[], ['9']])
  })

  it('trusts nothing any more once a look hangs', async () => {
    let answer = () => {}
    const killSwitch = createKillSwitch({
      environment: false,
      file: { ...sources.stopFile, read: () => new Promise((resolve) => (answer = () => resolve([]))) },
      store: sources.store,
      adopt: async () => {},
    })
    const first = killSwitch.look()
    answer()
    await first
    expect(killSwitch.stopped(PLACE)).to.deep.equal([])
    const hanging = killSwitch.look()
    for (let turn = 0; turn < 3; turn += 1) await killSwitch.turn()
    expect(killSwitch.stopped(PLACE)).to.deep.equal([])
    await killSwitch.turn()
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'not_read', level: 'account' }])
    answer()
    await hanging
    expect(killSwitch.stopped(PLACE)).to.deep.equal([])
  })
})
