import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { checkpointFiles } from '../../../server/adapters/checkpoint-files.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import {
  type Act,
  canonicalJson,
  checkpointText,
  createAuditLog,
  createCheckpoints,
  growingTree,
  logSigner,
  signNote,
  storedLeafHash,
  verifierKeyText,
  verifierOf,
} from '../../../server/audit/index.ts'
import { runCli } from '../../../server/cli/main.ts'
import { decisionHash, signDecision } from '../../../server/decisions/index.ts'
import type { DecisionReceipt } from '../../../src/domain/decision.ts'
import { secondVerifier } from '../../support/bundle-ground.ts'
import { AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { commandEnv, handOn, openStoreOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const PADDING: Act = {
  type: 'session.opened',
  actor: { kind: 'system', ref: 'test' },
  object: { kind: 'test', ref: 'test' },
  decision: 'done',
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: string[][] = [[], []]
  const code = await runCli(args, {
    out: (line) => out?.push(line),
    err: (line) => err?.push(line),
    env: commandEnv(args),
  })
  return { code, out: out?.join('\n') ?? '', err: err?.join('\n') ?? '' }
}

/** Without what SQLite itself lays beside a store while it is read. */
function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !/-(?:shm|wal)$/.test(name))
    .toSorted()
}

describe('vouch verify', () => {
  let folder: string
  beforeEach(async () => {
    const desk: Harness = await startDesk()
    await readyDraft(desk)
    await desk.stop()
    folder = desk.dataDir
  })
  const edit = (...statements: string[]) => {
    const database = handOn(folder)
    for (const statement of statements) database.exec(statement)
    database.close()
  }

  it('says intact, how many entries and their root, and ends with 0', async () => {
    const { code, out } = await run('verify', '--data', folder)
    expect(code).to.equal(0)
    expect(out).to.match(
      /^acme: INTACT: the log holds, and what lies beside it is as the log has it\nacme: the log: \d+ entries as they were appended and signed, root [0-9a-f]{64}\nacme: 1 decisions have their receipt, 1 of them allowed and worked out again\nacme: consent: 2 events as their entries have them, 0 erased or past their days and said so, 1 statuses worked out again\nacme: sealed words: \d+ opened and right, 0 erased and said so, 0 missing$/,
    )
    const json = await run('verify', '--data', folder, '--json')
    expect(JSON.parse(json.out)).to.include({ accountId: 'acme', verdict: 'intact' })
  })

  it('finds sealed words that were dropped, exchanged or left without a key, and ends with 2', async () => {
    const attacks: Record<string, [string, string]> = {
      dropped: [
        'delete from audit_payload where idx = (select max(idx) from audit_payload)',
        'PAYLOAD_MISSING',
      ],
      exchanged: [
        `update audit_payload set sealed = (select sealed from audit_payload order by idx limit 1)
           where idx = (select max(idx) from audit_payload)`,
        'PAYLOAD_CHANGED',
      ],
      'without a key': ["update requester set wrapped_key = 'gone'", 'PAYLOAD_MISSING'],
    }
    for (const [name, [statement, code]] of Object.entries(attacks)) {
      edit(
        'create table kept as select * from audit_payload',
        'create table keys as select * from requester',
        statement,
      )
      const ran = await run('verify', '--data', folder)
      expect([ran.code, ran.out.includes(code)], name).to.deep.equal([2, true])
      edit(
        'delete from audit_payload',
        'insert into audit_payload select * from kept',
        'update requester set wrapped_key = (select wrapped_key from keys where keys.requester_ref = requester.requester_ref)',
        'drop table kept',
        'drop table keys',
      )
    }
    expect((await run('verify', '--data', folder)).code).to.equal(0)
  })

  describe('with receipts whose days are over', () => {
    beforeEach(async () => {
      const world = fakeWorld()
      world.pass(4 * 365 * DAY)
      edit("delete from lease where name = 'clock'")
      // The sweep at the start takes them away, and says which.
      const desk = await startDesk({ dataDir: folder, world })
      expect(desk.rows('select decision_id from decision')).to.deep.equal([])
      // A no has its receipt too.
      await draft(desk, orderFor(await openedTicket(desk), REFUND_QUESTION))
      await desk.stop()
    })

    it('misses none of them, in the store and in a bundle', async () => {
      const { code, out } = await run('verify', '--data', folder)
      expect([code, out]).to.deep.equal([0, out])
      expect(out).to.include('1 decisions have their receipt (of 1 more its days were over)')
      const bundle = `${tempFolder()}/bundle`
      await run('audit', 'export', '--data', folder, bundle)
      const key = verifierKeyText(verifierOf(logSigner(openKeyring(folder), 'acme')))
      const ran = await run('verify', '--bundle', bundle, '--key', key, '--json')
      expect([ran.code, JSON.parse(ran.out).decisions]).to.deep.equal([
        0,
        { receipts: 1, removed: 1, recomputed: 0 },
      ])
      expect(secondVerifier([bundle], '--key', key)[0]?.code).to.equal(0)
      // Up to before the entry that says so nobody can tell; and one that is gone without a word is missed.
      const part = `${tempFolder()}/part`
      await run('audit', 'export', '--data', folder, '--to', '20', part)
      const cut = await run('verify', '--bundle', part, '--key', key, '--json')
      expect([cut.code, cut.out.includes('RECEIPTS_LEFT_OUT')]).to.deep.equal([3, true])
      expect(secondVerifier([part], '--key', key)[0]?.code).to.equal(3)
    })

    it('still misses one that went without a word', async () => {
      edit('delete from decision')
      const { code, out } = await run('verify', '--data', folder)
      expect([code, out.includes('RECEIPT_MISSING')]).to.deep.equal([2, true])
    })
  })

  describe('with the receipt of a draft', () => {
    const receiptFile = (change: (receipt: Record<string, unknown>) => void = () => {}) => {
      const database = handOn(folder)
      const stored = database.prepare('select receipt from draft where receipt is not null').pluck().get()
      database.close()
      const receipt: Record<string, unknown> = JSON.parse(String(stored))
      change(receipt)
      const file = `${tempFolder()}/receipt.json`
      writeFileSync(file, JSON.stringify(receipt, null, 2))
      return file
    }

    it('says that the log vouches for it, and ends with 0', async () => {
      const { code, out } = await run('verify', '--data', folder, '--receipt', receiptFile())
      expect(code).to.equal(0)
      expect(out).to.match(/receipt of draft [0-9a-f-]{36}: as entry \d+ has it$/)
    })

    const changes: Readonly<Record<string, (receipt: Record<string, unknown>) => void>> = {
      'says that less was sent': (receipt) => {
        receipt.fieldsSent = []
      },
      'names another article version': (receipt) => {
        receipt.articles = []
      },
      'names another draft': (receipt) => {
        receipt.draftId = '00000000-0000-4000-8000-0000000000ff'
      },
      'names another entry': (receipt) => {
        receipt.auditIndex = 0
      },
      'has one member more': (receipt) => {
        receipt.approvedBy = 'nobody'
      },
    }
    for (const [name, change] of Object.entries(changes))
      it(`ends with 2 when it ${name}`, async () => {
        const { code, out } = await run('verify', '--data', folder, '--receipt', receiptFile(change))
        expect(code).to.equal(2)
        expect(out).to.match(/NOT as entry \d+ of this log has it$/)
      })

    it('ends with 4 when it is none', async () => {
      const file = `${tempFolder()}/none.json`
      writeFileSync(file, '{"draftId":1}')
      expect((await run('verify', '--data', folder, '--receipt', file)).code).to.equal(4)
    })
  })

  const cut = 'delete from audit_entry where idx = (select max(idx) from audit_entry)'
  const tampering: Readonly<Record<string, readonly [readonly string[], string]>> = {
    'a decision was changed': [
      [
        `update audit_entry set header = replace(header, '"allow"', '"refused"') where header like '%"allow"%'`,
      ],
      'ENTRY_CHANGED',
    ],
    'one letter was changed': [
      [
        "update audit_entry set header = replace(header, 'acme', 'acmf'), leaf_hash = upper(leaf_hash) where idx = 3",
      ],
      'ENTRY_CHANGED',
    ],
    'an entry was dropped': [['delete from audit_entry where idx = 3'], 'ENTRY_MISSING'],
    'the first entry was dropped': [['delete from audit_entry where idx = 0'], 'ENTRY_MISSING'],
    'an entry was dropped and the rest moved up': [
      [
        'delete from audit_entry where idx = 3',
        'update audit_entry set idx = -idx where idx > 3',
        'update audit_entry set idx = -idx - 1 where idx < 0',
      ],
      'ENTRY_OUT_OF_ORDER',
    ],
    'two entries were swapped': [
      [
        'update audit_entry set idx = -1 where idx = 3',
        'update audit_entry set idx = 3 where idx = 4',
        'update audit_entry set idx = 4 where idx = -1',
      ],
      'ENTRY_OUT_OF_ORDER',
    ],
    'an entry was put in twice': [
      [
        'insert into audit_entry select account_id, idx + 1000, header, leaf_hash from audit_entry where idx = 3',
      ],
      'ENTRY_MISSING',
    ],
    'the last entry was cut': [[cut], 'TRUNCATED'],
    'the log was cut together with its head': [
      [
        cut,
        `update audit_head set size = size - 1,
           last_hash = (select leaf_hash from audit_entry order by idx desc limit 1)`,
      ],
      'HEAD_MISMATCH',
    ],
    'all entries and the head were dropped': [
      ['delete from audit_entry', "update audit_head set size = 0, peaks = '', last_hash = ''"],
      'HEAD_MISMATCH',
    ],
    'the head was changed': [["update audit_head set last_hash = 'x'"], 'HEAD_MISMATCH'],
  }
  for (const [name, [statements, problem]] of Object.entries(tampering))
    it(`finds that ${name}, and ends with 2`, async () => {
      edit(...statements)
      const { code, out } = await run('verify', '--data', folder)
      expect([code, out]).to.deep.equal([2, out])
      expect(out).to.match(/^acme: TAMPERED WITH\nacme: the log does NOT hold, /)
      expect(out).to.contain(`(${problem} at entry`)
    })

  const decisions: Readonly<Record<string, readonly [string, string]>> = {
    'a receipt is gone': ['delete from decision', 'RECEIPT_MISSING'],
    'a receipt was changed': [
      `update decision set receipt = replace(receipt, '"allowed":14', '"allowed":15')`,
      'RECEIPT_CHANGED',
    ],
    'a receipt is no receipt any more': ["update decision set receipt = '{}'", 'RECEIPT_CHANGED'],
    'a signature was changed': [
      "update decision set signature = 'AAAA' || substr(signature, 5)",
      'SIGNATURE_INVALID',
    ],
    'the scope of a decision is gone': ['delete from decided_scope', 'EVIDENCE_MISSING'],
    'the scope of a decision was widened': [
      `update decided_scope set scope = replace(scope, '"sectionId":"1"', '"sectionId":"2"')`,
      'EVIDENCE_MISSING',
    ],
    'the articles of a decision were changed': [
      "update article_snapshot set body = substr(body, 1, length(body) - 8) || 'AAAAAAA='",
      'EVIDENCE_MISSING',
    ],
  }
  for (const [name, [statement, problem]] of Object.entries(decisions))
    it(`finds that ${name}, and ends with 2`, async () => {
      edit(statement)
      const { code, out } = await run('verify', '--data', folder)
      expect(code).to.equal(2)
      expect(out).to.match(
        /^acme: TAMPERED WITH\nacme: the log: \d+ entries .*\nacme: the decision in entry \d+ does NOT hold, /,
      )
      expect(out).to.contain(`(${problem})`)
    })

  it('finds a decision whose scope and articles do not give what it names, though it is signed', async () => {
    const database = handOn(folder)
    const row = database.prepare('select * from decision').get() as Record<string, string | number>
    const keys = openKeyring(folder)
    const receipt: DecisionReceipt = JSON.parse(String(row.receipt))
    const wider = { ...receipt, articles: { ...receipt.articles, allowed: receipt.articles.allowed + 1 } }
    database
      .prepare('update decision set receipt = ?, signature = ?')
      .run(canonicalJson(wider), signDecision(wider, keys.checkpointKey))
    // The entry is changed with it, and all hashes after it: whoever holds the keys and the store can do that.
    const world = fakeWorld()
    database.exec('delete from audit_entry; delete from audit_head')
    database.close()
    const store = await openStoreOf(folder)
    await store.transact(async (tx) => {
      for (let at = 0; at < Number(row.audit_index); at += 1)
        await createAuditLog(world, tempKeyring()).append(tx, 'acme', PADDING)
      await createAuditLog(world, tempKeyring()).append(tx, 'acme', {
        ...PADDING,
        type: 'gate.decided',
        detail: { receipt: decisionHash(wider) },
      })
    })
    await store.close()
    rmSync(`${folder}/audit/acme.checkpoint`)
    const signing = await openStoreOf(folder)
    await createCheckpoints({
      transact: signing.transact,
      shelf: checkpointFiles(folder),
      signer: (account) => logSigner(keys, account),
    }).sign('acme')
    await signing.close()
    const { code, out } = await run('verify', '--data', folder)
    expect([code, /\(ARTICLES_DIFFER\)$/m.test(out)]).to.deep.equal([2, true])
  })

  /** As whoever holds the keys and the store can: an entry and all after it made anew, and signed. */
  async function rewriteAndSign(change: (header: string) => string): Promise<void> {
    const database = handOn(folder)
    const rows = database.prepare('select idx, header from audit_entry order by idx').all()
    const put = database.prepare('update audit_entry set header = ?, leaf_hash = ? where idx = ?')
    const tree = growingTree()
    let last = '0'.repeat(64)
    for (const { idx, header } of rows as { idx: number; header: string }[]) {
      const text = change(header).replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${last}"`)
      const leaf = storedLeafHash(text)
      last = leaf.toString('hex')
      put.run(text, last, idx)
      tree.push(leaf)
    }
    const peaks = tree.peaks().map((peak) => peak.toString('hex'))
    database.prepare('update audit_head set peaks = ?, last_hash = ?').run(peaks.join(','), last)
    database.close()
    const signer = logSigner(openKeyring(folder), 'acme')
    const head = { origin: signer.name, size: tree.size, rootHash: tree.root().toString('hex') }
    await checkpointFiles(folder).write('acme', signNote(checkpointText(head), signer))
  }
  const decided = '"type":"gate.decided"'
  const unseen: Readonly<
    Record<
      string,
      { readonly of: string; readonly from: string; readonly to: string; readonly hides: string }
    >
  > = {
    'an entry in another spelling, which would hide that its receipt is gone': {
      of: decided,
      from: decided,
      to: '"type": "gate.decided"',
      hides: 'delete from decision',
    },
    'an entry whose type is written with an escape, which would hide that its receipt is gone': {
      of: decided,
      from: decided,
      to: '"type":"gate\\u002edecided"',
      hides: 'delete from decision',
    },
    'entries of another version, which would hide that their sealed words are gone': {
      of: '"commit":',
      from: '"v":2}',
      to: '"v":3}',
      hides: 'delete from audit_payload',
    },
  }
  for (const [name, { of, from, to, hides }] of Object.entries(unseen))
    it(`finds ${name}, though all is signed anew`, async () => {
      await rewriteAndSign((header) => header)
      expect((await run('verify', '--data', folder)).code).to.equal(0)
      await rewriteAndSign((header) => (header.includes(of) ? header.replace(from, to) : header))
      edit(hides)
      const { code, out } = await run('verify', '--data', folder)
      expect([code, out.includes('(ENTRY_CHANGED at entry')]).to.deep.equal([2, true])
    })

  describe('with the receipt of a decision', () => {
    let file: string
    let key: string
    let other: string
    beforeEach(async () => {
      const desk = await startDesk()
      const { draft } = await readyDraft(desk)
      const { body } = await desk.api(AGENT, 'GET', `/decisions/${draft.receipt.decisions?.[0]?.id}`)
      await desk.stop()
      file = `${tempFolder()}/decision.json`
      writeFileSync(file, JSON.stringify(body, null, 2))
      key = body.key
      other = tempFolder()
    })
    const verified = (...args: string[]) => run('verify', '--receipt', file, '--data', other, ...args)
    const change = (from: string, to: string) => {
      const text = readFileSync(file, 'utf8')
      expect(text).to.include(from)
      writeFileSync(file, text.replace(from, to))
    }

    it('needs no store and no folder but the file and the key, and ends with 0', async () => {
      const { code, out } = await verified('--key', key)
      expect(out).to.match(
        /^receipt [0-9a-f-]{36}: good, allowed to draft at \S+, 14 of 18 articles, entry \d+ of the signed log$/,
      )
      expect([code, readdirSync(other)]).to.deep.equal([0, []])
    })

    it('takes the key from a file', async () => {
      writeFileSync(`${other}/vouch.key`, `${key}\n`)
      expect((await verified('--key', `${other}/vouch.key`)).code).to.equal(0)
    })

    it('does not take the word of the key that came with it, and ends with 3', async () => {
      const { code, out } = await verified()
      expect([code, out.includes('fits together')]).to.deep.equal([3, true])
    })

    it('ends with 2 when it was changed, in words and as JSON', async () => {
      change('"allow"', '"refuse"')
      const { code, out } = await verified('--key', key)
      expect([code, out.includes('does NOT hold')]).to.deep.equal([2, true])
      const json = await verified('--key', key, '--json')
      expect(JSON.parse(json.out)).to.include({ verdict: 'bad', problem: 'SIGNATURE_INVALID', trusted: true })
    })

    it('ends with 2 with the key of another installation', async () => {
      const { code } = await run('verify', '--receipt', file, '--data', folder)
      expect(code).to.equal(2)
    })

    it('ends with 4 for a broken one and for a key that is none', async () => {
      expect((await verified('--key', 'no key')).code).to.equal(4)
      change('"vouch-decision/v1"', '"vouch-decision/v9"')
      expect((await verified('--key', key)).code).to.equal(4)
    })
  })

  it('misses a log that was deleted whole, though another one stands in its place', async () => {
    edit(
      'delete from audit_entry',
      'delete from audit_head',
      `insert into audit_head values ('other', 0, '', '${'0'.repeat(64)}')`,
    )
    const { code, out } = await run('verify', '--data', folder)
    expect(code).to.equal(2)
    expect(out).to.match(/acme: the log does NOT hold, .*TRUNCATED/)
  })

  const around: Readonly<Record<string, readonly [() => void, string]>> = {
    'the checkpoint is missing': [() => rmSync(`${folder}/audit/acme.checkpoint`), 'CHECKPOINT_MISSING'],
    'the checkpoint is signed by nobody': [
      () => writeFileSync(`${folder}/audit/acme.checkpoint`, 'vouch/acme\n1\nAAAA\n\n— vouch/acme AAAA\n'),
      'CHECKPOINT_SIGNATURE_INVALID',
    ],
    'the checkpoint is empty': [
      () => writeFileSync(`${folder}/audit/acme.checkpoint`, ''),
      'CHECKPOINT_SIGNATURE_INVALID',
    ],
  }
  for (const [name, [act, problem]] of Object.entries(around))
    it(`finds that ${name}, and ends with 2`, async () => {
      act()
      const { code, out } = await run('verify', '--data', folder)
      expect(code).to.equal(2)
      expect(out).to.contain(problem)
    })

  const unreadable: Readonly<Record<string, () => string[]>> = {
    'the folder does not exist': () => ['--data', `${folder}/nothing`],
    'the folder holds no store': () => ['--data', tempFolder()],
    'the store is none': () => {
      const other = tempFolder()
      writeFileSync(`${other}/vouch.sqlite`, 'no database at all, but a text of some length')
      return ['--data', other]
    },
    'the account has no log': () => ['--data', folder, '--account', 'nobody'],
    'the key of the checkpoints is gone': () => {
      rmSync(`${folder}/checkpoint.key`)
      return ['--data', folder]
    },
    'the option does not exist': () => ['--fix'],
    'there is a word too many': () => ['--data', folder, 'now'],
    'an option lacks its value': () => ['--data'],
  }
  for (const [name, args] of Object.entries(unreadable))
    it(`ends with 4, says why in one line and writes nothing, when ${name}`, async () => {
      const given = args()
      const files = namesIn(folder)
      const { code, out, err } = await run('verify', ...given)
      expect([code, out]).to.deep.equal([4, ''])
      expect(err).to.match(/^vouch: [^\n]+ \[[A-Z_]+\]$/)
      expect(namesIn(folder)).to.deep.equal(files)
      expect(existsSync(`${folder}/nothing`)).to.equal(false)
    })
})
