import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { verifyAudit } from '../../server/audit/index.ts'
import type { TrialSide } from '../../src/domain/provider-trial.ts'
import type { TrialDetail } from '../../src/domain/provider-trial-api.ts'
import type { StandInModel } from '../../workbench/stand-in-model/index.ts'
import { childProgram } from '../support/child-program.ts'
import { ACCOUNT_ID, ADMIN, type AuditRow, ENVIRONMENT } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import { startDesk } from '../support/drafting-desk.ts'
import { fuzzRuns, testLimitMs } from '../support/fuzz-run.ts'
import { standIn } from '../support/model-ground.ts'
import { ownChildren } from '../support/own-children.ts'
import { fleetServer } from '../support/server-fleet.ts'
import { takeSeat } from '../support/several-servers-acts.ts'
import { setPlan } from '../support/spending-ground.ts'
import { envOf, handOn, openStoreOf } from '../support/store-of.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { databaseIn, POSTGRES } from '../support/test-database.ts'
import { twoProviders } from '../support/two-providers.ts'

const KILLS = fuzzRuns(3)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261128)
const SIDES = ['configured', 'candidate'] as const
const THINGS = ['jacket', 'shirt', 'lamp', 'chair', 'phone', 'book', 'watch', 'table', 'sofa', 'clock']
const QUESTIONS = THINGS.map((thing) => `When will I get my refund for the ${thing}?`)
const price = (model: string) => ({
  ...{ provider: 'self-hosted', model, currency: 'EUR', since: '2026-01-01' },
  ...{ inputPerMillion: 1_000_000, outputPerMillion: 4_000_000 },
})
const PLAN = {
  prices: [price('stand-in'), price('stand-in-two')],
  budget: { currency: 'EUR', perMonth: 900_000_000, providers: [] },
}

/** As if whoever asks had given its last word so long ago; on a busy machine a start takes longer than a word holds. */
function sayUntil(dataDir: string, ms: number): void {
  const hand = handOn(dataDir)
  hand.prepare('update provider_trial set runner_until = ?').run(new Date(Date.now() + ms).toISOString())
  hand.close()
}
const [STILL_HOLDS, IS_OVER] = [600_000, -1_000]

/** The question that a request asks: what it went out for. */
const questionIn = (body: string) => QUESTIONS.findIndex((text) => body.includes(text)) + 1

/** An account with money to spend and two providers that count what they are asked; nobody serves it. */
async function openGround() {
  const desk = await startDesk()
  await setPlan(desk, PLAN)
  const { dataDir } = desk
  await desk.stop()
  if (POSTGRES !== null) await databaseIn(dataDir)
  const providers: Readonly<Record<TrialSide, StandInModel>> = {
    configured: await standIn({ delayMs: 1 }),
    candidate: await standIn({ delayMs: 2 }),
  }
  return {
    ...{ desk, dataDir, providers },
    requests: () => SIDES.reduce((sum, side) => sum + providers[side].requests.length, 0),
    timesAsked: (side: string, number: number) =>
      providers[side as TrialSide].requests.filter(({ body }) => questionIn(body) === number).length,
    env: {
      ...process.env,
      ...ENVIRONMENT,
      ...twoProviders(providers.configured, providers.candidate),
      ...envOf(dataDir),
      ...{ VOUCH_DATA_DIR: dataDir, NODE_ENV: 'test' },
    },
  }
}

describe('a server that is killed in the middle of a provider trial, again and again', () => {
  it('goes on where the record ends: nothing lost, nothing on record asked or paid again', async function () {
    this.timeout(testLimitMs(KILLS, 3_500, 2_000))
    const { desk, dataDir, providers, requests, timesAsked, env } = await openGround()
    const server = fleetServer(
      childProgram(new URL('../support/server-child.ts', import.meta.url)),
      env,
      () => undefined,
    )
    const thrown = dice(SEED)
    const origin = () => server.origin ?? ''
    try {
      await server.start()
      const admin = await takeSeat(origin(), desk, ADMIN)
      // biome-ignore lint/suspicious/noExplicitAny: an answer is checked by what the test expects of it
      const ask = async (method: string, path: string, body?: unknown): Promise<any> => {
        const reply = await admin.call(method, `/console/provider-trials${path}`, body, origin())
        return { status: reply?.status, body: JSON.parse(reply?.text || 'null') }
      }
      const questions = QUESTIONS.map((text) => ({ text }))
      const { body: started } = await ask('POST', '', { source: 'typed', questions })
      const { trialId } = started.trial
      const read = async (): Promise<TrialDetail> => (await ask('GET', `/${trialId}`)).body
      const onRecord = ({ lines }: TrialDetail) =>
        lines.flatMap(({ number, answers }) =>
          SIDES.flatMap((side) => (answers[side] === null ? [] : [{ number, side, answer: answers[side] }])),
        )
      let known: ReturnType<typeof onRecord> = []
      const askedBefore = new Map<string, number>()

      for (let kill = 0; kill < KILLS; kill += 1) {
        const wanted = known.length + 1 + thrown.below(3)
        let told = onRecord(await read())
        while (told.length < wanted) told = onRecord(await read())
        // Somewhere in the next answer, or between its end and its record.
        await wait(thrown.below(150))
        await server.end('SIGKILL')
        sayUntil(dataDir, STILL_HOLDS)
        await Promise.all(SIDES.map((side) => providers[side].left()))
        await server.start()

        const broken = await read()
        expect(broken.trial.status).to.equal('running')
        const kept = onRecord(broken)
        // What was told, and what was known before the last kill, stands there unchanged.
        expect(kept).to.deep.include.members([...told, ...known])
        known = kept
        for (const { side, number } of known) askedBefore.set(`${side} ${number}`, timesAsked(side, number))
        const asked = requests()
        // Whoever asked may only be slow: until it has been silent for long nobody asks in its place.
        expect((await ask('POST', `/${trialId}/moves`, { move: 'resume' })).status).to.equal(409)
        expect(requests()).to.equal(asked)
        sayUntil(dataDir, IS_OVER)
        expect((await read()).trial.status).to.equal('interrupted')
        expect((await ask('POST', `/${trialId}/moves`, { move: 'resume' })).status).to.equal(200)
      }

      let whole = await read()
      while (whole.trial.status === 'running') {
        await wait(50)
        whole = await read()
      }
      expect(whole.trial).to.deep.include({ status: 'finished', done: 2 * QUESTIONS.length })
      expect(onRecord(whole)).to.deep.include.members([...known])
      expect(onRecord(whole).map(({ answer }) => answer.outcome)).to.not.include('failed')
      // What was on record at a kill was never asked again; whatever was under way was, once for each kill.
      for (const [key, times] of askedBefore) {
        const [side = '', number] = key.split(' ')
        expect(timesAsked(side, Number(number)), key).to.equal(times)
      }
      const out = whole.lines.flatMap(({ answers }) => SIDES.map((side) => answers[side]?.calls ?? 0))
      const usual = out.reduce((sum, calls) => sum + calls, 0)
      expect(requests()).to.be.within(usual, usual + SIDES.length * KILLS)
      expect(known.length).to.be.at.least(KILLS)
    } finally {
      await server.end('SIGTERM')
    }

    await expectPaidOnce(dataDir, requests())
  })
})

describe('vouch trial, its own process killed (-9) again and again', () => {
  const own = ownChildren()

  it('says what it left, and goes on there: nothing told is lost, nothing on record asked or paid again', async function () {
    this.timeout(testLimitMs(KILLS, 3_500, 2_000))
    const { dataDir, providers, requests, timesAsked, env } = await openGround()
    const file = join(tempFolder(), 'questions.jsonl')
    writeFileSync(file, QUESTIONS.map((question) => JSON.stringify({ question })).join('\n'))
    const program = childProgram(new URL('../support/vouch-child.ts', import.meta.url))
    const command = (...more: readonly string[]) => {
      const child = own(spawn(process.execPath, [program, 'trial', file, '--as', ADMIN, ...more], { env }))
      const said = { out: '', err: '' }
      child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
      const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
      return { child, ended }
    }
    const hand = handOn(dataDir)
    const rows = (query: string) => hand.prepare(query).all() as Record<string, unknown>[]
    const onRecord = () => rows('select number, side, answer from trial_answer order by number, side')
    const thrown = dice(SEED)
    const askedBefore = new Map<string, number>()
    let known: ReturnType<typeof onRecord> = []

    for (let kill = 0; kill < KILLS; kill += 1) {
      const running = command(...(kill === 0 ? [] : ['--resume']))
      const wanted = known.length + 1 + thrown.below(3)
      const patience = performance.now() + 60_000
      while (onRecord().length < wanted && running.child.exitCode === null) {
        expect(performance.now(), 'it gets on').to.be.below(patience)
        await wait(20)
      }
      await wait(thrown.below(150))
      running.child.kill('SIGKILL')
      const { code, out } = await running.ended
      expect(code, 'it was in the middle').to.equal(null)
      sayUntil(dataDir, STILL_HOLDS)
      await Promise.all(SIDES.map((side) => providers[side].left()))

      const told = Number([...out.matchAll(/^(\d+) of \d+ answers$/gm)].at(-1)?.[1] ?? 0)
      const kept = onRecord()
      expect(kept.length).to.be.at.least(told)
      expect(kept).to.deep.include.members([...known])
      known = kept
      for (const { side, number } of known)
        askedBefore.set(`${side} ${number}`, timesAsked(String(side), Number(number)))
      const asked = requests()
      // The same each time; every start of the command costs seconds.
      if (kill === 0) {
        const [plain, atOnce] = [await command().ended, await command('--resume').ended]
        expect([plain.code, plain.err]).to.deep.equal([
          4,
          'vouch: a trial over this file is open: add --resume [CONFLICT]\n',
        ])
        expect([atOnce.code, atOnce.err]).to.deep.equal([
          4,
          'vouch: this trial is being asked already, or was until a moment ago: if nobody asks, try again in 15 seconds [CONFLICT]\n',
        ])
      }
      expect([requests(), onRecord()]).to.deep.equal([asked, known])
      sayUntil(dataDir, IS_OVER)
    }

    const { code, out, err } = await command('--resume', '--json').ended
    expect([code, err]).to.deep.equal([0, ''])
    const whole = JSON.parse(out) as TrialDetail
    expect(whole.trial).to.deep.include({ status: 'finished', done: 2 * QUESTIONS.length })
    expect(onRecord()).to.deep.include.members([...known])
    for (const [key, times] of askedBefore) {
      const [side = '', number] = key.split(' ')
      expect(timesAsked(side, Number(number)), key).to.equal(times)
    }
    const answers = whole.lines.flatMap((line) => SIDES.map((side) => line.answers[side]))
    expect(answers.map((answer) => answer?.outcome)).to.not.include('failed')
    const usual = answers.reduce((sum, answer) => sum + (answer?.calls ?? 0), 0)
    expect(requests()).to.be.within(usual, usual + SIDES.length * KILLS)
    expect(known.length).to.be.at.least(KILLS)
    hand.close()
    await expectPaidOnce(dataDir, requests())
  })
})

/** Each request is in the month's count once, or what it may have cost is set aside; none is in it twice. */
async function expectPaidOnce(dataDir: string, requests: number): Promise<void> {
  const hand = handOn(dataDir)
  const rows = (query: string) => hand.prepare(query).all() as Record<string, unknown>[]
  const sum = (query: string) => rows(query).reduce((all, { n }) => all + Number(n), 0)
  const counted = sum('select calls as n from spend_total')
  const held = sum('select count(*) as n from spend_reserved where sent_at is not null')
  expect(counted + held).to.be.within(requests, requests + SIDES.length * KILLS)
  expect(held).to.be.at.most(SIDES.length * KILLS)
  const entries = rows('select header from audit_entry order by idx').map(
    ({ header }) => JSON.parse(String(header)) as AuditRow,
  )
  const times = (type: string) => entries.filter((entry) => entry.type === type).length
  expect([times('provider_trial.started'), times('provider_trial.finished')]).to.deep.equal([1, 1])
  expect(times('egress.sent')).to.equal(counted + held)
  hand.close()
  const store = await openStoreOf(dataDir)
  const verdict = await store.transact((tx) => verifyAudit(tx, ACCOUNT_ID, null))
  await store.close()
  expect(verdict).to.include({ problem: 'CHECKPOINT_MISSING' })
}
