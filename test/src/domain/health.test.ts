import { expect } from 'chai'
import { findingsOf, type HealthFacts, type HealthFinding, roundedCount } from '../../../src/domain/health.ts'

const NOW = '2026-11-20T09:00:00.000Z'
const GB = 1024 ** 3
const WELL: HealthFacts = {
  checkedAt: NOW,
  live: true,
  stopped: false,
  sync: { lastDoneAt: '2026-11-19T09:00:00.000Z', failed: false, unread: 0, running: false, brands: [] },
  provider: { provider: 'openai-eu', region: 'EEA+CH', troubles: [] },
  runningDrafts: 0,
  wordsAlone: false,
  keysDue: [],
  checkpoint: { entries: 5_000, signed: 4_990, signedAt: NOW, copies: 1, behind: 0 },
  storage: { bytes: GB, freeBytes: 40 * GB, totalBytes: 100 * GB, tables: [] },
  versions: { server: '0.1.0', node: 'v22.0.0', schema: 1 },
}

const ONE: Readonly<Record<HealthFinding, Partial<HealthFacts>>> = {
  not_live: { live: false },
  stopped: { stopped: true },
  never_synced: { sync: { ...WELL.sync, lastDoneAt: null } },
  sync_failed: { sync: { ...WELL.sync, failed: true } },
  sync_old: { sync: { ...WELL.sync, lastDoneAt: '2026-11-13T08:59:59.000Z' } },
  brand_unread: {
    sync: { ...WELL.sync, brands: [{ brandId: '2', brandName: 'B', failed: true, lastReadAt: null }] },
  },
  provider_errors: {
    provider: { provider: 'p', region: 'EU', troubles: [{ name: 'PROVIDER_BUSY', count: 1 }] },
  },
  checkpoint_behind: { checkpoint: { ...WELL.checkpoint, signed: 3_999 } },
  copies_behind: { checkpoint: { ...WELL.checkpoint, behind: 1 } },
  disk_low: { storage: { ...WELL.storage, freeBytes: GB - 1 } },
  words_alone: { wordsAlone: true },
  master_key_old: { keysDue: ['master'] },
  session_key_old: { keysDue: ['session'] },
  log_key_old: { keysDue: ['log'] },
}

describe('how the companion is doing', () => {
  it('is well where nothing stands out', () => {
    expect(findingsOf(WELL)).to.deep.equal([])
  })

  for (const [finding, change] of Object.entries(ONE))
    it(`tells ${finding.replaceAll('_', ' ')}, and nothing else`, () => {
      expect(findingsOf({ ...WELL, ...change })).to.deep.equal([finding])
    })

  it('calls a small disk low by its share, and says nothing where the system does not tell', () => {
    const small = { bytes: 1, totalBytes: 4 * GB, tables: [] }
    expect(findingsOf({ ...WELL, storage: { ...small, freeBytes: 0.3 * GB } })).to.deep.equal([])
    expect(findingsOf({ ...WELL, storage: { ...small, freeBytes: 0.1 * GB } })).to.deep.equal(['disk_low'])
    const unknown = { ...small, freeBytes: null, totalBytes: null }
    expect(findingsOf({ ...WELL, storage: unknown })).to.deep.equal([])
  })

  it('does not miss a sync while the first one runs', () => {
    const sync = { ...WELL.sync, lastDoneAt: null, running: true }
    expect(findingsOf({ ...WELL, sync })).to.deep.equal([])
  })

  it('rounds rows up to a magnitude: fewer than a hundred are never told', () => {
    const cases = [0, 1, 99, 100, 101, 200, 201, 500, 501, 1_000, 1_001, 49_999, 6_000_000]
    expect(cases.map(roundedCount)).to.deep.equal([
      ...[100, 100, 100, 100, 200, 200, 500, 500, 1_000, 1_000, 2_000, 50_000, 10_000_000],
    ])
  })
})
