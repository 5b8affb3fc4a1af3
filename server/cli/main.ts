/** `vouch <command>`: the command line. Prints for people; every command has an exit code that means something. */
import { Fault, type FaultCode } from '../../src/domain/fault.ts'
import { COMMANDS } from './commands.ts'
import { BAD_INPUT, BROKEN, exitCodeOfFault } from './exit-code.ts'
import { plainLine } from './plain-line.ts'

const HELP = `vouch <command>          (vouch help COMMAND: what stands here of one)

Every command ends with 0 done, 1 broken, 2 refused, 4 bad input or usage; what else it says stands with it.

  start                          the companion server, configured by the environment (docs/configuration.md)
  setup [--data DIR]             what account is connected, and by what; 0 all of it, 1 something is missing
  setup --subdomain NAME --installation ID --admin USER_ID --key FILE [--data DIR]
                                 connect an account where the environment names none (docs/setting-up.md)
  setup --subdomain NAME --app ID
                                 where an admin reads the app's public key
  setup --reset                  take it back before anybody has signed in; 0 done, 4 not any more
  doctor [--json]                what the set-up lacks and what stands out, each with the next step
                                 (docs/setting-up.md); 0 nothing fails, 1 something does
  database migrate               as the owner of a PostgreSQL: its schema, grants and row policies
                                 (docs/postgresql.md)
  migrate-store --from sqlite:FILE [--to postgres://OWNER@HOST/DATABASE] [--json]
                                 carry a stopped companion's store over to an empty PostgreSQL, all or nothing;
                                 0 everything is there and its log verifies
  sync                           read the help center of the configuration
  sync --folder DIR              read a folder of .html and .md files instead
  sync --jsonl FILE              read a file of {"id","title","html"|"text","lang"} lines instead
       [--locale en-us]          locale of files that do not name one
       [--confirm-removal]       go on although more than half of the articles would be removed
       [--data DIR] [--account ID] [--json]
  scope export [--data DIR] [--account ID]
                                 print allowlist and scope policy as a file for git
  scope diff FILE                what FILE would change; 0 nothing, 3 something
  scope apply FILE --as AGENT_ID [--dry-run]
                                 narrowing holds at once, widening waits for a second person (docs/scoping.md);
                                 0 applied or no difference, 3 waits
  budget export [--data DIR] [--account ID]
                                 print prices and budget as a file for git
  budget diff FILE               what FILE would change; 0 nothing, 3 something
  budget apply FILE --as AGENT_ID [--dry-run]
                                 by the rules of a scope's file (docs/reports.md)
  simulate TICKETS.jsonl --as AGENT_ID [--scope FILE] [--purpose WHY] [--html FILE] [--resume] [--json]
       [--data DIR] [--account ID]
                                 draft over past tickets with every effect off (docs/simulating.md);
                                 0 done, 3 less than the scope requires
  trial QUESTIONS.jsonl --as AGENT_ID [--html FILE] [--resume] [--json]
       [--data DIR] [--account ID]
                                 ask two providers questions that are nobody's (docs/simulating.md);
                                 --articles takes titles and headings in place of a file;
                                 0 done, 2 refused and nothing sent, 3 broke off
  backup [--to FOLDER] [--keys-to FOLDER [--passphrase-file FILE]] [--data DIR] [--json]
                                 copy the store while it runs, and apart from it the keys
                                 (docs/operations/backup.md); 0 done
  restore --from BACKUP --keys FOLDER [--passphrase-file FILE] [--data DIR]
                                 put a backup and its keys into an empty data folder; 0 done, 3 as below
  restore --keys FOLDER [--passphrase-file FILE] [--data DIR]
                                 the keys alone into an empty folder: for a PostgreSQL (docs/postgresql.md),
                                 or to take from it a key that was lost (docs/operations/keys.md)
  restore [--data DIR] [--account ID] [--acknowledge --as AGENT_ID]
                                 after bringing the store back from a backup: what is gone, and your word on
                                 it for the log (docs/erasure.md); 0 done, 2 broken, 3 waits for your word
  clock [--confirm --as AGENT_ID] [--data DIR] [--account ID]
                                 whether the clock has leapt by more than a week, so that nothing is destroyed
                                 before you say that it is right (docs/operations/store.md);
                                 0 no, or confirmed, 3 it waits for your word
  request list [--data DIR] [--account ID] [--json]
                                 open requests by their last day; 0 none is late, 2 one is
  request open --kind access|… (--ticket NUMBER | --user ID) --as AGENT_ID [--received DAY]
                                 for somebody who called or wrote (docs/requests.md); 0 opened, 4 it is open already
  report [--from DAY --to DAY | --period week|month|quarter [--day DAY]] [--brand ID] [--locale LOCALE]
         [--format text|json|csv] [--data DIR] [--account ID]
                                 how things went, of five people or more (docs/reports.md);
                                 0 printed, 3 people's work cannot be told
  verify [--data DIR] [--account ID] [--receipt FILE | --consent-receipt FILE
         | --certificate FILE [--key KEY]] [--json]
                                 check the audit log, a downloaded receipt against it, or the
                                 certificate of an erasure without any store;
                                 0 intact, 2 tampered with, 4 cannot be read
  verify --bundle PATH [--policy FILE | --key KEY] [--checkpoint FILE] [--json]
                                 check an exported bundle without the store (docs/audit-format.md);
                                 0 intact and complete, 2 tampered with, 3 incomplete, 4 cannot be read
  audit export [--from N|DATE] [--to N|DATE] [--since CHECKPOINT] [--payloads sealed|open|none] OUT
                                 pack the log and what belongs to it, as a folder or OUT.zip
  audit proof --entry N OUT.tlog-proof
                                 one entry and its place in the signed log (docs/audit-format.md)
  verify --proof FILE [--key KEY] [--json]
                                 check such a file without the store; 0 good, 2 not in the log, 3 no key
  audit rotate-key | retire-key [--data DIR] --as AGENT_ID
                                 a new key signs the log, the old one beside it until it is retired
                                 (docs/audit-format.md); 0 done, 1 not the key that signed this log
  keys status [--json] [--data DIR] [--account ID]
                                 how old each key is and what it wraps; 0 nothing is to be done, 3 something is
  keys rotate session [--now] --as AGENT_ID [--data DIR] [--account ID]
                                 a new key signs sessions; --now ends every session, for a key that was lost
                                 (docs/operations/changing-keys.md); 0 done
  keys rotate master --as AGENT_ID [--data DIR] [--account ID]
                                 a new master key, everything wrapped anew, the old one destroyed;
                                 cut off, the same command goes on; 0 done, 3 the old one is still needed
  evidence controls|population|changes --from DAY --to DAY [--criterion CC6.2] [--format jsonl|csv]
  evidence events --from DAY --to DAY | --after INDEX
  evidence access
  evidence document KIND --as ID [--language en|de] [--format html|json]
                                 lists for an auditor and events for a SIEM (docs/evidence.md);
                                 0 printed, 1 an entry of the log is missing, 4 cannot be read
  stop-drafting [--egress | --provider NAME|* | --brand ID | --article ID] --reason CODE --as AGENT_ID
                                 stop at once, also while the store is down (docs/incidents.md); 0 stopped
  incident drill --as AGENT_ID [--really] [--out DIR]
                                 the first hour of a breach, timed and undone (docs/incidents.md);
                                 0 in time, 3 too slow or ended early
  requester show   --user ID | --ticket N --as AGENT_ID [--json]
  requester export --user ID | --ticket N --as AGENT_ID --out FILE [--locale de] [--whole]
                                 what is held of one person, shown or packed (docs/requesters.md);
                                 0 done, 3 nothing is held
  verify --export FILE [--key KEY] [--json]
                                 check a package without the store; 0 good, 2 changed, 3 nobody vouches for the key
  docs consent                   print the table of consent transitions (docs/consent-transitions.md)
  eval retrieval --corpus F --queries F --qrels F [--dense DIR] [--locale de] [--html F] [--json]
  eval refusal   --corpus F --queries F [--off-topic F] [--html F] [--json]
  eval evidence  --corpus F --queries F [--html F] [--json]
                                 measure retrieval and refusal on files of your own (docs/evaluating.md)
  eval injection --payloads F --contexts F [--every N] [--json]
                                 plant instructions in tickets and articles; 0 nothing of them shown, 2 something
  eval minimise  --texts F [--ordinary F] [--json]
                                 measure how much personal data is found, and how much else is altered
  eval grounding --pairs F [--json]
  eval edits     --corpus F [--locale de] [--json]
                                 measure the check of worded sentences, on labelled claims or small edits
`

export interface Terminal {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
}

/** @returns the exit code: 0 done, 1 broken, 2 tampered or refused, 4 bad input. It throws nothing: a stack could quote. */
export async function runCli(
  args: readonly string[],
  raw: Terminal = {
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    env: process.env,
  },
): Promise<number> {
  const given: Terminal = {
    ...raw,
    out: (line) => raw.out(plainLine(line)),
    err: (line) => raw.err(plainLine(line)),
  }
  const [command, ...rest] = args
  const asked = command === 'help' ? rest[0] : rest.includes('--help') ? command : undefined
  if (asked !== undefined && helpOf(asked) !== '') {
    given.out(helpOf(asked))
    return 0
  }
  if (command === undefined || HELP_WORDS.includes(command)) {
    given.out(HELP)
    return command === undefined ? BAD_INPUT : 0
  }
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  if (run === undefined) {
    given.err(`vouch: there is no command "${command}"\n\n${HELP}`)
    return BAD_INPUT
  }
  try {
    const { environmentIn, folderIn, requireOwner } = await import('./data-folder.ts')
    const folder = folderIn(given.env, rest)
    const terminal = { ...given, env: environmentIn(given.env, folder) }
    if (!AS_ANYBODY.includes(command)) requireOwner(folder)
    return await run(rest, { terminal, unconnected: given })
  } catch (error) {
    if (!(error instanceof Fault)) {
      const { unforeseen } = await import('./unforeseen.ts')
      given.err(`vouch: ${unforeseen(error)}`)
      return BROKEN
    }
    const next = command === 'start' ? (NEXT[error.code] ?? '') : ''
    given.err(`vouch: ${error.message} [${error.code}]${next}`)
    return exitCodeOfFault(error.code)
  }
}

/** Of a start that was refused without a word on it. */
const NEXT: Readonly<Partial<Record<FaultCode, string>>> = {
  AUDIT_CHAIN_BROKEN:
    '. Next: delete nothing; vouch verify says where, and after a restore vouch restore (docs/operations/audit-log.md)',
  AUDIT_UNAVAILABLE: '. Next: see who owns the files of the data folder (docs/for-operators.md)',
  ERASURE_JOURNAL_BROKEN:
    '. Next: bring the journal back from the copy of the keys (docs/operations/backup.md)',
  STORE_UNAVAILABLE: '. Next: docs/operations/store.md',
}

/** What the help says of one command; nothing where there is no such command. */
function helpOf(command: string): string {
  const ofCommands = HELP.split(/\n(?= {2}\S)/).slice(1)
  return ofCommands.filter((text) => text.trimStart().split(/\s/)[0] === command).join('\n')
}

/** They read, or need no store: whoever looks what is wrong may be root. */
const AS_ANYBODY: readonly string[] = ['doctor', 'verify', 'docs', 'eval']

const HELP_WORDS: readonly string[] = ['help', '--help']
