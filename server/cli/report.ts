/** `vouch report`: how things went over a period, as the console shows it. Names nobody. */
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { amountText } from '../../src/domain/money.ts'
import type { ReportView } from '../../src/domain/report-api.ts'
import type { SpendView } from '../../src/domain/spending-api.ts'
import { realWorld } from '../adapters/world.ts'
import { createReportDesk, parseReportOrder, reportCsv } from '../reports/index.ts'
import { dataFolder } from './data-folder.ts'
import { openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE = `usage: vouch report [--from DAY --to DAY | --period week|month|quarter [--day DAY]]
         [--brand ID] [--locale LOCALE] [--format text|json|csv] [--account ID] [--data DIR]`

const FORMATS = ['text', 'json', 'csv'] as const

function readOrder(args: readonly string[], env: Terminal['env'], today: string) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ from: { type: 'string' }, to: { type: 'string' }, period: { type: 'string' } },
        ...{ day: { type: 'string' }, brand: { type: 'string' }, locale: { type: 'string' } },
        ...{ format: { type: 'string', default: 'text' }, account: { type: 'string' } },
        data: { type: 'string' },
      },
    } as const)
    const { format, account, data, ...asked } = values
    const known = FORMATS.find((one) => one === format)
    if (known === undefined) throw new Fault('BAD_REQUEST', 'no such format')
    return {
      account,
      format: known,
      data: dataFolder(data, env),
      order: parseReportOrder(asked, today),
    }
  } catch (cause) {
    const why = cause instanceof Fault ? `${cause.message}\n` : ''
    throw new Fault('BAD_REQUEST', `${why}${USAGE}`, cause)
  }
}

function spendText(line: SpendView): string {
  const { provider, model, calls, inputTokens, outputTokens, currency, amount, heldCalls, heldAmount } = line
  const money = (micros: number | null) =>
    currency === null || micros === null ? 'no price stated' : `${currency} ${amountText(micros)}`
  const held = heldCalls === 0 ? '' : `; ${heldCalls} of unknown use, at most ${money(heldAmount)}`
  return `${provider} ${model}: ${calls} requests, ${inputTokens} + ${outputTokens} tokens, ${money(amount)}${held}`
}

function linesOf(report: ReportView): readonly string[] {
  const { work, weeks, consent } = report
  const told = weeks.filter(({ state }) => state === 'told').length
  const line = (name: string, value: string | number) => `${name.padEnd(24)} ${value}`
  const time = ({ p50, p95 }: { p50: number | null; p95: number | null }) =>
    `half within ${p50 ?? '…'} s, 95 % within ${p95 ?? '…'} s`
  return [
    `${report.from} to ${report.to}: ${told} of ${weeks.length} weeks can be told`,
    ...(work === null
      ? [`fewer than ${report.fewestPeople} people: their work is not told`]
      : [
          line('drafts', work.drafts),
          line('worded by a model', work.byModel),
          line('refusals', work.refusals),
          line('inserted', work.inserted),
          line('sent', `${work.sent}, unchanged ${work.unchanged}`),
          line('sentences kept', `${work.kept} of ${work.sentences}`),
          line('time to draft', time(work.made)),
          ...work.reasons.map(({ reason, count }) => line(`  ${reason}`, count)),
          ...work.articles.map(({ title, articleId, drafts }) =>
            line(`  ${drafts} drafts`, title ?? articleId),
          ),
        ]),
    line(
      'consent',
      `asked ${consent.asked}, granted ${consent.granted}, denied ${consent.denied}, withdrawn ${consent.withdrawn}`,
    ),
    ...report.spend.map((one) => line(`spent in ${one.month}`, spendText(one))),
    line('not covered', report.coverageGaps),
    line('recalled after sending', report.recalledSent),
  ]
}

/** @returns 0 printed; 3 nothing of people's work can be told. */
export async function runReport(args: readonly string[], terminal: Terminal): Promise<number> {
  const today = realWorld.now().toISOString().slice(0, 10)
  const { data, account: named, order, format } = readOrder(args, terminal.env, today)
  const store = await openInstallation({ data, account: named, env: terminal.env })
  try {
    const { account } = store
    const known = await store.transact((tx) => tx.auditedAccounts())
    const [accountId, ...more] = account === undefined ? known : known.filter((one) => one === account)
    if (accountId === undefined) throw new Fault('NOT_FOUND', 'the store does not know this account')
    if (more.length > 0)
      throw new Fault('BAD_REQUEST', 'the store has several accounts: name one with --account')
    const desk = createReportDesk({ world: realWorld, transact: store.transact })
    const report = await desk.read(accountId, order.span, order.filter)
    if (format === 'text') for (const line of linesOf(report)) terminal.out(line)
    else terminal.out(format === 'csv' ? reportCsv(report).trimEnd() : JSON.stringify(report, null, 2))
    return report.work === null ? 3 : 0
  } finally {
    await store.close()
  }
}
