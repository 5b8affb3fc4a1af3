/**
 * `vouch evidence document KIND`: a document out of the live configuration, as the console makes it: by somebody of
 * compliance, and on record before it is printed.
 */
import { parseArgs } from 'node:util'
import { DOCUMENT_KINDS, EVIDENCE_LANGUAGES } from '../../src/domain/evidence-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { parseHelpdeskId } from '../../src/domain/ticket.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import { readConfig } from '../config.ts'
import { readDocumentFacts } from '../document-facts.ts'
import { documentHtml, makeDocument } from '../evidence/index.ts'
import { codeVersion, projectRoot } from '../project-root.ts'
import { openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const FORMATS = ['html', 'json'] as const
const USAGE = `usage: vouch evidence document ${DOCUMENT_KINDS.join('|')} --as AGENT_ID [--language en|de] [--format html|json] [--data DIR]`

function readArgs(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { as: text, language: text, format: text, data: text },
    })
    const kind = DOCUMENT_KINDS.find((one) => one === positionals[0])
    const language = EVIDENCE_LANGUAGES.find((one) => one === (values.language ?? 'en'))
    const format = FORMATS.find((one) => one === (values.format ?? 'html'))
    const agentId = parseHelpdeskId(values.as ?? '')
    if (kind === undefined || language === undefined || format === undefined || agentId === null)
      throw new Error(USAGE)
    if (positionals.length !== 1) throw new Error(USAGE)
    return { kind, language, format, agentId, data: values.data }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** @returns 0 when it is printed. @throws Fault `NOT_PERMITTED` for anybody without the role: nothing is made. */
export async function runEvidenceDocument(args: readonly string[], terminal: Terminal): Promise<number> {
  const { kind, language, format, agentId, data } = readArgs(args)
  const env = { ...terminal.env, ...(data === undefined ? {} : { VOUCH_DATA_DIR: data }) }
  const config = readConfig(env)
  const { accountId } = config.account
  const store = await openInstallation({ data: config.dataDir, account: accountId, env })
  try {
    const { keys } = store
    const roles = await store.transact((tx) => tx.rolesOf(accountId, agentId))
    if (!roles.includes('compliance'))
      throw new Fault('NOT_PERMITTED', 'only the role compliance makes documents for an auditor')
    const checkpoints = createCheckpoints({
      transact: store.transact,
      shelf: checkpointFiles(config.dataDir),
      signer: (account) => logSigner(keys, account),
    })
    const rooms = {
      ...{ world: realWorld, keys, audit: createAuditLog(realWorld, keys), transact: store.transact },
      ...{ anchor: checkpoints.anchor, productVersion: codeVersion(projectRoot()) },
    }
    const document = await makeDocument(
      rooms,
      { accountId, agentId, roles },
      { kind, language },
      (tx, chosen) => readDocumentFacts({ config, keys }, tx, chosen),
    )
    terminal.out(format === 'json' ? JSON.stringify(document, null, 2) : documentHtml(document).trimEnd())
    return 0
  } finally {
    await store.close()
  }
}
