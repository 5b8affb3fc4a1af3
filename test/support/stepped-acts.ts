/**
 * The acts that a server is killed in, each as those who do it see it: what they were told, what must be there when the
 * next server has started, and how they do it again. Long, because each act is told whole, beside the others.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { runVerify } from '../../server/cli/verify.ts'
import type { DraftEvent } from '../../src/domain/api.ts'
import type { ChangeView } from '../../src/domain/change-api.ts'
import { decide, SECOND_COMPLIANCE } from './approval-ground.ts'
import { ADMIN, AGENT, type Answer, COMPLIANCE } from './companion-harness.ts'
import { consentedTicket, eventsIn, orderFor, REFUND_QUESTION } from './drafting-desk.ts'
import type { SteppingServer } from './stepping-server.ts'

export const WRONGS = ['lost', 'half-written', 'not done again', 'not in words'] as const
export type Wrong = (typeof WRONGS)[number]

export interface Found {
  unless(holds: boolean, wrong: Wrong, what: string): void
}

/** What somebody was told before the server was gone. */
export type Told = Map<string, string>

export interface Round {
  /** Ends when all of it was told; breaks off when the server is gone. */
  act(at: SteppingServer, told: Told): Promise<void>
  /** Looked at at once, on the server that has started since. */
  look(at: SteppingServer, told: Told, found: Found): Promise<void>
  /** Done again, or gone on with, by whoever did it, when what was held for the server of before has run out. */
  again(at: SteppingServer, told: Told, found: Found): Promise<void>
}

export interface Story {
  /** Before anything is killed; `round` names what is of this round. */
  begin(at: SteppingServer, round: number, places: Places): Promise<Round>
}

export interface Places {
  readonly center: { readonly origin: string; text: string }
  readonly providers: readonly string[]
}

const MOST_LOOKS = 400
const PAUSE_MS = 25

function good(answer: Answer, what: string): Answer {
  if (answer.status < 400) return answer
  throw new Error(`${what} answered ${answer.status}: ${answer.text}`)
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  throw new Error(`${what} did not end`)
}

const count = (at: SteppingServer, from: string) =>
  Number(at.rows(`select count(*) as n from ${from}`)[0]?.['n'])
const entries = (at: SteppingServer, type: string, ref: string) =>
  count(at, `audit_entry where header like '%"ref":"${ref}"%' and header like '%"type":"${type}"%'`)

/** Requesters and their tickets are numbered: those of a round are of no other. */
const personOf = (round: number) => String(700_000 + round)

async function sync(at: SteppingServer, told: Told): Promise<void> {
  const begun = good(await at.api(ADMIN, 'POST', '/console/syncs'), 'a sync')
  told.set('begun', begun.body.syncId)
  await until('the sync', async () => {
    const { body } = good(await at.api(ADMIN, 'GET', '/console/syncs/latest'), 'the latest sync')
    if (body.status === 'failed') throw new Error(`the sync failed: ${JSON.stringify(body.problems)}`)
    return body.status === 'done'
  })
  told.set('done', begun.body.syncId)
}

const aSync: Story = {
  async begin(at, round, { center }) {
    const textsOf = (desk: SteppingServer) => [
      ...new Set(
        desk
          .rows(`select passages from article where source = '${center.origin}'`)
          .map(({ passages }) => /words \d+/.exec(String(passages))?.[0]),
      ),
    ]
    const old = center.text
    if (textsOf(at).length === 0) await sync(at, new Map())
    center.text = `words ${round}`
    return {
      act: sync,
      async look(after, told, found) {
        const texts = textsOf(after)
        found.unless(texts.length === 1, 'half-written', `articles of ${texts.length} syncs`)
        const wanted = told.has('done') ? [center.text] : [old, center.text]
        found.unless(wanted.includes(texts[0] ?? ''), 'lost', `articles say ${texts}`)
        const { body } = await after.api(ADMIN, 'GET', '/console/syncs/latest')
        if (told.has('begun'))
          found.unless(body?.syncId === told.get('begun'), 'lost', 'a sync that was told to run is not there')
        if (told.has('done')) found.unless(body?.status === 'done', 'lost', `a sync is ${body?.status}`)
      },
      async again(after, _told, found) {
        await sync(after, new Map())
        found.unless(
          String(textsOf(after)) === center.text,
          'not done again',
          'articles are not the new ones',
        )
      },
    }
  },
}

/** What the agent saw of a draft, also where the stream broke off. */
async function draftAt(at: SteppingServer, order: { readonly draftId: string }, told: Told): Promise<void> {
  const { text, whole } = await at.heard(AGENT, '/drafts', order)
  const events: readonly DraftEvent[] = eventsIn(whole ? text : text.slice(0, text.lastIndexOf('\n\n') + 2))
  const last = events.at(-1)
  if (last?.event === 'ready') told.set('ready', JSON.stringify(last.draft.sentences))
  else if (whole) throw new Error(`the draft ended with ${text.slice(-400)}`)
  if (!whole) throw new Error('the stream broke off')
}

function aDraft(drafter: 'extractive' | null): Story {
  return {
    async begin(at, round) {
      const requesterId = personOf(round)
      const ticketId = await consentedTicket(at, requesterId)
      const ordered = () =>
        orderFor(ticketId, REFUND_QUESTION, { requesterId, ...(drafter === null ? {} : { drafter }) })
      const order = ordered()
      return {
        act: (server, told) => draftAt(server, order, told),
        async look(after, told, found) {
          const [row] = after.rows(`select * from draft where draft_id = '${order.draftId}'`)
          const ready = row?.['status'] === 'ready'
          const made = entries(after, 'draft.made', order.draftId)
          found.unless(
            made === (ready ? 1 : 0),
            'half-written',
            `a draft ${row?.['status']}, ${made} entries`,
          )
          if (row !== undefined && !ready)
            found.unless(
              row['sealed_content'] === null && row['receipt'] === null,
              'half-written',
              'a draft that is not ready holds words',
            )
          const read = await after.api(AGENT, 'GET', `/drafts/${order.draftId}`)
          found.unless((read.status === 200) === ready, 'half-written', `a draft is read with ${read.status}`)
          const shown = read.status === 200 ? JSON.stringify(read.body.sentences) : null
          if (told.has('ready')) found.unless(shown === told.get('ready'), 'lost', `a draft reads ${shown}`)
        },
        async again(after, _told, found) {
          const again = new Map<string, string>()
          await draftAt(after, ordered(), again)
          found.unless(again.has('ready'), 'not done again', 'no draft')
        },
      }
    },
  }
}

async function refOf(at: SteppingServer, ticketId: string): Promise<string> {
  const search = { by: 'ticket', values: [ticketId] }
  const { body } = good(await at.api(COMPLIANCE, 'POST', '/console/requesters/searches', search), 'a search')
  return body[0].requesterRef
}

async function knownPerson(at: SteppingServer, requesterId: string) {
  const ticketId = await consentedTicket(at, requesterId)
  await draftAt(at, orderFor(ticketId, REFUND_QUESTION, { requesterId }), new Map())
  return { ticketId, requesterRef: await refOf(at, ticketId) }
}

const exported = (at: SteppingServer) => `${at.dataDir}/exports`
const filesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : [])

async function take(at: SteppingServer, packageId: string): Promise<boolean> {
  const path = `/console/requesters/packages/${packageId}/downloads`
  const { text, whole } = await at.heard(COMPLIANCE, path, undefined)
  return whole && text.startsWith('PK')
}

/** More than one person's in a day would need a second person: all rounds are of one. */
let packed: { readonly folder: string; readonly requesterRef: string } | null = null

const aPackage: Story = {
  async begin(at) {
    if (packed?.folder !== at.dataDir)
      packed = { folder: at.dataDir, requesterRef: (await knownPerson(at, '699999')).requesterRef }
    const { requesterRef } = packed
    const order = { requesterRef, locale: 'de', maskOthers: true }
    const make = async (server: SteppingServer): Promise<string> =>
      good(await server.api(COMPLIANCE, 'POST', '/console/requesters/packages', order), 'a package').body
        .packageId
    return {
      async act(server, told) {
        told.set('made', await make(server))
        if (!(await take(server, told.get('made') ?? ''))) throw new Error('the download broke off')
        told.set('taken', told.get('made') ?? '')
      },
      async look(after, told, found) {
        const rows = after.rows('select package_id, status from export_package')
        const of = (status: string) =>
          rows.filter((row) => row['status'] === status).map((row) => String(row['package_id']))
        const ready = of('ready')
        const made = told.get('made')
        if (made !== undefined)
          found.unless(ready.includes(made), 'lost', 'a package that was told is not there')
        if (made !== undefined) found.unless(await take(after, made), 'lost', 'it is not to be had')
        const files = filesIn(exported(after)).map((name) => name.replace(/\.package(?:\.new)?$/, ''))
        for (const id of ready) found.unless(files.includes(id), 'half-written', 'a package without its file')
        const known = [...ready, ...of('making')]
        for (const id of files) found.unless(known.includes(id), 'half-written', 'a file without its package')
      },
      async again(after, _told, found) {
        found.unless(await take(after, await make(after)), 'not done again', 'no package')
      },
    }
  },
}

const bundles = (at: SteppingServer) => `${at.dataDir}/audit/bundles`

const aBundle: Story = {
  async begin() {
    const pack = (at: SteppingServer) =>
      at.call('POST', '/api/v1/console/audit/bundles', { as: COMPLIANCE, body: { from: null, to: null } })
    return {
      async act(server, told) {
        good(await pack(server), 'a bundle')
        told.set('taken', 'whole')
      },
      async look(after, told, found) {
        const exports = count(after, `audit_entry where header like '%"type":"audit.exported"%'`)
        if (told.has('taken')) found.unless(exports > 0, 'lost', 'nobody has taken a bundle')
      },
      async again(after, _told, found) {
        // As bytes: the text of an answer is no longer what was sent.
        const path = `${after.dataDir}/taken.zip`
        writeFileSync(path, await after.bytes(COMPLIANCE, '/console/audit/bundles', { from: null, to: null }))
        const said: string[] = []
        const out = (line: string) => void said.push(line)
        const code = await runVerify(['--bundle', path], { out, err: out, env: {} })
        // Nobody here vouches for the key (3); anything else that could be wrong with it is.
        found.unless(code === 3, 'not done again', `the bundle verifies with ${code}: ${said.join(' ')}`)
      },
    }
  },
}

async function caseFor(at: SteppingServer, ticketId: string, requesterRef: string): Promise<string> {
  const [open] = at.rows(`select case_id from request_case where requester_ref = '${requesterRef}'`)
  if (open !== undefined) return String(open['case_id'])
  const receivedOn = new Date().toISOString().slice(0, 10)
  const order = { kind: 'erasure', channel: 'letter', who: { ticketId }, locale: 'de', receivedOn }
  const made = await at.api(COMPLIANCE, 'POST', '/console/requests', { ...order, another: false })
  return good(made, 'a case').body.request.caseId
}

async function propose(at: SteppingServer, requesterRef: string, caseId: string): Promise<string | null> {
  const asked = await at.api(COMPLIANCE, 'POST', '/console/erasures', { requesterRef, caseId })
  return good(asked, 'an erasure').body.change?.changeId ?? null
}

/** Whole lines of the journal that name this person: what was being written when the server was gone counts for nothing. */
const inJournal = (at: SteppingServer, requesterRef: string) =>
  filesIn(`${at.dataDir}/erasures`)
    .flatMap((name) => readFileSync(`${at.dataDir}/erasures/${name}`, 'utf8').split('\n').slice(0, -1))
    .some((line) => line.includes(`"${requesterRef}"`))

const anErasure: Story = {
  async begin(at, round) {
    const { ticketId, requesterRef } = await knownPerson(at, personOf(round))
    const approve = (server: SteppingServer, changeId: string) =>
      decide(server, SECOND_COMPLIANCE, changeId, 'approve')
    const lives = (server: SteppingServer) =>
      count(server, `requester where requester_ref = '${requesterRef}' and digest not like 'gone:%'`) === 1
    const records = (server: SteppingServer) =>
      server.rows(`select erasure_id, case_id from erasure where buried_ref = '${requesterRef}'`)
    const certificate = (server: SteppingServer, erasureId: unknown) =>
      server.api(COMPLIANCE, 'GET', `/console/erasures/${String(erasureId)}/certificate`)
    return {
      async act(server, told) {
        told.set('case', await caseFor(server, ticketId, requesterRef))
        told.set('asked', (await propose(server, requesterRef, told.get('case') ?? '')) ?? '')
        good(await approve(server, told.get('asked') ?? ''), 'the second person')
        told.set('erased', requesterRef)
        const [record] = records(server)
        good(await certificate(server, record?.['erasure_id']), 'the certificate')
        told.set('certificate', String(record?.['erasure_id']))
      },
      async look(after, told, found) {
        const [gone, written] = [!lives(after), records(after)]
        if (told.has('case'))
          found.unless(
            count(after, `request_case where case_id = '${told.get('case')}'`) === 1,
            'lost',
            'a case is not there',
          )
        if (told.has('asked'))
          found.unless(
            count(after, `change_proposal where change_id = '${told.get('asked')}'`) === 1,
            'lost',
            'a change',
          )
        if (told.has('erased')) found.unless(gone, 'lost', 'an erased person lives')
        if (inJournal(after, requesterRef))
          found.unless(gone, 'lost', 'the start has not carried out what the journal names')
        found.unless(written.length === (gone ? 1 : 0), 'half-written', `${written.length} erasures of one`)
        found.unless(
          entries(after, 'erasure.executed', requesterRef) === written.length,
          'half-written',
          'an erasure and its entry',
        )
        if (gone)
          found.unless(
            count(after, `draft where requester_ref = '${requesterRef}'`) === 0,
            'half-written',
            'a draft of an erased person',
          )
        if (told.has('certificate')) {
          const read = await certificate(after, told.get('certificate'))
          found.unless(read.status === 200, 'lost', `a certificate answers ${read.status}`)
        }
      },
      async again(after, _told, found) {
        const caseId = await caseFor(after, ticketId, requesterRef)
        const { body } = good(await after.api(SECOND_COMPLIANCE, 'GET', '/console/changes'), 'the changes')
        const open = (body as readonly ChangeView[]).find(
          ({ kind, status, mayDecide, changeId }) =>
            kind === 'erasure' &&
            status === 'proposed' &&
            mayDecide &&
            count(
              after,
              `change_proposal where change_id = '${changeId}' and content like '%"${requesterRef}"%'`,
            ) === 1,
        )
        const changeId = open?.changeId ?? (lives(after) ? await propose(after, requesterRef, caseId) : null)
        if (changeId !== null) good(await approve(after, changeId), 'the second person')
        const written = records(after)
        found.unless(
          !lives(after) && written.length === 1,
          'not done again',
          `${written.length} erasures of one`,
        )
        const read = good(await certificate(after, written[0]?.['erasure_id']), 'the certificate')
        found.unless(
          read.body.case === caseId,
          'not done again',
          `the certificate is of case ${read.body.case}`,
        )
        const ref = String(written[0]?.['erasure_id'])
        const linked = count(after, `request_event where case_id = '${caseId}' and detail like '%${ref}%'`)
        found.unless(linked === 1, 'half-written', `the case names its erasure ${linked} times`)
        const asked = good(
          await after.api(COMPLIANCE, 'POST', '/console/erasures', { requesterRef, caseId }),
          'an erasure of nobody',
        )
        found.unless(asked.body.outcome === 'nothing_held', 'not done again', `it was ${asked.body.outcome}`)
      },
    }
  },
}

const past = (round: number) =>
  [1, 2, 3].map((at) => ({
    ticketId: `${50_000 + round}${at}`,
    requesterId: `${60_000 + round}${at}`,
    texts: [at === 2 ? 'How do I descale my kettle?' : REFUND_QUESTION],
  }))

const aSimulation: Story = {
  async begin(_at, round) {
    const tickets = past(round)
    const start = (at: SteppingServer) =>
      at.api(ADMIN, 'POST', '/console/simulations', {
        ...{ purpose: 'before_go_live', source: 'file', planned: tickets.length },
      })
    const goOn = async (at: SteppingServer, runId: string, told: Told) => {
      const run = `/console/simulations/${runId}`
      const people = tickets.map(({ ticketId, requesterId }) => ({ ticketId, requesterId }))
      const { wanted } = good(
        await at.api(ADMIN, 'POST', `${run}/wanted`, { tickets: people }),
        'wanted',
      ).body
      for (const [place, ticket] of tickets.entries()) {
        if (!(wanted as readonly string[]).includes(ticket.ticketId)) continue
        const batch = { cursor: String(place), tickets: [ticket] }
        const { body } = good(await at.api(ADMIN, 'POST', `${run}/batches`, batch), 'a batch')
        told.set('done', String(body.done))
      }
      good(await at.api(ADMIN, 'POST', `${run}/moves`, { move: 'finish' }), 'the end of a simulation')
      told.set('finished', runId)
    }
    return {
      async act(at, told) {
        told.set('run', good(await start(at), 'a simulation').body.runId)
        await goOn(at, told.get('run') ?? '', told)
      },
      async look(after, told, found) {
        const run = told.get('run')
        if (run === undefined) return
        const { status, body } = await after.api(ADMIN, 'GET', `/console/simulations/${run}`)
        found.unless(status === 200, 'lost', `a simulation answers ${status}`)
        found.unless(
          (body?.run?.done ?? 0) >= Number(told.get('done') ?? 0),
          'lost',
          'tickets of a simulation',
        )
        if (told.has('finished')) found.unless(body?.run?.status === 'finished', 'lost', 'the end of it')
        const ends = entries(after, 'simulation.finished', run)
        found.unless(ends === (body?.run?.status === 'finished' ? 1 : 0), 'half-written', `${ends} ends`)
      },
      async again(after, told, found) {
        const { runs } = good(await after.api(ADMIN, 'GET', '/console/simulations'), 'the simulations').body
        const open = runs.find((run: { readonly status: string }) => run.status === 'running')
        const runId =
          open?.runId ?? told.get('finished') ?? good(await start(after), 'a simulation').body.runId
        if (!told.has('finished') || open !== undefined) await goOn(after, runId, new Map())
        const { run, result } = good(
          await after.api(ADMIN, 'GET', `/console/simulations/${runId}`),
          'it',
        ).body
        found.unless(run.status === 'finished', 'not done again', `a simulation is ${run.status}`)
        found.unless(result.tickets === tickets.length, 'not done again', `${result.tickets} tickets`)
        found.unless(entries(after, 'simulation.finished', runId) === 1, 'half-written', 'it has ended twice')
      },
    }
  },
}

const QUESTIONS = [{ text: 'When will I get my refund?' }, { text: 'How do I descale my kettle?' }]

const aTrial: Story = {
  async begin() {
    const at = '/console/provider-trials'
    const start = (server: SteppingServer) =>
      server.api(ADMIN, 'POST', at, { source: 'typed', questions: QUESTIONS })
    const read = async (server: SteppingServer, trialId: string) =>
      good(await server.api(ADMIN, 'GET', `${at}/${trialId}`), 'a trial').body.trial
    const settled = (server: SteppingServer, trialId: string, told: Told) =>
      until('the trial', async () => {
        const { status, done } = await read(server, trialId)
        told.set('done', String(done))
        return status !== 'running'
      })
    return {
      async act(server, told) {
        const trialId: string = good(await start(server), 'a trial').body.trial.trialId
        told.set('trial', trialId)
        await settled(server, trialId, told)
        told.set('finished', trialId)
      },
      async look(after, told, found) {
        const trialId = told.get('trial')
        if (trialId === undefined) return
        const { status, body } = await after.api(ADMIN, 'GET', `${at}/${trialId}`)
        found.unless(status === 200, 'lost', `a trial answers ${status}`)
        found.unless((body?.trial?.done ?? 0) >= Number(told.get('done') ?? 0), 'lost', 'answers of a trial')
        if (told.has('finished')) found.unless(body?.trial?.status === 'finished', 'lost', 'the end of it')
        const ends = entries(after, 'provider_trial.finished', trialId)
        found.unless(ends === (body?.trial?.status === 'finished' ? 1 : 0), 'half-written', `${ends} ends`)
      },
      async again(after, told, found) {
        const { trials } = good(await after.api(ADMIN, 'GET', at), 'the trials').body
        const open = trials.find(({ status }: { readonly status: string }) => status === 'interrupted')
        let trialId = told.get('finished') ?? ''
        if (open !== undefined) {
          trialId = open.trialId
          good(await after.api(ADMIN, 'POST', `${at}/${trialId}/moves`, { move: 'resume' }), 'going on')
        } else if (!told.has('finished')) trialId = good(await start(after), 'a trial').body.trial.trialId
        await settled(after, trialId, new Map())
        const { status, done } = await read(after, trialId)
        const whole = status === 'finished' && done === 2 * QUESTIONS.length
        found.unless(whole, 'not done again', `a trial is ${status} with ${done} answers`)
        found.unless(
          entries(after, 'provider_trial.finished', trialId) === 1,
          'half-written',
          'it ended twice',
        )
      },
    }
  },
}

/** All of the acts are done by one shop. */
export const envFor = ({ center, providers: [one, other] }: Places): Readonly<Record<string, string>> => ({
  VOUCH_HELP_CENTER_URL: center.origin,
  ...{ VOUCH_PROVIDER: 'self-hosted', VOUCH_PROVIDER_URL: one ?? '', VOUCH_PROVIDER_MODEL: 'stand-in' },
  ...{ VOUCH_CANDIDATE: 'self-hosted', VOUCH_CANDIDATE_URL: other ?? '' },
  VOUCH_CANDIDATE_MODEL: 'stand-in-two',
})

export const STORIES: Readonly<Record<string, Story>> = {
  'a sync': aSync,
  'a draft': aDraft('extractive'),
  'a draft by a provider': aDraft(null),
  'a package of a person': aPackage,
  'the whole log as a bundle': aBundle,
  'an erasure': anErasure,
  'a simulation': aSimulation,
  'a provider trial': aTrial,
}

/** What no act of anybody may have left behind, once the server of before counts as gone. */
export function expectNothingLeft(at: SteppingServer, found: Found): void {
  const drafting = count(at, `draft where status = 'drafting'`)
  found.unless(drafting === 0, 'half-written', `${drafting} drafts are being made by nobody`)
  const making = count(at, `export_package where status = 'making'`)
  found.unless(making === 0, 'half-written', `${making} packages are being made by nobody`)
  const ready = at
    .rows(`select package_id from export_package where status = 'ready'`)
    .map((row) => `${String(row['package_id'])}.package`)
  const files = filesIn(exported(at))
  found.unless(String(files) === String(ready.sort()), 'half-written', `${files.length} files of packages`)
  const packs = filesIn(bundles(at))
  found.unless(packs.length === 0, 'half-written', `${packs.length} folders of bundles`)
  const signing = filesIn(`${at.dataDir}/audit`).filter((name) => name.endsWith('.new'))
  found.unless(signing.length === 0, 'half-written', `${signing.length} checkpoints that were being written`)
}
