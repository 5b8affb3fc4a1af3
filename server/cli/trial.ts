/** `vouch trial`: asks the configured provider and the candidate the same questions of a file, which must be nobody's. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { amountText } from '../../src/domain/money.ts'
import {
  TRIAL_MOST_CHARS,
  TRIAL_MOST_QUESTIONS,
  TRIAL_SIDES,
  type TrialQuestion,
} from '../../src/domain/provider-trial.ts'
import type { TrialDetail, TrialStart, TrialView } from '../../src/domain/provider-trial-api.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { openTrialModels } from '../adapters/model/trial-models.ts'
import { monotonicMs, realWorld, rest } from '../adapters/world.ts'
import { createArticleShelves } from '../articles/index.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import { type Config, readConfig } from '../config.ts'
import { calendarOfCountry } from '../privacy/index.ts'
import { createProviderTrialDesk, type ProviderTrialDesk, providerTrialReport } from '../simulation/index.ts'
import { projectWords } from '../words.ts'
import { dataFolder } from './data-folder.ts'
import { REFUSED } from './exit-code.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'
import { adminOf, stopsOver } from './simulate.ts'

const USAGE =
  'usage: vouch trial QUESTIONS.jsonl --as AGENT_ID [--resume] [--html FILE] [--json] [--data DIR] [--account ID]   (or --articles in place of the file)'
const BROKE_OFF = 3
const LOOK_MS = 250
const SAID_EVERY = 4

function readArgs(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        articles: { type: 'boolean', default: false },
        resume: { type: 'boolean', default: false },
        html: { type: 'string' },
        json: { type: 'boolean', default: false },
        data: { type: 'string' },
        account: { type: 'string' },
      },
    })
    const [file, ...more] = positionals
    if (values.as !== undefined && more.length === 0 && (file === undefined) === values.articles)
      return { ...values, file, as: values.as }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  throw new Fault('BAD_REQUEST', USAGE)
}
type Args = ReturnType<typeof readArgs>

const lineSchema = z.strictObject({
  question: z.string().trim().min(1).max(TRIAL_MOST_CHARS),
  locale: z.string().max(20).exactOptional(),
})

/** An error names the line and never repeats what stands in it. */
function parseQuestions(text: string): readonly TrialQuestion[] {
  const lines = text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [{ line, at: at + 1 }]))
  if (lines.length === 0 || lines.length > TRIAL_MOST_QUESTIONS)
    throw new Fault('BAD_REQUEST', `the file must hold from 1 to ${TRIAL_MOST_QUESTIONS} questions`)
  return lines.map(({ line, at }) => {
    const parsed = lineSchema.safeParse(jsonIn(line))
    if (!parsed.success)
      throw new Fault('BAD_REQUEST', `line ${at} must be {"question": "…"}, with a "locale" if need be`)
    const { question, ...rest } = parsed.data
    return { text: question, ...rest }
  })
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function deskOver(
  config: Config,
  store: Installation,
  stops: ReturnType<typeof stopsOver>,
  terminal: Terminal,
) {
  const { keys, transact } = store
  const rooms = {
    ...{ world: realWorld, keys, audit: createAuditLog(realWorld, keys), transact },
    killSwitch: stops.stopped,
  }
  return createProviderTrialDesk({
    ...rooms,
    stoppedArticles: stops.stoppedArticles,
    shelf: createArticleShelves(realWorld),
    dense: null,
    helpCenterLocales: config.helpCenter.locales,
    calendar: calendarOfCountry(config.controller.country),
    builtInTemplates: projectWords().templates,
    models: openTrialModels(config, rooms),
    everySoOften: (look) => {
      const timer = setInterval(() => {
        // What it could not bring to the store or the file holds here all the same.
        stops.look().catch(() => undefined)
        look().catch(() => undefined)
      }, LOOK_MS)
      return () => clearInterval(timer)
    },
    stopwatch: monotonicMs,
    rest,
    report: (error) =>
      terminal.err(`vouch trial: it broke off [${error instanceof Fault ? error.code : 'UNEXPECTED'}]`),
  })
}

async function begin(desk: ProviderTrialDesk, admin: Agent, args: Args): Promise<TrialStart> {
  const text = args.file === undefined ? null : readFileSync(args.file, 'utf8')
  const questions = text === null ? (await desk.suggest(admin)).questions : parseQuestions(text)
  const sourceDigest = createHash('sha256')
    .update(text ?? 'articles')
    .digest('hex')
  const open = await desk.openOver(admin.accountId, sourceDigest)
  if (open === null) {
    if (args.resume) throw new Fault('CONFLICT', 'there is no open trial over this file to go on with')
    return desk.start(admin, { source: text === null ? 'articles' : 'file', questions, sourceDigest })
  }
  if (!args.resume) throw new Fault('CONFLICT', 'a trial over this file is open: add --resume')
  return { outcome: 'started', trial: await desk.move(admin, open.trialId, 'resume') }
}

async function follow(
  desk: ProviderTrialDesk,
  admin: Agent,
  { trialId }: TrialView,
  out: Terminal['out'],
): Promise<TrialDetail> {
  const ended = desk.settled(trialId).then(() => true)
  for (let look = 0; ; look += 1) {
    const isOver = await Promise.race([ended, pause(LOOK_MS, false)])
    if (isOver) return desk.read(admin, trialId)
    if (look % SAID_EVERY !== 0) continue
    const { trial } = await desk.read(admin, trialId)
    out(`${trial.done} of ${TRIAL_SIDES.length * trial.questions} answers`)
  }
}

function refusalLines({ refusals }: Extract<TrialStart, { outcome: 'refused' }>): readonly string[] {
  return refusals.flatMap((refusal) =>
    refusal.reason === 'PERSONAL_DATA_FOUND'
      ? refusal.found.map(
          ({ question, start, end, kind }) =>
            `question ${question}, characters ${start + 1} to ${end}: may be about a person (${kind})`,
        )
      : [`${refusal.side}: ${refusal.reason}`],
  )
}

function summary({ trial, tallies }: TrialDetail): readonly string[] {
  return TRIAL_SIDES.flatMap((side) => {
    const { outcomes, reasons, kept, leftOut, p50Ms, p95Ms, inputTokens, outputTokens, costs } = tallies[side]
    const { provider, model, region } = trial.contenders[side]
    const cost = costs.map(({ amount, currency }) => `${amountText(amount)} ${currency}`).join(', ')
    return [
      `${side}: ${provider}, ${model}, ${region}`,
      `  answered ${outcomes.answered}, in part ${outcomes.partly}, refused ${outcomes.refused}, failed ${outcomes.failed}; sentences kept ${kept}, left out ${leftOut}`,
      ...reasons.map(({ reason, questions }) => `  ${reason}: ${questions}`),
      `  p50 ${p50Ms ?? '–'} ms, p95 ${p95Ms ?? '–'} ms; tokens ${inputTokens} in, ${outputTokens} out; cost ${cost || 'not stated'}`,
    ]
  })
}

/** @returns 0 done, 2 refused and nothing sent, 3 broke off, 4 bad input. */
export async function runTrial(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = readArgs(args)
  const env = { ...terminal.env, VOUCH_DATA_DIR: dataFolder(order.data, terminal.env) }
  const config = readConfig(env)
  const { dataDir: data } = config
  const account = order.account ?? config.account.accountId
  const store = await openInstallation({ data, account, env })
  try {
    const admin = await store.transact((tx) => adminOf(tx, account, order))
    const { accountId } = admin
    const checkpoints = createCheckpoints({
      transact: store.transact,
      shelf: checkpointFiles(data),
      signer: (one) => logSigner(store.keys, one),
    })
    // A store that was rolled back is refused before anything is added to it.
    await checkpoints.sign(accountId)
    const given = { stopped: config.killSwitch, stops: config.killSwitchFile }
    const stops = stopsOver(given, store, accountId)
    await stops.look()
    const desk = deskOver(config, store, stops, terminal)
    const started = await begin(desk, admin, order)
    if (started.outcome === 'refused') {
      await checkpoints.sign(accountId)
      for (const line of refusalLines(started)) terminal.err(`vouch trial: ${line}`)
      terminal.err('vouch trial: nothing was sent')
      return REFUSED
    }
    const detail = await follow(desk, admin, started.trial, order.json ? () => undefined : terminal.out)
    await checkpoints.sign(accountId)
    if (order.html !== undefined) writeFileSync(order.html, providerTrialReport(detail), { mode: 0o600 })
    if (order.json) terminal.out(JSON.stringify(detail))
    else for (const line of summary(detail)) terminal.out(line)
    return detail.trial.status === 'finished' ? 0 : BROKE_OFF
  } finally {
    await store.close()
  }
}
