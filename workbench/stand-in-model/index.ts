/**
 * A local stand-in for an OpenAI-compatible provider, over real HTTP and server-sent events. It parses and
 * answers by rule, good or bad as it is told. Never runs beyond this machine, never knows a real key.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { type Behaviour, behaviourOf, isAnswer } from './behaviours.ts'
import { readPrompt } from './prompt.ts'
import { endStream, openStream, type Pace, tokensOf, writePieces } from './stream.ts'
import { TRANSPORT } from './transports.ts'
import { answerPieces } from './words.ts'

export { BEHAVIOURS, type Behaviour, STAND_IN } from './behaviours.ts'
export { type Prompt, readPrompt } from './prompt.ts'

export interface ModelRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** As it came in. */
  readonly body: string
  readonly behaviour: Behaviour
  /** True once the other side hung up before the answer had ended. */
  readonly cutOff: boolean
}

export interface StandInOptions {
  /** Any free one by default. */
  readonly port?: number
  /** Without it: `faithful`. */
  readonly behaviour?: Behaviour
  /** Between two pieces of an answer; 0 by default. */
  readonly delayMs?: number
  /** A planted text that `obeys-attacker` repeats as it is. */
  readonly payload?: string
}

export interface StandInModel {
  readonly origin: string
  /** For `VOUCH_PROVIDER_URL`. */
  readonly baseUrl: string
  readonly requests: readonly ModelRequest[]
  behave(behaviour: Behaviour, payload?: string): void
  /** For the answers that begin from now on. */
  setDelayMs(delayMs: number): void
  forget(): void
  /** Connections that are open now. */
  connections(): number
  /** Resolves as soon as nobody is connected any more. */
  left(): Promise<void>
  close(): Promise<void>
}

const PATH = '/v1/chat/completions'
const completion = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
})

interface State {
  behaviour: Behaviour
  payload: string | null
  pace: Pace
  readonly requests: (ModelRequest & { cutOff: boolean })[]
  readonly turns: Map<Behaviour, number>
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(body: string): z.infer<typeof completion> | null {
  try {
    return completion.parse(JSON.parse(body))
  } catch {
    return null
  }
}

function record(state: State, req: IncomingMessage, res: ServerResponse, body: string, behaviour: Behaviour) {
  const one = {
    method: req.method ?? '',
    path: req.url ?? '',
    headers: req.headers,
    body,
    behaviour,
    cutOff: false,
  }
  res.on('close', () => {
    one.cutOff = !res.writableFinished
  })
  state.requests.push(one)
}

async function answer(state: State, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = await textOf(req)
  const asked = parsed(body)
  const behaviour = (asked === null ? null : behaviourOf(asked.model)) ?? state.behaviour
  record(state, req, res, body, behaviour)
  if (req.method !== 'POST' || req.url !== PATH || asked === null) {
    res.writeHead(asked === null ? 400 : 404, { 'content-type': 'application/json' }).end('{"error":{}}')
    return
  }
  const turn = (state.turns.get(behaviour) ?? 0) + 1
  state.turns.set(behaviour, turn)
  const said = (role: string) => asked.messages.find((message) => message.role === role)?.content ?? ''
  const occasion = { prompt: readPrompt(said('system'), said('user')), payload: state.payload, turn }
  const { model } = asked
  if (isAnswer(behaviour)) {
    openStream(res)
    let said = ''
    function* heard(words: Iterable<string>) {
      for (const piece of words) {
        said += piece
        yield piece
      }
    }
    if (!(await writePieces(res, model, heard(answerPieces(behaviour, occasion)), state.pace))) return
    const usage = {
      prompt_tokens: asked.messages.reduce((sum, { content }) => sum + tokensOf(content), 0),
      completion_tokens: tokensOf(said),
    }
    endStream(res, model, 'stop', asked.stream_options?.include_usage === true ? usage : null)
    return
  }
  const pieces = [...answerPieces('faithful', occasion)]
  const echo = `${req.headers.authorization ?? ''} ${body}`
  await TRANSPORT[behaviour]({ res, model, pieces, pace: state.pace, turn, echo })
}

/** Listens on this machine only. */
export async function startStandInModel(options: StandInOptions = {}): Promise<StandInModel> {
  const state: State = {
    behaviour: options.behaviour ?? 'faithful',
    payload: options.payload ?? null,
    pace: { delayMs: options.delayMs ?? 0 },
    requests: [],
    turns: new Map(),
  }
  let connections = 0
  let leave: () => void = () => undefined
  const server = createServer((req, res) => {
    // A request that breaks off, or an answer that nobody takes, ends here.
    answer(state, req, res).catch(() => res.destroy())
  })
  server.on('connection', (socket) => {
    connections += 1
    socket.on('error', () => undefined)
    socket.on('close', () => {
      connections -= 1
      if (connections === 0) leave()
    })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests: state.requests,
    behave(behaviour, payload) {
      state.behaviour = behaviour
      state.payload = payload ?? null
      state.turns.clear()
    },
    setDelayMs(delayMs) {
      state.pace.delayMs = delayMs
    },
    forget: () => void state.requests.splice(0),
    connections: () => connections,
    left: () =>
      new Promise((resolve) => {
        leave = resolve
        if (connections === 0) resolve()
      }),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
