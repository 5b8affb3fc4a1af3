/**
 * What Vouch adds to a model's own time: gate, retrieval, check of every sentence, store. Beside it, in the
 * same run and over the same provider, a bare Express route that pipes the model's words through unchecked.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { openModel } from '../server/adapters/model/open-model.ts'
import { readProvider } from '../server/provider/index.ts'
import { openWorkbench } from '../workbench/start.ts'
import { grantTickets, orderFor } from './granted-tickets.ts'
import { freePort, line, percentile, together } from './measure.ts'

/** A sentence of 25 tokens takes a fast model a quarter of a second; one that many ask takes longer. */
const FEW = { atOnce: 8, drafts: 120, paceMs: 250 }
const MANY = { atOnce: 200, drafts: 400, paceMs: 1_500 }

interface Times {
  readonly start: number
  readonly ends: readonly number[]
  readonly end: number
}
interface Seen {
  readonly id: number
  readonly start: number
  readonly sentences: readonly number[]
  readonly end: number
  readonly ready: boolean
}
const now = () => performance.timeOrigin + performance.now()

async function startProvider(): Promise<{ child: ChildProcess; origin: string }> {
  const child = fork(fileURLToPath(new URL('paced-provider.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  })
  const [port] = await once(child, 'message')
  return { child, origin: `http://127.0.0.1:${port}` }
}

/** Reads a stream and notes when each sentence that `isOne` finds has come. */
async function readSentences(id: number, send: () => Promise<Response>, isOne: RegExp): Promise<Seen> {
  const start = now()
  const response = await send()
  const sentences: number[] = []
  let text = ''
  let counted = 0
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString('utf8')
    const found = text.match(isOne)?.length ?? 0
    for (; counted < found; counted += 1) sentences.push(now())
  }
  return { id, start, sentences, end: now(), ready: /"event":"ready"|\[DONE\]/.test(text) }
}

async function runMany(
  load: { atOnce: number; drafts: number },
  firstId: number,
  one: (id: number) => Promise<Seen>,
): Promise<{ seen: readonly Seen[]; seconds: number }> {
  const seen: Seen[] = []
  const seconds = await together(load.drafts, load.atOnce, async (at) => {
    seen.push(await one(firstId + at))
  })
  return { seen, seconds }
}

/** Milliseconds that are not the provider's, and from its last byte of a sentence to the reader. */
function added(seen: readonly Seen[], times: Readonly<Record<string, Times>>) {
  const own: number[] = []
  const sentence: number[] = []
  for (const one of seen) {
    const at = times[String(one.id)]
    if (at === undefined || !one.ready) continue
    own.push(one.end - one.start - (at.end - at.start))
    at.ends.forEach((end, index) => {
      const came = one.sentences[index]
      if (came !== undefined) sentence.push(came - end)
    })
  }
  return { own, sentence }
}

async function bareProxy(provider: string): Promise<{ url: string; close(): void }> {
  const app = express()
  app.post('/', express.json({ limit: '1mb' }), async (request, response) => {
    const answer = await fetch(`${provider}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request.body),
    })
    response.setHeader('content-type', 'text/event-stream')
    if (answer.body !== null) Readable.fromWeb(answer.body as never).pipe(response)
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The words that a bare proxy would be sent for the same ticket. */
const bareBody = (id: number, passages: string) =>
  JSON.stringify({
    model: 'bench',
    stream: true,
    messages: [{ role: 'user', content: `PASSAGES\n${passages}\nTICKET x\nbench-${id}\nEND TICKET x` }],
  })

export async function run(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-bench-'))
  const provider = await startProvider()
  const problems: string[] = []
  const config = readProvider(
    {
      VOUCH_PROVIDER: 'self-hosted',
      VOUCH_PROVIDER_URL: `${provider.origin}/v1`,
      VOUCH_PROVIDER_MODEL: 'bench',
      VOUCH_PROVIDER_CONCURRENCY: String(MANY.atOnce),
    },
    problems,
  )
  if (config === null) throw new Error(problems.join('\n'))
  const running = await openWorkbench(
    { workbenchPort: 0, companionPort: await freePort(), dataDir: folder, logLevel: 'error' },
    false,
    { model: (turnstile) => openModel(config, turnstile) },
  )
  const proxy = await bareProxy(provider.origin)
  try {
    const { tickets: covered, session } = await grantTickets(running)
    let drafted = covered
    const draftOf = (id: number) => {
      const ticket = drafted[id % drafted.length]
      if (ticket === undefined) throw new Error('the sample has no ticket that is drafted')
      return orderFor(ticket, `\nbench-${id}`)
    }
    const vouch = (id: number) =>
      readSentences(
        id,
        () =>
          fetch(new URL('/api/v1/drafts', running.companion.origin), {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${session}` },
            body: JSON.stringify(draftOf(id)),
          }),
        /"event":"(?:sentence","sentence":\{"id":"s\d+","kind":"statement"|dropped")/g,
      )
    const passages = Array.from(
      { length: 6 },
      (_, at) => `[[P${at + 1}]] Title\n${'A sentence of a help article. '.repeat(4)}`,
    ).join('\n')
    const bare = (id: number) =>
      readSentences(
        id,
        () =>
          fetch(proxy.url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: bareBody(id, passages),
          }),
        /"content":"\}"/g,
      )
    const { seen: tried } = await runMany({ atOnce: 8, drafts: covered.length }, 0, vouch)
    const ready = new Set(tried.flatMap((one) => (one.ready ? [one.id] : [])))
    drafted = covered.filter((_, at) => ready.has(at))
    out('Drafting with a model: the provider speaks at a fixed pace in a process of its own')
    let id = 1_000
    for (const load of [FEW, MANY]) {
      await fetch(`${provider.origin}/pace/${load.paceMs}`)
      const before = process.memoryUsage().rss
      let peak = before
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss)
      }, 50)
      const mine = await runMany(load, id, vouch)
      clearInterval(watch)
      id += load.drafts
      const peer = await runMany(load, id, bare)
      id += load.drafts
      const times = (await (await fetch(provider.origin)).json()) as Record<string, Times>
      const own = added(mine.seen, times)
      const theirs = added(peer.seen, times)
      const made = mine.seen.filter(({ ready }) => ready).length
      out(
        `  ${load.atOnce} at once, a sentence each ${load.paceMs} ms: ${made} of ${load.drafts} drafts made, ${(made / mine.seconds).toFixed(0)}/s`,
      )
      out(line('  added by Vouch', own.own))
      out(line('  added by a bare proxy', theirs.own))
      out(line('  last byte → browser', own.sentence))
      out(line('  the same, bare proxy', theirs.sentence))
      out(
        `  ratio of the last bytes  ${(percentile(own.sentence, 0.5) / percentile(theirs.sentence, 0.5)).toFixed(1)} (p50; the limit is 5 ms: ${(percentile(own.sentence, 0.5) / 5).toFixed(2)} of it)`,
      )
      out(
        `  memory                   ${((peak - before) / 2 ** 20).toFixed(0)} MB more at the peak (of ${(peak / 2 ** 20).toFixed(0)} MB, all in one process)`,
      )
    }
  } finally {
    proxy.close()
    await running.stop()
    provider.child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
