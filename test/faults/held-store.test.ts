import { spawn, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { verifyAudit } from '../../server/audit/index.ts'
import { ADMIN, AGENT, type Answer, COMPLIANCE, type Harness } from '../support/companion-harness.ts'
import { newTicketId, REQUESTER, readyDraft, startDesk } from '../support/drafting-desk.ts'
import { tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { expectProblem } from '../support/problem-checks.ts'
import { type CallPlace, methodOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { POSTGRES } from '../support/test-database.ts'

const STAFF = { agent: AGENT, staff: ADMIN, admin: ADMIN, compliance: COMPLIANCE }
/** They begin work that goes on by itself, or are no act on the store. */
const ELSEWHERE = /syncs|drills|simulations|replays|bundles|kill-switch/

/** @returns null, or what it said when it failed. */
function run(command: string, ...args: readonly string[]): string | null {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return status === 0 ? null : `${command}: ${error?.message ?? stderr.trim()}`
}
function mustRun(command: string, ...args: readonly string[]): void {
  expect(run(command, ...args)).to.equal(null)
}

/** A file that nobody may change, root neither, nor who has it open: where the system and who runs this can do it. */
const SEALS =
  'exec 3>>"$0"; chattr +i "$0" || exit 1; if echo x >&3; then open=1; else open=0; fi; chattr -i "$0"; exit $open'
const SEALING = POSTGRES === null ? run('sh', '-c', SEALS, join(tempFolder(), 'sealed')) : null
if (SEALING !== null)
  process.stdout.write(`not tried here: a store file that nobody may write (${SEALING})\n`)

/** The embedded store alone: a database lets others in, row by row. */
if (POSTGRES === null)
  describe('a store file that another program holds', () => {
    let desk: Harness
    let at: CallPlace
    before(async () => {
      desk = await startDesk()
      await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
      const { ticketId, draft } = await readyDraft(desk)
      at = { ticketId, draftId: draft.id }
      for (const agent of [ADMIN, AGENT, COMPLIANCE]) await desk.sessionOf(agent)
    })
    after(() => desk.stop())
    const hold = () => desk.tamper((database) => database.exec('begin immediate'))
    const letGo = () => desk.tamper((database) => database.exec('rollback'))
    const open = () => desk.api(AGENT, 'PUT', `/tickets/${newTicketId()}`, { requesterId: REQUESTER })

    it('is waited for, and everything else goes on meanwhile', async () => {
      hold()
      const act = open()
      // Answered by the process that waits: had it stood still, the act would have failed before this.
      expect((await desk.call('GET', '/livez')).status).to.equal(200)
      letGo()
      expect((await act).status).to.be.below(300)
    })

    const acts = Object.keys(ROUTE_CALLS).filter((name) => !name.startsWith('get ') && !ELSEWHERE.test(name))
    const tryAll = () =>
      Promise.all(
        acts.map(async (name) => {
          const call = ROUTE_CALLS[name]
          if (call === undefined) throw new Error('no such route')
          const { who, path, body } = call
          const given = { as: STAFF[who], ...(body === null ? {} : { body: body(at) }) }
          return [name, await desk.call(methodOf(name), `/api/v1${path(at)}`, given)] as const
        }),
      )

    async function refusesEveryAct(fault: string, begin: () => void, end: () => void): Promise<void> {
      const before = desk.dump()
      begin()
      let answers: readonly (readonly [string, Answer])[] = []
      try {
        answers = await tryAll()
        const ready = await desk.call('GET', '/readyz')
        expect([ready.status, ready.body.missing]).to.deep.equal([503, ['store']])
      } finally {
        end()
      }
      const refused = answers.filter(([, { status }]) => status >= 500)
      for (const [name, answer] of refused) {
        expect(answer.body.code, name).to.be.oneOf(['STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE'])
        expectProblem(answer, 503, answer.body.code)
        expect(Number(answer.headers.get('retry-after')), name).to.be.greaterThan(0)
      }
      expect(refused.length).to.be.greaterThan(30)
      expect(desk.dump()).to.equal(before)
      expect((await desk.call('GET', '/readyz')).status).to.equal(200)
      expect((await open()).status).to.be.below(300)
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
      const row = [fault, String(acts.length), String(refused.length), '0']
      process.stdout.write(`${tableOf(['fault', 'acts', 'refused in words', 'half-written'], [row])}\n`)
    }

    it('is not waited for without end: every act is refused in words, changes nothing, and works afterwards', async function () {
      this.timeout(testLimitMs(1, 5_000))
      await refusesEveryAct('another program holds the store', hold, letGo)
    })

    if (SEALING === null)
      it('that may be written no more refuses every act in words, and works once it may', async function () {
        this.timeout(testLimitMs(1, 5_000))
        const files = ['vouch.sqlite', 'vouch.sqlite-wal'].map((name) => `${desk.dataDir}/${name}`)
        await refusesEveryAct(
          'the store may be written no more',
          () => mustRun('chattr', '+i', ...files),
          () => mustRun('chattr', '-i', ...files),
        )
      })
  })

/** How a disk of so many bytes more is made around a folder, for one command. */
interface SmallDisk {
  /** @returns where it cannot be made here, why. */
  missing(): string | null
  make(folder: string, bytes: number): void
  command(program: readonly string[], most: number): readonly string[]
  makeRoom(folder: string, pid: number): void
  end(folder: string): void
}

const SMALL_DISKS: Readonly<Record<string, SmallDisk>> = {
  /** A file may grow so far and no further: what the system calls a limit is a full disk to the engine. */
  'files may grow no more': {
    missing: () => run('prlimit', '--version'),
    make: () => undefined,
    command: (program, most) => ['prlimit', `--fsize=${most}:`, ...program],
    makeRoom: (_folder, pid) => mustRun('prlimit', '--pid', String(pid), '--fsize=unlimited:'),
    end: () => undefined,
  },
  /** A file system of its own that has no room (ENOSPC). */
  'the disk is full': {
    missing() {
      const folder = tempFolder()
      const failed = run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'vouch-test', folder)
      if (failed === null) mustRun('umount', folder)
      return failed
    },
    make: (folder, bytes) => mustRun('mount', '-t', 'tmpfs', '-o', `size=${bytes}`, 'vouch-test', folder),
    command: (program) => program,
    makeRoom: (folder) => mustRun('mount', '-o', 'remount,size=64m', folder),
    end: (folder) => mustRun('umount', folder),
  },
}

if (process.platform === 'linux')
  describe('a disk that is full', () => {
    for (const [fault, disk] of Object.entries(SMALL_DISKS)) {
      const missing = disk.missing()
      if (missing === null)
        it(`refuses what it cannot keep, has lost nothing it acknowledged, and goes on once there is room: ${fault}`, () =>
          fills(fault, disk)).timeout(testLimitMs(1, 2_500))
      else process.stdout.write(`not tried here: ${fault} (${missing})\n`)
    }

    async function fills(fault: string, disk: SmallDisk): Promise<void> {
      const empty = `${tempFolder()}/vouch.sqlite`
      await (await openSqliteStore(empty)).close()
      const most = statSync(empty).size + 600_000
      const folder = tempFolder()
      // The journal file and what lies beside it take their part.
      disk.make(folder, most + 600_000)
      try {
        await fillsIn(folder, most, fault, disk)
      } finally {
        disk.end(folder)
      }
    }

    async function fillsIn(folder: string, most: number, fault: string, disk: SmallDisk): Promise<void> {
      const file = `${folder}/vouch.sqlite`
      const program = [process.execPath, '--import', 'tsx', 'test/support/full-disk-child.ts', folder]
      openKeyring(folder)
      await (await openSqliteStore(file)).close()
      const [command = '', ...args] = disk.command(program, most)
      const child = spawn(command, args)
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += String(chunk)
        if (!said.endsWith('full\n')) return
        disk.makeRoom(folder, child.pid ?? 0)
        child.stdin.write('there is room\n')
      })
      const code = await new Promise((resolve) => child.once('close', resolve))
      expect(code, said.slice(-300)).to.equal(0)
      const lines = said.split('\n')
      const kept = lines.filter((line) => /^\d+$/.test(line)).map(Number)
      const faults = lines.filter((line) => line.startsWith('fault '))
      expect(new Set(faults)).to.deep.equal(new Set(['fault STORE_UNAVAILABLE']))
      expect(faults.length).to.be.greaterThan(8)
      const after = lines.slice(lines.indexOf('full') + 1, lines.indexOf('again'))
      expect(after).to.have.length(8)
      const store = await openSqliteStore(file)
      const verdict = await store.transact((tx) => verifyAudit(tx, 'acme', null))
      await store.close()
      expect(verdict).to.include({ problem: 'CHECKPOINT_MISSING', entries: kept.length })
      expect(new Set(kept).size).to.equal(kept.length)
      const row = [fault, String(kept.length), String(faults.length), '0']
      process.stdout.write(`${tableOf(['fault', 'kept', 'refused in words', 'lost'], [row])}\n`)
    }
  })
