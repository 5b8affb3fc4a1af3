import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { storedLeafHash } from '../../../server/audit/entry.ts'
import {
  type Anchor,
  type AuditVerdict,
  checkpointText,
  createAuditLog,
  createCheckpoints,
  type NoteSigner,
  signNote,
  verifierOf,
  verifyAudit,
} from '../../../server/audit/index.ts'
import { appendLeaf, EMPTY_TREE, rootOf } from '../../../server/audit/merkle.ts'
import { ACCOUNT, act, appendMany, memoryShelf, newSigner } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { type FileStore, fileStore, tempKeyring } from '../../support/memory-store.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import type { TestDatabase } from '../../support/test-database.ts'

const ENTRIES = 200
const OLDER = 120
const signer = newSigner()

interface Recorded {
  /** The store with 200 entries, its note, and the same of an earlier moment. */
  readonly file: string
  readonly note: string
  readonly olderFile: string
  readonly olderNote: string
}

async function signedNote(store: FileStore): Promise<string> {
  const shelf = memoryShelf()
  await createCheckpoints({ transact: store.transact, shelf, signer: () => signer }).sign(ACCOUNT)
  return shelf.notes.get(ACCOUNT) ?? ''
}

async function record(): Promise<Recorded> {
  const world = fakeWorld()
  const store = await fileStore()
  await appendMany(store, OLDER, world)
  const olderNote = await signedNote(store)
  store.tamper((db) => db.pragma('wal_checkpoint(TRUNCATE)'))
  const olderFile = join(tempFolder(), 'vouch.sqlite')
  copyFileSync(store.file, olderFile)
  await appendMany(store, ENTRIES - OLDER, world)
  const note = await signedNote(store)
  store.tamper((db) => db.pragma('wal_checkpoint(TRUNCATE)'))
  await store.close()
  return { file: store.file, note, olderFile, olderNote }
}

interface Row {
  idx: number
  header: string
  leaf_hash: string
}

function rowsOf(db: TestDatabase): Row[] {
  return db.prepare('select idx, header, leaf_hash from audit_entry order by idx').all() as Row[]
}

/** What an attacker who knows the format does: all hashes, links and the head made anew. */
function rewrite(db: TestDatabase, headers: readonly Record<string, unknown>[]): void {
  db.prepare('delete from audit_entry').run()
  let [tree, prev] = [EMPTY_TREE, '0'.repeat(64)]
  for (const [index, header] of headers.entries()) {
    // The keys keep their order, which is the canonical one.
    const text = JSON.stringify({ ...header, index, prev })
    const leaf = storedLeafHash(text)
    db.prepare('insert into audit_entry values (?, ?, ?, ?)').run(ACCOUNT, index, text, leaf.toString('hex'))
    prev = leaf.toString('hex')
    tree = appendLeaf(tree, leaf)
  }
  setHead(db, tree.size, tree.peaks.map((peak) => peak.toString('hex')).join(','), prev)
}

function setHead(db: TestDatabase, size: number, peaks: string, lastHash: string): void {
  db.prepare('update audit_head set size = ?, peaks = ?, last_hash = ?').run(size, peaks, lastHash)
}

/** Takes the newest entries away, and the head back to where it was then. */
function cutWithHead(db: TestDatabase, size: number): void {
  db.prepare('delete from audit_entry where idx >= ?').run(size)
  rewrite(
    db,
    rowsOf(db).map(({ header }) => JSON.parse(header) as Record<string, unknown>),
  )
}

function parsed(db: TestDatabase): Record<string, unknown>[] {
  return rowsOf(db).map(({ header }) => JSON.parse(header) as Record<string, unknown>)
}

type Expected = [problem: string, index: number]

/** Attacks on the rows, with the true checkpoint at hand. */
const ATTACKS: Record<string, { on(db: TestDatabase): void; found: Expected }> = {
  'an entry in the middle is dropped': {
    on: (db) => db.prepare('delete from audit_entry where idx = 77').run(),
    found: ['ENTRY_MISSING', 77],
  },
  'the first entry is dropped': {
    on: (db) => db.prepare('delete from audit_entry where idx = 0').run(),
    found: ['ENTRY_MISSING', 0],
  },
  'the last entry is dropped, the head left': {
    on: (db) => db.prepare('delete from audit_entry where idx = 199').run(),
    found: ['TRUNCATED', 199],
  },
  'the last entry is dropped and the head rolled back': {
    on: (db) => cutWithHead(db, 199),
    found: ['TRUNCATED', 199],
  },
  'all entries are dropped and the head too': {
    on: (db) => db.exec('delete from audit_entry; delete from audit_head'),
    found: ['TRUNCATED', 0],
  },
  'only the head is dropped': {
    on: (db) => db.prepare('delete from audit_head').run(),
    found: ['HEAD_MISMATCH', 200],
  },
  'an entry is dropped and the later ones moved up': {
    on: (db) => {
      db.prepare('delete from audit_entry where idx = 50').run()
      for (let idx = 51; idx < ENTRIES; idx += 1)
        db.prepare('update audit_entry set idx = ? where idx = ?').run(idx - 1, idx)
    },
    found: ['ENTRY_OUT_OF_ORDER', 50],
  },
  'two neighbours are swapped': {
    on: (db) =>
      db.exec(
        'update audit_entry set idx = -1 where idx = 10; update audit_entry set idx = 10 where idx = 11; update audit_entry set idx = 11 where idx = -1',
      ),
    found: ['ENTRY_OUT_OF_ORDER', 10],
  },
  'the texts of two entries are swapped': {
    on: (db) => {
      const [one, two] = [rowsOf(db)[3] as Row, rowsOf(db)[150] as Row]
      const set = db.prepare('update audit_entry set header = ?, leaf_hash = ? where idx = ?')
      set.run(two.header, two.leaf_hash, one.idx)
      set.run(one.header, one.leaf_hash, two.idx)
    },
    found: ['ENTRY_OUT_OF_ORDER', 3],
  },
  'all entries are renumbered by one': {
    on: (db) => db.exec('update audit_entry set idx = idx + 1000; update audit_entry set idx = idx - 999'),
    found: ['ENTRY_MISSING', 0],
  },
  'an entry is changed with its own hash': {
    on: (db) => {
      const header = (rowsOf(db)[60] as Row).header.replace('"allow"', '"refused"')
      db.prepare('update audit_entry set header = ?, leaf_hash = ? where idx = 60').run(
        header,
        storedLeafHash(header).toString('hex'),
      )
    },
    found: ['ENTRY_OUT_OF_ORDER', 61],
  },
  'the last entry is changed with its own hash': {
    on: (db) => {
      const header = (rowsOf(db)[199] as Row).header.replace('"allow"', '"refused"')
      db.prepare('update audit_entry set header = ?, leaf_hash = ? where idx = 199').run(
        header,
        storedLeafHash(header).toString('hex'),
      )
    },
    found: ['HEAD_MISMATCH', 200],
  },
  'an entry is changed and everything after it made anew': {
    on: (db) =>
      rewrite(
        db,
        parsed(db).map((header, index) => (index === 60 ? { ...header, decision: 'refused' } : header)),
      ),
    found: ['CHECKPOINT_MISMATCH', 200],
  },
  'an entry is inserted in the middle and everything after it made anew': {
    on: (db) => {
      const headers = parsed(db)
      rewrite(db, [...headers.slice(0, 60), { ...headers[60], id: 'forged' }, ...headers.slice(60)])
    },
    found: ['CHECKPOINT_MISMATCH', 200],
  },
  'an entry is put in another spelling and everything after it made anew': {
    on: (db) =>
      rewrite(
        db,
        parsed(db).map((header, index) =>
          // The type first: as good JSON as any, and no other reader's.
          index === 60 ? { type: header.type, ...header } : header,
        ),
      ),
    found: ['ENTRY_CHANGED', 60],
  },
  'an entry is put between two others': {
    on: (db) =>
      db.exec(
        'insert into audit_entry select account_id, 60.5, header, leaf_hash from audit_entry where idx = 60',
      ),
    found: ['ENTRY_OUT_OF_ORDER', 61],
  },
  'an entry is put before the first': {
    on: (db) =>
      db.exec(
        'insert into audit_entry select account_id, -1, header, leaf_hash from audit_entry where idx = 60',
      ),
    found: ['ENTRY_OUT_OF_ORDER', 0],
  },
  'an entry is put after the last, the head left': {
    on: (db) =>
      db.exec(
        'insert into audit_entry select account_id, 200, header, leaf_hash from audit_entry where idx = 60',
      ),
    found: ['ENTRY_OUT_OF_ORDER', 200],
  },
  'a well-chained entry is put after the last, the head left': {
    on: (db) => {
      const last = rowsOf(db)[199] as Row
      const header = JSON.stringify({ ...JSON.parse(last.header), index: 200, prev: last.leaf_hash })
      db.prepare('insert into audit_entry values (?, 200, ?, ?)').run(
        ACCOUNT,
        header,
        storedLeafHash(header).toString('hex'),
      )
    },
    found: ['HEAD_MISMATCH', 201],
  },
  'a well-chained entry with a number of its own is put after the last': {
    on: (db) => {
      const last = rowsOf(db)[199] as Row
      const header = JSON.stringify({ ...JSON.parse(last.header), index: 7, prev: last.leaf_hash })
      db.prepare('insert into audit_entry values (?, 200, ?, ?)').run(
        ACCOUNT,
        header,
        storedLeafHash(header).toString('hex'),
      )
    },
    found: ['ENTRY_OUT_OF_ORDER', 200],
  },
  'an entry is emptied': {
    on: (db) => db.prepare("update audit_entry set header = '' where idx = 5").run(),
    found: ['ENTRY_CHANGED', 5],
  },
  "an entry's hash is changed": {
    on: (db) => db.prepare("update audit_entry set leaf_hash = '00' where idx = 5").run(),
    found: ['ENTRY_CHANGED', 5],
  },
  'an entry is given to another account': {
    on: (db) => db.prepare("update audit_entry set account_id = 'other' where idx = 5").run(),
    found: ['ENTRY_MISSING', 5],
  },
  "the head's size is lowered": {
    on: (db) => db.prepare('update audit_head set size = 100').run(),
    found: ['HEAD_MISMATCH', 200],
  },
  "the head's last hash is changed": {
    on: (db) => db.prepare("update audit_head set last_hash = 'ff'").run(),
    found: ['HEAD_MISMATCH', 200],
  },
}

describe('verifying the audit log', () => {
  let recorded: Recorded
  let untouched: FileStore

  before(async () => {
    recorded = await record()
    untouched = await copyOf(recorded.file)
  })
  after(() => untouched.close())

  async function copyOf(file: string): Promise<FileStore> {
    const folder = tempFolder()
    copyFileSync(file, join(folder, 'vouch.sqlite'))
    return fileStore(folder)
  }

  function anchor(note = recorded.note, by: NoteSigner = signer): Anchor {
    return { note, verifier: verifierOf(by) }
  }

  async function verdictOn(store: FileStore, held: Anchor | null = anchor()): Promise<AuditVerdict> {
    return store.transact((tx) => verifyAudit(tx, ACCOUNT, held))
  }

  async function foundOn(store: FileStore, held: Anchor | null = anchor()): Promise<unknown> {
    const verdict = await verdictOn(store, held)
    return verdict.verdict === 'broken' ? [verdict.problem, verdict.index] : verdict.verdict
  }

  it('finds 200 untouched entries intact, with the root that was signed', async () => {
    const verdict = await verdictOn(untouched)
    expect(verdict).to.include({ verdict: 'intact', entries: ENTRIES })
    const root = Buffer.from(verdict.rootHash, 'hex').toString('base64')
    expect(recorded.note.split('\n').slice(0, 3)).to.deep.equal(['vouch/acme', '200', root])
  })

  it('finds untouched entries intact that came after the checkpoint', async () => {
    expect(await foundOn(untouched, anchor(recorded.olderNote))).to.equal('intact')
  })

  it('finds an empty log intact', async () => {
    const verdict = await untouched.transact((tx) => verifyAudit(tx, 'nobody', null))
    expect(verdict).to.include({ verdict: 'intact', entries: 0 })
  })

  it('finds one changed bit in any entry, and says in which', async () => {
    const store = await copyOf(recorded.file)
    const found: unknown[] = []
    for (let idx = 0; idx < ENTRIES; idx += 1) {
      let before = ''
      store.tamper((db) => {
        before = (db.prepare('select header from audit_entry where idx = ?').get(idx) as Row).header
        const bytes = Buffer.from(before)
        const place = (idx * 37) % bytes.length
        bytes[place] = (bytes[place] as number) ^ 1
        db.prepare('update audit_entry set header = ? where idx = ?').run(bytes.toString('utf8'), idx)
      })
      found.push(await foundOn(store))
      store.tamper((db) => db.prepare('update audit_entry set header = ? where idx = ?').run(before, idx))
    }
    const after = await foundOn(store)
    await store.close()
    expect(found).to.deep.equal(Array.from({ length: ENTRIES }, (_, idx) => ['ENTRY_CHANGED', idx]))
    expect(after).to.equal('intact')
  })

  for (const [name, { on, found }] of Object.entries(ATTACKS))
    it(`finds it when ${name}`, async () => {
      const store = await copyOf(recorded.file)
      store.tamper(on)
      const verdict = await foundOn(store)
      await store.close()
      expect(verdict).to.deep.equal(found)
    })

  it('finds it when the whole store is rolled back to an older copy', async () => {
    const store = await copyOf(recorded.olderFile)
    const verdicts = [await foundOn(store), await foundOn(store, anchor(recorded.olderNote))]
    await store.close()
    // HOLE: an older store beside the older checkpoint is intact; only a copy kept elsewhere shows it.
    expect(verdicts).to.deep.equal([['TRUNCATED', OLDER], 'intact'])
  })

  it('finds it when the older copy was filled up with other entries', async () => {
    const store = await copyOf(recorded.olderFile)
    await appendMany(store, 100, fakeWorld('2026-11-25T00:00:00.000Z'))
    const verdict = await foundOn(store)
    await store.close()
    expect(verdict).to.deep.equal(['CHECKPOINT_MISMATCH', ENTRIES])
  })

  it('finds it when the checkpoint is gone', async () => {
    expect(await foundOn(untouched, null)).to.deep.equal(['CHECKPOINT_MISSING', ENTRIES])
  })

  it('finds it when the checkpoint is not the true one', async () => {
    const truth = await verdictOn(untouched)
    const text = checkpointText({ origin: signer.name, size: ENTRIES, rootHash: truth.rootHash })
    const other = newSigner('vouch/other')
    const forged: Record<string, string> = {
      'signed with another key': signNote(text, newSigner()),
      'signed for another log': signNote(text.replace('acme', 'other'), { ...other }),
      "another log's, signed with the same key under this name": signNote(
        text.replace('acme', 'other'),
        signer,
      ),
      'changed after signing': recorded.note.replace('\n200\n', '\n120\n'),
      'cut off': recorded.note.slice(0, -20),
      empty: '',
      'signed well, but no checkpoint': signNote('hello\n', signer),
    }
    for (const [name, note] of Object.entries(forged))
      expect(await foundOn(untouched, anchor(note)), name).to.deep.equal(['CHECKPOINT_SIGNATURE_INVALID', 0])
  })

  it('reads more than one page of entries', async () => {
    const store = await fileStore()
    const log = createAuditLog(fakeWorld(), tempKeyring())
    await store.transact(async (tx) => {
      for (let each = 0; each < 4_100; each += 1) await log.append(tx, ACCOUNT, act())
    })
    const note = await signedNote(store)
    const intact = await verdictOn(store, anchor(note))
    store.tamper((db) =>
      db.exec(
        'insert into audit_entry select account_id, 1999.5, header, leaf_hash from audit_entry where idx = 7',
      ),
    )
    const between = await foundOn(store, anchor(note))
    await store.close()
    expect(intact).to.include({ verdict: 'intact', entries: 4_100 })
    expect(between).to.deep.equal(['ENTRY_OUT_OF_ORDER', 2_000])
  })

  it('walks a tree whose root is the one of the definition', async () => {
    const rows = untouched.rows('select header from audit_entry order by idx') as unknown as Row[]
    const tree = rows.reduce((made, { header }) => appendLeaf(made, storedLeafHash(header)), EMPTY_TREE)
    expect((await verdictOn(untouched)).rootHash).to.equal(rootOf(tree).toString('hex'))
  })
})
