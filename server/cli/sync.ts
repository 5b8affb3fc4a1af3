/** `vouch sync`: reads a help center or files into the store, without the server. */
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import type { Terminal } from './main.ts'

const USAGE =
  'usage: vouch sync [--help-center URL --locales en-us,de | --folder DIR | --jsonl FILE] [--locale en-us] [--account ID] [--data DIR] [--confirm-removal] [--json]'

function readArgs(args: readonly string[]) {
  const values = valuesOf(args)
  const url = values['help-center']
  const named = [values.folder, values.jsonl, url].filter((value) => value !== undefined).length
  if (named > 1 || (url !== undefined && !URL.canParse(url))) throw new Fault('BAD_REQUEST', USAGE)
  return values
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'help-center': { type: 'string' },
        locales: { type: 'string' },
        folder: { type: 'string' },
        jsonl: { type: 'string' },
        locale: { type: 'string', default: 'en-us' },
        account: { type: 'string' },
        data: { type: 'string' },
        'confirm-removal': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}
export type SyncArgs = ReturnType<typeof readArgs>

/** What reads, and all that it needs, is loaded once the options are right. @returns 0 done, 2 stopped for a confirmation, 1 failed. */
export async function runSync(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = readArgs(args)
  const { readInto } = await import('./sync-run.ts')
  return readInto(order, terminal)
}
