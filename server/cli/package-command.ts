/** `npm run package -- --server https://drafts.example.com`: reads the arguments, says what was made. */
import { readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { packageApp, parseServerOrigin } from './package-app.ts'

export interface PackageConsole {
  readonly say: (line: string) => void
  readonly complain: (line: string) => void
}

const USAGE = 'usage: npm run package -- --server https://drafts.example.com'

function readServer(args: readonly string[]): URL | null {
  let given: string | undefined
  try {
    given = parseArgs({ args: [...args], options: { server: { type: 'string' } }, strict: true }).values
      .server
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', USAGE, cause)
  }
  return given === undefined ? null : parseServerOrigin(given)
}

/** A package of an earlier run must not be taken for the one that was just refused. */
async function removeEarlierPackages(outDir: string): Promise<void> {
  const names = await readdir(outDir).catch(() => [])
  const ours = names.filter((name) => /^vouch-[\d.]+\.zip(\.partial)?$/.test(name))
  for (const name of ours) await rm(join(outDir, name), { force: true })
}

/** Answers the exit code: 0 with a package in `<root>/tmp`, 2 with none there. */
export async function runPackageCommand(
  args: readonly string[],
  root: string,
  { say, complain }: PackageConsole,
): Promise<number> {
  const outDir = join(root, 'tmp')
  await removeEarlierPackages(outDir)
  try {
    const server = readServer(args)
    const made = await packageApp(root, outDir, server)
    say(relative(root, made.path))
    for (const file of made.files) say(`  ${file}`)
    say(`opens ${made.servers.join(', ')}`)
    if (server === null) complain(`This is the placeholder: to use the app, name your companion.\n${USAGE}`)
    return 0
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    complain(error.message)
    return 2
  }
}
