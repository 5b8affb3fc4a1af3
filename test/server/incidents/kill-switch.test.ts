import { expect } from 'chai'
import { createKillSwitch, type KillSwitch, LOOK_EVERY_MS } from '../../../server/incidents/index.ts'
import type { Stop, StopPlace } from '../../../src/domain/kill-switch.ts'
import { aStop, movableSources, type Sources, slowFile } from '../../support/stops.ts'

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

  it('does not stop for a drill that the store does not know, as one that came back from before it', async () => {
    const drill = aStop({ level: 'account', ref: '', reason: 'drill' })
    sources.file = [drill, BRAND]
    const killSwitch = open()
    await killSwitch.look()
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'pulled', level: 'brand' }])
    expect(adopted).to.deep.equal([BRAND])
    sources.active = [drill]
    await killSwitch.look()
    expect(killSwitch.stopped(PLACE)).to.deep.include({ why: 'pulled', level: 'account' })
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

  it('trusts nothing any more once a look hangs, until it answers again', async () => {
    const disk = slowFile(sources.stopFile)
    const killSwitch = createKillSwitch({ ...{ environment: false, file: disk.file }, ...rest() })
    await killSwitch.look()
    disk.hang()
    const hanging = killSwitch.turn()
    const turnsUntilBlind = await turnsUntil(killSwitch, () => killSwitch.state().blind.length > 0)
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'not_read', level: 'account' }])
    // The turn that hangs began up to one interval after the disk did; what watches a draft looks four times a second.
    const worstMs = (1 + turnsUntilBlind) * LOOK_EVERY_MS + 250
    expect(worstMs).to.be.at.most(1_000)
    // One that is only slow is no hang: whoever looked away once is not told to stop.
    expect(turnsUntilBlind).to.be.greaterThan(1)
    disk.answer()
    await hanging
    expect(killSwitch.stopped(PLACE)).to.deep.equal([])
  })

  it('holds a stop at once while the disk hangs', async () => {
    const disk = slowFile(sources.stopFile)
    const killSwitch = createKillSwitch({ ...{ environment: false, file: disk.file }, ...rest() })
    await killSwitch.look()
    disk.hang()
    const hanging = killSwitch.turn()
    killSwitch.hold(BRAND, { inStore: false })
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'pulled', level: 'brand' }])
    expect(killSwitch.state().untold).to.deep.equal(['file', 'store'])
    disk.answer()
    await hanging
    // What was read before is no reason to forget it, and both are told.
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'pulled', level: 'brand' }])
    expect([killSwitch.state().untold, sources.file, sources.active]).to.deep.equal([[], [BRAND], [BRAND]])
  })

  it('tells the store also when the file cannot be written, and says who was not told', async () => {
    const file = {
      ...sources.stopFile,
      append: async () => {
        throw new Error('no space left on the device')
      },
    }
    const killSwitch = createKillSwitch({ ...{ environment: false, file }, ...rest() })
    await killSwitch.look()
    killSwitch.hold(BRAND, { inStore: false })
    await killSwitch.look().then(
      () => expect.fail('the failure is told to whoever watches'),
      () => undefined,
    )
    expect([sources.active, killSwitch.state().untold]).to.deep.equal([[BRAND], ['file']])
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'pulled', level: 'brand' }])
  })

  it('stops everything while an article is held that retrieval does not know of yet', async () => {
    const killSwitch = open()
    await killSwitch.look()
    killSwitch.hold(aStop({ level: 'article', ref: '9' }), { inStore: false })
    expect(killSwitch.stopped(PLACE)).to.deep.equal([{ why: 'unsettled', level: 'account' }])
    await killSwitch.look()
    expect([killSwitch.stopped(PLACE), [...killSwitch.stoppedArticles()]]).to.deep.equal([[], ['9']])
  })

  const rest = () => ({
    store: sources.store,
    adopt: async (stop: Stop) => {
      sources.active = [...(sources.active ?? []), stop]
    },
  })
})

/** How many turns of a watch it takes; nobody waits for a clock. */
async function turnsUntil(killSwitch: KillSwitch, holds: () => boolean): Promise<number> {
  for (let turns = 0; turns < 100; turns += 1) {
    if (holds()) return turns
    await killSwitch.turn()
  }
  return 100
}
