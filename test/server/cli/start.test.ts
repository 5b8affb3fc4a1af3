import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { runVerify } from '../../../server/cli/verify.ts'
import { ENVIRONMENT } from '../../support/companion-harness.ts'
import { freePort } from '../../support/free-port.ts'
import { HOST_PUBLIC_PEM } from '../../support/host-tokens.ts'
import { until } from '../../support/stops.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch start', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    it(`listens, says where, stops at ${signal} with 0, and leaves a log that verifies`, async () => {
      const data = tempFolder()
      const said: string[] = []
      const ended = runCli(['start'], {
        out: () => undefined,
        err: (line) => said.push(line),
        env: { ...ENVIRONMENT, VOUCH_DATA_DIR: data, VOUCH_LOG_LEVEL: 'error' },
      })
      await until(() => said.length > 0)
      const origin = /^Vouch listens on (http:\/\/localhost:\d+)$/.exec(said[0] ?? '')?.[1] ?? ''
      const ready = await fetch(`${origin.replace('localhost', '127.0.0.1')}/readyz`)
      expect(ready.status).to.equal(200)
      await ready.text()
      const before = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')
      process.emit(signal)
      expect(await ended).to.equal(0)
      // A second signal ends the process at once: not in a test, so the listeners are taken away.
      for (const each of ['SIGINT', 'SIGTERM'] as const)
        for (const listener of process.listeners(each).slice(-1)) process.removeListener(each, listener)
      expect(before).to.be.greaterThan(1)
      const terminal = { out: () => undefined, err: () => undefined, env: {} }
      expect(await runVerify(['--data', data], terminal)).to.equal(0)
    })

  const UNNAMED = {
    VOUCH_ACCOUNT_ORIGIN: '',
    VOUCH_INSTALLATION_ID: '',
    VOUCH_APP_PUBLIC_KEY: '',
    VOUCH_FIRST_ADMIN: '',
  }

  /** Started, until `act` is done; @returns what it said and its exit code. */
  async function running(
    data: string,
    act: (said: readonly string[]) => Promise<void>,
    over: Readonly<Record<string, string>> = {},
  ) {
    const said: string[] = []
    const env = { ...ENVIRONMENT, ...UNNAMED, VOUCH_DATA_DIR: data, VOUCH_LOG_LEVEL: 'error', ...over }
    const ended = runCli(['start'], { out: () => undefined, err: (line) => said.push(line), env })
    await act(said)
    process.emit('SIGTERM')
    const code = await ended
    for (const each of ['SIGINT', 'SIGTERM'] as const)
      for (const listener of process.listeners(each).slice(-1)) process.removeListener(each, listener)
    return { code, said }
  }
  const listens = (said: readonly string[]) => said.some((line) => line.startsWith('Vouch listens on'))

  it('waits for its account, is connected on the page, and serves it from then on', async () => {
    const data = tempFolder()
    const port = String(await freePort())
    const env = { VOUCH_PORT: port }
    const first = await running(
      data,
      async (said) => {
        await until(() => said.length > 0)
        const code = said.map((line) => /^ {4}((?:\w{5}-){5}\w)$/.exec(line)?.[1]).find(Boolean) ?? ''
        const form = { code, subdomain: 'acme', app: '', installation: '30000001', admin: '11' }
        const body = new URLSearchParams({ ...form, key: HOST_PUBLIC_PEM })
        const answer = await fetch(`http://127.0.0.1:${port}/set-up`, { method: 'POST', body })
        expect(answer.status).to.equal(200)
        await until(() => listens(said))
        expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).to.equal(200)
        // The page is gone with what it was for.
        expect((await fetch(`http://127.0.0.1:${port}/set-up`)).status).to.equal(404)
      },
      env,
    )
    expect(first.code).to.equal(0)
    const second = await running(data, (said) => until(() => listens(said)), env)
    expect([second.code, second.said.length]).to.deep.equal([0, 1])
    const entries: string[] = []
    const terminal = { out: (line: string) => entries.push(line), err: () => undefined, env: {} }
    expect(await runVerify(['--data', data], terminal)).to.equal(0)
  })

  it('stops while it waits, and has stored nothing', async () => {
    const data = tempFolder()
    const { code } = await running(data, (said) => until(() => said.length > 0))
    expect([code, readdirSync(data)]).to.deep.equal([0, []])
  })

  it('names what else is missing before anybody connects anything', async () => {
    const said: string[] = []
    const env = { ...ENVIRONMENT, ...UNNAMED, VOUCH_CONTROLLER_NAME: '', VOUCH_DATA_DIR: tempFolder() }
    expect(await runCli(['start'], { out: () => undefined, err: (line) => said.push(line), env })).to.equal(1)
    expect(said.join('\n')).to.contain('VOUCH_CONTROLLER_NAME').and.not.contain('VOUCH_ACCOUNT_ORIGIN')
  })

  it('does not wait where a part of the account is named: it says which is missing', async () => {
    const said: string[] = []
    const env = { ...ENVIRONMENT, VOUCH_FIRST_ADMIN: '', VOUCH_DATA_DIR: tempFolder() }
    expect(await runCli(['start'], { out: () => undefined, err: (line) => said.push(line), env })).to.equal(1)
    expect(said.join('\n')).to.contain('VOUCH_FIRST_ADMIN').and.not.contain('/set-up')
  })
})
