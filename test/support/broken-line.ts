/** A line to a good provider that can be made to fail: nobody listens, it cuts, stalls, drips, or says something else. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { type Behaviour, startStandInModel } from '../../workbench/stand-in-model/index.ts'

/** What is done with a connection, and with the first bytes that came in on it. */
export type Handling = (socket: Socket, first: Buffer) => void

export interface BrokenLine {
  /** The same through all that happens to it. */
  readonly baseUrl: string
  /** Requests that came in since it was last told what to do. */
  requests(): number
  /** Bytes of the last answer that came through whole. */
  answerBytes(): number
  behave(behaviour: Behaviour): void
  handle(handling: Handling): void
  /** Passes on only the first bytes of the answer; then `end`. */
  cutAfter(bytes: number, end: (socket: Socket) => void): void
  /** Nobody listens any more. */
  hangUp(): Promise<void>
  heal(): Promise<void>
  close(): Promise<void>
}

const quiet = (socket: Socket) => socket.on('error', () => undefined)

export async function brokenLine(): Promise<BrokenLine> {
  const good = await startStandInModel()
  const goodPort = Number(new URL(good.origin).port)
  const open = new Set<Socket>()
  let [requests, answerBytes] = [0, 0]
  /** Every byte of the request goes on; of the answer as many as are allowed. */
  const through =
    (most: number, end: (socket: Socket) => void): Handling =>
    (socket, first) => {
      const behind = quiet(connect(goodPort, '127.0.0.1'))
      behind.write(first)
      socket.on('data', (more) => void behind.write(more))
      socket.on('close', () => behind.destroy())
      let passed = 0
      behind.on('data', (chunk: Buffer) => {
        const part = chunk.subarray(0, Math.max(0, most - passed))
        passed += part.length
        answerBytes = passed
        socket.write(part, () => {
          if (passed === most) end(socket)
        })
      })
      behind.on('close', (failed) => {
        if (passed >= most) return
        if (failed) socket.resetAndDestroy()
        else socket.end()
      })
    }
  const whole = through(Number.POSITIVE_INFINITY, () => undefined)
  let handling = whole
  const server: Server = createServer((socket) => {
    open.add(quiet(socket))
    socket.on('close', () => open.delete(socket))
    socket.once('data', (first: Buffer) => {
      requests += 1
      handling(socket, first)
    })
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const left = () => {
    for (const socket of open) socket.destroy()
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const line: BrokenLine = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests: () => requests,
    answerBytes: () => answerBytes,
    behave(behaviour) {
      line.handle(whole)
      good.behave(behaviour)
    },
    handle(other) {
      good.behave('faithful')
      handling = other
      requests = 0
    },
    cutAfter: (bytes, end) => line.handle(through(bytes, end)),
    async hangUp() {
      line.handle(whole)
      server.close()
      left()
      if (server.listening) await once(server, 'close')
    },
    async heal() {
      if (!server.listening) await listen(port)
      line.behave('faithful')
    },
    async close() {
      server.close()
      left()
      await good.close()
    },
  }
  return line
}
